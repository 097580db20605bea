using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.Analyzers.Facts;

namespace SecondNode.CodeFixes.Caching.Memory;

/// <summary>
/// When entries of a memory cache expire, as <c>HybridCache</c> can say it: so long after they were made. It has nothing for
/// entries that live as long as somebody reads them, for callbacks and for change tokens; size and priority mean nothing to it.
/// </summary>
/// <param name="model">The model of the code.</param>
/// <param name="cancellation">Ends the work.</param>
internal sealed class EntryExpiry(SemanticModel model, CancellationToken cancellation)
{
    private const string OptionsType = "HybridCacheEntryOptions";

    private bool found;
    private ExpressionSyntax? source;

    /// <summary>The lifetime that was read; null where entries have none of their own.</summary>
    public ExpressionSyntax? Lifetime { get; private set; }

    /// <summary>Options for a lifetime. No node may keep a copy of its own: what another node removes, it would go on serving.</summary>
    public static ExpressionSyntax Options(ExpressionSyntax? lifetime)
    {
        var text = $"new {OptionsType} {{ {(lifetime is null ? "" : "Expiration = x, ")}Flags = HybridCacheEntryFlags.DisableLocalCache }}";
        var creation = (ObjectCreationExpressionSyntax)SyntaxFactory.ParseExpression(text);
        return lifetime is null
            ? creation
            : creation.ReplaceNode(((AssignmentExpressionSyntax)creation.Initializer!.Expressions[0]).Right, lifetime.WithoutTrivia());
    }

    /// <summary>The name of the options type, as a declaration writes it; <c>var</c> stays.</summary>
    public static TypeSyntax RewriteType(TypeSyntax type) =>
        type.IsVar ? type : type is NullableTypeSyntax nullable ? nullable.WithElementType(RewriteType(nullable.ElementType)) : SyntaxFactory.IdentifierName(OptionsType).WithTriviaFrom(type);

