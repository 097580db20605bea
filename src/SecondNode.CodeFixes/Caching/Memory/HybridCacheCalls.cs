using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.Analyzers.Facts;

namespace SecondNode.CodeFixes.Caching.Memory;

/// <summary>
/// The rewrites of the calls on a memory cache when its entries move to <c>HybridCache</c>: a read that does not say how the
/// entry is made has none, and neither has an entry whose expiry slides.
/// </summary>
/// <param name="document">The document of the calls.</param>
/// <param name="model">Its model.</param>
/// <param name="calls">All calls on the cache in the document.</param>
/// <param name="cancellation">Ends the work.</param>
internal sealed class HybridCacheCalls(Document document, SemanticModel model, IReadOnlyCollection<InvocationExpressionSyntax> calls, CancellationToken cancellation)
{
    private readonly HashSet<InvocationExpressionSyntax> covered = [];

    /// <summary>The rewrites of all calls, or null where one has none.</summary>
    public List<CacheCallRewrite>? Classify()
    {
        var made = new List<CacheCallRewrite>();
        foreach (var call in calls.OrderBy(c => NameOf(c) is not ("TryGetValue" or "Get")).ThenBy(c => c.SpanStart))
        {
            if (covered.Contains(call))
            {
                continue;
            }

            if (Classify(call) is not { } rewrite)
            {
                return null;
            }

            made.Add(rewrite);
        }

        return made;
    }

    private CacheCallRewrite? Classify(InvocationExpressionSyntax call)
    {
        var arguments = call.ArgumentList.Arguments;
        if (arguments.Count == 0 || arguments.Any(a => a.NameColon is not null) || model.GetSymbolInfo(call, cancellation).Symbol is not IMethodSymbol method ||
            model.GetTypeInfo(arguments[0].Expression, cancellation).Type is not { SpecialType: SpecialType.System_String })
        {
            return null;
        }

        var payload = method.TypeArguments.Length == 1 ? method.TypeArguments[0] : null;
        if (method.Name == "Remove" && payload is null)
        {
            return CallShapes.IsIgnored(call) ? Made(call, call, null, (c, store) => HybridCalls.Remove(store, Arg(c, 0))) : null;
        }

        if (payload is null || !JsonShape.RoundTrips(payload, model.Compilation) || !HybridCalls.Keeps(payload))
        {
            return null;
        }

        return (method.Name, arguments.Count) switch
        {
            ("GetOrCreate" or "GetOrCreateAsync", 2) => Create(call, payload, method.Name == "GetOrCreateAsync"),
            ("TryGetValue", 2) or ("Get", 1) => ReadThenStore(call, payload),
            ("Set", 2 or 3) when CallShapes.IsIgnored(call) => Set(call, payload),
            _ => null,
        };
    }

    private CacheCallRewrite? Create(InvocationExpressionSyntax call, ITypeSymbol payload, bool isTask)
    {
        var expiry = new EntryExpiry(model, cancellation);
        if (call.ArgumentList.Arguments[1].Expression is not LambdaExpressionSyntax lambda || expiry.ReadFactory(lambda) is not { } removed)
        {
            return null;
        }

        // Who gets the task is promised one of a value that may be null.
        var awaited = !isTask || call.Parent is AwaitExpressionSyntax or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" };
        var type = Display(awaited || payload.IsValueType || !model.GetNullableContext(call.SpanStart).AnnotationsEnabled() ? payload : payload.WithNullableAnnotation(NullableAnnotation.Annotated), call);
        return Made(call, call, payload, (c, store) =>
        {
            var factory = Without((LambdaExpressionSyntax)((InvocationExpressionSyntax)c).ArgumentList.Arguments[1].Expression, removed);
            var created = HybridCalls.Create(store, type, Arg(c, 0), factory, isTask, EntryExpiry.Options(expiry.Lifetime));
            return !isTask ? StoreCalls.Await(created) : awaited ? created : HybridCalls.AsTask(created);
        }, returns: isTask);
    }

    private CacheCallRewrite? Set(InvocationExpressionSyntax call, ITypeSymbol payload)
    {
        var arguments = call.ArgumentList.Arguments;
        if (Stored(call, null) is not { } options)
        {
            return null;
        }

        var written = SymbolEqualityComparer.Default.Equals(model.GetTypeInfo(arguments[1].Expression, cancellation).Type, payload) ? null : Display(payload, call);
        return Made(call, call, payload, (c, store) => HybridCalls.Set(store, written, Arg(c, 0), Arg(c, 1), options.Expression), options.Held);
    }

