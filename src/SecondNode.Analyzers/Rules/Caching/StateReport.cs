using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using SecondNode.Analyzers.Facts.State;

namespace SecondNode.Analyzers.Rules.Caching;

/// <summary>Says what happens to a collection, in the words that the rules about static and singleton state share.</summary>
internal static class StateReport
{
    private const int MaxLocations = 50;

    /// <summary>The diagnostic for a judged collection, or null where there is nothing to say.</summary>
    public static Diagnostic? Of(DiagnosticDescriptor descriptor, ISymbol state, CollectionShape shape, StateVerdict verdict)
    {
        if (verdict.Certainty == StateCertainty.Safe || verdict.Changes.IsEmpty || state.Locations.FirstOrDefault(l => l.IsInSource) is not { } location)
        {
            return null;
        }

        var properties = ImmutableDictionary<string, string?>.Empty
            .Add(StateProperties.Kind, shape.Kind.ToString())
            .Add(StateProperties.Story, verdict.Story);
        return Diagnostic.Create(
            descriptor,
            location,
            verdict.Certainty == StateCertainty.Certain ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
            verdict.Changes.Select(c => c.Operation.Syntax.GetLocation()).Distinct().Take(MaxLocations),
            properties,
            StateNames.Of(state),
            StateNames.Of(verdict.Changes[0].Member, verdict.Changes[0].Operation.Syntax),
            Consequence(verdict));
    }

    private static string Consequence(StateVerdict verdict) =>
        verdict.Story switch
        {
            StateProperties.StoryChanged => "changes it: requests that land on another node keep seeing the old entries",
            StateProperties.StoryAdded => "adds to it: requests that land on another node do not see the new entries",
            _ => "fills it" + SourceOf(verdict.Origin) + ": each node keeps its own copy, and they come to differ",
        };

    private static string SourceOf(ValueOrigin origin) =>
        (origin & ValueOrigin.Request) != ValueOrigin.None ? " from requests"
        : (origin & ValueOrigin.Database) != ValueOrigin.None ? " from the database"
        : (origin & ValueOrigin.Remote) != ValueOrigin.None ? " from another system"
        : "";
}
