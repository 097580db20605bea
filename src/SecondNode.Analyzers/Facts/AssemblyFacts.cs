using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using SecondNode.Analyzers.Catalogue;
using SecondNode.Analyzers.Scope;

namespace SecondNode.Analyzers.Facts;

/// <summary>
/// What a compiled assembly has to say of services, as names. To read it means to load its types, so what was read is kept
/// as long as the assembly's metadata, which outlives compilations while somebody types.
/// </summary>
internal sealed class AssemblyFacts
{
    /// <summary>The types, by simple name, through which start-up code registers services.</summary>
    private static readonly ImmutableHashSet<string> Builders = ImmutableHashSet.Create(
        "ContainerBuilder", "HostApplicationBuilder", "IDataProtectionBuilder", "IHostApplicationBuilder", "IHostBuilder", "IMvcBuilder",
        "IMvcCoreBuilder", "IServiceCollection", "ISignalRBuilder", "ISignalRServerBuilder", "IWebHostBuilder", "WebApplicationBuilder");

    /// <summary>Holds the metadata weakly; the values hold names only.</summary>
    private static readonly ConditionalWeakTable<MetadataId, AssemblyFacts> Known = new();

    private readonly ConcurrentDictionary<SharedService, bool> implements = new();
    private readonly ConcurrentDictionary<string, bool> constructed = new(StringComparer.Ordinal);
    private ImmutableArray<(string Type, string Method, bool IsInstance)> registrations;

    private AssemblyFacts(IAssemblySymbol assembly)
    {
        IsReference = assembly.HasAttribute("ReferenceAssemblyAttribute");
        IsFramework = IsReference && !assembly.Identity.PublicKeyToken.IsDefaultOrEmpty &&
            (assembly.Name.StartsWith("Microsoft.", StringComparison.Ordinal) || assembly.Name.StartsWith("System.", StringComparison.Ordinal) ||
             assembly.Name is "System" or "mscorlib" or "netstandard" or "WindowsBase");
        References = assembly.Modules.SelectMany(module => module.ReferencedAssemblies).Select(reference => reference.Name).Distinct(StringComparer.OrdinalIgnoreCase).ToImmutableArray();
    }

    /// <summary>Whether it is an assembly without code, as reference packs and other projects of a build are seen.</summary>
    public bool IsReference { get; }

    /// <summary>Whether it belongs to a reference pack: .NET and ASP.NET Core bring no shared implementation of anything.</summary>
    public bool IsFramework { get; }

    /// <summary>The names of the assemblies that it references.</summary>
    public ImmutableArray<string> References { get; }

    /// <summary>
    /// Whether it is another project of the application: the compiler leaves out of its reference assembly what only method
    /// bodies reference, so that it may reach every provider that the compilation references.
    /// </summary>
    public bool IsOtherProject => IsReference && !IsFramework;

    /// <summary>The facts of a referenced assembly that is not source.</summary>
    public static AssemblyFacts Of(IAssemblySymbol assembly) =>
        assembly.GetMetadata()?.Id is { } id ? Known.GetValue(id, _ => new AssemblyFacts(assembly)) : new AssemblyFacts(assembly);

    /// <summary>Whether a class of the assembly implements the service for more than one node.</summary>
    /// <param name="assembly">The assembly that these facts are of.</param>
    /// <param name="service">The service.</param>
    public bool Implements(IAssemblySymbol assembly, SharedService service) => implements.GetOrAdd(service, s => assembly.GlobalNamespace.AnyType(type => Implements(type, s)));

    /// <summary>Whether a constructor of a class of the assembly takes a type of that simple name, without being one.</summary>
    public bool Takes(IAssemblySymbol assembly, string parameterType) => constructed.GetOrAdd(parameterType, name => assembly.GlobalNamespace.AnyType(type =>
        type.InstanceConstructors.Any(c => c.Parameters.Any(p => p.Type.Name == name)) && !type.AllInterfaces.Any(i => i.Name == name)));

    /// <summary>The public methods that take a service collection or a builder.</summary>
    public ImmutableArray<(string Type, string Method, bool IsInstance)> Registrations(IAssemblySymbol assembly)
    {
        if (registrations.IsDefault)
        {
            var found = ImmutableArray.CreateBuilder<(string, string, bool)>();
            Collect(assembly.GlobalNamespace, found);
            ImmutableInterlocked.InterlockedInitialize(ref registrations, found.ToImmutable());
        }

        return registrations;
    }

    /// <summary>Only what the type itself names is looked at: the class that implements the service directly is somewhere, and that is cheap to read.</summary>
    private static bool Implements(INamedTypeSymbol type, SharedService service) =>
        (type.TypeKind == TypeKind.Class && !service.Local.Contains(type.Name) && (IsContract(type.BaseType, service) || type.Interfaces.Any(i => IsContract(i, service)))) ||
        type.GetTypeMembers().Any(nested => Implements(nested, service));

    private static bool IsContract(INamedTypeSymbol? type, SharedService service) => type?.Name == service.SimpleName && MetadataName.Has(type, service.Contract);

    private static void Collect(INamespaceSymbol ns, ImmutableArray<(string, string, bool)>.Builder found)
    {
        foreach (var member in ns.GetMembers())
        {
            if (member is INamespaceSymbol inner)
            {
                Collect(inner, found);
            }
            else if (member is INamedTypeSymbol { DeclaredAccessibility: Accessibility.Public } type)
            {
                foreach (var method in type.GetMembers().OfType<IMethodSymbol>())
                {
                    if (method.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected && method.MethodKind == MethodKind.Ordinary &&
                        method.Parameters.Any(p => Builders.Contains(p.Type.Name)))
                    {
                        found.Add((type.Name, method.Name, !type.IsStatic));
                    }
                }
            }
        }
    }
}
