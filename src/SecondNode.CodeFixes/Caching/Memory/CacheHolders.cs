using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Facts;
using SecondNode.CodeFixes.Editing;

namespace SecondNode.CodeFixes.Caching.Memory;

/// <summary>
/// The fields, properties and parameters through which one memory cache reaches the code that uses it: from the constructor
/// parameter that the container fills to the field that is called. All of them change their type together, or none.
/// </summary>
internal sealed class CacheHolders(Solution solution, CancellationToken cancellation)
{
    private const string CacheType = "Microsoft.Extensions.Caching.Memory.IMemoryCache";
    private const int Limit = 40;

    private readonly HashSet<ISymbol> known = new(SymbolEqualityComparer.Default);
    private readonly Queue<ISymbol> pending = new();
    private readonly HashSet<ISymbol> constructors = new(SymbolEqualityComparer.Default);

    /// <summary>Where the type of a holder is written.</summary>
    public List<(Document Document, TypeSyntax Type)> Types { get; } = [];

    /// <summary>The calls on the cache, with the holder that each is made on.</summary>
    public List<(Document Document, InvocationExpressionSyntax Call, ISymbol Holder, SimpleNameSyntax Name)> Calls { get; } = [];

    /// <summary>The holder that a call is made on.</summary>
    public static ISymbol? HolderOf(SemanticModel model, InvocationExpressionSyntax call, CancellationToken cancellation) =>
        call.Expression is MemberAccessExpressionSyntax { Expression: var receiver } && model.GetSymbolInfo(receiver, cancellation).Symbol is { } symbol && TypeOf(symbol).IsNamed(CacheType) ? symbol : null;

    /// <summary>Collects everything that belongs to the holder; false where it cannot all be changed.</summary>
    public async Task<bool> CollectAsync(ISymbol holder)
    {
        Add(holder);
        while (pending.Count > 0)
        {
            if (known.Count > Limit || !await CompleteAsync(pending.Dequeue()).ConfigureAwait(false))
            {
                return false;
            }
        }

        return true;
    }

    private void Add(ISymbol symbol)
    {
        if (known.Add(symbol.OriginalDefinition))
        {
            pending.Enqueue(symbol.OriginalDefinition);
        }
    }

    private async Task<bool> CompleteAsync(ISymbol holder)
    {
        if (!TypeOf(holder).IsNamed(CacheType) || holder.DeclaringSyntaxReferences.Length != 1 ||
            await holder.DeclaringSyntaxReferences[0].GetSyntaxAsync(cancellation).ConfigureAwait(false) is not { } declaration ||
            solution.GetDocument(declaration.SyntaxTree) is not { } document || document is SourceGeneratedDocument ||
            TypeIn(declaration) is not { } type || !await MayChangeAsync(holder, declaration, document).ConfigureAwait(false))
        {
            return false;
        }

        Types.Add((document, type));
        foreach (var reference in await SymbolFinder.FindReferencesAsync(holder, solution, cancellation).ConfigureAwait(false))
        {
            foreach (var location in reference.Locations)
            {
                if (location.IsImplicit || location.Document is SourceGeneratedDocument || await location.Document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root ||
                    root.FindNode(location.Location.SourceSpan, findInsideTrivia: true, getInnermostNodeForTie: true) is not SimpleNameSyntax name || !await UseAsync(location.Document, name, holder).ConfigureAwait(false))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static TypeSyntax? TypeIn(SyntaxNode declaration)
    {
        var type = declaration switch
        {
            VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: FieldDeclarationSyntax } variable } => variable.Type,
            PropertyDeclarationSyntax property => property.Type,
            ParameterSyntax parameter => parameter.Type,
            _ => null,
        };
        return type is NullableTypeSyntax nullable ? nullable.ElementType : type;
    }

    /// <summary>Whether the declaration may change its type: nobody outside decides about it.</summary>
    private async Task<bool> MayChangeAsync(ISymbol holder, SyntaxNode declaration, Document document)
    {
        switch (holder)
        {
            case IFieldSymbol:
                return ((VariableDeclaratorSyntax)declaration).Initializer is not { } initializer || await FlowsAsync(document, initializer.Value).ConfigureAwait(false);
            case IPropertySymbol property:
                var node = (PropertyDeclarationSyntax)declaration;
                return !property.IsOverride && !property.IsVirtual && !property.IsAbstract && property.ExplicitInterfaceImplementations.IsEmpty && !property.ImplementedInterfaceMembers().Any() &&
                    node.AccessorList?.Accessors.All(a => a.Body is null && a.ExpressionBody is null) == true && (node.Initializer is null || await FlowsAsync(document, node.Initializer.Value).ConfigureAwait(false));
            case IParameterSymbol { RefKind: RefKind.None, ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } constructor } parameter:
                return await ConstructionsPassAsync(constructor, parameter).ConfigureAwait(false);
            case IParameterSymbol { RefKind: RefKind.None } when declaration.FirstAncestorOrSelf<ParenthesizedLambdaExpressionSyntax>() is { } lambda && lambda.ParameterList.Parameters.Contains(declaration):
                return await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is { } model && Endpoints.IsHandler(lambda, model, cancellation);
            case IParameterSymbol { RefKind: RefKind.None } injected:
                return injected.HasAttribute("FromServices");
            default:
                return false;
        }
    }

