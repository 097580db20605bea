using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.Analyzers.Facts;

namespace SecondNode.Analyzers.Replicas;

/// <summary>The simple names of the classes that are constructed, somewhere, with what is called a replica's: of these an instance may read a replica and another one the primary.</summary>
internal sealed class InstanceNames(RuleContext context, ContextTypes contexts)
{
    private readonly Lazy<HashSet<string>> all = new(() => Find(context, contexts));

    /// <summary>The names, with those of base classes of the source.</summary>
    public HashSet<string> All => all.Value;

    private static HashSet<string> Find(RuleContext context, ContextTypes contexts)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var words = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var facts in context.AllFacts)
        {
            if (!facts.SaysReplica)
            {
                continue;
            }

            var root = facts.Tree.GetRoot(context.Cancellation);
            var variables = new HashSet<string>(StringComparer.Ordinal);
            foreach (var node in root.DescendantNodes())
            {
                switch (node)
                {
                    case VariableDeclaratorSyntax { Initializer.Value: var value } variable when value is not BaseObjectCreationExpressionSyntax && Says(value, variables, words):
                        variables.Add(variable.Identifier.ValueText);
                        break;
                    case BaseObjectCreationExpressionSyntax { ArgumentList: { Arguments.Count: > 0 } arguments } creation when NameOf(creation) is { } name && !context.Implementations.Named(name).IsEmpty && (Says(arguments, variables, words) || IsKeyed(creation)):
                        names.Add(name);
                        break;
                }
            }
        }

        // Connections themselves are constructed so, and values that only speak of replicas.
        names.RemoveWhere(name => !context.Compilation.GetSymbolsWithName(name, SymbolFilter.Type, context.Cancellation).OfType<INamedTypeSymbol>().Any(type => TakesConnection(type, contexts)));

        // What a class of that name inherits is constructed with it.
        var added = names.ToList();
        for (var depth = 0; depth < 4 && added.Count > 0; depth++)
        {
            added = added.SelectMany(name => context.FilesMentioning(name).SelectMany(facts => Bases(facts.Tree.GetRoot(context.Cancellation), name))).Where(names.Add).ToList();
        }

        return names;
    }

    /// <summary>Whether it is a class of the source that may keep a connection, or what one is made of.</summary>
    private static bool TakesConnection(INamedTypeSymbol type, ContextTypes contexts) =>
        type is { TypeKind: TypeKind.Class, IsRecord: false } && !type.Name.EndsWith("Exception", StringComparison.Ordinal) &&
        type.InstanceConstructors.Any(c => c.Parameters.Any(p => p.Type.SpecialType == SpecialType.System_String || TypeRoles.IsConnection(p.Type) || TypeRoles.IsDataSource(p.Type) ||
            p.Type.Name.StartsWith("IMongo", StringComparison.Ordinal) || contexts.IsContext(p.Type)));

    private static IEnumerable<string> Bases(SyntaxNode root, string name) =>
        root.DescendantNodes(n => n is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax)
            .OfType<TypeDeclarationSyntax>()
            .Where(t => t.Identifier.ValueText == name && t.BaseList is not null)
            .SelectMany(t => t.BaseList!.Types)
            .Select(t => NameOf(t.Type))
            .OfType<string>();

    private static string? NameOf(BaseObjectCreationExpressionSyntax creation) =>
        creation switch
        {
            ObjectCreationExpressionSyntax { Type: var type } => NameOf(type),
            { Parent: EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Type: var type } } } } => NameOf(type),
            { Parent: EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax { Type: var type } } } => NameOf(type),
            _ => null,
        };

    private static string? NameOf(TypeSyntax type) => type switch { SimpleNameSyntax name => name.Identifier.ValueText, QualifiedNameSyntax name => name.Right.Identifier.ValueText, NullableTypeSyntax nullable => NameOf(nullable.ElementType), _ => null };

    /// <summary>Whether it is what a registration under a key makes.</summary>
    private static bool IsKeyed(SyntaxNode creation) =>
        creation.Ancestors().TakeWhile(n => n is not StatementSyntax).Any(n => n is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } } && name.StartsWith("AddKeyed", StringComparison.Ordinal));

    private static bool Says(SyntaxNode part, HashSet<string> variables, Dictionary<string, bool> words) =>
        part.DescendantTokens().Any(token => token.Kind() switch
        {
            SyntaxKind.IdentifierToken => variables.Contains(token.ValueText) || Says(token.ValueText, words),
            SyntaxKind.StringLiteralToken or SyntaxKind.InterpolatedStringTextToken => Says(token.ValueText, words),
            _ => false,
        });

    private static bool Says(string word, Dictionary<string, bool> words)
    {
        if (!words.TryGetValue(word, out var says))
        {
            words.Add(word, says = RoleWords.Of(word) >= NameHint.Soft || RoleWords.IsEvidence(word));
        }

        return says;
    }
}
