using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Catalogue;
using SecondNode.Analyzers.Facts.State;

namespace SecondNode.Analyzers.Facts.Caches;

/// <summary>
/// Judges the uses of memory caches together: an entry that is only filled and expires is tolerated; an entry that a
/// request removes or replaces, because what it was made from has changed, stays as it was on the other nodes.
/// </summary>
internal sealed class CacheJudge
{
    private const int MaxCallers = 60;
    private const int MaxOthers = 20;

    private readonly RuleContext context;
    private readonly ImmutableArray<CacheUse> all;
    private readonly ValueOrigins origins;
    private readonly Dictionary<CacheUse, ImmutableArray<CacheKey>> keys = [];

    private CacheJudge(RuleContext context, ImmutableArray<CacheUse> all)
    {
        this.context = context;
        this.all = all;
        origins = new ValueOrigins(context);
    }

    /// <summary>The places to report, in no particular order.</summary>
    public static ImmutableArray<CacheFinding> Judge(RuleContext context, ImmutableArray<CacheUse> all) =>
        all.IsEmpty ? ImmutableArray<CacheFinding>.Empty : new CacheJudge(context, all).Find();

    private ImmutableArray<CacheFinding> Find()
    {
        var found = ImmutableArray.CreateBuilder<CacheFinding>();
        var evictions = all.Where(u => u.Evicts && IsCandidate(u)).ToList();
        var wrappers = evictions.Where(IsWrapper).ToLookup(u => u.Type, SymbolEqualityComparer.Default);
        foreach (var wrapper in wrappers)
        {
            if (Wrapped(wrapper.ToList()) is { } finding)
            {
                found.Add(finding);
            }
        }

        foreach (var group in evictions.Where(e => !IsWrapper(e)).Select(e => (Use: e, Fills: FillsOf(e))).Where(e => IsInvalidation(e.Use, e.Fills)).GroupBy(e => (Type: e.Use.Type.OriginalDefinition, NameOf(e.Use))))
        {
            var readers = all.Where(r => r.Effect == CacheEffect.Read && group.Any(g => Pairs(g.Use, r)));
            Add(found, CacheStory.Removed, group.Select(g => g.Use).ToList(), group.SelectMany(g => g.Fills), readers);
        }

        foreach (var group in all.Where(u => u.Effect == CacheEffect.Set && IsCandidate(u) && IsOverwrite(u)).GroupBy(u => (u.Type.OriginalDefinition, NameOf(u))))
        {
            var refilled = group.Any(s => all.Any(f => f.Stores && f != s && Pairs(s, f) && (f.Effect == CacheEffect.Fill || IsGuarded(f))));
            if (!refilled && HasSecondLevel(group.First().Type))
            {
                continue;
            }

            Add(found, refilled ? CacheStory.Replaced : CacheStory.Stored, group.ToList(), group.SelectMany(s => all.Where(r => r.Effect == CacheEffect.Read && Pairs(s, r))));
        }

        return found.ToImmutable();
    }

    /// <summary>Whether the type also holds a store that all nodes share: it may keep the nodes in step by versions, or find there what this node's memory lacks.</summary>
    private static bool HasSecondLevel(INamedTypeSymbol type) =>
        type.GetMembers().Any(m => m is IFieldSymbol field && IsShared(field.Type)) || type.InstanceConstructors.Any(c => c.Parameters.Any(p => IsShared(p.Type)));

    private static bool IsShared(ITypeSymbol type) => type.Name is "IDistributedCache" or "ICacheClient" or "HybridCache" or "IFusionCache" or "IDatabase";

    private static string NameOf(CacheUse use) => use.Key.Display ?? "";