    /// <summary>Whether every construction in source passes a holder.</summary>
    private async Task<bool> ConstructionsPassAsync(IMethodSymbol constructor, IParameterSymbol parameter)
    {
        if (!constructors.Add(parameter))
        {
            return true;
        }

        foreach (var reference in await SymbolFinder.FindReferencesAsync(constructor, solution, cancellation).ConfigureAwait(false))
        {
            foreach (var location in reference.Locations)
            {
                if (await location.Document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root || await location.Document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model)
                {
                    return false;
                }

                var at = root.FindNode(location.Location.SourceSpan, getInnermostNodeForTie: true);
                var construction = at.AncestorsAndSelf().FirstOrDefault(n => n is BaseObjectCreationExpressionSyntax or ConstructorInitializerSyntax or PrimaryConstructorBaseTypeSyntax or StatementSyntax or MemberDeclarationSyntax);
                if (construction is not (BaseObjectCreationExpressionSyntax or ConstructorInitializerSyntax or PrimaryConstructorBaseTypeSyntax))
                {
                    continue;
                }

                var arguments = model.GetOperation(construction, cancellation) switch
                {
                    IObjectCreationOperation creation => creation.Arguments,
                    IInvocationOperation call => call.Arguments,
                    _ => ImmutableArray<IArgumentOperation>.Empty,
                };
                if (arguments.FirstOrDefault(a => a.Parameter?.Ordinal == parameter.Ordinal)?.Value.Syntax is not ExpressionSyntax passed || !await FlowsAsync(location.Document, passed).ConfigureAwait(false))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Whether the expression is a holder, which is then collected too.</summary>
    private async Task<bool> FlowsAsync(Document document, ExpressionSyntax expression)
    {
        var value = expression;
        while (value is ParenthesizedExpressionSyntax or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression, Right: ThrowExpressionSyntax } or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression })
        {
            value = value switch
            {
                ParenthesizedExpressionSyntax inner => inner.Expression,
                BinaryExpressionSyntax binary => binary.Left,
                _ => ((PostfixUnaryExpressionSyntax)value).Operand,
            };
        }

        if (await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model || model.GetSymbolInfo(value, cancellation).Symbol is not { } symbol)
        {
            return false;
        }

        return Collected(symbol);
    }

    /// <summary>What one mention of a holder does; false where it is not understood.</summary>
    private async Task<bool> UseAsync(Document document, SimpleNameSyntax name, ISymbol holder)
    {
        if (name.IsPartOfStructuredTrivia())
        {
            return true;
        }

        ExpressionSyntax self = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
        while (self.Parent is ParenthesizedExpressionSyntax or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression, Right: ThrowExpressionSyntax } or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression })
        {
            self = (ExpressionSyntax)self.Parent;
        }

        switch (self.Parent)
        {
            case MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } member when member.Expression == self && call.Expression == member:
                Calls.Add((document, call, holder, name));
                return true;
            case AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment:
                return await FlowsAsync(document, assignment.Left == self ? assignment.Right : assignment.Left).ConfigureAwait(false);
            case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax } or PropertyDeclarationSyntax } initializer:
                return await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is { } model && model.GetDeclaredSymbol(initializer.Parent!, cancellation) is { } target && Collected(target);
            case ArgumentSyntax { Parent: ArgumentListSyntax { Parent: var called } } argument:
                return called switch
                {
                    InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } } => true,
                    InvocationExpressionSyntax { Parent: ExpressionStatementSyntax, Expression: var guard } => guard.ToString().Contains("Null"),
                    BaseObjectCreationExpressionSyntax or ConstructorInitializerSyntax or PrimaryConstructorBaseTypeSyntax => await PassedAsync(document, argument).ConfigureAwait(false),
                    _ => false,
                };
            default:
                return false;
        }
    }

    private bool Collected(ISymbol target)
    {
        if (!TypeOf(target).IsNamed(CacheType))
        {
            return false;
        }

        Add(target);
        return true;
    }

    private async Task<bool> PassedAsync(Document document, ArgumentSyntax argument) =>
        await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is { } model &&
        model.GetOperation(argument, cancellation) is IArgumentOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } parameter } && Collected(parameter);

    private static ITypeSymbol? TypeOf(ISymbol symbol) =>
        symbol switch
        {
            IFieldSymbol field => field.Type,
            IPropertySymbol property => property.Type,
            IParameterSymbol parameter => parameter.Type,
            _ => null,
        };
}
