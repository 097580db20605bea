using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using SecondNode.CodeFixes.Editing;

namespace SecondNode.CodeFixes.Files;

/// <summary>Where the application sets up static files, so that a folder that leaves the web root goes on being served under its old address.</summary>
internal sealed class ServedFolder
{
    private readonly Document document;
    private readonly SyntaxNode statement;
    private readonly string application;
    private readonly string configuration;
    private readonly string requestPath;
    private readonly bool suppress;

    /// <summary>Whether endpoints can be mapped at this place too.</summary>
    public bool MapsEndpoints { get; private init; }

    private ServedFolder(Document document, SyntaxNode statement, string application, string configuration, string requestPath, bool suppress)
    {
        this.document = document;
        this.statement = statement;
        this.application = application;
        this.configuration = configuration;
        this.requestPath = requestPath;
        this.suppress = suppress;
    }

    /// <summary>The call of <c>UseStaticFiles</c> after which the folder's own is written; null where there is none, or no configuration in its scope.</summary>
    public static async Task<ServedFolder?> FindAsync(Project project, string place, CancellationToken cancellation)
    {
        foreach (var candidate in project.Documents.OrderBy(d => d.FilePath ?? d.Name, StringComparer.Ordinal))
        {
            if (await candidate.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root)
            {
                continue;
            }

            foreach (var call in root.DescendantNodes().OfType<ExpressionStatementSyntax>())
            {
                if (call.Expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "UseStaticFiles" } access } &&
                    Leftmost(access.Expression) is { } receiver &&
                    await candidate.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is { } model && ConfigurationAccess.Find(model, call, cancellation) is { } configuration)
                {
                    SyntaxNode statement = call.Parent is GlobalStatementSyntax global ? global : call;
                    return statement.Parent is CompilationUnitSyntax or BlockSyntax
                        ? new ServedFolder(candidate, statement, receiver, configuration, "/" + place["wwwroot/".Length..], model.GetNullableContext(call.SpanStart).AnnotationsEnabled())
                        {
                            MapsEndpoints = model.LookupSymbols(call.SpanStart, name: receiver).Any(s => s is ILocalSymbol { Type.Name: "WebApplication" } or IParameterSymbol { Type.Name: "WebApplication" }),
                        }
                        : null;
                }
            }
        }

        return null;
    }

    /// <summary>Writes the middleware for the folder.</summary>
    public async Task ApplyAsync(SolutionEdits edits, NodeRoot root, string folder, CancellationToken cancellation)
    {
        var editor = await edits.EditorAsync(document, cancellation).ConfigureAwait(false);
        var newLine = NewLine.Of(statement.SyntaxTree.GetRoot(cancellation));
        var indent = statement.GetLeadingTrivia().LastOrDefault(t => t.IsKind(SyntaxKind.WhitespaceTrivia)).ToString();
        var environment = MapsEndpoints ? $"{application}.Environment" : $"{application}.ApplicationServices.GetRequiredService<IWebHostEnvironment>()";
        var directory = $"Path.Combine(Path.GetFullPath({configuration}[\"{root.Key}\"]{(suppress ? "!" : "")}, {environment}.ContentRootPath), \"{folder}\")";
        // The directory may not be there yet, which the provider does not accept.
        var text = string.Join(newLine,
        [
            $"{indent}{application}.UseStaticFiles(new StaticFileOptions",
            $"{indent}{{",
            $"{indent}    FileProvider = new PhysicalFileProvider(Directory.CreateDirectory({directory}).FullName),",
            $"{indent}    RequestPath = \"{requestPath}\"",
            $"{indent}}});{newLine}",
        ]);
        var added = SyntaxFactory.ParseStatement(text);
        editor.InsertAfter(statement, statement is GlobalStatementSyntax ? SyntaxFactory.GlobalStatement(added) : added);
        edits.Use(document, "Microsoft.AspNetCore.Builder");
        edits.Use(document, "Microsoft.Extensions.FileProviders");
        edits.Use(document, "System.IO");
        if (!MapsEndpoints)
        {
            edits.Use(document, "Microsoft.AspNetCore.Hosting");
            edits.Use(document, "Microsoft.Extensions.DependencyInjection");
        }
    }

    /// <summary>Writes an endpoint that hands out the objects of the folder under the addresses that its files had.</summary>
    public async Task ServeBlobsAsync(SolutionEdits edits, ObjectStore store, string folder, CancellationToken cancellation)
    {
        var editor = await edits.EditorAsync(document, cancellation).ConfigureAwait(false);
        var newLine = NewLine.Of(statement.SyntaxTree.GetRoot(cancellation));
        var indent = statement.GetLeadingTrivia().LastOrDefault(t => t.IsKind(SyntaxKind.WhitespaceTrivia)).ToString();
        var added = SyntaxFactory.ParseStatement(string.Join(newLine, store.Endpoint(application, requestPath, folder).Select(line => indent + line)) + newLine);
        editor.InsertAfter(statement, statement is GlobalStatementSyntax ? SyntaxFactory.GlobalStatement(added) : added);
        foreach (var needed in store.ServingNamespaces.Concat(["Microsoft.AspNetCore.Builder", "Microsoft.AspNetCore.Http", "System.Threading"]))
        {
            edits.Use(document, needed);
        }
    }

    private static string? Leftmost(ExpressionSyntax expression) =>
        expression switch
        {
            IdentifierNameSyntax name => name.Identifier.Text,
            MemberAccessExpressionSyntax access => Leftmost(access.Expression),
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => Leftmost(access.Expression),
            _ => null,
        };
}
