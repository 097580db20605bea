using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.Analyzers.Facts;

namespace SecondNode.CodeFixes.Editing;

/// <summary>Where the configuration has a connection string.</summary>
/// <param name="Read">What follows the configuration in code: <c>.GetConnectionString("Redis")</c>.</param>
/// <param name="Key">The key of the settings file that has to exist; null where the code reads it elsewhere already.</param>
internal sealed record ConnectionSetting(string Read, string? Key)
{
    /// <summary>The connection string of that name.</summary>
    public static ConnectionSetting Named(string name) => new($".GetConnectionString({SymbolDisplay.FormatLiteral(name, quote: true)})", "ConnectionStrings:" + name);
}

/// <summary>How code reaches the Redis server of the application.</summary>
/// <param name="Expression">The connection string as an expression, read from the configuration; may be null at run time.</param>
/// <param name="Setting">The key of the settings file that has to exist; null where the code has read it elsewhere already.</param>
internal sealed record RedisConnection(string Expression, string? Setting)
{
    /// <summary>A placeholder that works on a developer's machine: the owner's own value replaces it.</summary>
    public const string LocalServer = "localhost:6379,abortConnect=false";

    private static readonly string[] Connecting = ["Connect", "ConnectAsync", "AddStackExchangeRedis", "AddRedis"];
    private static readonly string[] Configuring = ["AddStackExchangeRedisCache", "AddStackExchangeRedisOutputCache", "AddDistributedRedisCache"];

    /// <summary>
    /// The connection string that the code uses for Redis elsewhere, else the one of the settings, else a new one; null
    /// where nothing leads to the configuration. What leads to it may have to be written, into the edits.
    /// </summary>
    public static async Task<RedisConnection?> FindAsync(SolutionEdits edits, Document document, SemanticModel model, SyntaxNode near, CancellationToken cancellation)
    {
        if (await ConfigurationAccess.FindAsync(edits, document, model, near, cancellation).ConfigureAwait(false) is not { } configuration)
        {
            return null;
        }

        var setting = await SettingAsync(edits, document.Project, cancellation).ConfigureAwait(false);
        return new RedisConnection(configuration + setting.Read, setting.Key);
    }

    /// <summary>Where the configuration of a project has the connection string: where the code reads it elsewhere, else in the settings.</summary>
    public static async Task<ConnectionSetting> SettingAsync(SolutionEdits edits, Project project, CancellationToken cancellation) =>
        await UsedAsync(project, cancellation).ConfigureAwait(false) is { } used
            ? new ConnectionSetting(used, null)
            : ConnectionSetting.Named(await AppSettings.RedisNameAsync(edits, project, cancellation).ConfigureAwait(false));

    /// <summary>What the title of a fix says of the setting where it has to be added by hand.</summary>
    public async Task<string> ByHandAsync(Project project, CancellationToken cancellation) =>
        Setting is null ? "" : await AppSettings.ByHandAsync(project, Setting, cancellation).ConfigureAwait(false);

    /// <summary>Writes into the edits what the expression needs in the document: the setting and the namespace of the configuration.</summary>
    public async Task WriteAsync(SolutionEdits edits, Document document, CancellationToken cancellation)
    {
        if (Setting is not null)
        {
            await AppSettings.AddAsync(edits, document.Project, Setting, LocalServer, cancellation).ConfigureAwait(false);
        }

        edits.Use(document, "Microsoft.Extensions.Configuration");
    }

    /// <summary>A connection to Redis that the function around has opened already, in a local.</summary>
    public static string? OpenedBefore(SemanticModel model, SyntaxNode near, CancellationToken cancellation)
    {
        var function = FunctionOf(near);
        foreach (var symbol in model.LookupSymbols(near.SpanStart))
        {
            if (symbol is ILocalSymbol { Type.Name: "ConnectionMultiplexer" or "IConnectionMultiplexer", NullableAnnotation: not NullableAnnotation.Annotated } local &&
                local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) is VariableDeclaratorSyntax { Initializer: not null } declaration &&
                declaration.Span.End <= near.SpanStart && FunctionOf(declaration) == function)
            {
                return local.Name;
            }
        }

