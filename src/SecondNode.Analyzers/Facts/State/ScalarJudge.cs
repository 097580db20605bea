using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SecondNode.Analyzers.Facts.State;

/// <summary>What is the matter with a field or property that is no collection.</summary>
/// <param name="Certainty">How sure it is that it breaks on two nodes.</param>
/// <param name="Kind">How the most telling change changes it.</param>
/// <param name="Changes">The changes after start-up, the most telling first.</param>
internal sealed record ScalarVerdict(StateCertainty Certainty, ScalarChange Kind, ImmutableArray<ScalarWrite> Changes);

/// <summary>
/// Judges a field or auto-property that lives as long as its node and is no collection: who replaces its value, with what,
/// and whether others read it.
/// </summary>
internal sealed class ScalarJudge(RuleContext context)
{
    private static readonly TypeNames Plumbing = new()
    {
        "System.IServiceProvider", "Microsoft.Extensions.Configuration.IConfiguration", "System.Threading.Tasks.Task", "System.Lazy", "System.Random", "System.IDisposable",
        "Microsoft.AspNetCore.Hosting.IWebHostEnvironment", "Microsoft.Extensions.Hosting.IHostEnvironment", "Microsoft.Extensions.Logging.ILoggerFactory", "Microsoft.Extensions.Hosting.IHost",
        "AutoMapper.IMapper", "AutoMapper.IConfigurationProvider", "Microsoft.AspNetCore.Http.IHttpContextAccessor", "System.Version",
    };

    private readonly ValueOrigins origins = new(context);
    private readonly ConcurrentDictionary<IOperation, ValueOrigin> asked = new();

    /// <summary>Whether a value of the type can be state at all.</summary>
    public static bool CanBeState(ITypeSymbol? type) =>
        type is { TypeKind: not (TypeKind.Delegate or TypeKind.Error or TypeKind.Pointer) } && !CodeArtefacts.IsReflected(type) && !CodeArtefacts.IsProcessBound(type) && !CodeArtefacts.IsLock(type) &&
        !CodeArtefacts.IsConnection(type) && !(type.TypeKind is TypeKind.Class or TypeKind.Interface && type.SpecialType == SpecialType.None && Plumbing.Cover(type));

    /// <summary>
    /// The judgement of a member of a singleton: what services keep for themselves (handles, tokens, what they have loaded and load again by time) is harmless;
    /// what a request is seen to put there for others is not.
    /// </summary>
    public ScalarVerdict? JudgeOfSingleton(ISymbol state) =>
        Judge(state, ofSingleton: true) is { } verdict && !OperatorNumbers.Are(state) && (verdict.Changes[0].Phase & ExecutionPhase.Request) != ExecutionPhase.None && !verdict.Changes.Any(w => Expiry.ComparesClock(w.Operation.Root(), context)) &&
        (verdict.Kind is ScalarChange.Count or ScalarChange.Reset || verdict.Changes.Any(w => (OriginOf(w) & (ValueOrigin.Request | ValueOrigin.Database)) != ValueOrigin.None || w.Value?.ConstantValue.HasValue == true || IsDrawn(w)))
            ? verdict
            : null;

    /// <summary>The judgement, or null where it is harmless.</summary>
    public ScalarVerdict? Judge(ISymbol state) => Judge(state, ofSingleton: false);

    private ScalarVerdict? Judge(ISymbol state, bool ofSingleton)
    {
        if (ScalarChanges.Of(state, context, onlyDeclared: ofSingleton) is not { } changes || changes.Writes.Where(w => !IsInitialization(w)).ToImmutableArray() is not { IsEmpty: false } later || !CanMatter(later, ofSingleton))
        {
            return null;
        }

        var live = later.Where(w => w.Phase.ServesRequests()).ToImmutableArray();
        if (live.IsEmpty || !changes.AreReadBy(reader => live.Any(w => !SymbolEqualityComparer.Default.Equals(reader, w.Member))) || IsRunningMark(live))
        {
            return null;
        }

        var replacing = live.Where(w => w.Kind is ScalarChange.Assign or ScalarChange.Reset or ScalarChange.Change).ToImmutableArray();
        var counting = live.Where(w => w.Kind == ScalarChange.Count).ToImmutableArray();
        if (replacing.IsEmpty && !counting.Any(IsUsed))
        {
            return JudgeFilled(live);
        }

        var telling = replacing.Select(w => (Write: w, Origin: w.Kind == ScalarChange.Reset ? OfRefill(changes) : OriginOf(w)))
            .OrderByDescending(w => (w.Write.Phase & ExecutionPhase.Request) != ExecutionPhase.None && w.Origin.IsData()).ThenByDescending(w => w.Origin.IsData()).ToList();
        if (telling.Count > 0 && telling[0] is var (first, origin) && (origin.IsData() || IsSwitched(replacing) || telling.Any(t => IsDrawn(t.Write))))
        {
            var certain = !OperatorNumbers.Are(state) && (first.Phase & ExecutionPhase.Request) != ExecutionPhase.None && origin.IsData() && (origin & ValueOrigin.Environment) == ValueOrigin.None && IsHandler(first.Member);
            return new ScalarVerdict(certain ? StateCertainty.Certain : StateCertainty.Possible, first.Kind, telling.Select(t => t.Write).ToImmutableArray());
        }

        // A number that is used, not only counted for somebody to look at.
        var used = counting.Where(IsUsed).ToImmutableArray();
        return used.IsEmpty ? null : new ScalarVerdict(StateCertainty.Possible, ScalarChange.Count, used);
    }

