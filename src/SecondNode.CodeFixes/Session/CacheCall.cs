using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Formatting;
using SecondNode.Analyzers.Rules.Session;
using SecondNode.CodeFixes.Editing;

namespace SecondNode.CodeFixes.Session;

/// <summary>
/// The reported call and how a provider is written there. A registration of the memory cache is replaced where it stands.
/// For <c>AddSession</c> the provider becomes a statement before it, or a link of its chain. Where no configuration is in
/// scope, the options take it from the container in a second statement.
/// </summary>
internal sealed class CacheCall
{
    private readonly InvocationExpressionSyntax call;
    private readonly ExpressionSyntax? services;
    private readonly StatementSyntax? statement;
    private readonly bool replaces;

    private CacheCall(SemanticModel model, InvocationExpressionSyntax call, ExpressionSyntax? services, bool replaces, string? configuration, string? opened)
    {
        Model = model;
        Configuration = configuration;
        Opened = opened;
        this.call = call;
        this.services = services;
        this.replaces = replaces;
        statement = services is not null && RegistrationPlace.IsRepeatable(services) ? OwnStatement(call) : null;
    }

    public SemanticModel Model { get; }

    /// <summary>An expression for the configuration, or null.</summary>
    public string? Configuration { get; }

    /// <summary>A connection to Redis that the function has opened before.</summary>
    public string? Opened { get; }

    /// <summary>The file of the call.</summary>
    public SyntaxTree Tree => call.SyntaxTree;

