using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SecondNode.Analyzers.Facts;

/// <summary>A using directive that gives a type another name, or lets its members be written without one.</summary>
/// <param name="Alias">The other name; null for <c>using static</c>.</param>
/// <param name="Target">The simple name of the type, or of a namespace.</param>
/// <param name="IsGlobal">Whether it holds for all files.</param>
internal readonly record struct TypeAlias(string? Alias, string Target, bool IsGlobal);

/// <summary>Where types go by other names than their own: there names alone do not tell what is meant.</summary>
internal sealed class TypeAliases(RuleContext context)
{
    private readonly Lazy<ImmutableArray<TypeAlias>> global = new(() =>
        context.FilesMentioning("global").SelectMany(facts => facts.Aliases).Where(alias => alias.IsGlobal).ToImmutableArray());

    /// <summary>Whether the name stands for another type in the file.</summary>
    public bool IsAlias(string name, TreeFacts facts) => Any(facts, name, static (alias, name) => alias.Alias == name);

    /// <summary>Whether members of some type are written in the file without it.</summary>
    public bool OmitTypes(TreeFacts facts) => Any(facts, "", static (alias, _) => alias.Alias is null);

    /// <summary>Whether the type of that simple name may go by another name in the file, or by none.</summary>
    public bool MayHide(string type, TreeFacts facts) => Naming(type, facts).Any();

    /// <summary>The other names that directives of the file give the type of that simple name, which the file mentions.</summary>
    public IEnumerable<string> InFile(string type, TreeFacts facts) => facts.Aliases.Where(alias => alias.Target == type).Select(alias => alias.Alias).OfType<string>();

    /// <summary>The other names that types of those simple names have in all files.</summary>
    public IEnumerable<string> Everywhere(IEnumerable<string> types) =>
        global.Value.IsEmpty ? [] : types.SelectMany(type => global.Value.Where(alias => alias.Target == type)).Select(alias => alias.Alias).OfType<string>();

    /// <summary>A directive names the type, so that most files need not be looked at.</summary>
    private IEnumerable<TypeAlias> Naming(string type, TreeFacts facts) =>
        facts.MayMention(type) ? facts.Aliases.Concat(global.Value).Where(alias => alias.Target == type)
        : global.Value.IsEmpty ? []
        : global.Value.Where(alias => alias.Target == type);

    private bool Any(TreeFacts facts, string name, Func<TypeAlias, string, bool> predicate)
    {
        return facts.Aliases.Any(alias => predicate(alias, name)) || global.Value.Any(alias => predicate(alias, name));
    }

    /// <summary>What the using directives of a file say.</summary>
    public static ImmutableArray<TypeAlias> Read(SyntaxNode root)
    {
        ImmutableArray<TypeAlias>.Builder? found = null;
        foreach (var directive in root.DescendantNodes(n => n is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax).OfType<UsingDirectiveSyntax>())
        {
            if (directive.Alias is not null || !directive.StaticKeyword.IsKind(SyntaxKind.None))
            {
                (found ??= ImmutableArray.CreateBuilder<TypeAlias>()).Add(new TypeAlias(
                    directive.Alias?.Name.Identifier.ValueText, directive.NamespaceOrType.LastName()?.Identifier.ValueText ?? "", !directive.GlobalKeyword.IsKind(SyntaxKind.None)));
            }
        }

        return found?.ToImmutable() ?? ImmutableArray<TypeAlias>.Empty;
    }
}
