using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SecondNode.CodeFixes.Caching.Memory;

/// <summary><c>using (var entry = cache.CreateEntry(key)) { entry.Value = value; … }</c>: an entry that is stored when its block ends, in one call.</summary>
internal static class CreatedEntry
{
    /// <summary>The rewrite of such a statement; null where more happens in it than that the entry is filled.</summary>
    public static CacheCallRewrite? Classify(InvocationExpressionSyntax call, Document document, SemanticModel model, CancellationToken cancellation)
    {
        if (call.ArgumentList.Arguments.Count != 1 || call.Parent?.Parent is not VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: UsingStatementSyntax { Statement: BlockSyntax body, Parent: BlockSyntax } use } } variable ||
            HybridCalls.HasComment(body) || Read(body, variable.Identifier.ValueText) is not { } read ||
            model.GetTypeInfo(read.Value, cancellation).Type is not { } payload || !JsonShape.RoundTrips(payload, model.Compilation))
        {
            return null;
        }

        var rewrite = new StateUse(document, use, (current, store) =>
        {
            var statement = (UsingStatementSyntax)current;
            var now = Read((BlockSyntax)statement.Statement, variable.Identifier.ValueText)!;
            var key = ((InvocationExpressionSyntax)statement.Declaration!.Variables[0].Initializer!.Value).ArgumentList.Arguments[0].Expression;
            var set = now.Options is { } options ? store.Call("SetAsJson", null, key, now.Value, options) : store.Call("SetAsJson", null, key, now.Value);
            return SyntaxFactory.ExpressionStatement(set.WithoutTrivia()).WithTriviaFrom(statement);
        });
        return new CacheCallRewrite(rewrite, payload, JsonHelpers.EntryClass) { Call = call };
    }

    private static Filled? Read(BlockSyntax body, string entry)
    {
        ExpressionSyntax? value = null;
        var members = new List<AssignmentExpressionSyntax>();
        var chains = new List<(ExpressionSyntax Expression, IdentifierNameSyntax Start)>();
        foreach (var statement in body.Statements)
        {
            var names = statement.DescendantNodes().OfType<IdentifierNameSyntax>().Where(n => n.Identifier.ValueText == entry && !(n.Parent is MemberAccessExpressionSyntax m && m.Name == n)).ToList();
            if (statement is not ExpressionStatementSyntax { Expression: var expression } || names is not [var name])
            {
                return null;
            }

            if (expression is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Value" } target, Right: var stored } && target.Expression == name && value is null)
            {
                value = stored;
            }
            else if (EntryOptions.RewriteStatement(expression, name) is not var (keep, rewritten))
            {
                return null;
            }
            else if (keep && rewritten is AssignmentExpressionSyntax member)
            {
                members.Add(member);
            }
            else if (keep)
            {
                chains.Add((rewritten!, name));
            }
        }

        return value is null ? null : new Filled(value, members.Count + chains.Count == 0 ? null : Options(members, chains, entry));
    }

    private static ExpressionSyntax Options(List<AssignmentExpressionSyntax> members, List<(ExpressionSyntax Expression, IdentifierNameSyntax Start)> chains, string entry)
    {
        var text = string.Join(", ", members.Select(m => ((MemberAccessExpressionSyntax)m.Left).Name + " = " + m.Right.WithoutTrivia()));
        var options = SyntaxFactory.ParseExpression(text.Length > 0 ? $"new {EntryOptions.Type} {{ {text} }}" : $"new {EntryOptions.Type}()");
        foreach (var (expression, _) in chains)
        {
            var start = expression.DescendantNodes().OfType<IdentifierNameSyntax>().First(n => n.Identifier.ValueText == entry && n.Parent is MemberAccessExpressionSyntax m && m.Expression == n);
            options = expression.ReplaceNode(start, options).WithoutTrivia();
        }

        return options;
    }

    /// <summary>What is stored, and how it is kept.</summary>
    private sealed record Filled(ExpressionSyntax Value, ExpressionSyntax? Options);
}
