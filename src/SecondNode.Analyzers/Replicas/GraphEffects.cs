using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SecondNode.Analyzers.Replicas;

/// <summary>
/// Statements that Neo4j's driver runs. A cluster answers reads by its followers; a session waits for what it has written itself, by its bookmarks, and another session only if
/// it is given them.
/// </summary>
internal sealed class GraphEffects(ConstantText texts, ValueSources values)
{
    private static readonly HashSet<string> Reads = ["ExecuteReadAsync", "ReadTransactionAsync", "ExecuteRead", "ReadTransaction"];
    private static readonly HashSet<string> Writes = ["ExecuteWriteAsync", "WriteTransactionAsync", "ExecuteWrite", "WriteTransaction"];
    private static readonly RoleClaim Primary = new(Role.Primary, Trust.Proof, "");

    /// <summary>The effects of a statement that is run.</summary>
    public IEnumerable<DataEffect> Of(IInvocationOperation call, BodyValues body)
    {
        if (call.Instance is not { } runner || call.Arguments.FirstOrDefault()?.Value.Unwrap() is not { } given ||
            texts.Of(given is IObjectCreationOperation { Type.Name: "Query", Arguments: [{ Value: var first }, ..] } ? first : given, body) is not { } text || SessionOf(runner, body) is not { } used)
        {
            yield break;
        }

        var (reads, writes) = CypherText.Parse(text);
        if (!writes.IsEmpty)
        {
            yield return new DataEffect(EffectKind.Write, call, used.Session, Primary, Items(writes));
        }

        if (!reads.IsEmpty && used.Access != false && CreationOf(used.Session, body) is { } creation && !Calls(creation).Any(c => c.StartsWith("WithBookmark", StringComparison.Ordinal)) &&
            (used.Access == true || AsksForReads(creation)))
        {
            yield return new DataEffect(
                EffectKind.Read, call, used.Session, new RoleClaim(Role.Either, Trust.Proof, "its session reads from any server of the cluster, and has no bookmarks of the write"), Items(reads)) { IsCausal = true };
        }
    }

    /// <summary>The read session is made with the bookmarks of the session that wrote, where that is at hand.</summary>
    public static (string Target, ImmutableArray<Replacement> Edits) Move(StaleRead stale, BodyValues here)
    {
        var change = stale.Change.Handle is not null ? stale.Change : stale.Write;
        if (stale.Read is not { Call: null, Handle: { } session } || change is not { Call: null, Handle: { } writer } || writer.Unwrap() is not ILocalReferenceOperation { Local: var local } ||
            session.Unwrap() is not ILocalReferenceOperation { Local: var reader } || here.Of(reader) is not [var made] || made.Unwrap() is not IInvocationOperation { Syntax: InvocationExpressionSyntax creation } ||
            creation.SpanStart < stale.Write.Site.Syntax.SpanStart || !IsVisible(local, creation))
        {
            return default;
        }

        const string target = "WithBookmarks";
        var bookmarks = "." + target + "(" + local.Name + ".LastBookmarks)";
        var taken = new HashSet<string>((creation.FirstAncestorOrSelf<MemberDeclarationSyntax>() ?? (SyntaxNode)creation).DescendantTokens().Select(t => t.ValueText), StringComparer.Ordinal);
        var name = ((string[])["o", "options", "config", "sessionConfig"]).FirstOrDefault(n => !taken.Contains(n));
        return creation.ArgumentList.Arguments switch
        {
            [] when name is not null && creation.Expression is MemberAccessExpressionSyntax => (target, ImmutableArray.Create(new Replacement(creation, creation.Expression + "(" + name + " => " + name + bookmarks + ")"))),
            [{ Expression: LambdaExpressionSyntax { ExpressionBody: { } configured } }] => (target, ImmutableArray.Create(new Replacement(configured, configured + bookmarks))),
            _ => default,
        };
    }

    private static bool IsVisible(ILocalSymbol local, SyntaxNode place) =>
        local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is { } declaration && declaration.SpanStart < place.SpanStart &&
        declaration.FirstAncestorOrSelf<SyntaxNode>(n => n is BlockSyntax or UsingStatementSyntax or CompilationUnitSyntax) is { } scope && scope.Span.Contains(place.Span);

    /// <summary>The session on which a statement runs, and whether as a read (true) or a write (false), where the function around it says so.</summary>
    private static (IOperation Session, bool? Access)? SessionOf(IOperation runner, BodyValues body)
    {
        switch (runner.Unwrap())
        {
            case IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } } parameter:
                for (IOperation? current = parameter; current is not null; current = current.Parent)
                {
                    if (current is IInvocationOperation { Instance: { } session, TargetMethod.Name: var name } && (Reads.Contains(name) || Writes.Contains(name)))
                    {
                        return (session, Reads.Contains(name));
                    }
                }

                return null;
            case ILocalReferenceOperation { Local: var local } when body.Of(local) is [var value] && value.Unwrap() is IInvocationOperation { TargetMethod.Name: "BeginTransactionAsync" or "BeginTransaction", Instance: { } begun }:
                return (begun, null);
            case var own:
                return (own, null);
        }
    }

    /// <summary>The call that makes a session; null where it cannot be seen.</summary>
    private IInvocationOperation? CreationOf(IOperation session, BodyValues body)
    {
        var given = session.Unwrap() switch
        {
            ILocalReferenceOperation { Local: var local } => body.Of(local),
            IFieldReferenceOperation { Field: var field } => values.Of(field),
            _ => [],
        };
        return given is [var only] && only.Unwrap() is IInvocationOperation { TargetMethod: { Name: "AsyncSession" or "Session", ContainingNamespace.Name: "Driver" } } creation ? creation : null;
    }

    private static bool AsksForReads(IInvocationOperation creation) =>
        creation.Descendants().OfType<IInvocationOperation>().Any(c => c.TargetMethod.Name == "WithDefaultAccessMode" && c.Arguments.Any(a => EnumMember.Of(a.Value) == "Read"));

    private static IEnumerable<string> Calls(IInvocationOperation creation) => creation.Descendants().OfType<IInvocationOperation>().Select(c => c.TargetMethod.Name);

    private static ImmutableArray<DataItem> Items(ImmutableArray<string> labels) => labels.Select(label => DataItem.OfTable(":" + label)).ToImmutableArray();
}
