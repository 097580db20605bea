using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;
using SecondNode.Analyzers.Facts;

namespace SecondNode.CodeFixes.Caching;

/// <summary>
/// Whether values are changed in place after they were read: <c>carts[id].Items.Add(x)</c>. In one process that changes the
/// entry; a value read from a shared store is a copy, and the change would be lost without a word.
/// </summary>
internal sealed class ValueMutations(Solution solution, ISymbol state, CancellationToken cancellation)
{
    private static readonly ImmutableHashSet<string> Mutators = ImmutableHashSet.Create(
        StringComparer.Ordinal,
        "Add", "AddRange", "AddFirst", "AddLast", "AddOrUpdate", "Append", "Clear", "Dequeue", "Enqueue", "ExceptWith", "GetOrAdd", "Insert", "InsertRange", "IntersectWith", "Pop", "Push", "Remove",
        "RemoveAll", "RemoveAt", "RemoveFirst", "RemoveLast", "RemoveRange", "RemoveWhere", "Reverse", "Sort", "SymmetricExceptWith", "TryAdd", "TryDequeue", "TryRemove", "TryTake", "TryUpdate", "UnionWith");

    /// <summary>Whether some value that came out of the collection may be changed without being written back.</summary>
    /// <param name="payload">The type of the values.</param>
    /// <param name="uses">The places that use the collection.</param>
    public async Task<bool> AnyAsync(ITypeSymbol payload, IReadOnlyList<(Document Document, SimpleNameSyntax Name)> uses)
    {
        if (IsMutableCollection(payload))
        {
            foreach (var (document, name) in uses)
            {
                var model = await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
                if (model is null || ReadsChange(name, model))
                {
                    return true;
                }
            }
        }

        var graph = new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default);
        Collect(payload, graph, 0);
        if (graph.Count == 0)
        {
            return false;
        }