    private void Add(ImmutableArray<CacheFinding>.Builder found, CacheStory story, List<CacheUse> uses, IEnumerable<CacheUse> related, IEnumerable<CacheUse>? readers = null)
    {
        var others = related.Distinct().ToList();
        var told = uses.Where(u => u.Phase != ExecutionPhase.None && !u.Phase.IsOnlyStartup()).OrderByDescending(u => u.Phase.ServesRequests()).ToList();
        if (told.Count == 0)
        {
            return;
        }

        var first = told[0];
        var certain = told.Any(IsOnUpdatePath) && !HasSecondLevel(first.Type) && (story == CacheStory.Removed ? others.Any(f => f.Effect != CacheEffect.Set || HoldsData(f)) : told.Any(HoldsData));
        found.Add(new CacheFinding(
            story, first.Place, certain, StateNames.Of(EnclosingMember.Named(first.Member), first.Place), first.Key.Display, null,
            told.Skip(1).Concat(others).Concat(readers ?? []).Select(u => u.Place).Distinct().Take(MaxOthers).ToImmutableArray()));
    }

    /// <summary>Whether requests run it; where no caller is visible, whether it does more than to offer an invalidation that perhaps nobody wants.</summary>
    private bool IsOnUpdatePath(CacheUse use)
    {
        if ((use.Phase & ExecutionPhase.Request) != ExecutionPhase.None || (use.Phase.ServesRequests() && CallersOf(use.Member!).Count > 0))
        {
            return true;
        }

        return use.Phase.ServesRequests() && WritesData(use);
    }

    /// <summary>Whether the body around does something to a database or another system.</summary>
    private bool WritesData(CacheUse use) =>
        use.Operation.Root().DescendantsAndSelf().OfType<IInvocationOperation>().Any(call =>
            !call.TargetMethod.Name.StartsWith("Get", StringComparison.Ordinal) && !call.TargetMethod.Name.StartsWith("Find", StringComparison.Ordinal) &&
            ((origins.OfType(call.Instance?.Type) | origins.OfType(call.TargetMethod.ContainingType)) & (ValueOrigin.Database | ValueOrigin.Remote)) != ValueOrigin.None ||
            call.TargetMethod.Name.StartsWith("SaveChanges", StringComparison.Ordinal));

    /// <summary>What is stored comes from somewhere; marks, counters and points in time are throttles more often than state.</summary>
    private bool HoldsData(CacheUse set)
    {
        if (set.Value is null)
        {
            return true;
        }

        var origin = origins.Of(set.Value, null);
        return (origin & ~(ValueOrigin.Environment | ValueOrigin.Code | ValueOrigin.Configuration)) != ValueOrigin.None;
    }

    /// <summary>What can be dismissed by where it stands.</summary>
    private bool IsCandidate(CacheUse use)
    {
        if (use.Member is IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor or MethodKind.Destructor } or IMethodSymbol { Name: "Dispose" or "DisposeAsync" or "StopAsync" } or IFieldSymbol)
        {
            return false;
        }

        // A bad entry that this node drops, the other nodes drop when they meet it.
        if (use.Operation.Syntax.Ancestors().Any(a => a is CatchClauseSyntax))
        {
            return false;
        }

        if (use.Effect == CacheEffect.Clear && use.Operation is IInvocationOperation { TargetMethod.Name: "Compact" or "Trim", Arguments: [{ Value.ConstantValue: { HasValue: true, Value: var share } }, ..] } && share is double and < 1 or int and < 100)
        {
            return false;
        }