    /// <summary>
    /// <c>if (!cache.TryGetValue(key, out var x)) { …; x = make; cache.Set(key, x); }</c>, the same with <c>Get</c> and a test for null, and
    /// <c>if (cache.TryGetValue(key, out var x)) return x; …; cache.Set(key, y); return y;</c> at the end of a block.
    /// </summary>
    private CacheCallRewrite? ReadThenStore(InvocationExpressionSyntax read, ITypeSymbol payload)
    {
        var key = read.ArgumentList.Arguments[0].Expression;
        if (NameOf(read) == "Get")
        {
            return read.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax { Parent: BlockSyntax around } declared } } local } &&
                around.Statements.IndexOf(declared) is var at && at + 1 < around.Statements.Count && around.Statements[at + 1] is IfStatementSyntax { Else: null, Statement: BlockSyntax filled } missing && IsNull(missing.Condition, local.Identifier.ValueText) &&
                Filled(filled, key, local.Identifier.ValueText, payload) is { } fill
                ? Block(read, around, at, 2, fill, (block, store) => HybridCalls.Declaration(local.Identifier.Text, fill.Create(((IfStatementSyntax)block.Statements[at + 1]).Statement, store, KeyIn(block.Statements[at]))))
                : null;
        }

        if (read.ArgumentList.Arguments[1].Expression is not DeclarationExpressionSyntax { Designation: SingleVariableDesignationSyntax { Identifier: var variable } })
        {
            return null;
        }

        if (read.Parent is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression, Parent: IfStatementSyntax { Else: null, Statement: BlockSyntax body, Parent: BlockSyntax outer } test } && test.Condition == read.Parent &&
            Filled(body, key, variable.ValueText, payload) is { } filling)
        {
            var at = outer.Statements.IndexOf(test);
            return Block(read, outer, at, 1, filling, (block, store) => HybridCalls.Declaration(variable.Text, filling.Create(((IfStatementSyntax)block.Statements[at]).Statement, store, KeyIn(block.Statements[at]))));
        }

        if (read.FirstAncestorOrSelf<IfStatementSyntax>() is { Else: null, Parent: BlockSyntax tail } hit && IsHit(hit.Condition, read, variable.ValueText) && HybridCalls.Returned(hit.Statement) == variable.ValueText && !HybridCalls.HasComment(hit.Statement))
        {
            var at = tail.Statements.IndexOf(hit);
            return MadeAndReturned(tail, at + 1, key, payload) is { } made
                ? Block(read, tail, at, tail.Statements.Count - at, made, (block, store) => SyntaxFactory.ReturnStatement(
                    SyntaxFactory.Token(SyntaxKind.ReturnKeyword).WithTrailingTrivia(SyntaxFactory.Space), StoreCalls.Await(made.Create(block.WithStatements(SyntaxFactory.List(block.Statements.Skip(at + 1))), store, KeyIn(block.Statements[at]))), SyntaxFactory.Token(SyntaxKind.SemicolonToken)))
                : null;
        }

        return null;
    }

    /// <summary>What makes and stores an entry that is missing.</summary>
    /// <param name="Create">The call that does it, from the statements as they are now.</param>
    /// <param name="Store">The call that stored it.</param>
    /// <param name="Held">Options that are made elsewhere.</param>
    private sealed record Filling(Func<SyntaxNode, StoreCalls, ExpressionSyntax, ExpressionSyntax> Create, InvocationExpressionSyntax Store, ISymbol? Held);

    /// <summary><c>{ …; x = make; cache.Set(key, x, options); }</c>.</summary>
    private Filling? Filled(BlockSyntax body, ExpressionSyntax key, string variable, ITypeSymbol payload)
    {
        if (body.Statements.LastOrDefault() is not ExpressionStatementSyntax { Expression: InvocationExpressionSyntax store } || !IsStore(store, key, payload) || store.ArgumentList.Arguments[1].Expression is not IdentifierNameSyntax stored || stored.Identifier.ValueText != variable ||
            Stored(store, body) is not { } options)
        {
            return null;
        }

        var kept = Enumerable.Range(0, body.Statements.Count - 1).Where(i => body.Statements[i] != options.Declaration).ToList();
        if (kept.Count == 0 || body.Statements[kept[kept.Count - 1]] is not ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: IdentifierNameSyntax assigned } making } || assigned.Identifier.ValueText != variable ||
            kept.Any(i => Leaves(body.Statements[i])) || kept.Take(kept.Count - 1).Append(-1).Any(i => (i < 0 ? making.Right : (SyntaxNode)body.Statements[i]).DescendantTokens().Any(t => t.ValueText == variable)) ||
            HybridCalls.HasComment(store.Parent!) || (options.Declaration is { } gone && HybridCalls.HasComment(gone)))
        {
            return null;
        }

        var type = Display(payload.IsValueType ? payload : payload.WithNullableAnnotation(NullableAnnotation.NotAnnotated), store);
        return new Filling(
            (current, calls, at) =>
            {
                var statements = ((BlockSyntax)current).Statements;
                var made = (ExpressionStatementSyntax)statements[kept[kept.Count - 1]];
                return HybridCalls.Create(calls, type, at, Factory(current, kept.Take(kept.Count - 1).Select(i => statements[i]), ((AssignmentExpressionSyntax)made.Expression).Right, made), false, options.Expression);
            },
            store,
            options.Held);
    }

    /// <summary><c>…; cache.Set(key, y, options); return y;</c> and <c>…; return cache.Set(key, make, options);</c>.</summary>
    private Filling? MadeAndReturned(BlockSyntax block, int first, ExpressionSyntax key, ITypeSymbol payload)
    {
        var last = block.Statements.Count - 1;
        var direct = last >= first && block.Statements[last] is ReturnStatementSyntax { Expression: InvocationExpressionSyntax returned } && IsStore(returned, key, payload) ? returned : null;
        var end = direct is null ? last - 1 : last;
        var store = direct ?? (end >= first && block.Statements[end] is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax stored } && IsStore(stored, key, payload) &&
            stored.ArgumentList.Arguments[1].Expression is IdentifierNameSyntax value && HybridCalls.Returned(block.Statements[last]) == value.Identifier.ValueText ? stored : null);
        if (store is null || Stored(store, block) is not { } options || HybridCalls.HasComment(block.Statements[end]) || HybridCalls.HasComment(block.Statements[last]) || (options.Declaration is { } gone && HybridCalls.HasComment(gone)))
        {
            return null;
        }

        var kept = Enumerable.Range(first, end - first).Where(i => block.Statements[i] != options.Declaration).Select(i => i - first).ToList();
        if (kept.Any(i => Leaves(block.Statements[i + first])))
        {
            return null;
        }

        var type = Display(payload.IsValueType ? payload : payload.WithNullableAnnotation(NullableAnnotation.NotAnnotated), store);
        return new Filling(
            (current, calls, at) =>
            {
                var statements = ((BlockSyntax)current).Statements;
                var result = statements[end - first] is ReturnStatementSyntax { Expression: { } call } ? Arg(call, 1) : ((ReturnStatementSyntax)statements[last - first]).Expression!;
                var before = kept.Select(i => statements[i]).ToList();
                return before is [LocalDeclarationStatementSyntax { Declaration.Variables: [{ Initializer.Value: var only } variable] } single] && result is IdentifierNameSyntax name && name.Identifier.ValueText == variable.Identifier.ValueText
                    ? HybridCalls.Create(calls, type, at, Factory(current, [], only, single), false, options.Expression)
                    : HybridCalls.Create(calls, type, at, Factory(current, before, result, null), false, options.Expression);
            },
            store,
            options.Held);
    }

    /// <summary>The factory that does the statements and returns the value.</summary>
    private static LambdaExpressionSyntax Factory(SyntaxNode current, IEnumerable<StatementSyntax> before, ExpressionSyntax value, StatementSyntax? last)
    {
        var statements = before.ToList();
        var comments = last?.GetLeadingTrivia() ?? default;
        if (statements.Count == 0 && !comments.Any(IsComment) && !(last?.GetTrailingTrivia() ?? default).Any(IsComment))
        {
            return HybridCalls.Factory(value);
        }

        var newLine = Editing.NewLine.Of(current.SyntaxTree.GetRoot(default));
        var returned = (ReturnStatementSyntax)SyntaxFactory.ParseStatement("return x;");
        statements.Add(returned.WithExpression(value.WithoutTrivia()).WithLeadingTrivia(comments).WithTrailingTrivia(last?.GetTrailingTrivia() ?? SyntaxFactory.TriviaList(SyntaxFactory.EndOfLine(newLine))));
        var block = SyntaxFactory.Block(
            SyntaxFactory.Token(SyntaxKind.OpenBraceToken).WithTrailingTrivia(SyntaxFactory.EndOfLine(newLine)), SyntaxFactory.List(statements), SyntaxFactory.Token(SyntaxKind.CloseBraceToken));
        return (LambdaExpressionSyntax)StoreCalls.Lambda(block, isAsync: CallShapes.HasAwait(block));
    }

    /// <summary>The factory of an entry without the statements that said how it is kept. Their comments stay.</summary>
    private static LambdaExpressionSyntax Without(LambdaExpressionSyntax lambda, HashSet<int> removed)
    {
        if (lambda.Block is not { } block || removed.Count == 0)
        {
            return lambda;
        }

        var kept = new List<StatementSyntax>();
        var comments = new List<SyntaxTrivia>();
        for (var i = 0; i < block.Statements.Count; i++)
        {
            var statement = block.Statements[i];
            if (removed.Contains(i))
            {
                comments.AddRange(Comments(statement));
                continue;
            }

            if (comments.Count > 0 || (kept.Count == 0 && i > 0))
            {
                var own = statement.GetLeadingTrivia().SkipWhile(t => t.IsKind(SyntaxKind.EndOfLineTrivia) || (t.IsKind(SyntaxKind.WhitespaceTrivia) && statement.GetLeadingTrivia().IndexOf(t) < statement.GetLeadingTrivia().IndexOf(SyntaxKind.EndOfLineTrivia)));
                statement = statement.WithLeadingTrivia(comments.Concat(own));
                comments.Clear();
            }

            kept.Add(statement);
        }

        if (comments.Count > 0 && kept.Count > 0)
        {
            kept[kept.Count - 1] = kept[kept.Count - 1].WithTrailingTrivia(kept[kept.Count - 1].GetTrailingTrivia().AddRange(comments));
        }

        return kept is [ReturnStatementSyntax { Expression: { } only }] && !HybridCalls.HasComment(kept[0])
            ? lambda.WithBlock(null).WithExpressionBody(only.WithoutTrivia())
            : lambda.WithBlock(block.WithStatements(SyntaxFactory.List(kept)));
    }

    private static IEnumerable<SyntaxTrivia> Comments(StatementSyntax statement)
    {
        var indent = statement.GetLeadingTrivia().LastOrDefault(t => t.IsKind(SyntaxKind.WhitespaceTrivia));
        foreach (var comment in statement.DescendantTrivia().Where(IsComment))
        {
            yield return indent;
            yield return comment;
            yield return SyntaxFactory.EndOfLine(Editing.NewLine.Of(statement.SyntaxTree.GetRoot(default)));
        }
    }

    private static bool IsComment(SyntaxTrivia trivia) => !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia);

    /// <summary>Puts one statement in the place of several.</summary>
    private CacheCallRewrite Block(InvocationExpressionSyntax read, BlockSyntax block, int at, int count, Filling filling, Func<BlockSyntax, StoreCalls, StatementSyntax> make)
    {
        covered.Add(filling.Store);
        var use = new StateUse(document, block, (current, store) =>
        {
            var now = (BlockSyntax)current;
            var made = make(now, store).WithLeadingTrivia(now.Statements[at].GetLeadingTrivia()).WithTrailingTrivia(now.Statements[at + count - 1].GetTrailingTrivia());
            return now.WithStatements(SyntaxFactory.List(now.Statements.Take(at).Append(made.WithAdditionalAnnotations(Microsoft.CodeAnalysis.Formatting.Formatter.Annotation)).Concat(now.Statements.Skip(at + count))));
        });
        return new CacheCallRewrite(use, PayloadOf(read), null, filling.Held) { Call = read, At = block.Statements[at] };
    }

    private ITypeSymbol? PayloadOf(InvocationExpressionSyntax call) => (model.GetSymbolInfo(call, cancellation).Symbol as IMethodSymbol)?.TypeArguments.FirstOrDefault();

    private CacheCallRewrite Made(InvocationExpressionSyntax call, ExpressionSyntax node, ITypeSymbol? payload, Func<ExpressionSyntax, StoreCalls, ExpressionSyntax> rewrite, ISymbol? held = null, bool returns = false) =>
        new(new StateUse(document, node, (current, store) => rewrite((ExpressionSyntax)current, store)) { Returns = returns }, payload, null, held) { Call = call, At = node };

    /// <summary>How a stored entry is kept, and where its options are made for it alone; null where it cannot be said.</summary>
    /// <param name="store">The call that stores it.</param>
    /// <param name="filled">The statements that become a factory, which run only where the entry is missing; null where the call stays.</param>
    private (ExpressionSyntax Expression, ISymbol? Held, LocalDeclarationStatementSyntax? Declaration)? Stored(InvocationExpressionSyntax store, BlockSyntax? filled)
    {
        if (store.ArgumentList.Arguments.Count == 2)
        {
            return (EntryExpiry.Options(null), null, null);
        }

        var third = store.ArgumentList.Arguments[2].Expression;
        if (model.GetTypeInfo(third, cancellation).Type.IsNamed("Microsoft.Extensions.Caching.Memory.MemoryCacheEntryOptions") && model.GetSymbolInfo(third, cancellation).Symbol is ILocalSymbol or IFieldSymbol { DeclaredAccessibility: Accessibility.Private } && model.GetSymbolInfo(third, cancellation).Symbol is { } held)
        {
            if (filled is null || held is not ILocalSymbol || held.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) is not VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax declaration } } variable || !filled.Span.Contains(declaration.Span))
            {
                return (third.WithoutTrivia(), held, null);
            }

            // Made for this entry alone: nobody else names it.
            var alone = new EntryExpiry(model, cancellation);
            return declaration.Parent == filled && filled.DescendantNodes().OfType<IdentifierNameSyntax>().Count(n => n.Identifier.ValueText == held.Name) == 1 && variable.Initializer is { } made && alone.Read(made.Value) && alone.IsIndependent(filled)
                ? (EntryExpiry.Options(alone.Lifetime), null, declaration)
                : null;
        }

        var expiry = new EntryExpiry(model, cancellation);
        return expiry.Read(third) && (filled is null || expiry.IsIndependent(filled)) ? (EntryExpiry.Options(expiry.Lifetime), null, null) : null;
    }

    private bool IsStore(InvocationExpressionSyntax call, ExpressionSyntax key, ITypeSymbol payload) =>
        calls.Contains(call) && NameOf(call) == "Set" && call.ArgumentList.Arguments.Count is 2 or 3 && SyntaxFactory.AreEquivalent(call.ArgumentList.Arguments[0].Expression, key) &&
        PayloadOf(call) is { } stored && SymbolEqualityComparer.Default.Equals(stored, payload);

    /// <summary>Whether a statement may go somewhere else than to the next one.</summary>
    private static bool Leaves(StatementSyntax statement) =>
        statement.DescendantNodesAndSelf(n => n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).Any(n => n is ReturnStatementSyntax or GotoStatementSyntax or YieldStatementSyntax) ||
        (statement is BreakStatementSyntax or ContinueStatementSyntax or LocalFunctionStatementSyntax);

    /// <summary>Whether the condition is the read, alone or with a test that the entry is not null.</summary>
    private static bool IsHit(ExpressionSyntax condition, InvocationExpressionSyntax read, string variable) =>
        condition == read || (condition is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } both && both.Left == read && both.Right.ToString() is var test &&
            (test == variable + " is not null" || test == variable + " != null"));

    private static bool IsNull(ExpressionSyntax condition, string variable) => condition.ToString() is var test && (test == variable + " is null" || test == variable + " == null");

    private ExpressionSyntax KeyIn(StatementSyntax statement) =>
        statement.DescendantNodes().OfType<InvocationExpressionSyntax>().First(c => NameOf(c) is "TryGetValue" or "Get" && c.ArgumentList.Arguments.Count > 0).ArgumentList.Arguments[0].Expression;

    private string Display(ITypeSymbol type, SyntaxNode at) => type.ToMinimalDisplayString(model, at.SpanStart);

    private static string? NameOf(InvocationExpressionSyntax call) => (call.Expression as MemberAccessExpressionSyntax)?.Name.Identifier.ValueText;

    private static ExpressionSyntax Arg(SyntaxNode call, int index) => ((InvocationExpressionSyntax)call).ArgumentList.Arguments[index].Expression;
}