        var scope = await ScopeAsync(graph, uses).ConfigureAwait(false);
        foreach (var type in graph)
        {
            foreach (var member in type.GetMembers().Where(m => !m.IsStatic && !m.IsImplicitlyDeclared && m is IPropertySymbol or IFieldSymbol))
            {
                var memberType = (member as IPropertySymbol)?.Type ?? ((IFieldSymbol)member).Type;
                var settable = !type.IsValueType && member is IPropertySymbol { SetMethod.IsInitOnly: false } or IFieldSymbol { IsReadOnly: false };
                if ((settable || IsMutableCollection(memberType)) && await IsChangedAsync(member, type, scope).ConfigureAwait(false))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool IsMutableCollection(ITypeSymbol type) =>
        type is IArrayTypeSymbol ||
        (type.SpecialType != SpecialType.System_String && !JsonShape.IsImmutable(type) && !type.FullName().StartsWith("System.Collections.Immutable", StringComparison.Ordinal) &&
            !type.Name.StartsWith("IReadOnly", StringComparison.Ordinal) && type.Name != "IEnumerable" && type.AllInterfaces.Any(i => i.SpecialType == SpecialType.System_Collections_IEnumerable));

    private static void Collect(ITypeSymbol type, HashSet<INamedTypeSymbol> graph, int depth)
    {
        if (depth > 6)
        {
            return;
        }

        if (type is IArrayTypeSymbol array)
        {
            Collect(array.ElementType, graph, depth + 1);
        }
        else if (type is INamedTypeSymbol named)
        {
            foreach (var argument in named.TypeArguments)
            {
                Collect(argument, graph, depth + 1);
            }

            if (named.IsInSource() && named.TypeKind is TypeKind.Class or TypeKind.Struct && graph.Add(named.OriginalDefinition))
            {
                foreach (var member in named.GetMembers().Where(m => !m.IsStatic))
                {
                    Collect((member as IPropertySymbol)?.Type ?? (member as IFieldSymbol)?.Type ?? named, graph, depth + 1);
                }

                if (named.BaseType is { } parent)
                {
                    Collect(parent, graph, depth + 1);
                }
            }
        }
    }

    /// <summary>The types that can hold such a value: those that use the collection, those that use them, and the values' own.</summary>
    private async Task<ImmutableHashSet<string>> ScopeAsync(HashSet<INamedTypeSymbol> graph, IReadOnlyList<(Document Document, SimpleNameSyntax Name)> uses)
    {
        var scope = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        var owners = new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default) { state.ContainingType };
        foreach (var (document, name) in uses)
        {
            if (await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is { } model && model.GetEnclosingSymbol(name.SpanStart, cancellation)?.ContainingType is { } owner)
            {
                owners.Add(owner.OriginalDefinition);
            }
        }

        foreach (var type in graph.Concat(owners))
        {
            scope.Add(type.Name);
        }

        foreach (var contract in owners.SelectMany(o => o.AllInterfaces).Where(i => i.IsInSource()).ToList())
        {
            owners.Add(contract.OriginalDefinition);
        }

        foreach (var owner in owners)
        {
            foreach (var reference in await SymbolFinder.FindReferencesAsync(owner, solution, cancellation).ConfigureAwait(false))
            {
                foreach (var location in reference.Locations)
                {
                    var root = await location.Document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
                    var user = root?.FindToken(location.Location.SourceSpan.Start).Parent?.FirstAncestorOrSelf<TypeDeclarationSyntax>();
                    scope.Add(user?.Identifier.ValueText ?? "");
                }
            }
        }

        return scope.ToImmutable();
    }

    private async Task<bool> IsChangedAsync(ISymbol member, INamedTypeSymbol type, ImmutableHashSet<string> scope)
    {
        foreach (var reference in await SymbolFinder.FindReferencesAsync(member, solution, cancellation).ConfigureAwait(false))
        {
            foreach (var location in reference.Locations)
            {
                if (await location.Document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root ||
                    root.FindToken(location.Location.SourceSpan.Start).Parent is not SimpleNameSyntax name ||
                    !scope.Contains(name.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.Identifier.ValueText ?? ""))
                {
                    continue;
                }

                if (Changes(Whole(name), !type.IsValueType) && !IsNew(name, type) && !IsWrittenBack(name))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static ExpressionSyntax Whole(SimpleNameSyntax name) =>
        name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name.Parent is MemberBindingExpressionSyntax binding && binding.Name == name ? binding : name;

    /// <summary>Whether something happens to the expression that changes what it names.</summary>
    private static bool Changes(ExpressionSyntax expression, bool assignable)
    {
        SyntaxNode node = expression;
        while (node.Parent is ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression })
        {
            node = node.Parent;
        }

        return node.Parent switch
        {
            AssignmentExpressionSyntax assignment when assignment.Left == node => assignable,
            PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression } => assignable,
            PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression } => assignable,
            ArgumentSyntax { RefKindKeyword.RawKind: (int)SyntaxKind.RefKeyword or (int)SyntaxKind.OutKeyword } => assignable,
            LockStatementSyntax => true,
            MemberAccessExpressionSyntax member when member.Expression == node => member.Parent is InvocationExpressionSyntax && Mutators.Contains(member.Name.Identifier.ValueText),
            ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax { Name.Identifier.ValueText: var called } } } conditional when conditional.Expression == node => Mutators.Contains(called),
            ElementAccessExpressionSyntax element when element.Expression == node => Changes(element, true),
            _ => false,
        };
    }

    /// <summary>Whether the changed object is being made: in an initializer, in a constructor of its type, or held by a local that was just made.</summary>
    private static bool IsNew(SimpleNameSyntax name, INamedTypeSymbol type)
    {
        if (name.Parent is AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax or WithExpressionSyntax } initialized && initialized.Left == name)
        {
            return true;
        }

        if (name.FirstAncestorOrSelf<ConstructorDeclarationSyntax>() is { } constructor && constructor.Identifier.ValueText == type.Name)
        {
            return true;
        }

        return name.Parent is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: var local } } &&
            MemberOf(name)?.DescendantNodes().OfType<VariableDeclaratorSyntax>().Any(v => v.Identifier.ValueText == local && v.Initializer?.Value is BaseObjectCreationExpressionSyntax) == true;
    }

    /// <summary>Whether the same member hands the changed local to the collection afterwards.</summary>
    private bool IsWrittenBack(SimpleNameSyntax name) =>
        name.Parent is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: var local } } && IsWrittenBack(name, local);

    private bool IsWrittenBack(SyntaxNode after, string local) =>
        MemberOf(after)?.DescendantNodes().OfType<AssignmentExpressionSyntax>().Any(a =>
            a.SpanStart > after.SpanStart && a.Right is IdentifierNameSyntax { Identifier.ValueText: var value } && value == local &&
            a.Left is ElementAccessExpressionSyntax { Expression: var collection } && NameOf(collection) == state.Name) == true ||
        MemberOf(after)?.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(c =>
            c.SpanStart > after.SpanStart && c.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Set", Expression: var cache } && NameOf(cache) == state.Name &&
            c.ArgumentList.Arguments.Any(a => a.Expression is IdentifierNameSyntax { Identifier.ValueText: var stored } && stored == local)) == true;

    private static string? NameOf(ExpressionSyntax expression) =>
        expression switch
        {
            IdentifierNameSyntax name => name.Identifier.ValueText,
            MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
            _ => null,
        };

    private static SyntaxNode? MemberOf(SyntaxNode node) => node.Ancestors().FirstOrDefault(a => a is MemberDeclarationSyntax and not GlobalStatementSyntax) ?? node.SyntaxTree.GetRoot();

    /// <summary>Whether a collection that is the value itself is changed where it was read.</summary>
    private bool ReadsChange(SimpleNameSyntax name, SemanticModel model)
    {
        var self = StateMention.SelfOf(name);
        ExpressionSyntax? read = self.Parent switch
        {
            ElementAccessExpressionSyntax element => element,
            MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } => call,
            _ => null,
        };
        if (read is null)
        {
            return false;
        }

        if (read is InvocationExpressionSyntax invocation)
        {
            foreach (var argument in invocation.ArgumentList.Arguments)
            {
                if (argument.Expression is DeclarationExpressionSyntax { Designation: SingleVariableDesignationSyntax designation } && model.GetDeclaredSymbol(designation, cancellation) is { } made && LocalChanges(made, designation, model))
                {
                    return true;
                }

                if (argument.RefKindKeyword.IsKind(SyntaxKind.OutKeyword) && argument.Expression is IdentifierNameSyntax given && model.GetSymbolInfo(given, cancellation).Symbol is ILocalSymbol filled && LocalChanges(filled, given, model))
                {
                    return true;
                }
            }
        }
        else if (read.Parent is AssignmentExpressionSyntax assigned && assigned.Left == read)
        {
            return false;
        }

        while (read.Parent is AwaitExpressionSyntax or ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression })
        {
            read = (ExpressionSyntax)read.Parent;
        }

        if (Changes(read, assignable: false))
        {
            return true;
        }

        return read.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator } && model.GetDeclaredSymbol(declarator, cancellation) is { } local && LocalChanges(local, declarator, model);
    }

    private bool LocalChanges(ISymbol local, SyntaxNode declared, SemanticModel model)
    {
        foreach (var use in MemberOf(declared)!.DescendantNodes().OfType<IdentifierNameSyntax>().Where(n => n.Identifier.ValueText == local.Name))
        {
            if (!SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(use, cancellation).Symbol, local))
            {
                continue;
            }

            var handedOver = use.Parent is ArgumentSyntax argument && model.GetOperation(argument, cancellation) is Microsoft.CodeAnalysis.Operations.IArgumentOperation { Parameter: { } parameter } &&
                parameter.ContainingSymbol.IsInSource() && IsMutableCollection(parameter.Type);
            if ((handedOver || Changes(use, assignable: false)) && !IsWrittenBack(use, local.Name))
            {
                return true;
            }
        }

        return false;
    }
}