        return null;
    }

    /// <summary>What follows the configuration where the project reads a connection string of Redis: <c>["Cache:Redis"]</c>.</summary>
    private static async Task<string?> UsedAsync(Project project, CancellationToken cancellation)
    {
        foreach (var document in project.Documents)
        {
            if (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root)
            {
                continue;
            }

            var facts = TreeFacts.Of(root.SyntaxTree);
            if (!facts.Mentions("ConnectionMultiplexer") && !Connecting.Skip(2).Concat(Configuring).Any(facts.Mentions))
            {
                continue;
            }

            foreach (var call in root.DescendantNodes().OfType<InvocationExpressionSyntax>())
            {
                if (ConnectionOf(call) is { } connection && ReadOf(connection) is { } read)
                {
                    return read;
                }
            }
        }

        return null;
    }

    private static ExpressionSyntax? ConnectionOf(InvocationExpressionSyntax call)
    {
        if (call.Expression is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name, Expression: var receiver })
        {
            return null;
        }

        if (Configuring.Contains(name))
        {
            return call.ArgumentList.DescendantNodes().OfType<AssignmentExpressionSyntax>()
                .FirstOrDefault(a => (a.Left as MemberAccessExpressionSyntax)?.Name.Identifier.ValueText == "Configuration")?.Right;
        }

        // AddRedis is the name of a health check too: both take the connection string first.
        return Connecting.Contains(name) && (!name.StartsWith("Connect", StringComparison.Ordinal) || receiver.ToString().EndsWith("ConnectionMultiplexer", StringComparison.Ordinal))
            ? call.ArgumentList.Arguments.FirstOrDefault()?.Expression
            : null;
    }

    /// <summary><c>configuration.GetConnectionString("x")</c> and <c>configuration["x"]</c>, of the configuration itself.</summary>
    private static string? ReadOf(ExpressionSyntax expression)
    {
        switch (expression)
        {
            case PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } forgiven:
                return ReadOf(forgiven.Operand);
            case ParenthesizedExpressionSyntax inner:
                return ReadOf(inner.Expression);
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } coalesce:
                return ReadOf(coalesce.Left);
            case IdentifierNameSyntax { Identifier.ValueText: var local }:
                return OnlyLocal(expression.SyntaxTree, local) is { } value and not IdentifierNameSyntax ? ReadOf(value) : null;
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Parse", Expression: var type }, ArgumentList.Arguments: [{ Expression: var text }, ..] } when type.ToString().EndsWith("ConfigurationOptions", StringComparison.Ordinal):
                return ReadOf(text);
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetConnectionString", Expression: var receiver }, ArgumentList.Arguments: [{ Expression: LiteralExpressionSyntax name }] } when IsConfiguration(receiver):
                return $".GetConnectionString({name.Token.Text})";
            case ElementAccessExpressionSyntax { Expression: var receiver, ArgumentList.Arguments: [{ Expression: LiteralExpressionSyntax key }] } when IsConfiguration(receiver):
                return $"[{key.Token.Text}]";
            default:
                return null;
        }
    }

    /// <summary>What a local is initialized with, where the file has one of that name: <c>var redis = configuration["Redis"];</c>.</summary>
    private static ExpressionSyntax? OnlyLocal(SyntaxTree tree, string name) =>
        tree.GetRoot().DescendantNodes().OfType<VariableDeclaratorSyntax>().Where(v => v.Identifier.ValueText == name).Take(2).ToList() is [{ Initializer.Value: var value }] ? value : null;

    private static bool IsConfiguration(ExpressionSyntax receiver) =>
        receiver is IdentifierNameSyntax or MemberAccessExpressionSyntax && receiver.ToString().TrimStart('_').EndsWith("onfiguration", StringComparison.Ordinal);

    private static SyntaxNode? FunctionOf(SyntaxNode node) =>
        node.Ancestors().FirstOrDefault(n => n is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or CompilationUnitSyntax);
}
