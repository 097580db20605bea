using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using SecondNode.Analyzers.Facts.Classic;
using SecondNode.Analyzers.Rules.Session;
using SecondNode.CodeFixes.Editing;

namespace SecondNode.CodeFixes.Session;

/// <summary>
/// Mends SN1003: web.config names a session store that all nodes share. What the site puts in session is marked as
/// serializable with it, because a shared store refuses anything else; where marks are not enough there is no fix.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class ShareClassicSession() : SecondNodeCodeFix(ClassicSessionInProcess.Id)
{
    /// <summary>Redis.</summary>
    public const string RedisKey = "SN1003.Redis";

    /// <summary>SQL Server.</summary>
    public const string SqlServerKey = "SN1003.SqlServer";

    private const string Package = "Microsoft.Web.RedisSessionStateProvider";

    internal override async Task<ImmutableArray<FixChoice>> ChoicesAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        var edits = new SolutionEdits(document.Project.Solution);
        if (File(document, diagnostic) is not { } file || await NewTextAsync(edits, file, RedisKey, cancellation).ConfigureAwait(false) is null ||
            await ProblemsAsync(document, diagnostic, cancellation).ConfigureAwait(false) is not { } problems || !SerializableMarks.CanMend(document.Project.Solution, problems))
        {
            return ImmutableArray<FixChoice>.Empty;
        }

        var byHand = await ProjectPackages.AddAsync(edits, document.Project, Package, cancellation).ConfigureAwait(false) == FileEdit.ByHand;
        var redis = new FixChoice(RedisKey, "Keep session in Redis" + (byHand ? $" (then install package {Package})" : ""));
        var sql = new FixChoice(SqlServerKey, "Keep session in SQL Server (then create its database with 'aspnet_regsql -ssadd')");
        return byHand ? ImmutableArray.Create(sql, redis) : ImmutableArray.Create(redis, sql);
    }

    internal override async Task ApplyAsync(SolutionEdits edits, Document document, Diagnostic diagnostic, FixChoice choice, CancellationToken cancellation)
    {
        if (File(document, diagnostic) is not { } file || await NewTextAsync(edits, file, choice.Key, cancellation).ConfigureAwait(false) is not { } text ||
            await ProblemsAsync(document, diagnostic, cancellation).ConfigureAwait(false) is not { } problems)
        {
            return;
        }

        edits.SetText(file, SourceText.From(text, (await edits.TextOfAsync(file, cancellation).ConfigureAwait(false)).Encoding));
        await SerializableMarks.WriteAsync(edits, problems, cancellation).ConfigureAwait(false);
        if (choice.Key == RedisKey)
        {
            await ProjectPackages.AddAsync(edits, document.Project, Package, cancellation).ConfigureAwait(false);
        }
    }

    private static TextDocument? File(Document document, Diagnostic diagnostic) =>
        WebConfigFiles.Of(document.Project, diagnostic.Properties.TryGetValue(ClassicSessionInProcess.Configuration, out var path) ? path : null);

    private static async Task<string?> NewTextAsync(SolutionEdits edits, TextDocument file, string key, CancellationToken cancellation)
    {
        var text = (await edits.TextOfAsync(file, cancellation).ConfigureAwait(false)).ToString();
        return key == SqlServerKey ? WithSqlServer(text) : WithRedis(text);
    }

    private static string? WithSqlServer(string text)
    {
        const string name = "SessionState";
        var named = WebConfigText.AddConnectionString(text, name, "Data Source=localhost;Integrated Security=SSPI");
        return named is null ? null : WebConfigText.Set(named, [$"<sessionState mode=\"SQLServer\" sqlConnectionString=\"{name}\"{Kept(named)} />"], "system.web", "sessionState");
    }

    private static string? WithRedis(string text)
    {
        const string name = "Redis";
        if (WebConfigText.AddConnectionString(text, name, RedisConnection.LocalServer) is not { } named)
        {
            return null;
        }

        string[] section =
        [
            $"<sessionState mode=\"Custom\" customProvider=\"RedisSessionStateStore\"{Kept(named)}>",
            "\t<providers>",
            $"\t\t<add name=\"RedisSessionStateStore\" type=\"Microsoft.Web.Redis.RedisSessionStateProvider, {Package}\" connectionString=\"{name}\" />",
            "\t</providers>",
            "</sessionState>",
        ];
        var stored = WebConfigText.Set(named, section, "system.web", "sessionState");

        // The provider is asynchronous: the framework's own module does not run it.
        const string module = "<add name=\"Session\" type=\"Microsoft.AspNet.SessionState.SessionStateModuleAsync, Microsoft.AspNet.SessionState.SessionStateModule\" preCondition=\"integratedMode\" />";
        if (stored is null || WebConfigText.Root(stored) is not { } root || WebConfigText.Find(root, "system.webServer", "modules")?.Children.Any(c => c["name"] == "Session") == true)
        {
            return stored;
        }

        return WebConfigText.Add(stored, ["<remove name=\"Session\" />", module], "system.webServer", "modules");
    }

    /// <summary>The attributes that say how long and under which name, not where.</summary>
    private static string Kept(string text)
    {
        if (WebConfigText.Root(text) is not { } root || WebConfigText.Find(root, "system.web", "sessionState") is not { } old)
        {
            return "";
        }

        string[] replaced = ["mode", "customProvider", "stateConnectionString", "stateNetworkTimeout", "sqlConnectionString", "allowCustomSqlDatabase", "partitionResolverType"];
        return string.Concat(old.Attributes.Where(a => !replaced.Contains(a.Key, StringComparer.OrdinalIgnoreCase)).Select(a => $" {a.Key}=\"{a.Value.Replace("\"", "&quot;")}\""));
    }

    /// <summary>What the formatter refuses of the values that the reported places put in.</summary>
    private static async Task<ImmutableArray<SerializationProblem>?> ProblemsAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        var found = ImmutableArray.CreateBuilder<SerializationProblem>();
        foreach (var location in diagnostic.AdditionalLocations.Prepend(diagnostic.Location))
        {
            if (location.SourceTree is null || document.Project.Solution.GetDocument(location.SourceTree) is not { } other ||
                await other.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root || await other.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model)
            {
                return null;
            }

            var place = root.FindNode(location.SourceSpan, getInnermostNodeForTie: true);
            var operation = model.GetOperation(place.Parent is AssignmentExpressionSyntax assignment && assignment.Left == place ? assignment : place, cancellation);
            if (operation is not null && BagWrite.Of(operation) is { Value: { } value })
            {
                found.AddRange(Serialization.ProblemsOf(value));
            }
        }

        return found.ToImmutable();
    }
}