        return !IsCacheItself(use.Type) && !NodeLocal.IsDeclared(use.Holder is IFieldSymbol or IPropertySymbol ? use.Holder : use.Type, context.Settings) && !NodeLocal.IsDeclared(use.Type, context.Settings) &&
            !DevelopmentCode.Contains(use.Place) && !IsPerRequest(use) && !Broadcasts.Reach(use.Type) && !Broadcasts.Raises(use.Operation, use.Type);
    }

    private static bool IsCacheItself(INamedTypeSymbol type) => type.AllInterfaces.Any(i => i.Name is "IMemoryCache" or "IAppCache" or "IDistributedCache");

    /// <summary>A cache that a short-lived object makes for itself.</summary>
    private bool IsPerRequest(CacheUse use) =>
        use.Holder is IFieldSymbol { IsStatic: false } field && context.Lifetimes.Of(use.Type) is Lifetime.Scoped or Lifetime.Transient && field.IsInSource(context.Compilation) &&
        context.Uses.Of(field).Any(u => u.Name.AncestorsAndSelf().OfType<AssignmentExpressionSyntax>().FirstOrDefault() is { Right: BaseObjectCreationExpressionSyntax } assignment && assignment.Left.Span.Contains(u.Name.Span)) |
        (field.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(context.Cancellation) is VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax });

    private bool IsInvalidation(CacheUse eviction, List<CacheUse> fills)
    {
        if (fills.Count == 0 || fills.Any(f => f.IsBeside(eviction)) || fills.All(IsCode))
        {
            return false;
        }

        // Read and found to be old, dropped, and read again: every node does that for itself.
        if (all.Any(r => r.Effect == CacheEffect.Read && r.IsBeside(eviction) && Pairs(eviction, r)) && !WritesData(eviction))
        {
            return false;
        }

        return true;
    }

    /// <summary>Types and what is made of them are the same on every node.</summary>
    private static bool IsCode(CacheUse fill) =>
        CodeArtefacts.IsReflected(fill.Value?.Type is { TypeKind: not TypeKind.Delegate } type ? type : null) ||
        (fill.Operation is IInvocationOperation { TargetMethod.TypeArguments: [var stored, ..] } && CodeArtefacts.IsReflected(stored));

    private List<CacheUse> FillsOf(CacheUse eviction) => all.Where(f => f.Stores && Pairs(eviction, f)).ToList();

    private bool Pairs(CacheUse one, CacheUse other)
    {
        if (one.Holder is IFieldSymbol held && other.Holder is IFieldSymbol another && SymbolEqualityComparer.Default.Equals(held.ContainingType, another.ContainingType) && !SymbolEqualityComparer.Default.Equals(held, another))
        {
            return false;
        }

        var related = Related(one.Type, other.Type);
        foreach (var left in KeysOf(one))
        {
            foreach (var right in KeysOf(other))
            {
                if (left.Meets(right) || (related && (left.IsAny || left.IsGiven || right.IsGiven)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool Related(INamedTypeSymbol one, INamedTypeSymbol other) => Derives(one, other) || Derives(other, one);

    private static bool Derives(INamedTypeSymbol type, INamedTypeSymbol from)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current.OriginalDefinition, from.OriginalDefinition))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The key, or what the callers of a private method pass for it.</summary>
    private ImmutableArray<CacheKey> KeysOf(CacheUse use)
    {
        if (keys.TryGetValue(use, out var known))
        {
            return known;
        }

        keys[use] = known = ImmutableArray.Create(use.Key);
        if (use.Key is { IsGiven: true, Parameter: { ContainingSymbol: IMethodSymbol { DeclaredAccessibility: Accessibility.Private, MethodKind: MethodKind.Ordinary } method } parameter })
        {
            var passed = ImmutableArray.CreateBuilder<CacheKey>();
            context.Uses.Visit(method, MaxCallers, caller =>
            {
                if (caller.Name.InvocationOf() is { } written && caller.Model.GetOperation(written, context.Cancellation) is IInvocationOperation call &&
                    call.Arguments.FirstOrDefault(a => a.Parameter?.Ordinal == parameter.Ordinal) is { } argument)
                {
                    passed.Add(CacheKey.Of(argument.Value, context));
                }

                return true;
            });
            keys[use] = known = passed.Count > 0 ? passed.ToImmutable() : known;
        }

        return known;
    }

    /// <summary>A cache of the application's own: who calls it knows the key, in and out.</summary>
    private bool IsWrapper(CacheUse eviction) =>
        eviction.Member is IMethodSymbol { DeclaredAccessibility: not Accessibility.Private } && KeysOf(eviction).Any(k => k.IsGiven || k.IsAny) &&
        all.Any(f => (f.Stores || f.Effect == CacheEffect.Read) && Related(f.Type, eviction.Type) && KeysOf(f).Any(k => k.IsGiven));

    private CacheFinding? Wrapped(List<CacheUse> evictions)
    {
        var type = evictions[0].Type;
        if (!all.Any(f => f.Stores && Related(f.Type, type) && !IsCode(f)) || Broadcasts.HasSharedSibling(type, context))
        {
            return null;
        }

        var callers = evictions.Select(e => (Use: e, Found: CallersOf(e.Member!))).ToList();
        var serving = callers.SelectMany(c => c.Found.Select(f => (c.Use, Caller: f))).FirstOrDefault(c => context.Phases.At(c.Caller.Name, c.Caller.Model).ServesRequests());
        var first = serving.Use ?? callers.FirstOrDefault(c => c.Found.Count > 0).Use ?? evictions[0];
        if (serving.Use is null && callers.All(c => c.Found.Count == 0) && !type.AllInterfaces.Any(i => i.IsInSource()))
        {
            return null;
        }

        var caller = serving.Use is null ? null : StateNames.Of(EnclosingMember.Named(serving.Caller.Model.GetEnclosingSymbol(serving.Caller.Name.SpanStart, context.Cancellation)), serving.Caller.Name);
        return new CacheFinding(
            CacheStory.Wrapped, first.Place, serving.Use is not null, StateNames.Of(first.Member, first.Place), null, caller,
            evictions.Where(e => e != first).Select(e => e.Place).Concat(callers.SelectMany(c => c.Found).Select(c => (SyntaxNode)c.Name)).Take(MaxOthers).ToImmutableArray());
    }

    private List<SymbolUse> CallersOf(ISymbol member)
    {
        var found = new List<SymbolUse>();
        foreach (var target in member.ImplementedInterfaceMembers().Append(member).Append((member as IMethodSymbol)?.OverriddenMethod).OfType<ISymbol>().Where(t => t.IsInSource(context.Compilation)))
        {
            context.Uses.Visit(target, int.MaxValue, use =>
            {
                if (use.Name.InvocationOf() is not null && !use.Name.Ancestors().Any(a => a is CatchClauseSyntax) && !DevelopmentCode.Contains(use.Name))
                {
                    found.Add(use);
                }

                return found.Count < MaxCallers;
            });
        }

        return found;
    }

    /// <summary>A value that is stored without a look at what is there, for others to read.</summary>
    private bool IsOverwrite(CacheUse set) =>
        !KeysOf(set).Any(k => k.IsGiven || k.IsAny) && !IsGuarded(set) && !IsCode(set) && all.Any(r => r.Effect is CacheEffect.Read or CacheEffect.Fill && !r.IsBeside(set) && Pairs(set, r));

    /// <summary>Whether the entry was looked for before: in the member itself, or in those that call it.</summary>
    private bool IsGuarded(CacheUse set)
    {
        if (LooksFor(set, set.Member))
        {
            return true;
        }

        if (set.Member is not IMethodSymbol { MethodKind: MethodKind.Ordinary } method || !method.IsInSource(context.Compilation))
        {
            return false;
        }

        var callers = CallersOf(method);
        return callers.Count > 0 && callers.Any(c => LooksFor(set, EnclosingMember.Of(c.Name, c.Model, context.Cancellation)));
    }

    private bool LooksFor(CacheUse set, ISymbol? member) =>
        member is not null && all.Any(r => r.Effect is CacheEffect.Read or CacheEffect.Fill && SymbolEqualityComparer.Default.Equals(r.Member, member) && (Pairs(set, r) || Related(set.Type, r.Type)));
}
