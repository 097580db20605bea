using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace SecondNode.Analyzers.Facts;

/// <summary>
/// What can be said of one file without binding it. After an edit only the edited file is read again, which is what keeps
/// compilation-wide questions live while somebody types. Names are good enough to stay silent or to find where to look; a
/// report always needs the symbol.
/// </summary>
internal sealed class TreeFacts
{
    /// <summary>Shared by all rules and by all compilations that have the tree. The table holds trees weakly.</summary>
    private static readonly ConditionalWeakTable<SyntaxTree, TreeFacts> Known = new();

    private readonly WordIndex words;
    private readonly ImmutableArray<CallPlace> callPlaces;
    private readonly StrongBox<WrittenCall?>?[] calls;
    private readonly Lazy<ImmutableArray<TextSpan>> debugRegions;
    private readonly Lazy<(ImmutableArray<MemberDeclarationSyntax> Variables, ImmutableArray<(string Base, string Heir)> Heirs)> declarations;
    private readonly Lazy<ImmutableArray<TypeAlias>> aliases;

    private TreeFacts(SyntaxTree tree)
    {
        Tree = tree;
        (words, callPlaces, SaysReplica, HasConditions) = SourceScan.Of(tree.GetText());
        calls = new StrongBox<WrittenCall?>?[callPlaces.Length];
        debugRegions = new(() => HasConditions ? DevelopmentCode.DebugRegions(tree.GetRoot()) : ImmutableArray<TextSpan>.Empty, LazyThreadSafetyMode.PublicationOnly);
        declarations = new(() => ReadDeclarations(tree.GetRoot()), LazyThreadSafetyMode.PublicationOnly);
        aliases = new(() => TypeAliases.Read(tree.GetRoot()), LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>The facts of a tree.</summary>
    public static TreeFacts Of(SyntaxTree tree) => Known.GetValue(tree, t => new TreeFacts(t));

    /// <summary>The file.</summary>
    public SyntaxTree Tree { get; }

    /// <summary>The names of the calls that mention a type, and of those that begin like a registration (Add, TryAdd, Use, Map, Replace, Register, As, With, Persist), as far as they are told without looking at syntax.</summary>
    public IEnumerable<string> CallNames
    {
        get
        {
            foreach (var place in callPlaces)
            {
                if (place.Name is { } name)
                {
                    yield return name;
                }
            }
        }
    }

    /// <summary>Whether parts of the tree are compiled under a condition.</summary>
    public bool HasConditions { get; }

    /// <summary>The using directives that give a type another name, or let its members be written without it.</summary>
    public ImmutableArray<TypeAlias> Aliases => aliases.Value;

    /// <summary>The parts that are compiled for debugging only.</summary>
    public ImmutableArray<TextSpan> DebugRegions => debugRegions.Value;

    /// <summary>The fields that are no constants, and the properties whose accessors have no body, in the order of the source.</summary>
    public ImmutableArray<MemberDeclarationSyntax> Variables => declarations.Value.Variables;

    /// <summary>The simple names that stand in base lists, each with the name of the type whose list it is.</summary>
    public ImmutableArray<(string Base, string Heir)> Heirs => declarations.Value.Heirs;

    /// <summary>Whether a name or a string of the tree could be a replica's: where no tree's is, the replica rules do nothing.</summary>
    public bool SaysReplica { get; }

    /// <summary>The hashes of the words of the tree, each once.</summary>
    public IEnumerable<int> WordHashes => words.Hashes;

    /// <summary>Whether the word may be written in the tree, be it as a name, in a declaration, a comment or a string: the cheapest question.</summary>
    public bool MayMention(string name) => MayMention(WordIndex.HashOf(name));

    /// <summary>As <see cref="MayMention(string)"/>, of a word by its hash.</summary>
    public bool MayMention(int hash) => words.MayContain(hash);

    /// <summary>As <see cref="MayMention(string)"/>, of several words by their hashes.</summary>
    public bool MayMentionAny(int[] hashes)
    {
        foreach (var hash in hashes)
        {
            if (words.MayContain(hash))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the identifier is written anywhere in the tree as a name.</summary>
    public bool Mentions(string name) => MayMention(name) && Names(name).Any();

    /// <summary>Whether a word that has one of the hashes may begin in that part of the tree.</summary>
    public bool MayMentionAny(int[] hashes, TextSpan within)
    {
        foreach (var hash in hashes)
        {
            if (words.MayContain(hash, within.Start, within.End))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the word of an identifier is written nowhere else in that part of the tree.</summary>
    public bool IsOnlyMention(SyntaxToken identifier, TextSpan within) => words.IsOnlyOne(WordIndex.HashOf(identifier.ValueText), identifier.SpanStart, within.Start, within.End);

    /// <summary>Where the identifier is written as a name, in the order of the source.</summary>
    public IEnumerable<SimpleNameSyntax> Names(string name)
    {
        foreach (var token in Identifiers(name, null))
        {
            if (token.Parent is SimpleNameSyntax found)
            {
                yield return found;
            }
        }
    }

    /// <summary>Where the identifier is written in that part of the tree, as a name or in a declaration, in the order of the source.</summary>
    public IEnumerable<SyntaxToken> Identifiers(string name, TextSpan? within)
    {
        SyntaxNode? root = null;
        foreach (var position in words.PositionsOf(WordIndex.HashOf(name)))
        {
            if (within is { } span && !span.Contains(position))
            {
                continue;
            }

            root ??= Tree.GetRoot();
            if (root.FullSpan.Contains(position) && root.FindToken(position) is var token && token.SpanStart == position && token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == name)
            {
                yield return token;
            }
        }
    }

    /// <summary>The constructions that leave their type out, <c>new(…)</c>, in the order of the source.</summary>
    public IEnumerable<ImplicitObjectCreationExpressionSyntax> ImplicitConstructions()
    {
        foreach (var position in words.PositionsOf(SourceScan.New))
        {
            if (Tree.GetRoot() is var root && root.FullSpan.Contains(position) && root.FindToken(position).Parent is ImplicitObjectCreationExpressionSyntax made && made.SpanStart == position)
            {
                yield return made;
            }
        }
    }

    /// <summary>The calls that mention a type, and those whose name begins like a registration, in the order of their names.</summary>
    public IEnumerable<WrittenCall> Calls => CallsNamed(static _ => true);

    /// <summary>Those of <see cref="Calls"/> that have a name which is asked for.</summary>
    /// <param name="isWanted">Which names are asked for: the others cost nothing.</param>
    public IEnumerable<WrittenCall> CallsNamed(Func<string, bool> isWanted)
    {
        HashSet<TextSpan>? seen = null;
        for (var i = 0; i < callPlaces.Length; i++)
        {
            if ((callPlaces[i].Name is not { } name || isWanted(name)) && CallAt(i) is { } call && isWanted(call.Name) && (seen ??= []).Add(call.Span))
            {
                yield return call;
            }
        }
    }

    private WrittenCall? CallAt(int index)
    {
        if (calls[index] is { } known)
        {
            return known.Value;
        }

        var position = callPlaces[index].Position;
        var root = Tree.GetRoot();
        var call = root.FullSpan.Contains(position) && root.FindToken(position) is var token && token.SpanStart == position ? WrittenCall.At(token) : null;
        calls[index] = new StrongBox<WrittenCall?>(call);
        return call;
    }

    private static (ImmutableArray<MemberDeclarationSyntax> Variables, ImmutableArray<(string Base, string Heir)> Heirs) ReadDeclarations(SyntaxNode root)
    {
        var variables = ImmutableArray.CreateBuilder<MemberDeclarationSyntax>();
        var heirs = ImmutableArray.CreateBuilder<(string Base, string Heir)>();
        foreach (var node in root.DescendantNodes(n => n is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax))
        {
            switch (node)
            {
                case TypeDeclarationSyntax { BaseList: { } bases } type:
                    foreach (var listed in bases.Types)
                    {
                        if (SimpleNameOf(listed.Type) is { } name)
                        {
                            heirs.Add((name, type.Identifier.ValueText));
                        }
                    }

                    break;
                case FieldDeclarationSyntax field when !field.Modifiers.Any(SyntaxKind.ConstKeyword):
                case PropertyDeclarationSyntax { AccessorList: { } accessors } when accessors.Accessors.All(a => a is { Body: null, ExpressionBody: null }):
                    variables.Add((MemberDeclarationSyntax)node);
                    break;
            }
        }

        return (variables.ToImmutable(), heirs.ToImmutable());
    }

    private static string? SimpleNameOf(TypeSyntax type) =>
        type switch
        {
            SimpleNameSyntax name => name.Identifier.ValueText,
            QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
            AliasQualifiedNameSyntax aliased => aliased.Name.Identifier.ValueText,
            _ => null,
        };
}
