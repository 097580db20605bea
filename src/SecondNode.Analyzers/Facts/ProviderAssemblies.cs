using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using SecondNode.Analyzers.Catalogue;

namespace SecondNode.Analyzers.Facts;

/// <summary>
/// Finds providers without a list of them: an assembly that implements a service is a provider of it, and the methods of
/// that assembly which take a service collection or a builder register it. An assembly that references a provider may
/// register it in a helper that cannot be seen into.
/// </summary>
internal sealed class ProviderAssemblies(RuleContext context)
{
    private readonly ConcurrentDictionary<SharedService, (HashSet<string> Methods, HashSet<string> Helpers)> known = new();

    /// <summary>A project referenced from source is looked at file by file instead. Assemblies of .NET implement nothing for several nodes, and reach nobody who does.</summary>
    private readonly Lazy<Dictionary<string, (IAssemblySymbol Symbol, AssemblyFacts Facts)>> compiled = new(() =>
    {
        var byName = new Dictionary<string, (IAssemblySymbol Symbol, AssemblyFacts Facts)>(StringComparer.OrdinalIgnoreCase);
        foreach (var assembly in context.Types.Assemblies)
        {
            if (assembly is not ISourceAssemblySymbol && !IsOfSystem(assembly) && AssemblyFacts.Of(assembly) is { IsFramework: false } facts)
            {
                byName[assembly.Name] = (assembly, facts);
            }
        }

        return byName;
    });

    /// <summary>The names of the registration methods of assemblies that implement the service.</summary>
    public IReadOnlyCollection<string> MethodsOf(SharedService service) => known.GetOrAdd(service, Find).Methods;

    /// <summary>The names of methods, and of types with such methods, that register services in assemblies which reach a provider.</summary>
    public IReadOnlyCollection<string> HelpersOf(SharedService service) => known.GetOrAdd(service, Find).Helpers;

    private (HashSet<string> Methods, HashSet<string> Helpers) Find(SharedService service)
    {
        var methods = new HashSet<string>(StringComparer.Ordinal);
        var helpers = new HashSet<string>(StringComparer.Ordinal);
        var homes = new HashSet<string>(context.Types.All(service.Contract).Select(c => c.ContainingAssembly?.Name).OfType<string>(), StringComparer.OrdinalIgnoreCase);
        var reaches = new Dictionary<string, bool>(StringComparer.OrdinalIgnoreCase);
        foreach (var (assembly, facts) in compiled.Value.Values)
        {
            if (facts.References.Any(homes.Contains) && facts.Implements(assembly, service))
            {
                reaches.Add(assembly.Name, true);
                methods.UnionWith(facts.Registrations(assembly).Select(r => r.Method));
            }
        }

        if (reaches.Count > 0)
        {
            var providers = new HashSet<string>(reaches.Keys, StringComparer.OrdinalIgnoreCase);
            foreach (var (assembly, facts) in compiled.Value.Values)
            {
                if (!providers.Contains(assembly.Name) && Reaches(assembly.Name, facts, reaches))
                {
                    foreach (var (type, method, isInstance) in facts.Registrations(assembly))
                    {
                        helpers.Add(method);
                        if (isInstance)
                        {
                            helpers.Add(type);
                        }
                    }
                }
            }
        }

        methods.ExceptWith(service.NotProviders);
        helpers.ExceptWith(service.NotProviders);
        return (methods, helpers);
    }

    /// <summary>Told by the name alone, which is cheaper than what its metadata tells of a hundred of them.</summary>
    private static bool IsOfSystem(IAssemblySymbol assembly) => assembly.Name.StartsWith("System.", StringComparison.Ordinal) && !assembly.Identity.PublicKeyToken.IsDefaultOrEmpty;

    private bool Reaches(string name, AssemblyFacts facts, Dictionary<string, bool> reaches)
    {
        if (reaches.TryGetValue(name, out var known))
        {
            return known;
        }

        reaches[name] = false; // for a cycle
        var found = facts.IsOtherProject || facts.References.Any(other => compiled.Value.TryGetValue(other, out var next) && Reaches(other, next.Facts, reaches));
        reaches[name] = found;
        return found;
    }
}
