using SecondNode.Analyzers.Options;
using SecondNode.Tests.Scope;

namespace SecondNode.Tests.Options;

public class SettingsTests
{
    [Theory]
    [InlineData("true", true)]
    [InlineData(" TRUE ", true)]
    [InlineData("false", false)]
    [InlineData("yes please", false)]
    [InlineData("", false)]
    public void Flag_UnknownTextMeansTheDefault(string text, bool expected) =>
        Assert.Equal(expected, new Settings(new MemoryOptions(new() { ["secondnode.single_node"] = text })).SingleNode);

    [Theory]
    [InlineData("directory", "directory")]
    [InlineData("Object_Store", "object_store")]
    [InlineData("ftp", "auto")]
    public void Choice_UnknownTextMeansTheDefault(string text, string expected) =>
        Assert.Equal(expected, Settings.FileTargetOption.Read(new MemoryOptions(new() { ["secondnode.file_target"] = text }).GlobalOptions));

    [Fact]
    public void List_IsSplitAndTrimmed() =>
        Assert.Equal(["/mnt/share", "Storage:Root"], Settings.SharedPathsOption.Read(new MemoryOptions(new() { ["secondnode.shared_paths"] = " /mnt/share | | Storage:Root" }).GlobalOptions)!.Value);

    [Fact]
    public void AbsentList_IsEmpty() => Assert.Empty(Settings.SharedPathsOption.Read(new MemoryOptions([]).GlobalOptions)!.Value);

    [Fact]
    public void EveryKey_IsListedOnce() => Assert.Equal(Settings.All.Select(o => o.Key).Distinct(), Settings.All.Select(o => o.Key));
}
