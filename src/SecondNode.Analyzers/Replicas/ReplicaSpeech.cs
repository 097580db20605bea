using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SecondNode.Analyzers.Replicas;

/// <summary>
/// Which methods are worth binding: those in whose tokens, or in whose type's fields, constructors and header, a name or a text
/// could be a replica's. One such word in a file says nothing of its other types.
/// </summary>
/// <param name="types">The simple names of types that may be replicas.</param>
internal sealed class ReplicaSpeech(HashSet<string> types)
{
    private readonly Dictionary<TypeDeclarationSyntax, bool> known = [];

    /// <summary>Whether the method may use a replica.</summary>
    public bool MaySpeak(MethodDeclarationSyntax method) =>
        (method.Parent is TypeDeclarationSyntax type && TypeSpeaks(type)) || method.DescendantTokens().Any(Says);

    private bool TypeSpeaks(TypeDeclarationSyntax type)
    {
        if (!known.TryGetValue(type, out var speaks))
        {
            // Methods speak for themselves, nested types too.
            speaks = type.ChildNodesAndTokens().Any(part => part.AsNode() is { } node
                ? node is not (MethodDeclarationSyntax or BaseTypeDeclarationSyntax) && node.DescendantTokens().Any(Says)
                : Says(part.AsToken()));
            known.Add(type, speaks = speaks || (type.Parent is TypeDeclarationSyntax outer && TypeSpeaks(outer)));
        }

        return speaks;
    }

    private bool Says(SyntaxToken token) =>
        token.Kind() switch
        {
            SyntaxKind.IdentifierToken => types.Contains(token.ValueText) || RoleWords.Of(token.ValueText) >= NameHint.Weak || RoleWords.IsEvidence(token.ValueText),
            SyntaxKind.StringLiteralToken or SyntaxKind.InterpolatedStringTextToken or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken => RoleWords.IsEvidence(token.ValueText) || RoleWords.Of(token.ValueText) >= NameHint.Weak,
            _ => false,
        };
}
