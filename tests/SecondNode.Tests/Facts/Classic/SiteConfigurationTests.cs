using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using SecondNode.Analyzers.Facts.Classic;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Facts.Classic;

/// <summary>What a web.config means, with its defaults, its transforms and its mistakes.</summary>
public class SiteConfigurationTests
{
    private const string Xdt = "xmlns:xdt=\"http://schemas.microsoft.com/XML-Document-Transform\"";

    public static TheoryData<string, string> Sessions => new()
    {
        { "", "Node" },
        { "<sessionState />", "Node" },
        { "<sessionState mode=\"InProc\" />", "Node" },
        { "<sessionState mode=\"inproc\" customProvider=\"DefaultSessionProvider\" />", "Node" },
        { "<sessionState mode=\"Off\" />", "None" },
        { "<sessionState mode=\"SQLServer\" sqlConnectionString=\"x\" />", "Shared" },
        { "<sessionState mode=\"StateServer\" />", "Node" },
        { "<sessionState mode=\"StateServer\" stateConnectionString=\"tcpip=127.0.0.1:42424\" />", "Node" },
        { "<sessionState mode=\"StateServer\" stateConnectionString=\"tcpip=LOCALHOST:42424\" />", "Node" },
        { "<sessionState mode=\"StateServer\" stateConnectionString=\"tcpip=[::1]:42424\" />", "Node" },
        { "<sessionState mode=\"StateServer\" stateConnectionString=\"tcpip=state.shop.local:42424\" />", "Shared" },
        { "<sessionState mode=\"Custom\" customProvider=\"R\"><providers><add name=\"R\" type=\"Microsoft.Web.Redis.RedisSessionStateProvider\" /></providers></sessionState>", "Shared" },
        { "<sessionState mode=\"Custom\" customProvider=\"P\"><providers><add name=\"R\" type=\"Shared\" /><add name=\"P\" type=\"Microsoft.AspNet.SessionState.InProcSessionStateStoreAsync, X\" /></providers></sessionState>", "Node" },
        { "<sessionState mode=\"Custom\" />", "Shared" },
        { "<sessionState mode=\"#{SessionMode}\" />", "Unknown" },
        { "<sessionState configSource=\"session.config\" />", "Unknown" },
        { "<sessionState configBuilders=\"Env\" />", "Unknown" },
        { "<!-- <sessionState mode=\"SQLServer\" /> -->", "Node" },
    };

    public static TheoryData<string, bool> Keys => new()
    {
        { "", true },
        { "<machineKey />", true },
        { "<machineKey validationKey=\"AutoGenerate,IsolateApps\" decryptionKey=\"AutoGenerate,IsolateApps\" />", true },
        { "<machineKey validationKey=\"AB\" />", true },
        { "<machineKey validationKey=\"AB\" decryptionKey=\"AutoGenerate\" />", true },
        { "<machineKey validationKey=\"AB\" decryptionKey=\"CD\" />", false },
        { "<machineKey compatibilityMode=\"Framework45\" dataProtectorType=\"Microsoft.AspNetCore.DataProtection.SystemWeb.CompatibilityDataProtector\" />", false },
        { "<machineKey configSource=\"machineKey.config\" />", false },
        { "<machineKey configProtectionProvider=\"Vault\"><EncryptedData /></machineKey>", false },
    };

    [Theory]
    [MemberData(nameof(Sessions))]
    public void Session_IsJudgedAsTheFrameworkReadsIt(string section, string expected) =>
        Assert.Equal(expected, Of($"<configuration><system.web>{section}</system.web></configuration>")!.Session.Place.ToString());

    [Theory]
    [MemberData(nameof(Keys))]
    public void MachineKey_IsJudgedAsTheFrameworkReadsIt(string section, bool generated) =>
        Assert.Equal(generated, Of($"<configuration><system.web>{section}</system.web></configuration>")!.MachineKey.IsGenerated);

    [Theory]
    [InlineData("<sessionState mode=\"SQLServer\" xdt:Transform=\"Replace\" />", "Shared")]
    [InlineData("<sessionState mode=\"SQLServer\" xdt:Transform=\"Insert\" />", "Shared")]
    [InlineData("<sessionState mode=\"StateServer\" stateConnectionString=\"tcpip=state:42424\" xdt:Transform=\"SetAttributes(mode,stateConnectionString)\" />", "Shared")]
    [InlineData("<sessionState stateConnectionString=\"tcpip=state:42424\" xdt:Transform=\"SetAttributes\" />", "Shared")]
    [InlineData("<sessionState xdt:Transform=\"Remove\" />", "Node")]
    [InlineData("<sessionState timeout=\"20\" xdt:Transform=\"SetAttributes(timeout)\" />", "Node")]
    [InlineData("<compilation xdt:Transform=\"RemoveAttributes(debug)\" />", "Node")]
    public void Transform_ThatNamesASharedStore_MakesItSafe(string section, string expected) =>
        Assert.Equal(expected, Of(
            ("/app/Web.config", "<configuration><system.web><sessionState mode=\"StateServer\" stateConnectionString=\"tcpip=localhost:42424\" /></system.web></configuration>"),
            ("/app/Web.Release.config", $"<configuration {Xdt}><system.web>{section}</system.web></configuration>"))!.Session.Place.ToString());

