using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Catalogue;

namespace SecondNode.Analyzers.Facts.Classic;

/// <summary>A place that relies on session between two requests.</summary>
/// <param name="Bag">Session, or TempData, which is kept in it.</param>
/// <param name="Entry">The entry as written.</param>
/// <param name="Place">Where.</param>
/// <param name="IsWrite">Whether something is put in; else it is taken out or looked at.</param>
/// <param name="Value">What is put in.</param>
internal sealed record SessionUse(ClassicBag Bag, string Entry, ExpressionSyntax Place, bool IsWrite, IOperation? Value);

/// <summary>Finds, in the whole compilation, where a classic ASP.NET site relies on session.</summary>
internal sealed class SessionUses
{
    /// <summary>One of these words is in every file that has such a place.</summary>
    public static readonly ImmutableArray<string> Words = ImmutableArray.Create("Session", "HttpSessionState", "HttpSessionStateBase", "IHttpSessionState", "TempData", "TempDataDictionary");

    private readonly RuleContext context;
    private readonly Lazy<ImmutableArray<SessionUse>> all;
    private readonly Lazy<ILookup<SyntaxTree, SessionUse>> byTree;
    private readonly Lazy<bool> holdTempData;

    public SessionUses(RuleContext context)
    {
        this.context = context;
        all = new Lazy<ImmutableArray<SessionUse>>(() => Find().ToImmutableArray());
        byTree = new Lazy<ILookup<SyntaxTree, SessionUse>>(() => All.ToLookup(u => u.Place.SyntaxTree));
        holdTempData = new Lazy<bool>(() => !KeepsTempDataElsewhere(context));
    }

    /// <summary>Every use, files in the order of their paths.</summary>
    public ImmutableArray<SessionUse> All => all.Value;

    /// <summary>The uses in one file.</summary>
    public IEnumerable<SessionUse> Of(SyntaxTree tree) => byTree.Value[tree];

    /// <summary>
    /// The use that tells the story best: a value put into session, else into TempData, else a value that is read.
    /// What <c>Session_Start</c> puts in does not count: the node that does not know the session puts in the same.
    /// </summary>
    public SessionUse? Best =>
        All.Where(u => u.Value is not { ConstantValue: { HasValue: true, Value: null } } && !IsSessionStart(u.Place))
            .OrderBy(u => u.IsWrite ? u.Bag == ClassicBag.Session ? 0 : 1 : 2)
            .FirstOrDefault();

    /// <summary>Whether MVC's TempData is kept in session, as it is unless the application names another provider.</summary>
    public bool HoldTempData => holdTempData.Value;

    private IEnumerable<SessionUse> Find() =>
        from place in BagPlaces.Find(context, Words, ["Add"])
        let use = Of(place.Syntax, place.Model, context)
        where use is not null && (use.Bag != ClassicBag.TempData || HoldTempData)
        select use;

    private static SessionUse? Of(ExpressionSyntax place, SemanticModel model, RuleContext context)
    {
        if (place is not InvocationExpressionSyntax && (model.GetSymbolInfo(place, context.Cancellation).Symbol is not { } symbol || ClassicStateApis.Apis.Match(symbol) is null))
        {
            return null;
        }

        if (model.GetOperation(place, context.Cancellation) is not { } operation)
        {
            return null;
        }

        var written = operation.Parent is IAssignmentOperation assignment && assignment.Target == operation ? BagWrite.Of(assignment) : BagWrite.Of(operation);
        if (written is not null)
        {
            return written.Bag == ClassicBag.Application ? null : new SessionUse(written.Bag, written.Entry, place, true, written.Value);
        }

        return operation is IPropertyReferenceOperation reference && BagWrite.Read(reference) is { Bag: not ClassicBag.Application } read
            ? new SessionUse(read.Bag, read.Entry, place, false, null)
            : null;
    }

    /// <summary>Whether the application names its own provider of TempData: the usual one keeps it in a cookie.</summary>
    private static bool KeepsTempDataElsewhere(RuleContext context) =>
        context.Compilation.SyntaxTrees.Any(t => context.FactsOf(t) is var facts &&
            (facts.Mentions("ITempDataProvider") || facts.Mentions("TempDataProvider") || facts.Mentions("CookieTempDataProvider") || facts.MayMention("CreateTempDataProvider")));

    private static bool IsSessionStart(SyntaxNode place) =>
        place.FirstAncestorOrSelf<MethodDeclarationSyntax>()?.Identifier.ValueText is "Session_Start" or "Session_OnStart";
}
