using System.Collections.Concurrent;
using System.Collections.Immutable;
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
    private readonly ConcurrentDictionary<SharedService, (ImmutableHashSet<string> Methods, ImmutableHashSet<string> Helpers)> known = new();

    /// <summary>The names of the registration methods of assemblies that implement the service.</summary>
    public ImmutableHashSet<string> MethodsOf(SharedService service) => known.GetOrAdd(service, Find).Methods;

    /// <summary>The names of methods, and of types with such methods, that register services in assemblies which reach a provider.</summary>
    public ImmutableHashSet<string> HelpersOf(SharedService service) => known.GetOrAdd(service, Find).Helpers;

    private (ImmutableHashSet<string> Methods, ImmutableHashSet<string> Helpers) Find(SharedService service)
    {
        var methods = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        var helpers = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        var homes = new HashSet<string>(context.Types.All(service.Contract).Select(c => c.ContainingAssembly?.Name).OfType<string>(), StringComparer.OrdinalIgnoreCase);
        var referenced = context.Compilation.SourceModule.ReferencedAssemblySymbols;
        var providers = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var assembly in referenced)
        {
            if (IsCompiled(assembly) && References(assembly, homes) && AssemblyFacts.Of(assembly) is { IsFramework: false } facts && facts.Implements(assembly, service))
            {
                providers.Add(assembly.Name);
                methods.UnionWith(facts.Registrations(assembly).Select(r => r.Method));
            }
        }

        if (providers.Count > 0)
        {
            var byName = referenced.GroupBy(a => a.Name, StringComparer.OrdinalIgnoreCase).ToDictionary(g => g.Key, g => g.First(), StringComparer.OrdinalIgnoreCase);
            var reaches = providers.ToDictionary(p => p, _ => true, StringComparer.OrdinalIgnoreCase);
            foreach (var assembly in referenced)
            {
                if (IsCompiled(assembly) && !providers.Contains(assembly.Name) && Reaches(assembly, byName, reaches))
                {
                    foreach (var (type, method, isInstance) in AssemblyFacts.Of(assembly).Registrations(assembly))
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
        return (methods.ToImmutable(), helpers.ToImmutable());
    }

    /// <summary>A project referenced from source is looked at file by file instead.</summary>
    private static bool IsCompiled(IAssemblySymbol assembly) => assembly is not ISourceAssemblySymbol;

    private static bool References(IAssemblySymbol assembly, HashSet<string> others)
    {
        foreach (var module in assembly.Modules)
        {
            foreach (var reference in module.ReferencedAssemblies)
            {
                if (others.Contains(reference.Name))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool Reaches(IAssemblySymbol assembly, Dictionary<string, IAssemblySymbol> byName, Dictionary<string, bool> reaches)
    {
        if (reaches.TryGetValue(assembly.Name, out var known))
        {
            return known;
        }

        reaches[assembly.Name] = false; // for a cycle
        var found = AssemblyFacts.Of(assembly).IsOtherProject || assembly.Modules.SelectMany(m => m.ReferencedAssemblies)
            .Any(r => byName.TryGetValue(r.Name, out var next) && IsCompiled(next) && Reaches(next, byName, reaches));
        reaches[assembly.Name] = found;
        return found;
    }
}
