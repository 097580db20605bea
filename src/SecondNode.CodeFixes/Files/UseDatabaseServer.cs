using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Rules.Files;
using SecondNode.CodeFixes.Editing;

namespace SecondNode.CodeFixes.Files;

/// <summary>
/// Mends SN3005 where Entity Framework Core keeps the database: the provider of a server in the place of SQLite's, with its package and
/// a connection string of its own. Migrations belong to one provider; the title says that they have to be made anew.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class UseDatabaseServer() : SecondNodeCodeFix(DatabaseInFile.Id)
{
    /// <summary>PostgreSQL.</summary>
    public const string PostgresKey = "SN3005.Postgres";

    /// <summary>SQL Server.</summary>
    public const string SqlServerKey = "SN3005.SqlServer";

    /// <summary>What the options of SQLite share with those of every relational provider.</summary>
    private static readonly HashSet<string> Relational = new(StringComparer.Ordinal)
    {
        "MigrationsAssembly", "MigrationsHistoryTable", "CommandTimeout", "MaxBatchSize", "MinBatchSize", "UseQuerySplittingBehavior", "UseRelationalNulls",
    };

    internal override async Task<ImmutableArray<FixChoice>> ChoicesAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        var choices = ImmutableArray.CreateBuilder<FixChoice>();
        if (await CallAsync(document, diagnostic, cancellation).ConfigureAwait(false) is not var (call, model))
        {
            return choices.ToImmutable();
        }

        foreach (var server in DatabaseServer.All.OrderBy(s => ProjectPackages.IsReferenced(model.Compilation, s.Package) ? 0 : 1))
        {
            if (await ConnectionAsync(new SolutionEdits(document.Project.Solution), document, call, model, server, cancellation).ConfigureAwait(false) is { } connection)
            {
                var left = new List<string>();
                if (await ProjectPackages.CheckAsync(document.Project, server.Package, cancellation).ConfigureAwait(false) == FileEdit.ByHand)
                {
                    left.Add("add package " + server.Package);
                }

                if (await AppSettings.CheckAsync(document.Project, "ConnectionStrings:" + connection.Name, cancellation).ConfigureAwait(false) == FileEdit.ByHand)
                {
                    left.Add("set ConnectionStrings:" + connection.Name);
                }

                left.Add("make migrations anew for it");
                choices.Add(new FixChoice(server.Key, $"Keep the database in {server.Name} (then {string.Join(", ", left)})"));
            }
        }

        return choices.ToImmutable();
    }

    internal override async Task ApplyAsync(SolutionEdits edits, Document document, Diagnostic diagnostic, FixChoice choice, CancellationToken cancellation)
    {
        if (await CallAsync(document, diagnostic, cancellation).ConfigureAwait(false) is not var (call, model) || DatabaseServer.All.FirstOrDefault(s => s.Key == choice.Key) is not { } server ||
            await ConnectionAsync(edits, document, call, model, server, cancellation).ConfigureAwait(false) is not { } connection)
        {
            return;
        }

        var editor = await edits.EditorAsync(document, cancellation).ConfigureAwait(false);
        var name = (SimpleNameSyntax)call.CalledName();
        var replacement = SyntaxFactory.Identifier(name.Identifier.LeadingTrivia, name.Identifier.ValueText == "UseSqlite" ? server.Use : server.Add, name.Identifier.TrailingTrivia);
        editor.ReplaceNode(name, (current, _) => ((SimpleNameSyntax)current).WithIdentifier(replacement));
        var argument = call.ArgumentList.Arguments[0].Expression;
        editor.ReplaceNode(argument, SyntaxFactory.ParseExpression($"{connection.Configuration}.GetConnectionString({SymbolDisplay.FormatLiteral(connection.Name, quote: true)})").WithTriviaFrom(argument));
        edits.Use(document, "Microsoft.Extensions.Configuration");
        await ProjectPackages.AddAsync(edits, document.Project, server.Package, cancellation).ConfigureAwait(false);
        await AppSettings.AddAsync(edits, document.Project, "ConnectionStrings:" + connection.Name, string.Format(server.Value, connection.Database), cancellation).ConfigureAwait(false);
    }

    /// <summary>The call of the finding, where nothing in it is of SQLite alone.</summary>
    private static async Task<(InvocationExpressionSyntax Call, SemanticModel Model)?> CallAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root || !root.FullSpan.Contains(diagnostic.Location.SourceSpan) ||
            (root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) as SimpleNameSyntax)?.InvocationOf() is not { Expression: MemberAccessExpressionSyntax, ArgumentList.Arguments: { Count: > 0 } arguments } call ||
            call.CalledName() is not SimpleNameSyntax { Identifier.ValueText: "UseSqlite" or "AddSqlite" } ||
            await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model ||
            model.GetSymbolInfo(call, cancellation).Symbol is not IMethodSymbol { Parameters: var parameters } ||
            parameters.FirstOrDefault()?.Type.SpecialType != SpecialType.System_String || arguments[0].NameColon is not null)
        {
            return null;
        }

        return arguments.Skip(1).All(a => a.NameColon is null && a.Expression is LambdaExpressionSyntax options && IsRelational(options)) ? (call, model) : null;
    }

    private static bool IsRelational(LambdaExpressionSyntax options) =>
        options is not ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: [{ Type: not null }, ..] } &&
        options.Body.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().All(c => c.CalledName() is SimpleNameSyntax { Identifier.ValueText: var name } && (Relational.Contains(name) || c.Expression is not MemberAccessExpressionSyntax || name.StartsWith("Get", StringComparison.Ordinal)));

    /// <summary>The connection string of the server: beside the one that the code reads now, under a name of its own, so that the file's is not taken for it.</summary>
    private static async Task<(string Configuration, string Name, string Database)?> ConnectionAsync(
        SolutionEdits edits, Document document, InvocationExpressionSyntax call, SemanticModel model, DatabaseServer server, CancellationToken cancellation)
    {
        var argument = call.ArgumentList.Arguments[0].Expression;
        while (argument is PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } suppressed)
        {
            argument = suppressed.Operand;
        }

        if (argument is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetConnectionString", Expression: var configuration }, ArgumentList.Arguments: [{ Expression: LiteralExpressionSyntax { Token.Value: string name } }] })
        {
            return (configuration.WithoutTrivia().ToString(), name + server.Suffix, DatabaseName(name));
        }

        // A file whose name the code puts together says nothing that a connection string could be named after.
        var file = argument is LiteralExpressionSyntax { Token.Value: string text } ? FileName(text) : "";
        return await ConfigurationAccess.FindAsync(edits, document, model, call, cancellation).ConfigureAwait(false) is { } found ? (found, Capitalized(file) + server.Suffix, DatabaseName(file)) : null;
    }

    private static string FileName(string connection)
    {
        var source = connection.Split(';').Select(part => part.Split(['='], 2)).FirstOrDefault(pair => pair.Length == 2 && pair[0].Trim().ToLowerInvariant() is "data source" or "datasource" or "filename");
        var name = source is null ? "" : source[1].Trim().Replace('\\', '/').Split('/').Last();
        var dot = name.IndexOf('.');
        return new string((dot < 0 ? name : name[..dot]).Where(c => char.IsLetterOrDigit(c) || c == '_').ToArray());
    }

    private static string DatabaseName(string name) =>
        name.Length == 0 || name.StartsWith("Default", StringComparison.OrdinalIgnoreCase) ? "app" : name.Replace("Connection", "").ToLowerInvariant() is { Length: > 0 } database ? database : "app";

    private static string Capitalized(string name) => name.Length == 0 ? "" : char.ToUpperInvariant(name[0]) + name[1..];
}
