using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.Analyzers.Facts;
using static SecondNode.CodeFixes.Caching.CallShapes;

namespace SecondNode.CodeFixes.Caching;

/// <summary>
/// The uses of a static map when its entries move to <c>HybridCache</c>, which can get or create, set and remove, and nothing
/// else, all of it asynchronous: a read that does not say how the entry is made has no rewrite.
/// </summary>
internal sealed class HybridUses(StateField state, ITypeSymbol payload, bool changes, CancellationToken cancellation)
{
    private readonly HashSet<SyntaxNode> covered = [];

    /// <summary>Whether the calls that create, set and remove are the only ones that give HybridCache the same value back.</summary>
    public static bool Fits(StateField field, ITypeSymbol payload, Compilation compilation) =>
        field.CanBeEntries(payload, compilation) && HybridCalls.Keeps(payload) && compilation.GetTypeByMetadataName(HybridCalls.Type) is not null;

    /// <summary>Whether some use changes an entry that another node may have read.</summary>
    public static bool AnyChange(IEnumerable<SimpleNameSyntax> names) =>
        names.Any(n => StateMention.SelfOf(n).Parent switch
        {
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetOrAdd" } => false,
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "TryGetValue" } => false,
            ElementAccessExpressionSyntax element => n.FirstAncestorOrSelf<BlockSyntax>() is not { } block || !PairIn(block, element),
            _ => true,
        });

    /// <summary>The rewrites of all uses, or null where one has none.</summary>
    public async Task<ImmutableArray<StateUse>?> ClassifyAsync(IReadOnlyList<(Document Document, SimpleNameSyntax Name)> names)
    {
        var uses = ImmutableArray.CreateBuilder<StateUse>();
        foreach (var (document, name) in names.OrderByDescending(n => IsTryGet(n.Name)))
        {
            if (covered.Contains(name))
            {
                continue;
            }

            if (await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model || Classify(document, model, name) is not { } use)
            {
                return null;
            }

            uses.Add(use);
        }

        return uses.ToImmutable();
    }

    private StateUse? Classify(Document document, SemanticModel model, SimpleNameSyntax name)
    {
        if (StateMention.Of(state, name, model) is not var (self, qualifier))
        {
            return null;
        }

        var one = new Place(document, model, qualifier);
        switch (self.Parent)
        {
            case MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } member when member.Expression == self && call.Expression == member && call.ArgumentList.Arguments.All(a => a.NameColon is null):
                var arguments = call.ArgumentList.Arguments;
                return member.Name.Identifier.ValueText switch
                {
                    "GetOrAdd" when arguments.Count is 2 or 3 => GetOrAdd(one, call),
                    "TryGetValue" when arguments.Count == 2 && IsPlain => TryGet(one, call),
                    "Add" when arguments.Count == 2 && IsPlain && IsIgnored(call) => new StateUse(document, call, (c, store) => Set(one, store, Arg(c, 0), Arg(c, 1), arguments[1].Expression)),
                    "Remove" or "TryRemove" when IsIgnored(call) && (arguments.Count == 1 || IsDiscard(arguments[1])) => Remove(one, call),
                    _ => null,
                };
            case ElementAccessExpressionSyntax { Parent: AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment } element
                when element.Expression == self && assignment.Left == element && IsPlain && IsIgnored(assignment):
                return new StateUse(document, assignment, (c, store) => Set(one, store, ElementKey(((AssignmentExpressionSyntax)c).Left), ((AssignmentExpressionSyntax)c).Right, assignment.Right));
            default:
                return null;
        }
    }

    private bool IsPlain => SymbolEqualityComparer.Default.Equals(payload, state.ValueType);

    private StateUse Remove(Place place, InvocationExpressionSyntax call)
    {
        var node = call.Parent is AssignmentExpressionSyntax discarding ? (ExpressionSyntax)discarding : call;
        return new StateUse(place.Document, node, (c, store) =>
            HybridCalls.Remove(store, Key(place, Arg(c is AssignmentExpressionSyntax assignment ? assignment.Right : c, 0))));
    }

    private ExpressionSyntax Set(Place place, StoreCalls store, ExpressionSyntax key, ExpressionSyntax value, ExpressionSyntax original)
    {
        var same = SymbolEqualityComparer.Default.Equals(place.Model.GetTypeInfo(original, cancellation).Type, payload);
        return HybridCalls.Set(store, same ? null : Payload(place, original), Key(place, key), value, Options(place));
    }

    private StateUse? GetOrAdd(Place place, InvocationExpressionSyntax call)
    {
        if (place.Model.GetSymbolInfo(call, cancellation).Symbol is not IMethodSymbol symbol || !symbol.ContainingType.IsNamed("System.Collections.Concurrent.ConcurrentDictionary"))
        {
            return null;
        }

        var isFactory = symbol.OriginalDefinition.Parameters[1].Type.TypeKind == TypeKind.Delegate;
        if (new EntryFactories(place.Model, cancellation).Of(call, isFactory) is not { } create)
        {
            return null;
        }

        if (IsPlain)
        {
            return new StateUse(place.Document, call, (c, store) => StoreCalls.Await(Create(place, store, Arg(c, 0), (LambdaExpressionSyntax)create(c), call, isTask: false)));
        }

        // A map of tasks keeps two callers from loading one entry twice; so does HybridCache.
        return state.ValueType is INamedTypeSymbol { TypeArguments: [var inner] } named && named.FullName() == "System.Threading.Tasks.Task" && SymbolEqualityComparer.Default.Equals(inner, payload) && isFactory
            ? new StateUse(place.Document, call, (c, store) =>
            {
                var made = Create(place, store, Arg(c, 0), (LambdaExpressionSyntax)create(c), call, isTask: true);
                return c.Parent is AwaitExpressionSyntax ? made : HybridCalls.AsTask(made);
            }) { Returns = true }
            : null;
    }

    /// <summary>
    /// <c>if (!map.TryGetValue(key, out var x)) { x = make; map[key] = x; }</c>, and
    /// <c>if (map.TryGetValue(key, out var x)) return x; var y = make; map[key] = y; return y;</c>.
    /// </summary>
    private StateUse? TryGet(Place place, InvocationExpressionSyntax call)
    {
        if (call.ArgumentList.Arguments[1].Expression is not DeclarationExpressionSyntax { Designation: SingleVariableDesignationSyntax { Identifier: var variable } })
        {
            return null;
        }

        var key = call.ArgumentList.Arguments[0].Expression;
        return call.Parent switch
        {
            PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression, Parent: IfStatementSyntax { Else: null, Statement: BlockSyntax { Statements: [var make, var write] } body } test }
                when test.Condition == call.Parent && Made(make, variable) is { } value && Written(write, key, variable) is { } target && !HybridCalls.HasComment(body) =>
                Cover(target, new StateUse(place.Document, test, (c, store) =>
                {
                    var current = (IfStatementSyntax)c;
                    var inner = (ExpressionStatementSyntax)((BlockSyntax)current.Statement).Statements[0];
                    return HybridCalls.Declaration(variable.Text, Create(place, store, KeyOf(((PrefixUnaryExpressionSyntax)current.Condition).Operand), HybridCalls.Factory(((AssignmentExpressionSyntax)inner.Expression).Right), value, isTask: false)).WithTriviaFrom(current);
                })),
            IfStatementSyntax { Else: null, Parent: BlockSyntax block } found when found.Condition == call && HybridCalls.Returned(found.Statement) == variable.ValueText && !HybridCalls.HasComment(found.Statement) &&
                block.Statements.IndexOf(found) == block.Statements.Count - 4 && block.Statements[block.Statements.Count - 3] is LocalDeclarationStatementSyntax { Declaration.Variables: [{ Initializer: { } initializer } local] } &&
                Written(block.Statements[block.Statements.Count - 2], key, local.Identifier) is { } target && HybridCalls.Returned(block.Statements[block.Statements.Count - 1]) == local.Identifier.ValueText &&
                !HybridCalls.HasComment(block.Statements[block.Statements.Count - 3]) && !HybridCalls.HasComment(block.Statements[block.Statements.Count - 2]) && !HybridCalls.HasComment(block.Statements[block.Statements.Count - 1]) =>
                Cover(target, new StateUse(place.Document, block, (c, store) =>
                {
                    var current = (BlockSyntax)c;
                    var at = current.Statements.Count - 4;
                    var made = ((LocalDeclarationStatementSyntax)current.Statements[at + 1]).Declaration.Variables[0].Initializer!.Value;
                    var created = Create(place, store, KeyOf(((IfStatementSyntax)current.Statements[at]).Condition), HybridCalls.Factory(made), initializer.Value, isTask: false);
                    var last = (ReturnStatementSyntax)current.Statements[at + 3];
                    var result = last.WithExpression(StoreCalls.Await(created)).WithLeadingTrivia(current.Statements[at].GetLeadingTrivia());
                    return current.WithStatements(SyntaxFactory.List(current.Statements.Take(at).Append(result)));
                })),
            _ => null,
        };
    }

    private StateUse Cover(SimpleNameSyntax name, StateUse use)
    {
        covered.Add(name);
        return use;
    }

    /// <summary><c>x = make;</c>: what makes the entry.</summary>
    private static ExpressionSyntax? Made(StatementSyntax statement, SyntaxToken variable) =>
        statement is ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: IdentifierNameSyntax name } assignment } && name.Identifier.ValueText == variable.ValueText
            ? assignment.Right
            : null;

    /// <summary><c>map[key] = x;</c>: the name of the map.</summary>
    private SimpleNameSyntax? Written(StatementSyntax statement, ExpressionSyntax key, SyntaxToken variable) =>
        statement is ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: ElementAccessExpressionSyntax { ArgumentList.Arguments: [{ Expression: var index }] } element, Right: IdentifierNameSyntax right } } &&
        right.Identifier.ValueText == variable.ValueText && SyntaxFactory.AreEquivalent(index, key) && (element.Expression as SimpleNameSyntax ?? (element.Expression as MemberAccessExpressionSyntax)?.Name) is { } name && name.Identifier.ValueText == state.Symbol.Name
            ? name
            : null;

    private static bool PairIn(BlockSyntax block, ElementAccessExpressionSyntax element) =>
        element.Parent is AssignmentExpressionSyntax { Parent: ExpressionStatementSyntax statement } && statement.Parent == block &&
        ((block.Parent is IfStatementSyntax { Condition: PrefixUnaryExpressionSyntax { Operand: InvocationExpressionSyntax negated } } && IsTryGetOf(negated, element)) ||
            block.Statements.TakeWhile(s => s != statement).OfType<IfStatementSyntax>().Any(i => i.Condition is InvocationExpressionSyntax read && IsTryGetOf(read, element)));

    private static bool IsTryGetOf(InvocationExpressionSyntax call, ElementAccessExpressionSyntax element) =>
        call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "TryGetValue", Expression: var map } && SyntaxFactory.AreEquivalent(map, element.Expression);

    private static bool IsTryGet(SimpleNameSyntax name) => StateMention.SelfOf(name).Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "TryGetValue" };

    /// <summary><c>GetOrCreateAsync</c>, not awaited yet.</summary>
    private ExpressionSyntax Create(Place place, StoreCalls store, ExpressionSyntax key, LambdaExpressionSyntax make, ExpressionSyntax original, bool isTask) =>
        HybridCalls.Create(store, Payload(place, original), Key(place, key), make, isTask, Options(place));

    /// <summary>No node may keep a copy of its own of entries that change.</summary>
    private ExpressionSyntax? Options(Place place) =>
        changes ? SyntaxFactory.ParseExpression((place.Qualifier is null ? "" : place.Qualifier + ".") + state.OptionsName) : null;

    private string Payload(Place place, ExpressionSyntax near) => payload.ToMinimalDisplayString(place.Model, near.SpanStart);

    private ExpressionSyntax Key(Place place, ExpressionSyntax key) =>
        SyntaxFactory.InvocationExpression(
            SyntaxFactory.ParseExpression(place.Qualifier is null ? state.KeyName : place.Qualifier + "." + state.KeyName),
            SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(key.WithoutTrivia()))));

    private static ExpressionSyntax KeyOf(SyntaxNode call) => Arg(call, 0);

    /// <summary>Where a use stands.</summary>
    private sealed record Place(Document Document, SemanticModel Model, string? Qualifier);
}
