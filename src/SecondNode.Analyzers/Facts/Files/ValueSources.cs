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
internal sealed class ValueSources(RuleContext context)
{
    private const int MostSources = 8;
    private const int MostWrittenCalls = 12;
    private readonly ConcurrentDictionary<ISymbol, ImmutableArray<IOperation>> byMember = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, ImmutableArray<ImmutableArray<IArgumentOperation>>> byCalled = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, ImmutableArray<ISymbol>> byInterfaceMember = new(SymbolEqualityComparer.Default);

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
    public ImmutableArray<IOperation> OfLocal(ILocalSymbol local, IOperation near)
    {
        var found = ImmutableArray.CreateBuilder<IOperation>();
        foreach (var operation in RootOf(near).DescendantsAndSelf())
        {
            var value = operation switch
            {
                IVariableDeclaratorOperation declarator when Is(declarator.Symbol) => declarator.Initializer?.Value ?? (declarator.Parent as IVariableDeclarationOperation)?.Initializer?.Value,
                // What is appended by += leaves the beginning of a path as it was.
                IAssignmentOperation and not ICompoundAssignmentOperation and { Target: ILocalReferenceOperation target } assignment when Is(target.Local) => assignment.Value,
                IForEachLoopOperation loop when loop.Locals.Any(Is) => loop.Collection,
                IDeclarationPatternOperation { DeclaredSymbol: ILocalSymbol declared, Parent: IIsPatternOperation test } when Is(declared) => test.Value,
                _ => null,
            };
            if (value is not null && found.Count < MostSources)
            {
                found.Add(value);
            }
        }

        return found.ToImmutable();

        bool Is(ILocalSymbol other) => SymbolEqualityComparer.Default.Equals(other, local);
    }

    /// <summary>The values of a field, or of a property: initializers, assignments, what the getter returns.</summary>
    public ImmutableArray<IOperation> OfMember(ISymbol member) => byMember.GetOrAdd(member.OriginalDefinition, FindOfMember);

    /// <summary>What a method of this compilation returns; an interface or abstract method returns what its implementations here return.</summary>
    public ImmutableArray<IOperation> Returned(IMethodSymbol method)
    {
        var definition = (method.ReducedFrom ?? method).OriginalDefinition;
        return byMember.GetOrAdd(definition, m => ImmutableArray.CreateRange(Implementations(m).SelectMany(ReturnsOf).Take(MostSources)));
    }

    /// <summary>The arguments of the calls of a method or constructor in this compilation, through its interface too.</summary>
    public ImmutableArray<ImmutableArray<IArgumentOperation>> Calls(IMethodSymbol method) => byCalled.GetOrAdd(method.OriginalDefinition, m => FindCalls((IMethodSymbol)m));

    /// <summary>The member itself where it has a body, else the members of this compilation that implement or override it.</summary>
    public ImmutableArray<ISymbol> Implementations(ISymbol member)
    {
        if (!member.IsAbstract && member.ContainingType?.TypeKind != TypeKind.Interface)
        {
            return ImmutableArray.Create(member);
        }

        return byInterfaceMember.GetOrAdd(member.OriginalDefinition, m => m.ContainingType is { } type ? ImmutableArray.CreateRange(TypesBelow(type).Select(t => Implementation(t, m)).OfType<ISymbol>().Take(MostSources)) : ImmutableArray<ISymbol>.Empty);
    }

    /// <summary>The classes of this compilation that name the type in their base list.</summary>
    public IEnumerable<INamedTypeSymbol> TypesBelow(INamedTypeSymbol type)
    {
        foreach (var tree in context.Compilation.SyntaxTrees)
        {
            if (!context.FactsOf(tree).Mentions(type.Name))
            {
                continue;
            }

            foreach (var declaration in tree.GetRoot(context.Cancellation).DescendantNodes(n => n is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax).OfType<TypeDeclarationSyntax>())
            {
                if (declaration is not InterfaceDeclarationSyntax &&
                    declaration.BaseList is { } bases && bases.Types.Any(b => b.Type.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Any(n => n.Identifier.ValueText == type.Name)) &&
                    context.Uses.ModelOf(tree).GetDeclaredSymbol(declaration, context.Cancellation) is { } found && found.IsOrInherits(type))
                {
                    yield return found;
                }
            }
        }
    }

