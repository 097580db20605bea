using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace SecondNode.CodeFixes.Realtime;

/// <summary>Writes a hub without its map of connections: the connection joins a group, or needs not, and messages go to the group or the user.</summary>
internal sealed class ConnectionMapRewriter : CSharpSyntaxRewriter
{
    private readonly ConnectionMap map;
    private readonly bool users;
    private readonly HashSet<StatementSyntax> removed;
    private readonly HashSet<MethodDeclarationSyntax> awaiting = [];
    private readonly HashSet<MethodDeclarationSyntax> idle = [];

    private ConnectionMapRewriter(ConnectionMap map, bool users)
    {
        this.map = map;
        this.users = users;
        removed = [.. map.Leaves, .. map.Unreachable, .. users ? map.Joins.Select(j => j.Statement) : []];
    }

    /// <summary>The rewriter, or null where a method that joins a group cannot await that.</summary>
    public static ConnectionMapRewriter? For(ConnectionMap map, bool users)
    {
        var rewriter = new ConnectionMapRewriter(map, users);
        foreach (var method in users ? [] : map.Joins.Select(j => ConnectionMap.MethodOf(j.Statement)!).Distinct())
        {
            if (method.Modifiers.Any(SyntaxKind.AsyncKeyword))
            {
                continue;
            }

            // A task that is returned at the end, and nowhere else, can be awaited there.
            if (method is not { ReturnType: IdentifierNameSyntax { Identifier.ValueText: "Task" }, Body.Statements: var statements } || statements.LastOrDefault() is not ReturnStatementSyntax { Expression: not null } last ||
                method.Body!.DescendantNodes(n => n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).OfType<ReturnStatementSyntax>().Any(r => r != last))
            {
                return null;
            }

            rewriter.awaiting.Add(method);
        }

        rewriter.idle.UnionWith(rewriter.removed.Except(map.Unreachable).Select(s => ConnectionMap.MethodOf(s)!).Where(rewriter.IsIdle));
        return rewriter;
    }

    public override SyntaxNode? VisitFieldDeclaration(FieldDeclarationSyntax node) => node == map.Field ? null : base.VisitFieldDeclaration(node);

    public override SyntaxNode? VisitClassDeclaration(ClassDeclarationSyntax node)
    {
        var gone = node.Members.Where(m => m == map.Field || (m is MethodDeclarationSyntax method && idle.Contains(method))).ToList();
        var first = node.Members.FirstOrDefault(m => !gone.Contains(m));
        var visited = (ClassDeclarationSyntax)base.VisitClassDeclaration(node)!;

        // What comes to stand first needs no blank line before it.
        return first is null || node.Members[0] == first ? visited : visited.ReplaceNode(visited.Members[0], WithoutBlankLines(visited.Members[0]));
    }

    private static T WithoutBlankLines<T>(T node)
        where T : SyntaxNode => node.WithLeadingTrivia(node.GetLeadingTrivia().SkipWhile(t => t.IsKind(SyntaxKind.EndOfLineTrivia)));

    public override SyntaxNode? VisitMethodDeclaration(MethodDeclarationSyntax node)
    {
        if (idle.Contains(node))
        {
            return null;
        }

        var visited = (MethodDeclarationSyntax)base.VisitMethodDeclaration(node)!;
        return awaiting.Contains(node) ? visited.AddModifiers(SyntaxFactory.Token(SyntaxKind.AsyncKeyword).WithTrailingTrivia(SyntaxFactory.Space)) : visited;
    }

    public override SyntaxNode? VisitBlock(BlockSyntax node)
    {
        var statements = new List<StatementSyntax>();
        foreach (var statement in node.Statements)
        {
            if (removed.Contains(statement))
            {
                continue;
            }

            if (map.Tests.FirstOrDefault(t => t.Test == statement) is { Test: not null } test)
            {
                var then = test.Then is null ? [] : Visit(test.Then) is BlockSyntax block ? block.Statements.AsEnumerable() : [(StatementSyntax)Visit(test.Then)!];
                statements.AddRange(then.Select((s, i) => (i == 0 ? s.WithLeadingTrivia(statement.GetLeadingTrivia()) : s).WithAdditionalAnnotations(Formatter.Annotation)));
                continue;
            }

            if (Visit(statement) is StatementSyntax kept)
            {
                statements.Add(statements.Count == 0 && node.Statements[0] != statement ? WithoutBlankLines(kept) : kept);
            }
        }

        return node.WithStatements(SyntaxFactory.List(statements));
    }

    public override SyntaxNode? VisitExpressionStatement(ExpressionStatementSyntax node) =>
        map.Joins.FirstOrDefault(j => j.Statement == node) is { Statement: not null } join
            ? SyntaxFactory.ParseStatement($"await Groups.AddToGroupAsync(Context.ConnectionId, {join.Name.WithoutTrivia()});").WithTriviaFrom(node)
            : base.VisitExpressionStatement(node);

    public override SyntaxNode? VisitReturnStatement(ReturnStatementSyntax node)
    {
        if (node.Expression is null || ConnectionMap.MethodOf(node) is not { } method || !awaiting.Contains(method) || node.Parent != method.Body)
        {
            return base.VisitReturnStatement(node);
        }

        var awaited = (ExpressionSyntax)Visit(node.Expression)!;
        return IsCompleted(node.Expression) ? null : SyntaxFactory.ExpressionStatement(SyntaxFactory.AwaitExpression(SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space), awaited.WithoutTrivia())).WithTriviaFrom(node);
    }

    public override SyntaxNode? VisitConditionalExpression(ConditionalExpressionSyntax node) =>
        map.Tests.FirstOrDefault(t => t.Test == node) is { Then: { } then } ? Visit(then)!.WithTriviaFrom(node).WithAdditionalAnnotations(Formatter.Annotation) : base.VisitConditionalExpression(node);

    public override SyntaxNode? VisitInvocationExpression(InvocationExpressionSyntax node)
    {
        if (map.Sends.FirstOrDefault(s => s.Call == node) is not { Call: not null } send)
        {
            return base.VisitInvocationExpression(node);
        }

        var member = (MemberAccessExpressionSyntax)node.Expression;
        var name = SyntaxFactory.IdentifierName(users ? "User" : "Group").WithTriviaFrom(member.Name);
        return node.WithExpression(member.WithName(name)).WithArgumentList(node.ArgumentList.WithArguments(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(send.Name.WithoutTrivia()))));
    }

    /// <summary>An override that does nothing more than the hub itself.</summary>
    private bool IsIdle(MethodDeclarationSyntax method) =>
        method.Body is { } body && method.Modifiers.Any(SyntaxKind.OverrideKeyword) && body.Statements.Where(s => !removed.Contains(s)).All(s => s switch
        {
            ReturnStatementSyntax { Expression: { } value } => IsBase(value) || (IsCompleted(value) && map.Type.BaseList?.Types.FirstOrDefault()?.ToString() == "Hub"),
            ExpressionStatementSyntax { Expression: AwaitExpressionSyntax { Expression: var value } } => IsBase(value),
            _ => false,
        });

    private static bool IsBase(ExpressionSyntax value) => value is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: BaseExpressionSyntax } };

    private static bool IsCompleted(ExpressionSyntax value) => value is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CompletedTask" };
}
