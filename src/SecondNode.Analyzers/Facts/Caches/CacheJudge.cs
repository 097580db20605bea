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
    private readonly CachePairs pairs;

    private CacheJudge(RuleContext context, ImmutableArray<CacheUse> all)
    {
        this.context = context;
        this.all = all;
        origins = new ValueOrigins(context);
        pairs = new CachePairs(context);
    }

    /// <summary>The places to report, in no particular order.</summary>
    public static ImmutableArray<CacheFinding> Judge(RuleContext context, ImmutableArray<CacheUse> all) =>
        all.IsEmpty ? ImmutableArray<CacheFinding>.Empty : new CacheJudge(context, all).Find();

    private ImmutableArray<CacheFinding> Find()
    {
        var found = ImmutableArray.CreateBuilder<CacheFinding>();
        var evictions = all.Where(u => u.Evicts && CacheCandidates.Include(u, context)).ToList();
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
            var readers = all.Where(r => r.Effect == CacheEffect.Read && group.Any(g => pairs.Meet(g.Use, r)));
            Add(found, CacheStory.Removed, group.Select(g => g.Use).ToList(), group.SelectMany(g => g.Fills), readers);
        }

        foreach (var group in all.Where(u => u.Effect == CacheEffect.Set && CacheCandidates.Include(u, context) && IsOverwrite(u)).GroupBy(u => (u.Type.OriginalDefinition, NameOf(u))))
        {
            var refilled = group.Any(s => all.Any(f => f.Stores && f != s && pairs.Meet(s, f) && (f.Effect == CacheEffect.Fill || IsGuarded(f))));
            if (!refilled && HasSecondLevel(group.First().Type))
            {
                continue;
            }

            Add(found, refilled ? CacheStory.Replaced : CacheStory.Stored, group.ToList(), group.SelectMany(s => all.Where(r => r.Effect == CacheEffect.Read && pairs.Meet(s, r))));
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

    private bool IsInvalidation(CacheUse eviction, List<CacheUse> fills)
    {
        if (fills.Count == 0 || fills.Any(f => f.IsBeside(eviction)) || fills.All(IsCode))
        {
            return false;
        }

        // Read and found to be old, dropped, and read again: every node does that for itself.
        if (all.Any(r => r.Effect == CacheEffect.Read && r.IsBeside(eviction) && pairs.Meet(eviction, r)) && !WritesData(eviction))
        {
            return false;
        }

        return true;
    }

    /// <summary>Types and what is made of them are the same on every node.</summary>
    private static bool IsCode(CacheUse fill) =>
        CodeArtefacts.IsReflected(fill.Value?.Type is { TypeKind: not TypeKind.Delegate } type ? type : null) ||
        (fill.Operation is IInvocationOperation { TargetMethod.TypeArguments: [var stored, ..] } && CodeArtefacts.IsReflected(stored));

    private List<CacheUse> FillsOf(CacheUse eviction) => all.Where(f => f.Stores && pairs.Meet(eviction, f)).ToList();

    /// <summary>A cache of the application's own: who calls it knows the key, in and out.</summary>
    private bool IsWrapper(CacheUse eviction) =>
        eviction.Member is IMethodSymbol { DeclaredAccessibility: not Accessibility.Private } && pairs.KeysOf(eviction).Any(k => k.IsGiven || k.IsAny) &&
        all.Any(f => (f.Stores || f.Effect == CacheEffect.Read) && CachePairs.Related(f.Type, eviction.Type) && pairs.KeysOf(f).Any(k => k.IsGiven));

    private CacheFinding? Wrapped(List<CacheUse> evictions)
    {
        var type = evictions[0].Type;
        if (!all.Any(f => f.Stores && CachePairs.Related(f.Type, type) && !IsCode(f)) || Broadcasts.HasSharedSibling(type, context))
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

    /// <summary>A value that is stored without a look at what is there, for others to read.</summary>
    private bool IsOverwrite(CacheUse set) =>
        !pairs.KeysOf(set).Any(k => k.IsGiven || k.IsAny) && !IsGuarded(set) && !IsCode(set) && all.Any(r => r.Effect is CacheEffect.Read or CacheEffect.Fill && !r.IsBeside(set) && pairs.Meet(set, r));

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
        member is not null && all.Any(r => r.Effect is CacheEffect.Read or CacheEffect.Fill && SymbolEqualityComparer.Default.Equals(r.Member, member) && (pairs.Meet(set, r) || CachePairs.Related(set.Type, r.Type)));

    /// <summary>Who calls a member, by its own name or by that of what it implements or overrides.</summary>
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
}