    /// <summary>Whether one of the changes can matter, whoever makes it: asked before callers are searched, the cheap questions first.</summary>
    private bool CanMatter(ImmutableArray<ScalarWrite> writes, bool ofSingleton)
    {
        var onlyOfRequests = ofSingleton && !writes.Any(w => w.Value?.ConstantValue.HasValue == true);
        return IsSwitched(writes) ||
            writes.Any(w => w.Kind == ScalarChange.Reset || (w.Kind == ScalarChange.Count && IsUsed(w)) || IsDrawn(w.Value)) ||
            writes.Any(w => w.Kind == ScalarChange.AssignIfNull ? IsFilledFromData(w) : onlyOfRequests ? (OriginOf(w) & (ValueOrigin.Request | ValueOrigin.Database)) != ValueOrigin.None : OriginOf(w).IsData());
    }

    private static bool IsUsed(ScalarWrite write) => write.Operation.Parent is not (IExpressionStatementOperation or IBlockOperation);

    private bool IsFilledFromData(ScalarWrite write) => (OriginOf(write) & (ValueOrigin.Request | ValueOrigin.Database)) != ValueOrigin.None && !Expiry.ComparesClock(write.Operation.Root(), context);

    /// <summary>
    /// Filled once and never emptied. Most nodes fill theirs from the same source, and keep it; a row of the database, or what the first request says,
    /// is another one on each node, unless it is loaded again by time.
    /// </summary>
    private ScalarVerdict? JudgeFilled(ImmutableArray<ScalarWrite> live)
    {
        var filling = live.Where(w => w.Kind == ScalarChange.AssignIfNull && IsFilledFromData(w)).ToImmutableArray();
        return filling.IsEmpty ? null : new ScalarVerdict(StateCertainty.Possible, ScalarChange.AssignIfNull, filling);
    }

    /// <summary>An action, page or endpoint itself: what a helper or middleware notes for every request may be the same on every node.</summary>
    private bool IsHandler(ISymbol? member) =>
        member is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction } ||
        (member is { IsStatic: false } && member.Name is not ("Invoke" or "InvokeAsync") && (context.Phases.RoleOf(member) & ExecutionPhase.Request) != ExecutionPhase.None);

    /// <summary>A code that one request draws and another is asked for: only the node that has drawn it knows it.</summary>
    private static bool IsDrawn(ScalarWrite write) =>
        IsDrawn(write.Value) && (write.Phase & ExecutionPhase.Request) != ExecutionPhase.None;

    private static bool IsDrawn(IOperation? value) =>
        value is { Type.SpecialType: SpecialType.System_String or SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.None } &&
        value.DescendantsAndSelf().Any(o => o is IInvocationOperation { TargetMethod: { ContainingType: { Name: "Random" or "RandomNumberGenerator", ContainingNamespace.Name: "System" or "Cryptography" } } or { Name: "NewGuid" } });

    private ValueOrigin OriginOf(ScalarWrite write) => write.Value is null ? ValueOrigin.None : asked.GetOrAdd(write.Value, value => origins.Of(value));

    /// <summary>What is put in after somebody has emptied it.</summary>
    private ValueOrigin OfRefill(ScalarChanges changes) =>
        changes.Writes.Where(w => w.Kind is ScalarChange.AssignIfNull or ScalarChange.Assign).Aggregate(ValueOrigin.None, (o, w) => o | OriginOf(w));

    private static bool IsInitialization(ScalarWrite write) =>
        write.Member is null or IFieldSymbol or IMethodSymbol { MethodKind: MethodKind.StaticConstructor or MethodKind.Constructor or MethodKind.Destructor } or IMethodSymbol { Name: "Dispose" or "DisposeAsync" or "StopAsync" or "Application_End" };

    /// <summary>Set before and cleared after the work, by the same member: a mark of what runs right now.</summary>
    private static bool IsRunningMark(ImmutableArray<ScalarWrite> live) =>
        live.All(w => live.Any(other => other != w && SymbolEqualityComparer.Default.Equals(other.Member, w.Member)) && w.Value?.ConstantValue.HasValue == true);

    /// <summary>Different members set it to different constants: something is switched on and off.</summary>
    private static bool IsSwitched(ImmutableArray<ScalarWrite> replacing) =>
        replacing.Select(w => w.Value?.ConstantValue is { HasValue: true, Value: { } value } ? value : null).Where(v => v is not null).Distinct().Count() > 1 &&
        replacing.Select(w => w.Member).Distinct(SymbolEqualityComparer.Default).Count() > 1;
}
