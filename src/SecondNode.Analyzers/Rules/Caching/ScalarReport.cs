using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Facts.State;

namespace SecondNode.Analyzers.Rules.Caching;

/// <summary>Says what happens to a value that is no collection, in the words that the rules about static and singleton state share.</summary>
internal static class ScalarReport
{
    private const int MaxLocations = 50;

    /// <summary>Whether the member can get another value, or holds an object of the application that can be changed.</summary>
    public static bool IsCandidate(ISymbol state, Compilation compilation) =>
        TypeOf(state) is var type && ScalarJudge.CanBeState(type) && CollectionShape.Of(type) is null &&
        (state is not (IFieldSymbol { IsReadOnly: true } or IPropertySymbol { SetMethod: null }) || (type is { TypeKind: TypeKind.Class } && type.IsInSource(compilation) && type.GetMembers().Any(CanBeSet)));

    /// <summary>The diagnostic for a judged member, or null where there is nothing to say.</summary>
    public static Diagnostic? Of(DiagnosticDescriptor descriptor, ISymbol state, ScalarVerdict verdict)
    {
        if (state.Locations.FirstOrDefault(l => l.IsInSource) is not { } location)
        {
            return null;
        }

        var first = verdict.Changes[0];
        return Diagnostic.Create(
            descriptor,
            location,
            verdict.Certainty == StateCertainty.Certain ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
            verdict.Changes.Select(c => c.Operation.Syntax.GetLocation()).Distinct().Take(MaxLocations),
            ImmutableDictionary<string, string?>.Empty,
            StateNames.Of(state),
            StateNames.Of(EnclosingMember.Named(first.Member), first.Operation.Syntax),
            verdict.Kind switch
            {
                ScalarChange.Count => "counts with it: every node counts for itself, and the same number is given twice",
                ScalarChange.Reset => "empties it: the other nodes keep the old value",
                ScalarChange.Change => "changes the object in it: the other nodes keep the old values",
                ScalarChange.AssignIfNull => "fills it once: every node keeps what it has found then, and they come to differ",
                _ => "replaces it: the other nodes keep the old value",
            });
    }

    private static bool CanBeSet(ISymbol member) => member is IPropertySymbol { IsStatic: false, SetMethod.IsInitOnly: false } or IFieldSymbol { IsStatic: false, IsReadOnly: false, IsImplicitlyDeclared: false };

    private static ITypeSymbol? TypeOf(ISymbol state) => (state as IFieldSymbol)?.Type ?? (state as IPropertySymbol)?.Type;
}
