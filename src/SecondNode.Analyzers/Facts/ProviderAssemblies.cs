using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using SecondNode.Analyzers.Catalogue;
using SecondNode.Analyzers.Scope;

namespace SecondNode.Analyzers.Facts;

/// <summary>
/// Finds providers without a list of them: an assembly that implements a service is a provider of it, and the methods of
/// that assembly which take a service collection or a builder register it. An assembly that references a provider may
/// register it in a helper that cannot be seen into.
/// </summary>
internal sealed class ProviderAssemblies(RuleContext context)
{
    /// <summary>The types, by simple name, through which start-up code registers services.</summary>
    private static readonly ImmutableHashSet<string> Builders = ImmutableHashSet.Create(
        "ContainerBuilder", "HostApplicationBuilder", "IDataProtectionBuilder", "IHostApplicationBuilder", "IHostBuilder", "IMvcBuilder",
        "IMvcCoreBuilder", "IServiceCollection", "ISignalRBuilder", "ISignalRServerBuilder", "IWebHostBuilder", "WebApplicationBuilder");

    private readonly ConcurrentDictionary<SharedService, (ImmutableHashSet<string> Methods, ImmutableHashSet<string> Helpers)> known = new();

    /// <summary>The names of the registration methods of assemblies that implement the service.</summary>
    public ImmutableHashSet<string> MethodsOf(SharedService service) => known.GetOrAdd(service, Find).Methods;

    /// <summary>The names of methods, and of types with such methods, that register services in assemblies which reach a provider.</summary>
    public ImmutableHashSet<string> HelpersOf(SharedService service) => known.GetOrAdd(service, Find).Helpers;

    private (ImmutableHashSet<string> Methods, ImmutableHashSet<string> Helpers) Find(SharedService service)
    {
        var methods = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        var helpers = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        var contracts = context.Types.All(service.Contract);
        var referenced = context.Compilation.SourceModule.ReferencedAssemblySymbols;
        var providers = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var assembly in referenced)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            if (IsCompiled(assembly) && !IsFramework(assembly) && contracts.Any(c => References(assembly, c.ContainingAssembly)) && Implements(assembly, contracts, service))
            {
                providers.Add(assembly.Name);
                Collect(assembly.GlobalNamespace, methods, withTypes: false);
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
                    Collect(assembly.GlobalNamespace, helpers, withTypes: true);
                }
            }
        }

        methods.ExceptWith(service.NotProviders);
        helpers.ExceptWith(service.NotProviders);
        return (methods.ToImmutable(), helpers.ToImmutable());
    }

    /// <summary>A project referenced from source is looked at file by file instead.</summary>
    private static bool IsCompiled(IAssemblySymbol assembly) => assembly is not ISourceAssemblySymbol;

    private static bool References(IAssemblySymbol assembly, IAssemblySymbol? other) =>
        other is not null && assembly.Modules.Any(m => m.ReferencedAssemblies.Any(r => string.Equals(r.Name, other.Name, StringComparison.OrdinalIgnoreCase)));

    private static bool Implements(IAssemblySymbol assembly, ImmutableArray<INamedTypeSymbol> contracts, SharedService service) =>
        assembly.GlobalNamespace.AnyType(type => Implements(type, contracts, service));

    /// <summary>Only what the type itself names is looked at: the class that implements the service directly is somewhere, and that is cheap to read.</summary>
    private static bool Implements(INamedTypeSymbol type, ImmutableArray<INamedTypeSymbol> contracts, SharedService service) =>
        (type.TypeKind == TypeKind.Class && !service.Local.Contains(type.Name) &&
         (IsContract(type.BaseType, contracts, service) || type.Interfaces.Any(i => IsContract(i, contracts, service)))) ||
        type.GetTypeMembers().Any(nested => Implements(nested, contracts, service));

    private static bool IsContract(INamedTypeSymbol? type, ImmutableArray<INamedTypeSymbol> contracts, SharedService service) =>
        type?.Name == service.SimpleName && contracts.Contains(type.OriginalDefinition, SymbolEqualityComparer.Default);

    private bool Reaches(IAssemblySymbol assembly, Dictionary<string, IAssemblySymbol> byName, Dictionary<string, bool> reaches)
    {
        context.Cancellation.ThrowIfCancellationRequested();
        if (reaches.TryGetValue(assembly.Name, out var known))
        {
            return known;
        }

        reaches[assembly.Name] = false; // for a cycle
        var found = IsOtherProject(assembly) || assembly.Modules.SelectMany(m => m.ReferencedAssemblies)
            .Any(r => byName.TryGetValue(r.Name, out var next) && IsCompiled(next) && Reaches(next, byName, reaches));
        reaches[assembly.Name] = found;
        return found;
    }

    /// <summary>
    /// The reference assembly of another project of the application: the compiler leaves out of it what only method bodies
    /// reference, so that it may reach every provider that the compilation references.
    /// </summary>
    public static bool IsOtherProject(IAssemblySymbol assembly) => assembly.HasAttribute("ReferenceAssemblyAttribute") && !IsFramework(assembly);

    /// <summary>An assembly of a reference pack: .NET and ASP.NET Core bring no shared implementation of anything.</summary>
    private static bool IsFramework(IAssemblySymbol assembly) =>
        !assembly.Identity.PublicKeyToken.IsDefaultOrEmpty &&
        (assembly.Name.StartsWith("Microsoft.", StringComparison.Ordinal) || assembly.Name.StartsWith("System.", StringComparison.Ordinal)) &&
        assembly.HasAttribute("ReferenceAssemblyAttribute");

    private static void Collect(INamespaceSymbol ns, ImmutableHashSet<string>.Builder names, bool withTypes)
    {
        foreach (var member in ns.GetMembers())
        {
            if (member is INamespaceSymbol inner)
            {
                Collect(inner, names, withTypes);
            }
            else if (member is INamedTypeSymbol { DeclaredAccessibility: Accessibility.Public } type)
            {
                foreach (var method in type.GetMembers().OfType<IMethodSymbol>())
                {
                    if (method.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected && method.MethodKind == MethodKind.Ordinary &&
                        method.Parameters.Any(p => Builders.Contains(p.Type.Name)))
                    {
                        names.Add(method.Name);
                        if (withTypes && !type.IsStatic)
                        {
                            names.Add(type.Name);
                        }
                    }
                }
            }
        }
    }
}