    /// <summary>The reported call, or null where a provider cannot be written there.</summary>
    public static async Task<CacheCall?> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (!diagnostic.Properties.TryGetValue(CacheInMemory.Place, out var place) || place is not (CacheInMemory.Registration or CacheInMemory.Session) ||
            await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root ||
            await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model ||
            root.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } call ||
            model.GetSymbolInfo(call, cancellation).Symbol is not IMethodSymbol { IsExtensionMethod: true } method ||
            (method.ReducedFrom ?? method).Parameters[0].Type.Name != "IServiceCollection" ||
            !(method.Name.StartsWith("Add", StringComparison.Ordinal) || method.Name.StartsWith("TryAdd", StringComparison.Ordinal)))
        {
            return null;
        }

        var services = method.ReducedFrom is not null ? (call.Expression as MemberAccessExpressionSyntax)?.Expression : call.ArgumentList.Arguments.FirstOrDefault()?.Expression;
        var found = new CacheCall(model, call, services, place == CacheInMemory.Registration, ConfigurationAccess.Find(model, call, cancellation), RedisConnection.OpenedBefore(model, call, cancellation));
        return found.CanWrite(method) ? found : null;
    }

    /// <summary>Writes the provider.</summary>
    public void Write(DocumentEditor editor, CacheProvider provider, ProviderConnection connection)
    {
        var newLine = NewLine.Of(call.SyntaxTree.GetRoot());
        var later = Configuration is null && connection.IsConfigured;
        var lambda = later ? "_ => { }" : provider.Lambda(Free("options"), Free("options"), connection, Configuration, newLine);
        var configure = later ? Configure(provider, connection, newLine) : null;
        if (replaces)
        {
            editor.ReplaceNode(call, (node, _) => Replacement((InvocationExpressionSyntax)node, provider, lambda));
            if (configure is not null)
            {
                editor.InsertAfter(RegistrationPlace.AnchorOf(statement!), RegistrationPlace.Beside(statement!, configure));
            }
        }
        else if (statement is not null)
        {
            var register = $"{services!.WithoutTrivia()}.{provider.Method}({lambda});";
            RegistrationPlace.InsertBefore(editor, statement, configure is null ? [register] : [register, configure]);
        }
        else
        {
            editor.ReplaceNode(services!, (node, _) => Link((ExpressionSyntax)node, provider, lambda, newLine));
        }
    }

    /// <summary>The statement that lets the container hand its configuration to the options.</summary>
    private string Configure(CacheProvider provider, ProviderConnection connection, string newLine)
    {
        var (options, configuration) = (Free("options"), Free("configuration"));
        var lambda = provider.Lambda($"({options}, {configuration})", options, connection, configuration, newLine);
        return $"{services!.WithoutTrivia()}.AddOptions<{provider.Options}>().Configure<IConfiguration>({lambda});";
    }

    private bool CanWrite(IMethodSymbol method)
    {
        if (services is null)
        {
            // services?.AddDistributedMemoryCache(): can be replaced, not preceded.
            return replaces && Configuration is not null;
        }

        if (Configuration is null && (statement is null || (replaces && statement is not ExpressionStatementSyntax)))
        {
            return false;
        }

        // A call in static form cannot become a link of a chain.
        return replaces || statement is not null || method.ReducedFrom is not null;
    }

    private InvocationExpressionSyntax Replacement(InvocationExpressionSyntax node, CacheProvider provider, string lambda)
    {
        var arguments = SyntaxFactory.ParseArgumentList("(" + lambda + ")").WithTrailingTrivia(node.ArgumentList.GetTrailingTrivia());
        var name = SyntaxFactory.IdentifierName(provider.Method);
        ExpressionSyntax expression = node.Expression switch
        {
            MemberAccessExpressionSyntax member when services == (call.Expression as MemberAccessExpressionSyntax)?.Expression => member.WithName(name.WithTriviaFrom(member.Name)),
            MemberBindingExpressionSyntax binding => binding.WithName(name.WithTriviaFrom(binding.Name)),
            var other => SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, services!.WithoutTrivia(), name).WithTriviaFrom(other),
        };
        return node.WithExpression(expression).WithArgumentList(arguments).WithAdditionalAnnotations(Formatter.Annotation);
    }

    /// <summary>The receiver with the provider added, on a line of its own where the chain is written so.</summary>
    private InvocationExpressionSyntax Link(ExpressionSyntax receiver, CacheProvider provider, string lambda, string newLine)
    {
        var dot = ((MemberAccessExpressionSyntax)call.Expression).OperatorToken;
        var lead = dot.LeadingTrivia.Any(t => t.IsKind(SyntaxKind.WhitespaceTrivia)) ? SyntaxFactory.TriviaList(dot.LeadingTrivia.Last(t => t.IsKind(SyntaxKind.WhitespaceTrivia))) : default;
        var member = SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, receiver, SyntaxFactory.IdentifierName(provider.Method));
        member = member.WithOperatorToken(SyntaxFactory.Token(SyntaxKind.DotToken).WithLeadingTrivia(lead));
        var trailing = receiver.GetTrailingTrivia().Any(t => t.IsKind(SyntaxKind.EndOfLineTrivia)) ? SyntaxFactory.TriviaList(SyntaxFactory.EndOfLine(newLine)) : default;
        return SyntaxFactory.InvocationExpression(member, SyntaxFactory.ParseArgumentList("(" + lambda + ")")).WithTrailingTrivia(trailing).WithAdditionalAnnotations(Formatter.Annotation);
    }

    /// <summary>The statement that the call is the expression, or begins the chain, of; null inside a lambda or an embedded statement.</summary>
    private static StatementSyntax? OwnStatement(InvocationExpressionSyntax call)
    {
        foreach (var ancestor in call.Ancestors())
        {
            switch (ancestor)
            {
                case StatementSyntax statement:
                    return statement is ExpressionStatementSyntax or ReturnStatementSyntax or LocalDeclarationStatementSyntax &&
                        statement.Parent is BlockSyntax or GlobalStatementSyntax or SwitchSectionSyntax ? statement : null;
                case AnonymousFunctionExpressionSyntax or MemberDeclarationSyntax or ConditionalExpressionSyntax:
                    return null;
            }
        }

        return null;
    }

    /// <summary>A name for a lambda's parameter that hides nothing.</summary>
    private string Free(string name)
    {
        var free = name;
        for (var i = 2; Model.LookupSymbols(call.SpanStart, name: free).Any(s => s is ILocalSymbol or IParameterSymbol); i++)
        {
            free = name + i;
        }

        return free;
    }
}
