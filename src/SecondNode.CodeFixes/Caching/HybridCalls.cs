using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.Analyzers.Facts;

namespace SecondNode.CodeFixes.Caching;

/// <summary>Writes the calls of <c>HybridCache</c>, which can get or create, set and remove, and nothing else, all of it asynchronous.</summary>
internal static class HybridCalls
{
    /// <summary>The type, as code names it.</summary>
    public const string Type = "Microsoft.Extensions.Caching.Hybrid.HybridCache";

    /// <summary>Whether its serializer gives values of the type back as they were: what is kept in public fields, or in a tuple, it does not promise to write.</summary>
    public static bool Keeps(ITypeSymbol type) => !HasFields(type, 0);

    /// <summary><c>GetOrCreateAsync(key, _ => new ValueTask(value))</c>, not awaited yet.</summary>
    /// <param name="store">The cache at that place.</param>
    /// <param name="type">The type of the entry.</param>
    /// <param name="key">Its key.</param>
    /// <param name="make">What makes it where it is missing.</param>
    /// <param name="isTask">Whether that returns a task.</param>
    /// <param name="options">How the entry is kept; null for the defaults of the application.</param>
    public static ExpressionSyntax Create(StoreCalls store, string type, ExpressionSyntax key, LambdaExpressionSyntax make, bool isTask, ExpressionSyntax? options)
    {
        CSharpSyntaxNode body = make.Block ?? (CSharpSyntaxNode)make.ExpressionBody!;
        var isAsync = make.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword);
        if (isTask && !isAsync)
        {
            isAsync = true;
            body = body is BlockSyntax block ? Returns(block, StoreCalls.Await) : StoreCalls.Await(((ExpressionSyntax)body).WithoutTrivia());
        }
        else if (!isAsync)
        {
            body = body is BlockSyntax block ? Returns(block, Wrapped) : Wrapped((ExpressionSyntax)body);
        }

        // A parameter that is named so would be what the discards of the body assign.
        var parameter = body.DescendantTokens().Any(t => t.ValueText == "_") ? "stop" : "_";
        var factory = (LambdaExpressionSyntax)StoreCalls.Lambda(body, parameter, isAsync);
        return store.Sync("GetOrCreateAsync", type, Arguments(store, key, body is BlockSyntax ? factory.WithArrowToken(make.ArrowToken) : factory, options));

        ExpressionSyntax Wrapped(ExpressionSyntax value) =>
            SyntaxFactory.ObjectCreationExpression(SyntaxFactory.Token(SyntaxKind.NewKeyword).WithTrailingTrivia(SyntaxFactory.Space), SyntaxFactory.ParseTypeName($"ValueTask<{type}>"),
                SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(value.WithoutTrivia()))), null);
    }

    /// <summary>The awaited <c>SetAsync(key, value)</c>.</summary>
    public static ExpressionSyntax Set(StoreCalls store, string? type, ExpressionSyntax key, ExpressionSyntax value, ExpressionSyntax? options) =>
        StoreCalls.Await(store.Sync("SetAsync", type, Arguments(store, key, value, options)));

    /// <summary>The awaited <c>RemoveAsync(key)</c>.</summary>
    public static ExpressionSyntax Remove(StoreCalls store, ExpressionSyntax key) => StoreCalls.Await(store.Sync("RemoveAsync", null, store.WithToken(key)));

    /// <summary><c>created.AsTask()</c>, where nobody awaits it here.</summary>
    public static ExpressionSyntax AsTask(ExpressionSyntax created) =>
        SyntaxFactory.InvocationExpression(SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, created, SyntaxFactory.IdentifierName("AsTask")));

    /// <summary>What makes a value, as a factory.</summary>
    public static LambdaExpressionSyntax Factory(ExpressionSyntax value) => (LambdaExpressionSyntax)StoreCalls.Lambda(value.WithoutTrivia(), isAsync: CallShapes.HasAwait(value));

    /// <summary><c>var name = await value;</c>.</summary>
    public static LocalDeclarationStatementSyntax Declaration(string name, ExpressionSyntax value)
    {
        var statement = (LocalDeclarationStatementSyntax)SyntaxFactory.ParseStatement($"var {name} = x;");
        return statement.ReplaceNode(statement.Declaration.Variables[0].Initializer!.Value, StoreCalls.Await(value));
    }

    public static bool HasComment(SyntaxNode node) =>
        node.DescendantTrivia().Any(t => !t.IsKind(SyntaxKind.WhitespaceTrivia) && !t.IsKind(SyntaxKind.EndOfLineTrivia));

    /// <summary>The variable that the statement returns and does nothing else; null for any other.</summary>
    public static string? Returned(StatementSyntax statement) =>
        statement switch
        {
            BlockSyntax { Statements: [var only] } => Returned(only),
            ReturnStatementSyntax { Expression: IdentifierNameSyntax name } => name.Identifier.ValueText,
            _ => null,
        };

    private static BlockSyntax Returns(BlockSyntax block, Func<ExpressionSyntax, ExpressionSyntax> change) =>
        block.ReplaceNodes(
            block.DescendantNodes(n => n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).OfType<ReturnStatementSyntax>().Where(r => r.Expression is not null).Select(r => r.Expression!),
            (_, current) => change(current));

    private static ArgumentSyntax[] Arguments(StoreCalls store, ExpressionSyntax key, ExpressionSyntax value, ExpressionSyntax? options)
    {
        var arguments = new List<ArgumentSyntax> { SyntaxFactory.Argument(key.WithoutTrivia()), SyntaxFactory.Argument(value.WithoutTrivia()) };
        if (options is not null)
        {
            arguments.Add(SyntaxFactory.Argument(options));
        }

        if (store.WithToken() is [var token])
        {
            arguments.Add(token.WithNameColon(SyntaxFactory.NameColon(SyntaxFactory.IdentifierName("cancellationToken")).WithTrailingTrivia(SyntaxFactory.Space)));
        }

        return [.. arguments];
    }

    private static bool HasFields(ITypeSymbol type, int depth) =>
        depth > 6 || type.IsTupleType || (type is IArrayTypeSymbol array && HasFields(array.ElementType, depth + 1)) ||
        (type is INamedTypeSymbol named && (named.TypeArguments.Any(a => HasFields(a, depth + 1)) ||
            (named.IsInSource() && named.TypeKind is TypeKind.Class or TypeKind.Struct && named.GetMembers().Any(m => !m.IsStatic && (m is IFieldSymbol { IsImplicitlyDeclared: false } || (m is IPropertySymbol property && HasFields(property.Type, depth + 1)))))));
}
