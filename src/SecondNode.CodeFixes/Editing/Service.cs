using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;
using SecondNode.Analyzers.Facts;

namespace SecondNode.CodeFixes.Editing;

/// <summary>A service that code asks the container for.</summary>
/// <param name="Namespace">The namespace of its type, which becomes a using directive.</param>
/// <param name="TypeName">Its type as written in code that has the using directive.</param>
/// <param name="Symbol">Its type where the caller has it: needed for generic and nested types.</param>
/// <param name="Names">Names for parameters and fields, camel case, the preferred one first.</param>
/// <param name="Scoped">Whether it lives for one request, so that no singleton may keep it.</param>
internal sealed record Service(string Namespace, string TypeName, ITypeSymbol? Symbol, ImmutableArray<string> Names, bool Scoped)
{
    /// <summary>A service by the full name of its (not generic) type; the project need not reference it yet.</summary>
    public static Service Of(string fullName, string preferredName, bool scoped = false)
    {
        var dot = fullName.LastIndexOf('.');
        var type = fullName[(dot + 1)..];
        return new Service(dot < 0 ? "" : fullName[..dot], type, null, NamesOf(preferredName, type), scoped);
    }

    /// <summary>A service by its type.</summary>
    public static Service Of(ITypeSymbol type, string preferredName, bool scoped = false) =>
        new(
            type.ContainingNamespace is { IsGlobalNamespace: false } ns ? ns.ToDisplayString() : "",
            type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat),
            type.WithNullableAnnotation(NullableAnnotation.None),
            NamesOf(preferredName, type.Name),
            scoped);

    /// <summary>Equal for equal services of one run.</summary>
    public string Key => Symbol?.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat) ?? "global::" + (Namespace.Length == 0 ? TypeName : Namespace + "." + TypeName);

    /// <summary>Whether something of that type is this service.</summary>
    public bool Is(ITypeSymbol? type) =>
        type is { NullableAnnotation: not NullableAnnotation.Annotated } && type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat) == Key;

    /// <summary>The type as syntax; it is shortened when the run ends. Where the project lacks the type (its package is being added) it is short from the start.</summary>
    public TypeSyntax TypeSyntax(Compilation compilation) =>
        Symbol is not null || compilation.GetTypesByMetadataName(Key["global::".Length..]).Length > 0
            ? SyntaxFactory.ParseTypeName(Key).WithAdditionalAnnotations(Simplifier.Annotation, Formatter.Annotation)
            : SyntaxFactory.ParseTypeName(TypeName);

    /// <summary>Makes the short type name usable in a document.</summary>
    public void Use(SolutionEdits edits, Document document)
    {
        if (Namespace.Length > 0)
        {
            edits.Use(document, Namespace);
        }
    }

    private static ImmutableArray<string> NamesOf(string preferred, string type)
    {
        var bare = type.Length > 1 && type[0] == 'I' && char.IsUpper(type[1]) ? type[1..] : type;
        var fromType = char.ToLowerInvariant(bare[0]) + bare[1..];
        return new[] { preferred, fromType, preferred + "2", fromType + "2", preferred + "3" }.Distinct(StringComparer.Ordinal).ToImmutableArray();
    }
}