    private static ISymbol? Implementation(INamedTypeSymbol type, ISymbol member)
    {
        if (member.ContainingType.TypeKind == TypeKind.Interface)
        {
            // The interface may be constructed: its member is found by name in the construction that the type implements.
            var constructed = type.AllInterfaces.FirstOrDefault(i => SymbolEqualityComparer.Default.Equals(i.OriginalDefinition, member.ContainingType.OriginalDefinition));
            var wanted = constructed?.GetMembers(member.Name).FirstOrDefault(m => SymbolEqualityComparer.Default.Equals(m.OriginalDefinition, member.OriginalDefinition));
            return wanted is null ? null : type.FindImplementationForInterfaceMember(wanted)?.OriginalDefinition;
        }

        return type.GetMembers(member.Name).FirstOrDefault(m => m.IsOverride)?.OriginalDefinition;
    }

    private ImmutableArray<IOperation> FindOfMember(ISymbol member)
    {
        var found = new List<IOperation>();
        foreach (var implementation in Implementations(member))
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

    private ImmutableArray<ImmutableArray<IArgumentOperation>> FindCalls(IMethodSymbol method)
    {
        var found = ImmutableArray.CreateBuilder<ImmutableArray<IArgumentOperation>>();
        foreach (var called in InterfaceMembersOf(method).Prepend(method).Where(m => m.MethodKind is MethodKind.Ordinary or MethodKind.LocalFunction or MethodKind.Constructor && Contains(m)))
        {
            // A name that is written all over the place is not followed.
            var written = WrittenCalls(called).Take(MostWrittenCalls + 1).ToList();
            if (written.Count > MostWrittenCalls)
            {
                continue;
            }

            foreach (var node in written)
            {
                var (target, arguments) = context.Uses.ModelOf(node.SyntaxTree).GetOperation(node, context.Cancellation) switch
                {
                    IInvocationOperation call => (call.TargetMethod.ReducedFrom ?? call.TargetMethod, call.Arguments),
                    IObjectCreationOperation creation => (creation.Constructor, creation.Arguments),
                    _ => (null, ImmutableArray<IArgumentOperation>.Empty),
                };
                if (found.Count < MostSources && SymbolEqualityComparer.Default.Equals(target?.OriginalDefinition, called))
                {
                    found.Add(arguments);
                }
            }
        }

        return found.ToImmutable();
    }

    /// <summary>The calls and constructions that may be of the method by their name.</summary>
    public IEnumerable<SyntaxNode> WrittenCalls(IMethodSymbol method)
    {
        var constructs = method.MethodKind == MethodKind.Constructor;
        var name = constructs ? method.ContainingType.Name : method.Name;
        var trees = method.DeclaredAccessibility == Accessibility.Private || method.MethodKind == MethodKind.LocalFunction
            ? (method.ContainingType?.DeclaringSyntaxReferences ?? method.DeclaringSyntaxReferences).Select(r => r.SyntaxTree).Distinct()
            : context.Compilation.SyntaxTrees;
        foreach (var tree in trees)
        {
            foreach (var written in context.FactsOf(tree).Names(name))
            {
                if (constructs)
                {
                    var type = written.Parent is QualifiedNameSyntax or AliasQualifiedNameSyntax ? written.Parent : written;
                    if (type.Parent is ObjectCreationExpressionSyntax creation && creation.Type == type)
                    {
                        yield return creation;
                    }
                }
                else if (written.InvocationOf() is { } invocation && invocation.ArgumentList.Arguments.Count <= method.Parameters.Length)
                {
                    yield return invocation;
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

    private static IEnumerable<IMethodSymbol> InterfaceMembersOf(IMethodSymbol method)
    {
        if (method.ContainingType is not { } type || method.DeclaredAccessibility != Accessibility.Public)
        {
            yield break;
        }

        foreach (var implemented in type.AllInterfaces)
        {
            foreach (var member in implemented.GetMembers(method.Name).OfType<IMethodSymbol>())
            {
                if (SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(member), method))
                {
                    yield return member.OriginalDefinition;
                }
            }
        }
    }

    private bool Contains(ISymbol symbol) => symbol.DeclaringSyntaxReferences.Any(r => context.Compilation.ContainsSyntaxTree(r.SyntaxTree));

    private IOperation? OperationOf(SyntaxNode node) =>
        context.Compilation.ContainsSyntaxTree(node.SyntaxTree) ? context.Uses.ModelOf(node.SyntaxTree).GetOperation(node, context.Cancellation) : null;
}
