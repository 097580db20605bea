using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Catalogue;

namespace SecondNode.Analyzers.Facts.Files;

/// <summary>Tells the places where a path leaves its request from those that only carry it or hand it through.</summary>
internal static class EscapePoints
{
    private static readonly ApiTable<string> Apis = new(EscapeApis.Rows);

    /// <summary>The row of a member that keeps a value, or null.</summary>
    public static ApiRow<string>? Api(ISymbol member) => Apis.Match(member);

    /// <summary>Kept in TempData.</summary>
    public static Escape InTempData => new("its path is kept in TempData", IsCertain: true);

    /// <summary>A static lives on the same node as the file: whoever shares the one has to share the other.</summary>
    public static Escape Static(ISymbol holder) => new($"its path is kept in static '{holder.Name}'", IsCertain: false);

    /// <summary>What becomes of a path that is an argument of a call that keeps it; null for other calls.</summary>
    public static Escape? Kept(IInvocationOperation call, IArgumentOperation argument)
    {
        if (Apis.Match(call.TargetMethod) is { } row)
        {
            return argument.Parameter?.Name is "key" ? null : new Escape("its path " + row.Effect, IsCertain: true);
        }

        return call is { TargetMethod.Name: "Add" or "TryAdd" or "Enqueue" or "AddOrUpdate" or "GetOrAdd", Instance: { } owner }
            ? IsTempData(owner.Type) ? InTempData : owner is IMemberReferenceOperation { Member.IsStatic: true } holder ? Static(holder.Member) : null
            : null;
    }

    /// <summary>A job that is handed over as an expression: <c>BackgroundJob.Enqueue(() => Import(path))</c>.</summary>
    public static Escape? InJob(IOperation mention, IOperation scope)
    {
        for (var current = mention.Parent; current is not null && current != scope; current = current.Parent)
        {
            if (current is IArgumentOperation { Parent: IInvocationOperation call } && call.TargetMethod.ContainingNamespace?.ToDisplayString() == "Hangfire" && Apis.Match(call.TargetMethod) is { } row)
            {
                return new Escape("its path " + row.Effect, IsCertain: true);
            }
        }

        return null;
    }

    /// <summary>In the hands of the client.</summary>
    public static Escape ToClient => new("its path is returned to the client, whose next request may go to another node", IsCertain: true);

    /// <summary>An object that merely holds the path: not one that reads the file, nor one that removes it when it is disposed of.</summary>
    public static bool Carries(ITypeSymbol? type) =>
        type is { IsAnonymousType: true } || type is { Name: "FileInfo" or "DirectoryInfo" or "Uri" } ||
        (type is not null && type.IsInSource() && !type.AllInterfaces.Any(i => i.Name is "IDisposable" or "IAsyncDisposable"));

    /// <summary>Calls that yield the path, or its name, in another form.</summary>
    public static bool HandsThrough(IInvocationOperation call) =>
        call.TargetMethod is { ContainingType: { } type, Name: var name } &&
        ((type.Name is "Path" or "IPath" && name is "GetFileName" or "GetFileNameWithoutExtension" or "Combine" or "Join" or "GetFullPath" or "ChangeExtension") ||
            (type.SpecialType == SpecialType.System_String && name is "Format" or "Concat" or "Join") ||
            (type.Name == "Task" && name == "FromResult") || (type.Name is "Uri" or "WebUtility" or "HttpUtility" && name is "EscapeDataString" or "UrlEncode"));

    /// <summary>Whether the type is TempData's dictionary.</summary>
    public static bool IsTempData(ITypeSymbol? type) => type is not null && EscapeApis.TempData.Any(type.IsOrInherits);

    /// <summary>Whether what the method returns goes to the client.</summary>
    public static bool IsEndpoint(IMethodSymbol method) =>
        method is { DeclaredAccessibility: Accessibility.Public, ContainingType: { } type } &&
        (type.IsOrInherits("Microsoft.AspNetCore.Mvc.ControllerBase") || type.IsOrInherits("Microsoft.AspNetCore.SignalR.Hub") || type.IsOrInherits("System.Web.Mvc.Controller") || type.IsOrInherits("System.Web.Http.ApiController"));

    /// <summary>Whether what the lambda returns goes to the client.</summary>
    public static bool IsEndpoint(IAnonymousFunctionOperation lambda)
    {
        IOperation handed = lambda;
        while (handed.Parent is IConversionOperation or IDelegateCreationOperation)
        {
            handed = handed.Parent;
        }

        return handed.Parent is IArgumentOperation { Parent: IInvocationOperation call } && call.TargetMethod.Name.StartsWith("Map", StringComparison.Ordinal);
    }

    /// <summary>Whether a parameter is what the client sends to an action or endpoint.</summary>
    public static bool IsOfEndpoint(IParameterReferenceOperation? parameter) =>
        parameter?.Parameter.ContainingSymbol is IMethodSymbol method &&
        (IsEndpoint(method) || (FileLifetime.ScopeOf(parameter) is IAnonymousFunctionOperation lambda && IsEndpoint(lambda)));
}
