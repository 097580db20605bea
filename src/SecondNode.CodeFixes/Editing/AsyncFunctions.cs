using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;
using SecondNode.Analyzers.Facts;

namespace SecondNode.CodeFixes.Editing;

/// <summary>
/// Makes functions asynchronous where nobody outside can notice: minimal-API handlers and controller actions, whose caller is
/// the framework, private and internal methods, and methods of an application's own classes, with all their callers. Found and
/// checked first, written later.
/// </summary>
internal sealed class AsyncFunctions(Solution solution, CancellationToken cancellation)
{
    private const int Depth = 4;

    private readonly Dictionary<SyntaxNode, Document> functions = [];
    private readonly Dictionary<InvocationExpressionSyntax, Document> calls = [];

    /// <summary>Whether <c>await</c> may be written at a node, once the functions found so far are asynchronous.</summary>
    public Task<bool> IncludeAsync(Document document, SyntaxNode node) => IncludeAsync(document, node, 0);

    /// <summary>Writes the functions, each once a run.</summary>
    public async Task ApplyAsync(SolutionEdits edits)
    {
        foreach (var pair in functions)
        {
            if (!edits.Once("async " + InjectionNames.PlaceOf(pair.Value, pair.Key)))
            {
                continue;
            }

            var editor = await edits.EditorAsync(pair.Value, cancellation).ConfigureAwait(false);
            editor.ReplaceNode(pair.Key, (current, _) => Asynchronous(current));
            edits.Use(pair.Value, "System.Threading.Tasks");
        }

        foreach (var pair in calls)
        {
            if (edits.Once("await " + InjectionNames.PlaceOf(pair.Value, pair.Key)))
            {
                var editor = await edits.EditorAsync(pair.Value, cancellation).ConfigureAwait(false);
                editor.ReplaceNode(pair.Key, (current, _) => Awaited((ExpressionSyntax)current));
            }
        }
    }

    private async Task<bool> IncludeAsync(Document document, SyntaxNode node, int depth)
    {
        if (AsyncContext.MayAwait(node))
        {
            return true;
        }

        var function = FunctionOf(node);
        if (function is null || depth > Depth || await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model)
        {
            return false;
        }

        if (functions.ContainsKey(function))
        {
            return true;
        }

        switch (function)
        {
            case ParenthesizedLambdaExpressionSyntax lambda
                when Endpoints.IsHandler(lambda, model, cancellation) && lambda.ReturnType is null && model.GetSymbolInfo(lambda, cancellation).Symbol is IMethodSymbol symbol && !IsTask(symbol.ReturnType):
                functions.Add(lambda, document);
                return true;
            case MethodDeclarationSyntax method when model.GetDeclaredSymbol(method, cancellation) is { } symbol && CanChange(method, symbol):
                functions.Add(method, document);
                return IsAction(symbol) || await IncludeCallersAsync(symbol, depth).ConfigureAwait(false);
            default:
                return false;
        }
    }

    /// <summary>The function whose body a node is, where nothing between them forbids to await.</summary>
    private static SyntaxNode? FunctionOf(SyntaxNode node)
    {
        foreach (var ancestor in node.Ancestors())
        {
            switch (ancestor)
            {
                case LockStatementSyntax or QueryExpressionSyntax or CatchFilterClauseSyntax or UnsafeStatementSyntax or FixedStatementSyntax:
                    return null;
                case AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax:
                    return ancestor;
            }
        }

        return null;
    }

    private static bool CanChange(MethodDeclarationSyntax method, IMethodSymbol symbol) =>
        symbol is { MethodKind: MethodKind.Ordinary, IsVirtual: false, IsOverride: false, IsAbstract: false, IsExtern: false, ReturnsByRef: false, ReturnsByRefReadonly: false } &&
        symbol.PartialDefinitionPart is null && symbol.PartialImplementationPart is null && symbol.ExplicitInterfaceImplementations.Length == 0 &&
        !symbol.ImplementedInterfaceMembers().Any() && !IsTask(symbol.ReturnType) && !symbol.ReturnType.IsRefLikeType &&
        symbol.Parameters.All(p => p.RefKind == RefKind.None && !p.Type.IsRefLikeType) && !method.Modifiers.Any(SyntaxKind.UnsafeKeyword) &&
        !method.DescendantNodes(n => n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).Any(n => n is YieldStatementSyntax);

    private static bool IsTask(ITypeSymbol type) => type.Name is "Task" or "ValueTask" && type.ContainingNamespace?.ToDisplayString() == "System.Threading.Tasks";