    [Fact]
    public void MachineKey_OfATransform_MakesItSafe() =>
        Assert.False(Of(
            ("/app/Web.config", "<configuration />"),
            ("/app/Web.Production.config", $"<configuration {Xdt}><system.web><machineKey validationKey=\"AB\" decryptionKey=\"CD\" xdt:Transform=\"Insert\" /></system.web></configuration>"))!.MachineKey.IsGenerated);

    [Fact]
    public void ConfigSource_IsReadWhereItIsVisible() =>
        Assert.Equal(SessionPlace.Node, Of(
            ("/app/Web.config", "<configuration><system.web><sessionState configSource=\"config\\session.config\" /></system.web></configuration>"),
            ("/app/config/session.config", "<sessionState mode=\"InProc\" />"))!.Session.Place);

    [Theory]
    [InlineData("<location path=\".\"><system.web><sessionState mode=\"SQLServer\" /></system.web></location>", "Shared")]
    [InlineData("<location inheritInChildApplications=\"false\"><system.web><sessionState mode=\"SQLServer\" /></system.web></location>", "Shared")]
    [InlineData("<location path=\"admin\"><system.web><sessionState mode=\"SQLServer\" /></system.web></location>", "Node")]
    public void Location_CountsWhereItIsTheWholeSite(string content, string expected) =>
        Assert.Equal(expected, Of($"<configuration>{content}</configuration>")!.Session.Place.ToString());

    [Fact]
    public void NestedConfiguration_SaysNothingOfTheSite() =>
        Assert.Equal(SessionPlace.Node, Of(
            ("/app/Views/web.config", "<configuration><system.web><sessionState mode=\"SQLServer\" /></system.web></configuration>"),
            ("/app/Web.config", "<configuration />"))!.Session.Place);

    [Fact]
    public void ProjectFolder_DecidesWhichFileIsTheSites()
    {
        var files = Texts(
            ("C:\\src\\Web.config", "<configuration />"),
            ("C:\\src\\shop\\Web.config", "<configuration><system.web><sessionState mode=\"Off\" /></system.web></configuration>"));
        Assert.Equal(SessionPlace.None, SiteConfiguration.Of(files, "C:\\src\\shop\\", CancellationToken.None)!.Session.Place);
    }

    [Fact]
    public void OtherSessionModule_IsUnknown() =>
        Assert.Equal(SessionPlace.Unknown, Of("<configuration><system.webServer><modules><remove name=\"Session\" /><add name=\"Session\" type=\"Other\" /></modules></system.webServer></configuration>")!.Session.Place);

    [Fact]
    public void Namespaces_AreIgnored() =>
        Assert.Equal(SessionPlace.None, Of("<configuration xmlns=\"http://schemas.microsoft.com/.NetConfiguration/v2.0\"><system.web><sessionState mode=\"Off\" /></system.web></configuration>")!.Session.Place);

    [Theory]
    [InlineData("")]
    [InlineData("<configuration><system.web>")]
    [InlineData("<!DOCTYPE x [<!ENTITY a \"b\">]><configuration>&a;</configuration>")]
    [InlineData("<Project />")]
    [InlineData("not xml")]
    public void MalformedFile_IsNoConfiguration(string text) => Assert.Null(Of(text));

    [Fact]
    public void MalformedTransform_IsIgnored() =>
        Assert.Equal(SessionPlace.Node, Of(("/app/Web.config", "<configuration />"), ("/app/Web.Release.config", "<configuration><"))!.Session.Place);

    [Fact]
    public void TransformAlone_IsNoConfiguration() => Assert.Null(Of(("/app/Web.Release.config", "<configuration />")));

    [Theory]
    [InlineData("<sessionState mode=\"SQLServer\" />", false)]
    [InlineData("<sessionState mode=\"Custom\" customProvider=\"R\"><providers><add name=\"R\" type=\"Microsoft.Web.Redis.RedisSessionStateProvider\" /></providers></sessionState>", false)]
    [InlineData("<sessionState mode=\"Custom\" customProvider=\"R\"><providers><add name=\"R\" type=\"Microsoft.Web.Redis.RedisSessionStateProvider\" redisSerializerType=\"Shop.Json\" /></providers></sessionState>", true)]
    [InlineData("<sessionState mode=\"Custom\" customProvider=\"N\"><providers><add name=\"N\" type=\"Shop.JsonSessions\" /></providers></sessionState>", true)]
    public void Serializer_IsTheFrameworksWhereItIsKnown(string section, bool own) =>
        Assert.Equal(own, Of($"<configuration><system.web>{section}</system.web></configuration>")!.Session.OwnSerializer);

    private static SiteConfiguration? Of(string webConfig) => Of(("/app/Web.config", webConfig));

    private static SiteConfiguration? Of(params (string Path, string Text)[] files) => SiteConfiguration.Of(Texts(files), "", CancellationToken.None);

    private static ImmutableArray<AdditionalText> Texts(params (string Path, string Text)[] files) => [.. files.Select(f => Analysis.File(f.Path, f.Text))];
}
