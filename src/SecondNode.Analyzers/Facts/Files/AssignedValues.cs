using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SecondNode.Analyzers.Facts.Files;

/// <summary>
/// The expressions whose value a local, field, property, parameter or call may have, as far as this compilation's source
/// shows them. Everything is bounded: more than a handful of sources says too little to be worth binding.
/// </summary>
internal sealed class AssignedValues(RuleContext context)
{
    private const int MostSources = 8;
    private readonly ConcurrentDictionary<ISymbol, ImmutableArray<IOperation>> byMember = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<IOperation, ILookup<ISymbol, IOperation>> byLocal = new();

    /// <summary>Where methods are called.</summary>
    public CallSites Sites { get; } = new(context);

    /// <summary>What stands behind interfaces and abstract members.</summary>
    public Implementers Implementers { get; } = new(context);

    /// <summary>The outermost operation of the member that holds this one.</summary>
    public static IOperation RootOf(IOperation operation)
    {
        while (operation.Parent is { } parent)
        {
            operation = parent;
        }

        return operation;
    }

    /// <summary>The values that are assigned to a local in the member around <paramref name="near"/>; a loop variable has its collection.</summary>
    public ImmutableArray<IOperation> OfLocal(ILocalSymbol local, IOperation near) =>
        ImmutableArray.CreateRange(byLocal.GetOrAdd(RootOf(near), root => LocalsIn(root).ToLookup(l => l.Local, l => l.Value, SymbolEqualityComparer.Default))[local].Take(MostSources));

    private static IEnumerable<(ISymbol Local, IOperation Value)> LocalsIn(IOperation root)
    {
        foreach (var operation in root.DescendantsAndSelf())
        {
            switch (operation)
            {
                case IVariableDeclaratorOperation declarator when (declarator.Initializer ?? (declarator.Parent as IVariableDeclarationOperation)?.Initializer)?.Value is { } value:
                    yield return (declarator.Symbol, value);
                    break;

                // What is appended by += leaves the beginning of a path as it was.
                case IAssignmentOperation and not ICompoundAssignmentOperation and { Target: ILocalReferenceOperation target } assignment:
                    yield return (target.Local, assignment.Value);
                    break;
                case IForEachLoopOperation loop:
                    foreach (var variable in loop.Locals)
                    {
                        yield return (variable, loop.Collection);
                    }

                    break;
                case IPatternOperation pattern when pattern.DeclaredVariable() is ILocalSymbol declared && pattern.MatchedValue() is { } matched:
                    yield return (declared, matched);
                    break;
            }
        }
    }

    /// <summary>The values of a field, or of a property: initializers, assignments, what the getter returns.</summary>
    public ImmutableArray<IOperation> OfMember(ISymbol member) => byMember.GetOrAdd(member.OriginalDefinition, FindOfMember);

    /// <summary>What a method of this compilation returns; an interface or abstract method returns what its implementations here return.</summary>
    public ImmutableArray<IOperation> Returned(IMethodSymbol method)
    {
        var definition = (method.ReducedFrom ?? method).OriginalDefinition;
        return byMember.GetOrAdd(definition, m => ImmutableArray.CreateRange(Implementers.Of(m).SelectMany(ReturnsOf).Take(MostSources)));
    }

    private ImmutableArray<IOperation> FindOfMember(ISymbol member)
    {
        var found = new List<IOperation>();
        foreach (var implementation in Implementers.Of(member))
        {
            foreach (var reference in implementation.DeclaringSyntaxReferences)
            {
                switch (reference.GetSyntax(context.Cancellation))
                {
                    case VariableDeclaratorSyntax { Initializer.Value: { } value }:
                        Add(value);
                        break;
                    case PropertyDeclarationSyntax { Initializer.Value: { } value }:
                        Add(value);
                        break;
                }
            }

            found.AddRange(ReturnsOf(implementation));
            if (implementation is IFieldSymbol or IPropertySymbol && found.Count < MostSources)
            {
                foreach (var assigned in AssignedTo(implementation))
                {
                    Add(assigned);
                }
            }
        }

        return ImmutableArray.CreateRange(found.Take(MostSources));

        void Add(ExpressionSyntax value)
        {
            if (OperationOf(value) is { } operation)
            {
                found.Add(operation);
            }
        }
    }

    private IEnumerable<IOperation> ReturnsOf(ISymbol member)
    {
        foreach (var reference in member.DeclaringSyntaxReferences)
        {
            var node = reference.GetSyntax(context.Cancellation);
            if (node is PropertyDeclarationSyntax { AccessorList: { } accessors })
            {
                node = accessors.Accessors.FirstOrDefault(a => a.IsKind(SyntaxKind.GetAccessorDeclaration)) ?? node;
            }

            var (expression, body) = node switch
            {
                MethodDeclarationSyntax m => (m.ExpressionBody?.Expression, m.Body),
                LocalFunctionStatementSyntax f => (f.ExpressionBody?.Expression, f.Body),
                AccessorDeclarationSyntax a => (a.ExpressionBody?.Expression, a.Body),
                PropertyDeclarationSyntax p => (p.ExpressionBody?.Expression, null),
                _ => (null, null),
            };
            if (expression is not null && OperationOf(expression) is { } value)
            {
                yield return value;
            }

            foreach (var statement in body?.DescendantNodes(n => n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).OfType<ReturnStatementSyntax>() ?? [])
            {
                if (statement.Expression is { } returned && OperationOf(returned) is { } operation)
                {
                    yield return operation;
                }
            }
        }
    }

    /// <summary>What the type itself assigns to its field or property: an options object that is filled elsewhere is not followed.</summary>
    private IEnumerable<ExpressionSyntax> AssignedTo(ISymbol member)
    {
        foreach (var reference in member.ContainingType?.DeclaringSyntaxReferences ?? ImmutableArray<SyntaxReference>.Empty)
        {
            if (!context.Compilation.ContainsSyntaxTree(reference.SyntaxTree))
            {
                continue;
            }

            var type = reference.Span;
            foreach (var name in context.FactsOf(reference.SyntaxTree).Names(member.Name))
            {
                ExpressionSyntax target = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
                if (type.Contains(name.Span) && target.Parent is AssignmentExpressionSyntax assignment && assignment.Left == target &&
                    !assignment.IsKind(SyntaxKind.AddAssignmentExpression) && assignment.Parent is not InitializerExpressionSyntax &&
                    SymbolEqualityComparer.Default.Equals(context.Uses.ModelOf(reference.SyntaxTree).GetSymbolInfo(target, context.Cancellation).Symbol?.OriginalDefinition, member.OriginalDefinition))
                {
                    yield return assignment.Right;
                }
            }
        }
    }

    private IOperation? OperationOf(SyntaxNode node) =>
        context.Compilation.ContainsSyntaxTree(node.SyntaxTree) ? context.Uses.ModelOf(node.SyntaxTree).GetOperation(node, context.Cancellation) : null;
}
