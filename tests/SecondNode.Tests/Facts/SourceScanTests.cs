using Microsoft.CodeAnalysis.Text;
using SecondNode.Analyzers.Facts;

namespace SecondNode.Tests.Facts;

public class SourceScanTests
{
    [Theory]
    [InlineData("class C { int used; }", "used", 14)]
    [InlineData("@event", "event", -1)] // a keyword, whatever stands before it
    [InlineData("x.@name", "name", 2)]
    [InlineData("a1b2_c", "a1b2_c", 0)]
    [InlineData("größe", "größe", 0)]
    [InlineData("12abc", "abc", -1)]
    [InlineData("0xFF", "FF", -1)]
    [InlineData("// only\nhidden", "only", -1)]
    [InlineData("x(); // aside", "aside", 8)]
    [InlineData("$\"{hole}\"", "hole", 3)]
    [InlineData("/* a */ b", "b", 8)]
    public void Words_AreFoundWhereTheyBegin(string text, string word, int position)
    {
        var words = SourceScan.Of(SourceText.From(text)).Words;
        Assert.Equal(position < 0 ? [] : [position], words.PositionsOf(WordIndex.HashOf(word)));
        Assert.Equal(position >= 0, words.MayContain(WordIndex.HashOf(word)));
    }

    [Fact]
    public void Words_KeepTheirOrderAndTheirPart()
    {
        var words = SourceScan.Of(SourceText.From(string.Join(" ", Enumerable.Repeat("one two", 500)))).Words;
        var found = words.PositionsOf(WordIndex.HashOf("two")).ToList();
        Assert.Equal(Enumerable.Range(0, 500).Select(i => (i * 8) + 4), found);
        Assert.True(words.MayContain(WordIndex.HashOf("two"), 100, 110));
        Assert.False(words.MayContain(WordIndex.HashOf("two"), 101, 104));
    }

    [Theory]
    [InlineData("s.AddSession();", 1)]
    [InlineData("list.Add(1); set.Replace('a', 'b');", 0)]
    [InlineData("s.Add(new ServiceDescriptor(typeof(A), typeof(B)));", 3)]
    [InlineData("x.Get<IService>();", 1)]
    [InlineData("x.Get<Dictionary<string, List<int>>> ();", 1)]
    [InlineData("var x = new List<int>();", 0)]
    [InlineData("if (a < b) c();", 0)]
    [InlineData("M(typeof(A));", 1)]
    [InlineData("var t = typeof(A);", 0)]
    public void Calls_ThatMayRegisterAreCandidates(string text, int count) => Assert.Equal(count, SourceScan.Of(SourceText.From(text)).Calls.Length);

    [Theory]
    [InlineData("ReplicaContext db;", true)]
    [InlineData("// ReplicaContext", false)]
    [InlineData("x(); // the replica", false)]
    [InlineData("Open(\"Server=a;ApplicationIntent=ReadOnly\");", true)]
    [InlineData("Open('\"', \"Server=a;ApplicationIntent=ReadOnly\");", true)]
    [InlineData("Get(\"http://replica\");", true)]
    [InlineData("config.GetConnectionString(\"Reader\");", true)]
    [InlineData("config.Get(\"Reader\");", false)]
    [InlineData("Log(\"Connection to the database successful, reporting features activated\");", false)]
    [InlineData("IReadOnlyList<int> x; DataReader reader; int secondaryYearSourceId;", false)]
    [InlineData("var text = \"The ball is a replica of the model\";", false)]
    [InlineData("Open($\"Filename={dbPath};Mode=ReadOnly\");", false)]
    public void Replicas_AreHeard(string text, bool says) => Assert.Equal(says, SourceScan.Of(SourceText.From(text)).SaysReplica);

    [Theory]
    [InlineData("#if DEBUG\n#endif", true)]
    [InlineData("  # if X\n#endif", true)]
    [InlineData("#region if\n#endregion", true)] // too careful does no harm
    [InlineData("#nullable enable", false)]
    [InlineData("var s = \"#if\";", false)]
    public void Conditions_AreSeen(string text, bool has) => Assert.Equal(has, SourceScan.Of(SourceText.From(text)).HasConditions);

    [Theory]
    [InlineData("")]
    [InlineData("\"")]
    [InlineData("'")]
    [InlineData("'\\")]
    [InlineData("@")]
    [InlineData("//")]
    [InlineData("a<")]
    [InlineData("typeof")]
    [InlineData("GetConnectionString(\"")]
    [InlineData("#")]
    [InlineData("\"abc\\")]
    public void Fragments_AreRead(string text) => Assert.NotNull(SourceScan.Of(SourceText.From(text)).Words);
}
