using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.Analyzers.Facts;
using SecondNode.CodeFixes.Editing;

namespace SecondNode.CodeFixes.Caching;

/// <summary>
/// Registers a shared cache where the application has none: code that was moved to a service which nobody registers compiles
/// and fails at start, and one that only MVC registers (silently, in memory) is as local as a static field.
/// </summary>
internal sealed class CacheRegistration
{
    private const string RedisPackage = "Microsoft.Extensions.Caching.StackExchangeRedis";

    private readonly Project root;
    private readonly Document document;
    private readonly SyntaxNode anchor;
    private readonly string services;
    private readonly string configuration;

    private CacheRegistration(Project root, Document document, SyntaxNode anchor, string services, string configuration)
    {
        this.root = root;
        this.document = document;
        this.anchor = anchor;
        this.services = services;
        this.configuration = configuration;
    }

    /// <summary>What has to be registered for a project's code; null where a cache is registered already, or no composition root is found.</summary>
    public static async Task<CacheRegistration?> FindAsync(Project project, bool hybrid, CancellationToken cancellation)
    {
        foreach (var root in Roots(project))
        {
            if (await IsRegisteredAsync(root, hybrid ? "HybridCache" : null, cancellation).ConfigureAwait(false))
            {
                return null;
            }

            foreach (var document in root.Documents)
            {
                if (await PlaceAsync(root, document, cancellation).ConfigureAwait(false) is { } found)
                {
                    return found;
                }
            }
        }

        return null;
    }

    /// <summary>Writes the registration, the package and the connection string, once a run.</summary>
    public async Task ApplyAsync(SolutionEdits edits, bool hybrid, CancellationToken cancellation)
    {
        if (!edits.Once("cache registration " + root.Id.Id + hybrid))
        {
            return;
        }

        var editor = await edits.EditorAsync(document, cancellation).ConfigureAwait(false);
        var newLine = NewLine.Of(editor.OriginalRoot);
        string text;
        if (hybrid)
        {
            text = $"{services}.AddHybridCache();";
            await ProjectPackages.AddAsync(edits, root, "Microsoft.Extensions.Caching.Hybrid", cancellation).ConfigureAwait(false);
        }
        else
        {
            var setting = await RedisConnection.SettingAsync(edits, root, cancellation).ConfigureAwait(false);
            text = $"{services}.AddStackExchangeRedisCache(options => options.Configuration = {configuration}{setting.Read});";
            await ProjectPackages.AddAsync(edits, root, RedisPackage, cancellation).ConfigureAwait(false);
            if (setting.Key is not null)
            {
                await AppSettings.AddAsync(edits, root, setting.Key, RedisConnection.LocalServer, cancellation).ConfigureAwait(false);
            }

            edits.Use(document, "Microsoft.Extensions.Configuration");
        }

        edits.Use(document, "Microsoft.Extensions.DependencyInjection");
        var statement = SyntaxFactory.ParseStatement(text)
            .WithLeadingTrivia(anchor.GetLeadingTrivia().Where(t => t.IsKind(SyntaxKind.WhitespaceTrivia)))
            .WithTrailingTrivia(SyntaxFactory.EndOfLine(newLine));
        editor.InsertAfter(anchor, anchor is GlobalStatementSyntax ? SyntaxFactory.GlobalStatement(statement) : statement);
    }

    /// <summary>The executables that run a project's code: itself, or those that reference it.</summary>
    private static IEnumerable<Project> Roots(Project project)
    {
        var graph = project.Solution.GetProjectDependencyGraph();
        return new[] { project }.Concat(graph.GetProjectsThatTransitivelyDependOnThisProject(project.Id).Select(id => project.Solution.GetProject(id)!).OrderBy(p => p.FilePath ?? p.Name, StringComparer.Ordinal))
            .Where(p => p.CompilationOptions?.OutputKind is OutputKind.ConsoleApplication or OutputKind.WindowsApplication);
    }

    private static async Task<bool> IsRegisteredAsync(Project root, string? hybrid, CancellationToken cancellation)
    {
        var ids = root.Solution.GetProjectDependencyGraph().GetProjectsThatThisProjectTransitivelyDependsOn(root.Id);
        foreach (var project in new[] { root }.Concat(ids.Select(id => root.Solution.GetProject(id)!)))
        {
            foreach (var document in project.Documents)
            {
                if (await document.GetSyntaxTreeAsync(cancellation).ConfigureAwait(false) is not { } tree)
                {
                    continue;
                }

                foreach (var call in TreeFacts.Of(tree).Calls)
                {
                    var found = hybrid is not null
                        ? call.Name == "AddHybridCache"
                        : call.Types.Contains("IDistributedCache") || (call.Name.StartsWith("Add", StringComparison.Ordinal) && call.Name.EndsWith("Cache", StringComparison.Ordinal) && call.Name is not "AddMemoryCache" and not "AddHybridCache" and not "AddOutputCache" and not "AddFusionCache" &&
                            (call.Name.Contains("Distributed") || call.Name.Contains("Redis") || call.Name.Contains("Cosmos") || call.Name.Contains("Mongo") || call.Name.Contains("NCache")));
                    if (found)
                    {
                        return true;
                    }
                }
            }
        }

        return false;
    }

    /// <summary>After the last statement of Program.cs that registers something (or after the builder), or as the first statement of ConfigureServices.</summary>
    private static async Task<CacheRegistration?> PlaceAsync(Project root, Document document, CancellationToken cancellation)
    {
        if (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not CompilationUnitSyntax unit || document is SourceGeneratedDocument ||
            await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model)
        {
            return null;
        }

        foreach (var creation in unit.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            if (creation.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CreateBuilder" or "CreateSlimBuilder", Expression: IdentifierNameSyntax { Identifier.ValueText: "WebApplication" } } &&
                creation.FirstAncestorOrSelf<LocalDeclarationStatementSyntax>() is { Declaration.Variables: [{ Identifier.Text: var builder } variable], Parent: GlobalStatementSyntax or BlockSyntax } declaration &&
                variable.Initializer?.Value == creation)
            {
                var siblings = declaration.Parent is BlockSyntax block ? block.Statements.ToList() : unit.Members.OfType<GlobalStatementSyntax>().Select(g => g.Statement).ToList();
                StatementSyntax last = declaration;
                foreach (var statement in siblings)
                {
                    if (statement is ExpressionStatementSyntax && statement.DescendantTokens().Take(3).Select(t => t.ValueText).SequenceEqual([builder, ".", "Services"]))
                    {
                        last = statement;
                    }
                }

                return new CacheRegistration(root, document, last.Parent is GlobalStatementSyntax global ? global : last, builder + ".Services", builder + ".Configuration");
            }
        }

        foreach (var method in unit.DescendantNodes().OfType<MethodDeclarationSyntax>())
        {
            if (method.Identifier.ValueText == "ConfigureServices" && method.Body is { Statements: [var first, ..] } &&
                method.ParameterList.Parameters.FirstOrDefault(p => p.Type?.ToString() == "IServiceCollection") is { Identifier.Text: var services } &&
                ConfigurationAccess.Find(model, first, cancellation) is { } configuration)
            {
                return new CacheRegistration(root, document, first, services, configuration);
            }
        }

        return null;
    }
}
