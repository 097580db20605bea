using System.Collections.Immutable;

namespace SecondNode.Analyzers.Catalogue;

/// <summary>Which of classic ASP.NET's bags of values an API uses.</summary>
internal enum ClassicBag
{
    /// <summary>The session of one visitor.</summary>
    Session,

    /// <summary>MVC 5's TempData, which lives in session until the next request has read it.</summary>
    TempData,

    /// <summary>Application state: one bag for all visitors of one node.</summary>
    Application,
}

/// <summary>What a member does to a bag.</summary>
/// <param name="Bag">The bag.</param>
/// <param name="Key">The parameter that names the entry; empty where all entries are meant.</param>
/// <param name="Value">The parameter of the value that is put in; empty where none is.</param>
internal sealed record ClassicStateEffect(ClassicBag Bag, string Key, string Value);

/// <summary>The indexers and methods of session, TempData and application state. An indexer is a write where it is assigned to.</summary>
internal static class ClassicStateApis
{
    public static readonly ImmutableArray<ApiRow<ClassicStateEffect>> Rows = ImmutableArray.CreateRange(All());

    /// <summary>The table of these rows.</summary>
    public static readonly ApiTable<ClassicStateEffect> Apis = new(Rows);

    private static IEnumerable<ApiRow<ClassicStateEffect>> All()
    {
        foreach (var type in new[] { "System.Web.SessionState.HttpSessionState", "System.Web.HttpSessionStateBase", "System.Web.SessionState.IHttpSessionState" })
        {
            yield return new(type, "this[]", new(ClassicBag.Session, "name", "value"));
            yield return new(type, "Add", new(ClassicBag.Session, "name", "value"));
        }

        yield return new("System.Web.Mvc.TempDataDictionary", "this[]", new(ClassicBag.TempData, "key", "value"), Verified: false);
        yield return new("System.Web.Mvc.TempDataDictionary", "Add", new(ClassicBag.TempData, "key", "value"), Verified: false);

        foreach (var type in new[] { "System.Web.HttpApplicationState", "System.Web.HttpApplicationStateBase" })
        {
            yield return new(type, "this[]", new(ClassicBag.Application, "name", "value"));
            yield return new(type, "Add", new(ClassicBag.Application, "name", "value"));
            yield return new(type, "Set", new(ClassicBag.Application, "name", "value"));
            yield return new(type, "Remove", new(ClassicBag.Application, "name", ""));
            yield return new(type, "RemoveAt", new(ClassicBag.Application, "", ""));
            yield return new(type, "RemoveAll", new(ClassicBag.Application, "", ""));
            yield return new(type, "Clear", new(ClassicBag.Application, "", ""));
        }
    }
}
