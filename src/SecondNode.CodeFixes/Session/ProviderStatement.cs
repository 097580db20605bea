using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Formatting;
using SecondNode.CodeFixes.Editing;

namespace SecondNode.CodeFixes.Session;

/// <summary>A provider of a distributed cache in a statement of its own, before the one that needs it.</summary>
internal sealed class ProviderStatement
{
    private readonly string services;
    private readonly StatementSyntax statement;
    private readonly string configuration;

    private ProviderStatement(string services, StatementSyntax statement, string configuration, string? opened)
    {
        Opened = opened;
        this.services = services;
        this.statement = statement;
        this.configuration = configuration;
    }

    /// <summary>A connection to Redis that the function has opened before.</summary>
    public string? Opened { get; }

    /// <summary>
    /// The place before a call, or null where no statement can stand there, or nothing leads to services and configuration.
    /// What leads to the configuration may have to be written, into the edits.
    /// </summary>
    public static async Task<ProviderStatement?> FindAsync(SolutionEdits edits, Document document, SemanticModel model, InvocationExpressionSyntax call, CancellationToken cancellation) =>
        RegistrationPlace.ServicesOf(model, call, cancellation) is { } services && RegistrationPlace.StatementOf(call) is { } statement &&
        await ConfigurationAccess.FindAsync(edits, document, model, statement, cancellation).ConfigureAwait(false) is { } configuration
            ? new ProviderStatement(services, statement, configuration, RedisConnection.OpenedBefore(model, statement, cancellation))
            : null;

    /// <summary>Writes the statement, once for a project.</summary>
    public async Task WriteAsync(SolutionEdits edits, Document document, CacheProvider provider, CancellationToken cancellation)
    {
        if (!edits.Once("distributed cache of " + document.Project.Id))
        {
            return;
        }

        var connection = await ProviderFiles.WriteAsync(edits, document, provider, statement.SyntaxTree, Opened, cancellation).ConfigureAwait(false);
        var newLine = NewLine.Of(statement.SyntaxTree.GetRoot());
        var editor = await edits.EditorAsync(document, cancellation).ConfigureAwait(false);
        RegistrationPlace.InsertBefore(editor, statement, $"{services}.{provider.Method}({provider.Lambda("options", "options", connection, configuration, newLine)});");
    }
}
