using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using SecondNode.Analyzers.Facts;
using SecondNode.CodeFixes.Editing;

namespace SecondNode.CodeFixes.Keys;

/// <summary>
/// A connection to Redis that the application registers as a service: the keys use it, instead of opening a second one. It
/// exists only when the container does, so that the store is configured in a statement of its own.
/// </summary>
internal sealed class RegisteredMultiplexer
{
    private static readonly string[] Registrations = ["AddSingleton", "TryAddSingleton"];
    private static readonly string[] Types = ["IConnectionMultiplexer", "ConnectionMultiplexer"];

    private readonly string services;
    private readonly StatementSyntax statement;

    private RegisteredMultiplexer(string services, StatementSyntax statement)
    {
        this.services = services;
        this.statement = statement;
    }

    /// <summary>The place beside a call, or null where the project registers no connection, or where it cannot be used.</summary>
    public static async Task<RegisteredMultiplexer?> FindAsync(Document document, SemanticModel model, InvocationExpressionSyntax call, CancellationToken cancellation)
    {
        if (RegistrationPlace.ServicesOf(model, call, cancellation) is not { } services || RegistrationPlace.StatementOf(call) is not { } statement || statement is ReturnStatementSyntax)
        {
            return null;
        }

        foreach (var other in document.Project.Documents)
        {
            if (await other.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is { } root &&
                TreeFacts.Of(root.SyntaxTree).CallsNamed(Registrations.Contains).Any(c => c.Types.Any(Types.Contains)))
            {
                return new RegisteredMultiplexer(services, statement);
            }
        }

        return null;
    }

    /// <summary>Writes the statement behind the one of the call.</summary>
    public void Write(SolutionEdits edits, Document document, DocumentEditor editor)
    {
        edits.Use(document, "Microsoft.AspNetCore.DataProtection.KeyManagement");
        edits.Use(document, "Microsoft.AspNetCore.DataProtection.StackExchangeRedis");
        edits.Use(document, "Microsoft.Extensions.DependencyInjection");
        var type = RedisNames.Use(edits, document, statement.SyntaxTree, "IConnectionMultiplexer");
        var newLine = NewLine.Of(statement.SyntaxTree.GetRoot());
        var anchor = statement.Parent is GlobalStatementSyntax global ? global : (SyntaxNode)statement;
        var indent = RegistrationPlace.IndentOf(anchor);
        var ends = statement.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia);
        var added = SyntaxFactory.ParseStatement(
                $"{services}.AddOptions<KeyManagementOptions>().Configure<{type}>((options, redis) =>{newLine}{indent}    options.XmlRepository = new RedisXmlRepository(() => redis.GetDatabase(), \"DataProtection-Keys\"));")
            .WithLeadingTrivia(SyntaxFactory.ParseLeadingTrivia((ends ? "" : newLine) + indent))
            .WithTrailingTrivia(SyntaxFactory.ParseTrailingTrivia(ends ? newLine : ""));
        editor.InsertAfter(anchor, anchor is GlobalStatementSyntax ? SyntaxFactory.GlobalStatement(added) : added);
    }
}
