using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.CodeFixes.Editing;

namespace SecondNode.CodeFixes.Caching;

/// <summary>
/// SN1004, SN2001, SN2002, SN2003: declares state that each node may have for itself, with <c>[NodeLocal("why")]</c>. A
/// judgement of a reader, so that it has no Fix All: a bulk run must never silence what it cannot mend.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DeclareNodeLocal))]
[Shared]
public sealed class DeclareNodeLocal : CodeFixProvider
{
    /// <summary>The equivalence key of the action.</summary>
    public const string Key = "NodeLocal";

    private const string AttributeType = "NodeLocalAttribute";
    private const string Text = "[NodeLocal(\"say why every node may have its own\")]";

    private const string Declaration = """
        /// <summary>State that every node may have for itself.</summary>
        [System.AttributeUsage(System.AttributeTargets.Class | System.AttributeTargets.Method | System.AttributeTargets.Field | System.AttributeTargets.Property)]
        internal sealed class NodeLocalAttribute : System.Attribute
        {
            public NodeLocalAttribute(string why) => Why = why;

            public string Why { get; }
        }

        """;

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create("SN1004", "SN2001", "SN2002", "SN2003");

    /// <inheritdoc/>
    public override FixAllProvider? GetFixAllProvider() => null;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root || await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model)
        {
            return;
        }

        foreach (var diagnostic in context.Diagnostics)
        {
            // The place of SN2002 is an assignment; the field may be in another file, and is left to its own reader.
            var node = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
            var member = node.FirstAncestorOrSelf<MemberDeclarationSyntax>();
            if (member is FieldDeclarationSyntax { Declaration.Variables: [var variable] } && variable.Identifier.Span == diagnostic.Location.SourceSpan || member is PropertyDeclarationSyntax property && property.Identifier.Span == diagnostic.Location.SourceSpan ||
                // An entry of application state has no declaration: what changes it is declared.
                member is MethodDeclarationSyntax && diagnostic.Id == "SN1004" && FitsMethods(model.Compilation))
            {
                context.RegisterCodeFix(CodeAction.Create("Declare that every node may have its own, with [NodeLocal]", cancellation => ApplyAsync(context.Document, model.Compilation, member, cancellation), Key), diagnostic);
            }
        }
    }

    /// <summary>Whether the attribute, where the owner has one, may stand on a method.</summary>
    private static bool FitsMethods(Compilation compilation) =>
        compilation.GetSymbolsWithName(AttributeType, SymbolFilter.Type).FirstOrDefault()?.GetAttributes().FirstOrDefault(a => a.AttributeClass?.Name == nameof(AttributeUsageAttribute)) is not { ConstructorArguments: [{ Value: int targets }, ..] } ||
        ((AttributeTargets)targets).HasFlag(AttributeTargets.Method);

    private static async Task<Solution> ApplyAsync(Document document, Compilation compilation, MemberDeclarationSyntax member, CancellationToken cancellation)
    {
        var edits = new SolutionEdits(document.Project.Solution);
        var editor = await edits.EditorAsync(document, cancellation).ConfigureAwait(false);
        var newLine = NewLine.Of(editor.OriginalRoot);
        editor.ReplaceNode(member, (current, _) =>
        {
            var declared = (MemberDeclarationSyntax)current;
            var lead = declared.GetLeadingTrivia();
            var indent = lead.Count > 0 && lead.Last().IsKind(SyntaxKind.WhitespaceTrivia) ? SyntaxFactory.TriviaList(lead.Last()) : default;
            var attributes = ((FieldDeclarationSyntax)SyntaxFactory.ParseMemberDeclaration(Text + " int x;")!).AttributeLists[0].WithLeadingTrivia(lead).WithTrailingTrivia(SyntaxFactory.EndOfLine(newLine));
            var bare = declared.WithLeadingTrivia(indent);
            return bare.WithAttributeLists(bare.AttributeLists.Insert(0, attributes));
        });

        // [NodeLocal] counts by its name, so that one of the owner's own is as good.
        if (compilation.GetSymbolsWithName(AttributeType, SymbolFilter.Type, cancellation).FirstOrDefault() is { } known)
        {
            if (known.ContainingNamespace is { IsGlobalNamespace: false } ns)
            {
                edits.Use(document, ns.ToDisplayString());
            }
        }
        else
        {
            AddedTypes.Insert(editor, AddedTypes.ContainerIn(editor.OriginalRoot), [Declaration.Replace("\r\n", "\n")]);
        }

        return await edits.ToSolutionAsync(cancellation).ConfigureAwait(false);
    }
}
