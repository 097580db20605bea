using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;
using SecondNode.Analyzers.Facts;

namespace SecondNode.CodeFixes.Caching;

/// <summary>A static collection, or one of a singleton, that can move: where it is declared, what it holds, and how its entries are named in a shared store.</summary>
/// <param name="Symbol">The field or auto-property.</param>
/// <param name="Document">Where it is declared.</param>
/// <param name="Declaration">The whole declaration.</param>
/// <param name="Type">Its type.</param>
/// <param name="IgnoresCase">Whether keys that differ in case are one key.</param>
internal sealed record StateField(ISymbol Symbol, Document Document, MemberDeclarationSyntax Declaration, INamedTypeSymbol Type, bool IgnoresCase)
{
    private static readonly ImmutableHashSet<string> Maps = ImmutableHashSet.Create(
        StringComparer.Ordinal,
        "System.Collections.Generic.Dictionary", "System.Collections.Generic.IDictionary", "System.Collections.Generic.SortedDictionary",
        "System.Collections.Generic.SortedList", "System.Collections.Concurrent.ConcurrentDictionary");

    private static readonly ImmutableHashSet<string> Sequences = ImmutableHashSet.Create(
        StringComparer.Ordinal,
        "System.Collections.Generic.List", "System.Collections.Generic.HashSet", "System.Collections.Generic.SortedSet", "System.Collections.Generic.Queue",
        "System.Collections.Concurrent.ConcurrentQueue", "System.Collections.Generic.LinkedList");

    /// <summary>Whether it maps keys to values.</summary>
    public bool IsMap => Maps.Contains(Type.FullName());

    /// <summary>The key type of a map.</summary>
    public ITypeSymbol KeyType => Type.TypeArguments[0];

    /// <summary>The value type of a map, the element type of a sequence.</summary>
    public ITypeSymbol ValueType => Type.TypeArguments[Type.TypeArguments.Length - 1];

    /// <summary>The name of the member that stands in its place and names entries: <c>WordsKey</c>.</summary>
    public string KeyName
    {
        get
        {
            var bare = BareName;
            return char.ToUpperInvariant(bare[0]) + bare[1..] + "Key";
        }
    }

    /// <summary>The name of the options of entries that change.</summary>
    public string OptionsName => KeyName[..^"Key".Length] + "Options";

    private string BareName
    {
        get
        {
            var name = Symbol.Name.StartsWith("s_", StringComparison.Ordinal) || Symbol.Name.StartsWith("m_", StringComparison.Ordinal) ? Symbol.Name[2..] : Symbol.Name;
            name = name.Trim('_');
            return name.Length > 0 ? name : "State";
        }
    }

    /// <summary>Reads the declaration at a diagnostic; null where it cannot move: initial content, comparers that strings cannot express, several variables.</summary>
    public static async Task<StateField?> AtAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        var root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
        if (root is null || model is null || !root.FullSpan.Contains(diagnostic.Location.SourceSpan))
        {
            return null;
        }

        var at = root.FindToken(diagnostic.Location.SourceSpan.Start).Parent;
        MemberDeclarationSyntax? declaration = at?.FirstAncestorOrSelf<FieldDeclarationSyntax>();
        declaration ??= at?.FirstAncestorOrSelf<PropertyDeclarationSyntax>();
        var (symbol, initializer, hasSetter) = declaration switch
        {
            FieldDeclarationSyntax { Declaration.Variables: [var variable] } => (model.GetDeclaredSymbol(variable, cancellation), variable.Initializer, false),
            PropertyDeclarationSyntax { AccessorList: { } accessors, ExpressionBody: null } property when accessors.Accessors.All(a => a.Body is null && a.ExpressionBody is null) =>
                ((ISymbol?)model.GetDeclaredSymbol(property, cancellation), property.Initializer, accessors.Accessors.Any(a => a.Keyword.IsKind(SyntaxKind.SetKeyword) && a.Modifiers.Count == 0)),
            _ => (null, null, false),
        };
        if (declaration is null || symbol is not { IsVirtual: false, IsOverride: false, IsAbstract: false, ContainingType: { } owner } || symbol.IsStatic == (diagnostic.Id == StaticCollectionFix.Singleton) || hasSetter || declaration.AttributeLists.Count > 0 || initializer is null ||
            declaration.Parent is not TypeDeclarationSyntax || owner.ContainingType?.IsGenericType == true || !HasOnlyRegions(declaration))
        {
            return null;
        }

