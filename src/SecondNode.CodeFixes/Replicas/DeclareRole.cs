using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Options;
using SecondNode.CodeFixes.Editing;

namespace SecondNode.CodeFixes.Replicas;

/// <summary>
/// SN4005: declares the role of a context, with <c>[Replica]</c> or <c>[Primary]</c>, which count by their names, or in the file of the project's options where it has
/// one. The attribute comes first, because command-line tools cannot write files of options.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DeclareRole)), Shared]
public sealed class DeclareRole() : SecondNodeCodeFix("SN4005")
{
    /// <summary>The equivalence key of the declaration that it is a replica.</summary>
    public const string ReplicaKey = "SN4005.Replica";

    /// <summary>The equivalence key of the declaration that it is not.</summary>
    public const string PrimaryKey = "SN4005.Primary";

    /// <summary>The equivalence key of the option that says that it is a replica.</summary>
    public const string ReplicaOptionKey = "SN4005.ReplicaOption";

    /// <summary>The equivalence key of the option that says that it is not.</summary>
    public const string PrimaryOptionKey = "SN4005.PrimaryOption";

    internal override async Task<ImmutableArray<FixChoice>> ChoicesAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root || TypeAt(root, diagnostic) is null)
        {
            return ImmutableArray<FixChoice>.Empty;
        }

        var choices = ImmutableArray.Create(new FixChoice(ReplicaKey, "Declare that it reads a replica, with [Replica]"), new FixChoice(PrimaryKey, "Declare that it talks to the primary, with [Primary]"));
        return OptionFiles.Of(document) is { } file
            ? choices
                .Add(new FixChoice(ReplicaOptionKey, "Declare that it reads a replica, in " + Path.GetFileName(file.FilePath)))
                .Add(new FixChoice(PrimaryOptionKey, "Declare that it talks to the primary, in " + Path.GetFileName(file.FilePath)))
            : choices;
    }

    internal override async Task ApplyAsync(SolutionEdits edits, Document document, Diagnostic diagnostic, FixChoice choice, CancellationToken cancellation)
    {
        if (choice.Key is ReplicaOptionKey or PrimaryOptionKey)
        {
            await WriteOptionAsync(edits, document, diagnostic, choice.Key == ReplicaOptionKey ? Settings.ReplicaTypesOption.Key : Settings.PrimaryTypesOption.Key, cancellation).ConfigureAwait(false);
            return;
        }

        var editor = await edits.EditorAsync(document, cancellation).ConfigureAwait(false);
        if (TypeAt(editor.OriginalRoot, diagnostic) is not { } type || await document.Project.GetCompilationAsync(cancellation).ConfigureAwait(false) is not { } compilation)
        {
            return;
        }

        var name = choice.Key == ReplicaKey ? "Replica" : "Primary";
        var newLine = NewLine.Of(editor.OriginalRoot);
        editor.ReplaceNode(type, (current, _) =>
        {
            var declared = (MemberDeclarationSyntax)current;
            var lead = declared.GetLeadingTrivia();
            var indent = lead.Count > 0 && lead.Last().IsKind(SyntaxKind.WhitespaceTrivia) ? SyntaxFactory.TriviaList(lead.Last()) : default;
            var attribute = SyntaxFactory.AttributeList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Attribute(SyntaxFactory.IdentifierName(name)))).WithLeadingTrivia(lead).WithTrailingTrivia(SyntaxFactory.EndOfLine(newLine));
            var bare = declared.WithLeadingTrivia(indent);
            return bare.WithAttributeLists(bare.AttributeLists.Insert(0, attribute));
        });

        // The attribute counts by its name, so that one of the owner's own is as good.
        if (compilation.GetSymbolsWithName(name + "Attribute", SymbolFilter.Type, cancellation).FirstOrDefault() is { } known)
        {
            if (known.ContainingNamespace is { IsGlobalNamespace: false } ns)
            {
                edits.Use(document, ns.ToDisplayString());
            }
        }
        else if (edits.State<Homes>().Namespaces.TryGetValue((document.Project.Id, name), out var home))
        {
            if (home.Length > 0)
            {
                edits.Use(document, home);
            }
        }
        else
        {
            var container = AddedTypes.ContainerIn(editor.OriginalRoot);
            edits.State<Homes>().Namespaces.Add((document.Project.Id, name), AddedTypes.NamespaceOf(container));
            AddedTypes.Insert(editor, container, [Declaration(name)]);
        }
    }

    private static async Task WriteOptionAsync(SolutionEdits edits, Document document, Diagnostic diagnostic, string option, CancellationToken cancellation)
    {
        if (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is { } root && TypeAt(root, diagnostic) is { } type && OptionFiles.Of(document) is { } file &&
            await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is { } model && model.GetDeclaredSymbol(type, cancellation) is INamedTypeSymbol symbol)
        {
            await OptionFiles.AddAsync(edits, file, option, symbol.FullName(), cancellation).ConfigureAwait(false);
        }
    }

    private static string Declaration(string name) =>
        "/// <summary>" + (name == "Replica" ? "Reads a copy of the database that lags behind the primary." : "Talks to the database server that takes writes.") + "</summary>\n" +
        "[System.AttributeUsage(System.AttributeTargets.Class | System.AttributeTargets.Interface | System.AttributeTargets.Field | System.AttributeTargets.Property | System.AttributeTargets.Method | System.AttributeTargets.Parameter)]\n" +
        "internal sealed class " + name + "Attribute : System.Attribute\n{\n}\n";

    private static TypeDeclarationSyntax? TypeAt(SyntaxNode root, Diagnostic diagnostic) =>
        root.FindToken(diagnostic.Location.SourceSpan.Start).Parent is TypeDeclarationSyntax type && type.Identifier.Span == diagnostic.Location.SourceSpan ? type : null;

    /// <summary>Where attributes were added in this run.</summary>
    private sealed class Homes
    {
        public Dictionary<(ProjectId, string), string> Namespaces { get; } = [];
    }
}
