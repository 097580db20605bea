using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SecondNode.Analyzers.Replicas;

internal enum EffectKind
{
    /// <summary>Data is read.</summary>
    Read,

    /// <summary>Data is written at once.</summary>
    Write,

    /// <summary>An entity is added, changed or removed; the next save of the same context writes it.</summary>
    Stage,

    /// <summary>What was staged is written.</summary>
    Save,

    /// <summary>What was staged is forgotten.</summary>
    Unstage,

    /// <summary>Everything written so far is visible from here on, or was undone: a wait, a rollback, a switch to the primary.</summary>
    Settle,
}

/// <summary>What one call or assignment does to which data over which connection.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Site">The operation, as it stands in the source.</param>
/// <param name="Handle">The connection, context or collection expression; null where there is none.</param>
/// <param name="Claim">The handle's role.</param>
/// <param name="What">The data; empty where it is not known.</param>
/// <param name="IsCertain">False where the effect itself is a guess.</param>
internal sealed record DataEffect(EffectKind Kind, IOperation Site, IOperation? Handle, RoleClaim Claim, ImmutableArray<DataItem> What, bool IsCertain = true)
{
    /// <summary>Where the connection was chosen: the argument or expression that a fix changes; null where it is the handle.</summary>
    public IOperation? Choice { get; init; }

    /// <summary>The body in which the site stands, where it is not the one that is looked at.</summary>
    public BodyValues? Body { get; init; }

    /// <summary>The call in the body that is looked at through which the effect comes; null where the effect is in that body itself.</summary>
    public IOperation? Call { get; init; }

    /// <summary>The call of the method in which the site stands: the innermost of the calls through which the effect comes.</summary>
    public IOperation? Entry { get; init; }

    /// <summary>How many calls and redirects lead to the site.</summary>
    public int Hops { get; init; }

    /// <summary>The parameter of the method that gives the statement: what it does, and to which data, is known where the method is called.</summary>
    public GivenText? Text { get; init; }

    /// <summary>The constructor parameter from which the connection comes, where there may be instances for both servers: the call of the method says which one it is.</summary>
    public IParameterSymbol? Constructed { get; init; }

    /// <summary>The call that has given the statement, or the instance; null where all is said in the method itself.</summary>
    public IOperation? DecidedAt { get; init; }

    /// <summary>The instance on which the method was called, where that has decided the role.</summary>
    public IOperation? Instance { get; init; }

    /// <summary>Whether a read sees what was written through the same handle, wherever it is answered.</summary>
    public bool IsCausal { get; init; }

    /// <summary>Whether it is told by the statement alone, of a method about which nothing is known.</summary>
    public bool IsByTextAlone { get; init; }

    /// <summary>Whether it happens in the next request, to which the call redirects.</summary>
    public bool IsRedirected { get; init; }

    /// <summary>Where the body that is looked at has the effect.</summary>
    public IOperation Place => Call ?? Site;

    /// <summary>The parameter that gives the handle in a method of another project, whose source is not in view.</summary>
    public IParameterSymbol? GivenParameter { get; init; }

    /// <summary>The type of the handle in a method of another project.</summary>
    public ITypeSymbol? GivenType { get; init; }

    /// <summary>The parameter of the method that gives the handle: its role is known where the method is called.</summary>
    public IParameterSymbol? Parameter => ParameterOf(Handle) ?? GivenParameter;

    /// <summary>The same by its reference id: the type may not be visible here.</summary>
    public string? GivenTypeId { get; init; }

    /// <summary>The type of the connection or context.</summary>
    public ITypeSymbol? HandleType => Handle?.Unwrap().Type ?? GivenType;

    /// <summary>The same by its reference id.</summary>
    public string? HandleTypeId => HandleType is { } type ? DocumentationCommentId.CreateReferenceId(type) : GivenTypeId;

    /// <summary>The name by which a message speaks of the call.</summary>
    public string Name => Site is IInvocationOperation call ? call.TargetMethod.Name : InOneLine(Site.Syntax.ToString());

    /// <summary>A query may be written over many lines; a message has one.</summary>
    private static string InOneLine(string text)
    {
        const int max = 60;
        var line = string.Join(" ", text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length > max ? line.Substring(0, max - 1) + "…" : line;
    }

    /// <summary>The parameter of an ordinary method that the expression is, or null.</summary>
    public static IParameterSymbol? ParameterOf(IOperation? handle) =>
        handle?.Unwrap() is IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Ordinary } } parameter } ? parameter : null;

    /// <summary>The variable that holds the handle; staging and saving through the same one belong together.</summary>
    public ISymbol? HandleSymbol => Handle?.ReferencedSymbol();
}

/// <summary>A statement that only the caller of a method knows as a whole.</summary>
/// <param name="Parameter">The parameter that gives it; null where the class or its type argument names the table.</param>
/// <param name="Written">The statement with the name left open; null where a parameter gives it.</param>
/// <param name="IsProcedure">Whether it is the name of a stored procedure.</param>
internal sealed record GivenText(IParameterSymbol? Parameter, IOperation? Written, bool IsProcedure);