        var type = (symbol as IFieldSymbol)?.Type ?? ((IPropertySymbol)symbol).Type;
        if (type is not INamedTypeSymbol { TypeArguments.Length: > 0 } named || !(Maps.Contains(named.FullName()) || Sequences.Contains(named.FullName())) ||
            !IsEmptyCreation(initializer.Value, model, out var ignoresCase, cancellation))
        {
            return null;
        }

        var field = new StateField(symbol, document, declaration, named, ignoresCase);
        return owner.GetMembers(field.KeyName).Length > 0 || owner.GetMembers(field.OptionsName).Length > 0 ? null : field;
    }

    /// <summary>The type that takes its place where the whole collection is one entry: the concrete type that was created.</summary>
    public bool CanBeOneEntry(Compilation compilation) =>
        !IgnoresCase && Type.TypeKind == TypeKind.Class && Type.FullName() != "System.Collections.Generic.SortedList" && JsonShape.RoundTrips(Type, compilation);

    /// <summary>Whether one entry each is possible, as far as types go.</summary>
    public bool CanBeEntries(ITypeSymbol payload, Compilation compilation) => IsMap && JsonShape.IsKey(KeyType) && JsonShape.RoundTrips(payload, compilation);

    /// <summary>Puts what names the entries in the place of the collection: a method at the end of the type, or a constant where the collection was. Comments go with it.</summary>
    public TypeDeclarationSyntax Replace(TypeDeclarationSyntax type, SemanticModel model, bool oneEntry, bool withOptions, string newLine)
    {
        var index = type.Members.IndexOf(m => m switch
        {
            FieldDeclarationSyntax field => field.Declaration.Variables[0].Identifier.ValueText == Symbol.Name,
            PropertyDeclarationSyntax property => property.Identifier.ValueText == Symbol.Name,
            _ => false,
        });
        if (index < 0)
        {
            return type;
        }

        var declaration = type.Members[index];
        var (outside, leading) = SplitRegions(declaration.GetLeadingTrivia());
        var member = SyntaxFactory.ParseMemberDeclaration(KeyText(model, oneEntry))!.WithTrailingTrivia(declaration.GetTrailingTrivia()).WithAdditionalAnnotations(Simplifier.Annotation);
        if (oneEntry)
        {
            return type.WithMembers(type.Members.Replace(declaration, member.WithLeadingTrivia(declaration.GetLeadingTrivia())));
        }

        var blank = SyntaxFactory.EndOfLine(newLine);
        if (withOptions)
        {
            var text = $"private static readonly HybridCacheEntryOptions {OptionsName} = new() {{ Flags = HybridCacheEntryFlags.DisableLocalCache }};";
            var accessibility = string.Concat(Declaration.Modifiers.Where(IsAccessibility).Select(m => m.Text + " "));
            var options = SyntaxFactory.ParseMemberDeclaration(accessibility.Length > 0 ? accessibility + text["private ".Length..] : text)!;
            var indent = SyntaxFactory.TriviaList(leading.Reverse().TakeWhile(t => t.IsKind(SyntaxKind.WhitespaceTrivia)));
            options = options
                .WithLeadingTrivia(declaration.GetLeadingTrivia().Add(SyntaxFactory.Comment("// A node's own copy would outlive a change on another node.")).Add(blank).AddRange(indent))
                .WithTrailingTrivia(declaration.GetTrailingTrivia());
            return type.WithMembers(type.Members.Replace(declaration, options).Add(member.WithLeadingTrivia(indent.Insert(0, blank))));
        }

        var members = type.Members.RemoveAt(index);
        if (index < members.Count)
        {
            // The next member takes the place: with a blank line before it only if there was one here and members before it.
            var next = members[index];
            var rest = WithoutBlankLine(next.GetLeadingTrivia());
            var apart = (index > 0 && (next is not FieldDeclarationSyntax || StartsBlank(leading))) || (outside.Count > 0 && StartsBlank(leading));
            members = members.Replace(next, next.WithLeadingTrivia(outside.AddRange(apart ? rest.Insert(0, blank) : rest)));
            outside = default;
        }

        var own = WithoutBlankLine(leading);
        return type.WithMembers(members.Add(member.WithLeadingTrivia(outside.AddRange(members.Count > 0 || outside.Count > 0 ? own.Insert(0, blank) : own))));
    }

    private static bool IsAccessibility(SyntaxToken modifier) =>
        modifier.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.InternalKeyword or SyntaxKind.PrivateKeyword or SyntaxKind.ProtectedKeyword;

    /// <summary>Regions begin and end where they did; what follows the last of them goes with the member.</summary>
    private static (SyntaxTriviaList Outside, SyntaxTriviaList Own) SplitRegions(SyntaxTriviaList trivia)
    {
        var last = -1;
        for (var i = 0; i < trivia.Count; i++)
        {
            last = trivia[i].IsDirective ? i : last;
        }

        return (SyntaxFactory.TriviaList(trivia.Take(last + 1)), SyntaxFactory.TriviaList(trivia.Skip(last + 1)));
    }

    private static bool HasOnlyRegions(MemberDeclarationSyntax declaration) =>
        !declaration.ContainsDirectives || declaration.DescendantTrivia().Where(t => t.IsDirective).All(t =>
            t.Kind() is SyntaxKind.RegionDirectiveTrivia or SyntaxKind.EndRegionDirectiveTrivia && t.SpanStart < declaration.SpanStart);

    private static bool StartsBlank(SyntaxTriviaList trivia) => trivia.SkipWhile(t => t.IsKind(SyntaxKind.WhitespaceTrivia)).FirstOrDefault().IsKind(SyntaxKind.EndOfLineTrivia);

    private static SyntaxTriviaList WithoutBlankLine(SyntaxTriviaList trivia)
    {
        while (StartsBlank(trivia))
        {
            trivia = SyntaxFactory.TriviaList(trivia.SkipWhile(t => t.IsKind(SyntaxKind.WhitespaceTrivia)).Skip(1));
        }

        return trivia;
    }

    private string KeyText(SemanticModel model, bool oneEntry)
    {
        var arguments = string.Join(",", Symbol.ContainingType.TypeParameters.Select(p => $"{{typeof({p.Name})}}"));
        var prefix = Symbol.ContainingType.Name + (arguments.Length > 0 ? $"<{arguments}>" : "") + ":" + BareName;
        var modifiers = string.Concat(Declaration.Modifiers.Where(IsAccessibility).Select(m => m.Text + " "));
        if (oneEntry)
        {
            return arguments.Length > 0 ? $"{modifiers}static string {KeyName} => $\"{prefix}\";" : $"{modifiers}const string {KeyName} = \"{prefix}\";";
        }

        var type = KeyType.WithNullableAnnotation(NullableAnnotation.None).ToMinimalDisplayString(model, Declaration.SpanStart);
        var key = IgnoresCase ? "key.ToUpperInvariant()" : "key";
        var signed = KeyType.SpecialType is SpecialType.System_SByte or SpecialType.System_Int16 or SpecialType.System_Int32 or SpecialType.System_Int64;
        var value = KeyType.SpecialType == SpecialType.System_String ? $"{(arguments.Length > 0 ? "$" : "")}\"{prefix}:\" + {key}" : signed ? $"System.FormattableString.Invariant($\"{prefix}:{{key}}\")" : $"$\"{prefix}:{{key}}\"";
        return $"{modifiers}static string {KeyName}({type} key) => {value};";
    }

    private static bool IsEmptyCreation(ExpressionSyntax value, SemanticModel model, out bool ignoresCase, CancellationToken cancellation)
    {
        ignoresCase = false;
        if (value is CollectionExpressionSyntax { Elements.Count: 0 })
        {
            return true;
        }

        if (value is not BaseObjectCreationExpressionSyntax { Initializer: null or { Expressions.Count: 0 } } creation)
        {
            return false;
        }

        foreach (var argument in creation.ArgumentList?.Arguments ?? default)
        {
            var type = model.GetTypeInfo(argument.Expression, cancellation).Type;
            if (type?.SpecialType == SpecialType.System_Int32)
            {
                continue;
            }

            var text = argument.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } && type.IsNamed("System.StringComparer") ? name : "";
            if (text is "OrdinalIgnoreCase" or "InvariantCultureIgnoreCase")
            {
                ignoresCase = true;
            }
            else if (text is not "Ordinal")
            {
                return false;
            }
        }

        return true;
    }
}
