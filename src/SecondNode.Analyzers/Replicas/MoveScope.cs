using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.Analyzers.Facts;

namespace SecondNode.Analyzers.Replicas;

/// <summary>
/// What else moves with an edit. An edit in the read itself moves that read alone; one where a variable gets its connection, command or query moves
/// everything that goes through the variable, and is right only if all of that is to move.
/// </summary>
internal sealed class MoveScope(RuleContext context)
{
    private const int MaxDepth = 6;

    /// <summary>What a connection, command or builder is asked without reading anything.</summary>
    private static readonly HashSet<string> Neutral = new(StringComparer.Ordinal)
    {
        "Open", "OpenAsync", "Close", "CloseAsync", "Dispose", "DisposeAsync", "ConfigureAwait", "State", "Database", "ConnectionTimeout", "ConnectionString", "BeginTransaction", "BeginTransactionAsync",
        "Commit", "CommitAsync", "Rollback", "RollbackAsync", "Parameters", "CommandText", "CommandTimeout", "CommandType", "Connection", "Transaction", "CreateParameter", "Prepare", "PrepareAsync", "RetryLogicProvider", "StatisticsEnabled",
    };

    /// <summary>Whether the edits move nothing but reads and writes that are known to have to move.</summary>
    /// <param name="edits">The edits.</param>
    /// <param name="moving">The places that move, or may.</param>
    public bool IsOnly(ImmutableArray<Replacement> edits, IEnumerable<SyntaxNode> moving)
    {
        var places = moving.Distinct().ToList();
        return edits.All(edit => IsWithin(edit.Place, places) || CarrierOf(edit.Place) is not { } carrier || OnlyFor(carrier, edit.Place, places, 0));
    }

    private static bool IsWithin(SyntaxNode node, List<SyntaxNode> places) => places.Any(p => p.SyntaxTree == node.SyntaxTree && p.Span.Contains(node.Span));

    /// <summary>The variable whose value or property the edited expression is part of; null where it is part of a call or return.</summary>
    private ISymbol? CarrierOf(SyntaxNode place)
    {
        for (var node = place; node is not null; node = node.Parent)
        {
            switch (node)
            {
                case VariableDeclaratorSyntax declarator:
                    return context.Uses.ModelOf(node.SyntaxTree).GetDeclaredSymbol(declarator, context.Cancellation);
                case AssignmentExpressionSyntax { Parent: not InitializerExpressionSyntax } assignment when assignment.Right.Span.Contains(place.Span):
                    var target = assignment.Left is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax owner } ? owner : assignment.Left;
                    return context.Uses.ModelOf(node.SyntaxTree).GetSymbolInfo(target, context.Cancellation).Symbol;
                case StatementSyntax or MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax or ArrowExpressionClauseSyntax:
                    return null;
            }
        }

        return null;
    }

    private bool OnlyFor(ISymbol carrier, SyntaxNode from, List<SyntaxNode> places, int depth)
    {
        if (depth > MaxDepth || Scope(carrier, from) is not { } scope)
        {
            return false;
        }

        foreach (var name in scope.DescendantNodes().OfType<IdentifierNameSyntax>())
        {
            if (name.Identifier.ValueText != carrier.Name || IsWithin(name, places) || name.Span.Contains(from.Span) ||
                !SymbolEqualityComparer.Default.Equals(context.Uses.ModelOf(name.SyntaxTree).GetSymbolInfo(name, context.Cancellation).Symbol, carrier))
            {
                continue;
            }

            if (!IsHarmless(name, carrier, places, depth))
            {
                return false;
            }
        }

        return true;
    }

    private bool IsHarmless(IdentifierNameSyntax name, ISymbol carrier, List<SyntaxNode> places, int depth)
    {
        SyntaxNode use = name;
        while (use.Parent is ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax || (use.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } own && own.Name == use))
        {
            use = use.Parent;
        }

        switch (use.Parent)
        {
            // It is given another value, or is disposed.
            case AssignmentExpressionSyntax assignment when assignment.Left == use:
            case UsingStatementSyntax:
            case InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } }:
                return true;
            case MemberAccessExpressionSyntax { Parent: AssignmentExpressionSyntax set } member when member.Expression == use && set.Left == member:
                return true;
            case MemberAccessExpressionSyntax member when member.Expression == use && Neutral.Contains(member.Name.Identifier.ValueText):
                break;
            case ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax { Name.Identifier.ValueText: var called } } } when Neutral.Contains(called):
                return true;
        }

        // A command of the connection, a further part of the query: what it is for counts.
        if (Next(use, carrier) is { } next)
        {
            return next.Equals(carrier, SymbolEqualityComparer.Default) || OnlyFor(next, use, places, depth + 1);
        }

        return use.Parent is MemberAccessExpressionSyntax neutral && neutral.Expression == use && Neutral.Contains(neutral.Name.Identifier.ValueText);
    }

    /// <summary>The variable that is made of the used one without asking the server.</summary>
    private ISymbol? Next(SyntaxNode use, ISymbol carrier) =>
        CarrierOf(use) is { } made && (made as ILocalSymbol)?.Type is { } type && (made.Equals(carrier, SymbolEqualityComparer.Default) || Carries(type)) ? made : null;

    private static bool Carries(ITypeSymbol type) =>
        type.IsQuery() || TypeRoles.IsConnection(type) || TypeRoles.IsDataSource(type) ||
        type.Name is "DbCommand" or "IDbCommand" or "SqlCommand" or "NpgsqlCommand" or "MySqlCommand" or "OracleCommand" or "SqliteCommand" or "SqlConnectionStringBuilder" or "ISugarQueryable" or "ISelect" ||
        type.Name.EndsWith("Transaction", StringComparison.Ordinal) || (type.Name.EndsWith("DataSourceBuilder", StringComparison.Ordinal));

    /// <summary>Where the variable can be named.</summary>
    private static SyntaxNode? Scope(ISymbol carrier, SyntaxNode from) =>
        carrier switch
        {
            ILocalSymbol or IParameterSymbol => from.FirstAncestorOrSelf<MemberDeclarationSyntax>(m => m is not GlobalStatementSyntax) ?? from.SyntaxTree.GetRoot(),
            IFieldSymbol { DeclaredAccessibility: Accessibility.Private, ContainingType.DeclaringSyntaxReferences.Length: 1 } => from.FirstAncestorOrSelf<TypeDeclarationSyntax>(),
            _ => null,
        };
}
