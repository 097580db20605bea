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
    /// <summary>Of all methods that have to do with databases many have such a local; only a member or parameter of that name is a handle.</summary>
    private const string DataReader = "reader";

    private readonly Dictionary<TypeDeclarationSyntax, bool> known = [];

    /// <summary>Whether the method may use a replica.</summary>
    public bool MaySpeak(MethodDeclarationSyntax method) =>
        (method.Parent is TypeDeclarationSyntax type && TypeSpeaks(type)) || method.DescendantTokens().Any(token => token.ValueText != DataReader && Says(token));

    private bool TypeSpeaks(TypeDeclarationSyntax type)
    {
        if (!known.TryGetValue(type, out var speaks))
        {
            speaks = type.ChildNodesAndTokens().Any(part => part.AsNode() is { } node ? SpeaksForMethods(node) : Says(part.AsToken()));
            known.Add(type, speaks = speaks || (type.Parent is TypeDeclarationSyntax outer && TypeSpeaks(outer)));
        }

        return speaks;
    }

    /// <summary>
    /// Whether a part of a type says of others what they do not say themselves: whoever uses a member that is named for a replica
    /// says its name, but not its type or what it was given.
    /// </summary>
    private bool SpeaksForMethods(SyntaxNode part) =>
        part switch
        {
            MethodDeclarationSyntax or BaseTypeDeclarationSyntax => false,
            FieldDeclarationSyntax field => !field.Modifiers.Any(SyntaxKind.ConstKeyword) && field.Declaration.Variables.Select(v => (SyntaxNode?)v.Initializer).Append(field.Declaration.Type).Any(SaysIn),
            PropertyDeclarationSyntax property => new SyntaxNode?[] { property.Type, property.AccessorList, property.ExpressionBody, property.Initializer }.Any(SaysIn),
            _ => SaysIn(part),
        };

    private bool SaysIn(SyntaxNode? node) => node?.DescendantTokens().Any(Says) == true;

    private bool Says(SyntaxToken token) =>
        token.Kind() switch
        {
            SyntaxKind.IdentifierToken => types.Contains(token.ValueText) || RoleWords.Of(token.ValueText) >= NameHint.Soft || RoleWords.IsEvidence(token.ValueText) || IsRead(token),
            SyntaxKind.StringLiteralToken or SyntaxKind.InterpolatedStringTextToken or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken => RoleWords.IsEvidence(token.ValueText) || RoleWords.Of(token.ValueText) >= NameHint.Weak,
            _ => false,
        };

    /// <summary>A handle or choice that is named by the one word, beside one for writing; a call of Read or Query says nothing.</summary>
    private static bool IsRead(SyntaxToken token) =>
        token.ValueText.TrimStart('_') is "read" or "reads" or "Read" or "Reads" or "query" or "Query" && !(token.Parent is SimpleNameSyntax name && IsCalled(name));

    private static bool IsCalled(SimpleNameSyntax name) =>
        name.Parent is InvocationExpressionSyntax || (name.Parent is MemberAccessExpressionSyntax or MemberBindingExpressionSyntax && name.Parent.Parent is InvocationExpressionSyntax call && call.Expression == name.Parent);
}