    /// <summary>Reads what a call is handed: a lifetime, a time, or options that are made there. False where it cannot be said.</summary>
    public bool Read(ExpressionSyntax argument) =>
        argument switch
        {
            ParenthesizedExpressionSyntax inner => Read(inner.Expression),
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member, ArgumentList.Arguments: [var value] } when IsOptions(member.Expression) => Read(member.Expression) && Add(member.Name.Identifier.ValueText, value.Expression),
            BaseObjectCreationExpressionSyntax { ArgumentList: null or { Arguments.Count: 0 } } creation when IsOptions(creation) =>
                creation.Initializer is null || creation.Initializer.Expressions.All(e => e is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: var member } } set && Add(member, set.Right)),
            _ => Add("SetAbsoluteExpiration", argument),
        };

    /// <summary>Reads the statements of a factory that say how its entry is kept; gives their positions in its block, or null where something else is done with the entry.</summary>
    public HashSet<int>? ReadFactory(LambdaExpressionSyntax lambda)
    {
        var parameter = lambda switch
        {
            SimpleLambdaExpressionSyntax simple => simple.Parameter,
            ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: [var one] } => one,
            _ => null,
        };
        if (parameter is null)
        {
            return null;
        }

        var positions = new HashSet<int>();
        foreach (var use in lambda.Body.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Where(n => n.Identifier.ValueText == parameter.Identifier.ValueText && !(n.Parent is MemberAccessExpressionSyntax m && m.Name == n) && n.Parent is not (NameColonSyntax or NameEqualsSyntax)))
        {
            if (use.FirstAncestorOrSelf<StatementSyntax>() is not ExpressionStatementSyntax statement || statement.Parent != lambda.Block || !ReadStatement(statement.Expression, use))
            {
                return null;
            }

            positions.Add(lambda.Block!.Statements.IndexOf(statement));
        }

        return IsIndependent(lambda) ? positions : null;
    }

    /// <summary>Whether the lifetime can be evaluated before some code, and whether or not that runs: it is cheap, changes nothing, and needs nothing that the code makes.</summary>
    public bool IsIndependent(SyntaxNode code) =>
        source is null || source.DescendantNodesAndSelf().OfType<ExpressionSyntax>().All(e => e switch
        {
            AwaitExpressionSyntax or AssignmentExpressionSyntax or AnonymousFunctionExpressionSyntax or DeclarationExpressionSyntax => false,
            PrefixUnaryExpressionSyntax unary => unary.Kind() is not (SyntaxKind.PreIncrementExpression or SyntaxKind.PreDecrementExpression),
            PostfixUnaryExpressionSyntax unary => unary.IsKind(SyntaxKind.SuppressNullableWarningExpression),
            InvocationExpressionSyntax call => model.GetSymbolInfo(call, cancellation).Symbol is IMethodSymbol { IsStatic: true } method && method.ContainingType.FullName() is "System.TimeSpan" or "System.Math",
            BaseObjectCreationExpressionSyntax creation => model.GetTypeInfo(creation, cancellation).Type.IsNamed("System.TimeSpan"),
            IdentifierNameSyntax name => model.GetSymbolInfo(name, cancellation).Symbol is not { } symbol || symbol is not (ILocalSymbol or IParameterSymbol) || !symbol.DeclaringSyntaxReferences.Any(r => r.SyntaxTree == code.SyntaxTree && code.Span.Contains(r.Span)),
            _ => true,
        });

    private bool IsOptions(ExpressionSyntax expression) => model.GetTypeInfo(expression, cancellation).Type.IsNamed("Microsoft.Extensions.Caching.Memory.MemoryCacheEntryOptions");

    private bool ReadStatement(ExpressionSyntax expression, IdentifierNameSyntax entry) =>
        expression switch
        {
            AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: MemberAccessExpressionSyntax { Expression: var target, Name.Identifier.ValueText: var member }, Right: var value } => target == entry && Add(member, value),
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax link, ArgumentList.Arguments: [var value] } => (link.Expression == entry || ReadStatement(link.Expression, entry)) && Add(link.Name.Identifier.ValueText, value.Expression),
            _ => false,
        };

    private bool Add(string member, ExpressionSyntax value)
    {
        if (member is "Size" or "Priority" or "SetSize" or "SetPriority")
        {
            return true;
        }

        if (found || member is not ("AbsoluteExpiration" or "AbsoluteExpirationRelativeToNow" or "SetAbsoluteExpiration"))
        {
            return false;
        }

        found = true;
        source = value;
        Lifetime = FromNow(value) ?? (member != "AbsoluteExpiration" && model.GetTypeInfo(value, cancellation).Type.IsNamed("System.TimeSpan") ? value : null);
        return Lifetime is not null;
    }

    /// <summary><c>DateTimeOffset.UtcNow.AddMinutes(5)</c> as <c>TimeSpan.FromMinutes(5)</c>; null for a time that is not so far from now.</summary>
    private ExpressionSyntax? FromNow(ExpressionSyntax value)
    {
        if (value is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum && IsNow(sum.Left))
        {
            return source = sum.Right;
        }

        if (value is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member, ArgumentList.Arguments: [{ Expression: var amount }] } || !IsNow(member.Expression))
        {
            return null;
        }

        var name = member.Name.Identifier.ValueText;
        source = amount;
        if (name == "Add")
        {
            return amount;
        }

        if (name is not ("AddMilliseconds" or "AddSeconds" or "AddMinutes" or "AddHours" or "AddDays"))
        {
            return null;
        }

        var prefix = member.Expression.ToString().StartsWith("System.", StringComparison.Ordinal) ? "System." : "";
        var made = (InvocationExpressionSyntax)SyntaxFactory.ParseExpression($"{prefix}TimeSpan.From{name["Add".Length..]}(x)");
        return made.WithArgumentList(SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(amount.WithoutTrivia()))));
    }

    private bool IsNow(ExpressionSyntax expression) =>
        model.GetSymbolInfo(expression, cancellation).Symbol is IPropertySymbol { IsStatic: true, Name: "Now" or "UtcNow" } now && now.ContainingType.FullName() is "System.DateTimeOffset" or "System.DateTime";
}