    /// <summary>A method that routing finds: no code calls it, and the framework awaits what it returns.</summary>
    private static bool IsAction(IMethodSymbol symbol)
    {
        if (symbol.DeclaredAccessibility != Accessibility.Public || symbol.IsStatic || symbol.HasAttribute("NonAction"))
        {
            return false;
        }

        for (var type = symbol.ContainingType; type is not null; type = type.BaseType)
        {
            if (type.FullName() == "Microsoft.AspNetCore.Mvc.ControllerBase")
            {
                return true;
            }
        }

        return false;
    }

    private async Task<bool> IncludeCallersAsync(IMethodSymbol symbol, int depth)
    {
        var outside = symbol.DeclaredAccessibility is not (Accessibility.Private or Accessibility.Internal or Accessibility.ProtectedAndInternal) && !IsInternal(symbol.ContainingType);
        if (outside && !IsOfApplication(symbol))
        {
            return false;
        }

        var known = calls.Count;
        foreach (var reference in await SymbolFinder.FindReferencesAsync(symbol, solution, cancellation).ConfigureAwait(false))
        {
            foreach (var location in reference.Locations)
            {
                var root = await location.Document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
                if (location.IsImplicit || location.Document is SourceGeneratedDocument || root?.FindToken(location.Location.SourceSpan.Start).Parent is not SimpleNameSyntax name)
                {
                    return false;
                }

                if (name.Ancestors().Any(a => a is InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } }))
                {
                    continue;
                }

                ExpressionSyntax called = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
                if (called.Parent is not InvocationExpressionSyntax call || call.Expression != called || called.Parent.Parent is ConditionalAccessExpressionSyntax ||
                    !await IncludeAsync(location.Document, call, depth + 1).ConfigureAwait(false))
                {
                    return false;
                }

                calls[call] = location.Document;
            }
        }

        // A public method that nobody calls may be called by its name.
        return !outside || calls.Count > known;
    }

    /// <summary>Whether all callers of a public method are visible: it is a plain method of a plain class of the program itself, which no framework finds by its base, its attributes or its name.</summary>
    private bool IsOfApplication(IMethodSymbol symbol) =>
        symbol is { IsStatic: false, DeclaredAccessibility: Accessibility.Public, ContainingType: { TypeKind: TypeKind.Class, ContainingType: null, BaseType.SpecialType: SpecialType.System_Object } type } &&
        symbol.GetAttributes().IsEmpty && type.GetAttributes().IsEmpty && type.Name != "Startup" && symbol.Name is not ("Invoke" or "Configure" or "ConfigureServices") &&
        solution.GetDocument(symbol.DeclaringSyntaxReferences.FirstOrDefault()?.SyntaxTree)?.Project is { CompilationOptions.OutputKind: OutputKind.ConsoleApplication or OutputKind.WindowsApplication };

    private static bool IsInternal(INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.ContainingType)
        {
            if (current.DeclaredAccessibility is Accessibility.Private or Accessibility.Internal or Accessibility.ProtectedAndInternal)
            {
                return true;
            }
        }

        return false;
    }

    private static SyntaxNode Asynchronous(SyntaxNode function)
    {
        var keyword = SyntaxFactory.Token(SyntaxKind.AsyncKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        switch (function)
        {
            case ParenthesizedLambdaExpressionSyntax lambda:
                return lambda.WithoutLeadingTrivia().WithAsyncKeyword(keyword).WithLeadingTrivia(lambda.GetLeadingTrivia());
            case MethodDeclarationSyntax method:
                var old = method.ReturnType;
                var isVoid = old is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword };
                TypeSyntax type = isVoid
                    ? SyntaxFactory.IdentifierName("Task")
                    : SyntaxFactory.GenericName(SyntaxFactory.Identifier("Task"), SyntaxFactory.TypeArgumentList(SyntaxFactory.SingletonSeparatedList(old.WithoutTrivia())));
                if (method.Modifiers.Count > 0)
                {
                    return method.WithReturnType(type.WithTriviaFrom(old)).AddModifiers(keyword);
                }

                var lead = method.ReturnType.GetLeadingTrivia();
                return method.WithReturnType(type.WithTrailingTrivia(old.GetTrailingTrivia())).AddModifiers(keyword.WithLeadingTrivia(lead));
            default:
                return function;
        }
    }

    private static ExpressionSyntax Awaited(ExpressionSyntax call)
    {
        ExpressionSyntax made = SyntaxFactory.AwaitExpression(SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space), call.WithoutTrivia());
        var closer = call.Parent is MemberAccessExpressionSyntax or ElementAccessExpressionSyntax or PostfixUnaryExpressionSyntax || (call.Parent is InvocationExpressionSyntax outer && outer.Expression == call);
        return (closer ? SyntaxFactory.ParenthesizedExpression(made) : made).WithTriviaFrom(call);
    }
}
