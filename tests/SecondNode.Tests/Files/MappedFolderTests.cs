using Microsoft.CodeAnalysis.Diagnostics;
using SecondNode.Analyzers.Rules.Files;
using SecondNode.CodeFixes.Files;
using SecondNode.Tests.Rules.Files;
using SecondNode.Tests.Testing;
using static SecondNode.Tests.Rules.Files.Sources;
using FileVerify = SecondNode.Tests.Testing.Verify<SecondNode.Analyzers.Rules.Files.FileOnNodeDisk, SecondNode.CodeFixes.Files.ShareFiles>;
using UploadVerify = SecondNode.Tests.Testing.Verify<SecondNode.Analyzers.Rules.Files.UploadOnNodeDisk, SecondNode.CodeFixes.Files.ShareFiles>;

namespace SecondNode.Tests.Files;

/// <summary>App_Data of a classic site, in a directory that web.config names.</summary>
public class MappedFolderTests
{
    private const string Kept = "WebConfigurationManager.AppSettings[\"Storage:App_Data\"] ?? ";

    private static void OnSystemWeb<TAnalyzer>(FixTest<TAnalyzer, ShareFiles> test)
        where TAnalyzer : DiagnosticAnalyzer, new() => (test.Framework, test.OutputKind) = (Framework.SystemWeb, Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary);

    [Fact]
    public Task EveryPathIntoTheFolder_Follows() => FileVerify.Async(
        Handler(
            """
            {|SN3002:new XmlDocument().Save(Posts)|};
            {|SN3002:File.WriteAllText(context.Server.MapPath("~/App_Data/notes/" + Path.GetRandomFileName()), "")|};
            foreach (var file in Directory.GetFiles(context.Server.MapPath(@"~\App_Data\notes"))) { File.Delete(file); }
            Directory.CreateDirectory(HostingEnvironment.MapPath("~/App_Data")); // once
            File.ReadAllText(context.Server.MapPath("~/robots.txt"));
            """,
            "private static readonly string Posts = HostingEnvironment.MapPath(\"~/App_Data/posts.xml\");"),
        Handler(
            $"""
            {"{"}|#0:new XmlDocument().Save(Posts)|{"}"};
            {"{"}|#1:File.WriteAllText(Path.Combine({Kept}context.Server.MapPath("~/App_Data"), "notes", Path.GetRandomFileName()), "")|{"}"};
            foreach (var file in Directory.GetFiles(Path.Combine({Kept}context.Server.MapPath("~/App_Data"), "notes"))) {"{"} File.Delete(file); {"}"}
            Directory.CreateDirectory({Kept}HostingEnvironment.MapPath("~/App_Data")); // once
            File.ReadAllText(context.Server.MapPath("~/robots.txt"));
            """,
            $"private static readonly string Posts = Path.Combine({Kept}HostingEnvironment.MapPath(\"~/App_Data\"), \"posts.xml\");"),
        test =>
        {
            OnSystemWeb(test);
            test.FixedState.ExpectedDiagnostics.Add(Expect.Suggestion(FileOnNodeDisk.Descriptor));
            test.FixedState.ExpectedDiagnostics.Add(Expect.Suggestion(FileOnNodeDisk.Descriptor, 1));
        });

    [Fact]
    public Task NameThatTheClientGives_IsSafe() => UploadVerify.Async(
        Handler("var file = context.Request.Files[0]; {|SN3001:file.SaveAs(context.Server.MapPath(\"~/App_Data/\" + file.FileName))|};"),
        Handler($"var file = context.Request.Files[0]; {"{"}|#0:file.SaveAs(Path.Combine({Kept}context.Server.MapPath(\"~/App_Data\"), Path.GetFileName(file.FileName)))|{"}"};"),
        test =>
        {
            OnSystemWeb(test);
            test.FixedState.ExpectedDiagnostics.Add(Expect.Suggestion(UploadOnNodeDisk.Descriptor));
        });

    [Theory]
    // IIS serves it: a virtual directory moves it.
    [InlineData("{|SN3002:File.WriteAllText(context.Server.MapPath(\"~/uploads/a.txt\"), \"\")|};")]
    // MapPath refuses a path out of the site, Path.Combine would not.
    [InlineData("{|SN3002:File.WriteAllText(context.Server.MapPath(\"~/App_Data/\" + context.Request[\"name\"]), \"\")|};")]
    [InlineData("{|SN3002:File.WriteAllText(context.Server.MapPath(\"~/App_Data/../x.txt\"), \"\")|};")]
    // Another path may lead into the folder.
    [InlineData("{|SN3002:File.WriteAllText(context.Server.MapPath(\"~/App_Data/a.txt\"), \"\")|}; File.ReadAllText(context.Server.MapPath(context.Request[\"name\"]));")]
    [InlineData("{|SN3002:File.WriteAllText(context.Server.MapPath(\"~/App_Data/a.txt\"), \"\")|}; File.ReadAllText(HttpRuntime.AppDomainAppPath + \"App_Data/a.txt\");")]
    public Task WhatCannotFollow_HasNoFix(string body) => FileVerify.NoFixAsync(Handler(body), OnSystemWeb);
}
