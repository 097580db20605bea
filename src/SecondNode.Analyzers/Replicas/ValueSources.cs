using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Facts;

namespace SecondNode.Analyzers.Replicas;

/// <summary>Where the value of a variable, member or method comes from, in source: initializers, assignments, returned values.</summary>
internal sealed class ValueSources(RuleContext context, ContextTypes contexts)
{
    private const int MaxValues = 8;
    private readonly ConcurrentDictionary<ISymbol, ImmutableArray<IOperation>> known = new(SymbolEqualityComparer.Default);

    /// <summary>The values of a symbol; empty where they are not in source, or too many to matter.</summary>
    public ImmutableArray<IOperation> Of(ISymbol symbol) => known.GetOrAdd(symbol, Find);

    private ImmutableArray<IOperation> Find(ISymbol symbol)
    {
        var found = symbol switch
        {
            ILocalSymbol => Initializers(symbol),
            IFieldSymbol { ContainingType: { } type } => Initializers(symbol).Concat(Assignments(symbol, type)),
            IPropertySymbol { ContainingType: { } type } property => property.ContainingType.TypeKind == TypeKind.Interface
                ? []
                : Initializers(symbol).Concat(Returned(symbol)).Concat(Assignments(symbol, type)),
            IMethodSymbol method => Returned(Implementation(method)),
            _ => [],
        };
        var values = found.Take(MaxValues + 1).ToImmutableArray();
        return values.Length > MaxValues ? ImmutableArray<IOperation>.Empty : values;
    }

    /// <summary>The only source method behind an interface's, so that a connection factory can be looked into.</summary>
    private IMethodSymbol Implementation(IMethodSymbol method)
    {
        if (method.ContainingType?.TypeKind != TypeKind.Interface)
        {
            return method;
        }

        var implementations = contexts.ImplementationsOf(method.ContainingType)
            .Select(c => c.FindImplementationForInterfaceMember(method))
            .OfType<IMethodSymbol>()
            .Distinct<IMethodSymbol>(SymbolEqualityComparer.Default)
            .Take(2)
            .ToList();
        return implementations.Count == 1 ? implementations[0] : method;
    }

    private IEnumerable<IOperation> Initializers(ISymbol symbol)
    {
        foreach (var reference in symbol.DeclaringSyntaxReferences)
        {
            var value = reference.GetSyntax(context.Cancellation) switch
            {
                VariableDeclaratorSyntax { Initializer: { } initializer } => initializer.Value,
                PropertyDeclarationSyntax { Initializer: { } initializer } => initializer.Value,
                _ => null,
            };
            if (Operation(value) is { } operation)
            {
                yield return operation;
            }
        }
    }

    private IEnumerable<IOperation> Returned(ISymbol symbol)
    {
        foreach (var reference in symbol.DeclaringSyntaxReferences)
        {
            var syntax = reference.GetSyntax(context.Cancellation);
            if (syntax is PropertyDeclarationSyntax { ExpressionBody: { } arrow })
            {
                if (Operation(arrow.Expression) is { } value)
                {
                    yield return value;
                }

                continue;
            }

            SyntaxNode? body = syntax switch
            {
                BaseMethodDeclarationSyntax method => (SyntaxNode?)method.Body ?? method.ExpressionBody?.Expression,
                LocalFunctionStatementSyntax local => (SyntaxNode?)local.Body ?? local.ExpressionBody?.Expression,
                PropertyDeclarationSyntax { AccessorList: { } accessors } when accessors.Accessors.FirstOrDefault(a => a.IsKind(SyntaxKind.GetAccessorDeclaration)) is { } getter =>
                    (SyntaxNode?)getter.Body ?? getter.ExpressionBody?.Expression,
                _ => null,
            };
            if (body is ExpressionSyntax expression)
            {
                if (Operation(expression) is { } value)
                {
                    yield return value;
                }

                continue;
            }

            foreach (var statement in body?.DescendantNodes(n => n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).OfType<ReturnStatementSyntax>() ?? [])
            {
                if (Operation(statement.Expression) is { } value)
                {
                    yield return value;
                }
            }
        }
    }

    /// <summary>Assignments inside the declaring type; a tuple assignment counts element by element.</summary>
    private IEnumerable<IOperation> Assignments(ISymbol symbol, INamedTypeSymbol type)
    {
        foreach (var reference in type.DeclaringSyntaxReferences)
        {
            foreach (var node in reference.GetSyntax(context.Cancellation).DescendantNodes())
            {
                if (node is not AssignmentExpressionSyntax assignment)
                {
                    continue;
                }

                if (Names(assignment.Left, symbol.Name))
                {
                    if (Operation(assignment) is IAssignmentOperation { Target: IMemberReferenceOperation target } bound && SymbolEqualityComparer.Default.Equals(target.Member, symbol))
                    {
                        yield return bound.Value;
                    }
                }
                else if (assignment.Left is TupleExpressionSyntax left && assignment.Right is TupleExpressionSyntax right && left.Arguments.Count == right.Arguments.Count)
                {
                    for (var i = 0; i < left.Arguments.Count; i++)
                    {
                        if (Names(left.Arguments[i].Expression, symbol.Name) && Operation(right.Arguments[i].Expression) is { } value)
                        {
                            yield return value;
                        }
                    }
                }
            }
        }
    }

    private static bool Names(ExpressionSyntax target, string name) =>
        target is IdentifierNameSyntax identifier
            ? identifier.Identifier.ValueText == name
            : target is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access && access.Name.Identifier.ValueText == name;

    private IOperation? Operation(SyntaxNode? node) =>
        node is null || !context.Compilation.ContainsSyntaxTree(node.SyntaxTree) ? null : context.Uses.ModelOf(node.SyntaxTree).GetOperation(node, context.Cancellation);
}
