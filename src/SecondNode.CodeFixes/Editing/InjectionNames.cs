using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace SecondNode.CodeFixes.Editing;

/// <summary>
/// The names that one run gives to injected services, so that several findings in one class share one field, and two
/// services in one parameter list get two names in a stable order. Kept in <see cref="SolutionEdits.State{T}"/>.
/// </summary>
internal sealed class InjectionNames
{
    private readonly Dictionary<(string Place, string Service), (string Name, int Order)> given = [];

    /// <summary>The name of a service at a place (a type, a parameter list), and how many services were added there before it.</summary>
    /// <param name="place">A stable key of the place.</param>
    /// <param name="service">The service.</param>
    /// <param name="candidates">Names to choose from, the preferred one first.</param>
    /// <param name="scope">Source whose identifiers must not be hidden.</param>
    public (string Name, int Order) For(string place, Service service, IEnumerable<string> candidates, params IEnumerable<SyntaxNode> scope)
    {
        if (given.TryGetValue((place, service.Key), out var found))
        {
            return found;
        }

        var taken = new HashSet<string>(scope.SelectMany(IdentifiersIn), StringComparer.Ordinal);
        var order = 0;
        foreach (var other in given)
        {
            if (other.Key.Place == place)
            {
                taken.Add(other.Value.Name);
                order++;
            }
        }

        var all = candidates.ToList();
        var name = all.FirstOrDefault(c => !taken.Contains(c)) ?? Enumerable.Range(4, 1000).Select(i => all[0] + i).First(c => !taken.Contains(c));
        return given[(place, service.Key)] = (name, order);
    }

    /// <summary>A key for a node of the original solution.</summary>
    public static string PlaceOf(Document document, SyntaxNode node) => document.Id.Id + ":" + node.SpanStart + ":" + node.RawKind;

    private static IEnumerable<string> IdentifiersIn(SyntaxNode node) =>
        node.DescendantTokens().Where(t => t.IsKind(SyntaxKind.IdentifierToken)).Select(t => t.ValueText);
}
