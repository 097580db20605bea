using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Catalogue;
using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Replicas.Exported;

namespace SecondNode.Analyzers.Replicas;

/// <summary>
/// The role of a context type: declared, or by the connection string of its registration, or by its name. A name alone stays
/// a name, and a type through which the program saves is no replica whatever it is called.
/// </summary>
internal sealed class TypeRoles
{
    private readonly RuleContext context;
    private readonly ContextTypes contexts;
    private readonly TypeRegistrations registrations;
    private readonly ConnectionSources connections;
    private readonly ImportedEffects imported;
    private readonly ImmutableArray<RoutingLibrary> routing;
    private readonly ImmutableArray<string> replicas;
    private readonly ImmutableArray<string> primaries;
    private readonly ConcurrentDictionary<ITypeSymbol, RoleClaim> known = new(SymbolEqualityComparer.Default);
    private readonly Lazy<HashSet<ITypeSymbol>> savedThrough;
    private readonly ThreadLocal<int> depth = new();
    private readonly OwnConnection own;
    private HandleRoles? handles;

    public TypeRoles(RuleContext context, ContextTypes contexts, TypeRegistrations registrations, ConnectionSources connections, ImportedEffects imported, ReplicaDeclarations declared, ImmutableArray<RoutingLibrary> routing)
    {
        this.context = context;
        this.contexts = contexts;
        this.registrations = registrations;
        this.connections = connections;
        this.imported = imported;
        this.routing = routing;
        replicas = declared.Types;
        primaries = declared.PrimaryTypes;
        savedThrough = new(() => SavedTypes.In(context));
        own = new OwnConnection(context, connections);
    }

    /// <summary>Completes the circle: a registration may take its connection from a handle.</summary>
    public void Use(HandleRoles roles) => handles = roles;

    /// <summary>Whether the type is an ADO.NET connection.</summary>
    public static bool IsConnection(ITypeSymbol? type) => type is not null && (type.Name is "IDbConnection" or "DbConnection" || Bases(type).Any(b => b.Name == "DbConnection") || type.AllInterfaces.Any(i => i.Name == "IDbConnection"));

    /// <summary>Whether the type is an ADO.NET data source.</summary>
    public static bool IsDataSource(ITypeSymbol? type) => type is not null && (type.Name == "DbDataSource" || Bases(type).Any(b => b.Name == "DbDataSource"));

    /// <summary>Whether the owner declares the type's instances to read a replica.</summary>
    public bool IsDeclaredReplica(ITypeSymbol? type) => type is not null && Declared(type) is { Role: Role.Replica };

    /// <summary>Whether the context type is set up, in its registration or in itself, not to track what it loads.</summary>
    public bool IsUntracked(ITypeSymbol? type) =>
        type is not null &&
        (registrations.Of(type).Select(call => TypeRegistrations.PartsOf(call.Syntax)).Concat(type.DeclaringSyntaxReferences.Select(r => r.GetSyntax(context.Cancellation)))
             .Any(syntax => syntax.DescendantTokens().Any(t => t.IsKind(SyntaxKind.IdentifierToken) && t.ValueText is "NoTracking" or "NoTrackingWithIdentityResolution")) ||
         (type.TypeKind == TypeKind.Interface && contexts.ImplementationsOf(type).Take(2).ToList() is [var only] && IsUntracked(only)));

    /// <summary>The claim of a type; nothing for types that are neither contexts nor declared.</summary>
    public RoleClaim Of(ITypeSymbol? type)
    {
        if (type is null or IErrorTypeSymbol { Name: "" })
        {
            return RoleClaim.Nothing;
        }

        return known.TryGetValue(type, out var claim) ? claim : Guarded(() => known.GetOrAdd(type, Find(type))) ?? RoleClaim.Nothing;
    }

    /// <summary>Registrations may refer to each other in circles.</summary>
    private RoleClaim? Guarded(Func<RoleClaim?> find)
    {
        const int max = 10;
        if (depth.Value > max)
        {
            return null;
        }

        depth.Value++;
        try
        {
            return find();
        }
        finally
        {
            depth.Value--;
        }
    }

    /// <summary>The claim of a service that is registered under a key.</summary>
    public RoleClaim OfKey(ITypeSymbol? type, string text, object? key)
    {
        var named = RoleClaim.OfName(text, "service key '" + text + "'");
        var registered = RoleClaim.Nothing;
        if (key is not null)
        {
            foreach (var call in registrations.OfKey(key))
            {
                if (call.TargetMethod.TypeArguments.Any(t => SymbolEqualityComparer.Default.Equals(t, type)) || type is null)
                {
                    registered = OfConfiguration(call.Syntax, call) ?? new RoleClaim(Role.Unknown, Trust.None, "", "key:" + text);
                    break;
                }
            }
        }

        // A service that somebody registered under the key 'replica' has name and registration.
        if (named.Trust == Trust.HardName && registered.Source is not null)
        {
            named = named with { Trust = Trust.Convention };
        }

        var claim = registered.And(named);
        return claim.Source is null ? claim with { Source = "key:" + text } : claim;
    }

    /// <summary>The connection that a registration or options expression configures, or null where it shows none.</summary>
    /// <param name="syntax">The expression.</param>
    /// <param name="operation">The same, bound.</param>
    public RoleClaim? OfConfiguration(SyntaxNode syntax, IOperation operation) => Guarded(() => FindConfiguration(syntax, operation));

    /// <summary>The connection that some call in an expression configures, or null where none does.</summary>
    public RoleClaim? OfConnectionsIn(IOperation operation) => Guarded(() => FindConnections(operation));

    private RoleClaim? FindConfiguration(SyntaxNode syntax, IOperation operation) => FindConnections(operation) ?? ConnectionRegistration.OfWords(syntax);

    private RoleClaim? FindConnections(IOperation operation)
    {
        var claims = ImmutableArray.CreateBuilder<RoleClaim>();
        foreach (var part in TypeRegistrations.PartsOf(operation))
        {
            switch (part)
            {
                case IInvocationOperation { TargetMethod.Name: "UseInMemoryDatabase" } memory when memory.Arguments.Length > 1:
                    claims.Add(new RoleClaim(Role.Unknown, Trust.None, "", "memory:" + memory.Arguments[1].Value.Syntax));
                    break;
                case IInvocationOperation call when ConnectionRegistration.Connects(call.TargetMethod.Name) && ConnectionRegistration.ArgumentOf(call) is { } value:
                    claims.Add(value.Type?.SpecialType == SpecialType.System_String ? OfString(call, value) : handles!.Of(value, body: null));
                    break;
                case IObjectCreationOperation creation when IsConnection(creation.Type) || creation.Type?.Name is "NpgsqlDataSourceBuilder" or "NpgsqlSlimDataSourceBuilder":
                    claims.Add(handles!.Of(creation, body: null));
                    break;
                case IInvocationOperation { TargetMethod: { Name: "Create", ContainingType.Name: "NpgsqlDataSource" } } create:
                    claims.Add(handles!.Of(create, body: null));
                    break;
            }
        }

        return claims.Count > 0 ? RoleClaim.Merge(claims.ToImmutable()) : null;
    }

    /// <summary>The Aspire registrations take the name, all others the connection string.</summary>
    private RoleClaim OfString(IInvocationOperation call, IOperation value) =>
        value.ConstantValue is { HasValue: true, Value: string name } && name.IndexOf('=') < 0 && call.TargetMethod.Name.StartsWith("Add", StringComparison.Ordinal)
            ? connections.OfName(name)
            : connections.Of(value, body: null);

    private RoleClaim Find(ITypeSymbol type)
    {
        if (Declared(type) is { } declared)
        {
            return declared;
        }

        if (!contexts.IsContext(type))
        {
            return RoleClaim.Nothing;
        }

        if (ContextTypes.IsSession(type))
        {
            return ContextTypes.IsQuerySession(type) && routing.Any(library => library.Namespace == RoutingLibrary.Marten)
                ? new RoleClaim(Role.Replica, Trust.Proof, "Marten's ReadSessionPreference sends query sessions there")
                : RoleClaim.Nothing;
        }

        var claim = RoleClaim.Nothing;
        foreach (var call in registrations.Of(type))
        {
            if (OfConfiguration(call.Syntax, call) is { } configured)
            {
                claim = configured;
                break;
            }

            // AddScoped<IReadDb, ReadDbContext>() and the like: the role is the implementation's.
            if (ImplementationIn(call, type) is { } implementation)
            {
                claim = Of(implementation);
                break;
            }
        }

        if (claim == RoleClaim.Nothing && type.TypeKind == TypeKind.Interface)
        {
            var implementations = contexts.ImplementationsOf(type).Where(contexts.IsContext).Take(2).ToList();
            claim = implementations.Count == 1 ? Of(implementations[0]) : claim;
        }

        if (claim == RoleClaim.Nothing)
        {
            claim = own.Of(type, OfConfiguration);
        }

        // The project that declares and registers it knows more than its name says.
        if (claim == RoleClaim.Nothing && imported.RoleOf(type) is { } told)
        {
            return told;
        }

        claim = claim.And(RoleClaim.OfName(type.Name, "'" + type.Name + "'"));
        if (claim.Role != Role.Unknown && claim.Trust < Trust.Proof && savedThrough.Value.Contains(type))
        {
            return new RoleClaim(Role.Unknown, Trust.None, "", claim.Source);
        }

        return claim.Source is not null && claim.MayBeReplica && claim.Trust is Trust.Convention && claim.Evidence.StartsWith("connection string", StringComparison.Ordinal)
            ? claim with { Evidence = "'" + type.Name + "' uses " + claim.Evidence }
            : claim;
    }

    private ITypeSymbol? ImplementationIn(IInvocationOperation call, ITypeSymbol type)
    {
        foreach (var argument in call.TargetMethod.TypeArguments)
        {
            if (!SymbolEqualityComparer.Default.Equals(argument, type) && contexts.IsContext(argument) && argument.TypeKind == TypeKind.Class)
            {
                return argument;
            }
        }

        foreach (var part in TypeRegistrations.PartsOf(call))
        {
            switch (part)
            {
                case IObjectCreationOperation creation when contexts.IsContext(creation.Type) && !SymbolEqualityComparer.Default.Equals(creation.Type, type):
                    return creation.Type;
                case IInvocationOperation { TargetMethod.Name: "GetRequiredService" or "GetService" } resolve when contexts.IsContext(resolve.Type) && !SymbolEqualityComparer.Default.Equals(resolve.Type, type):
                    return resolve.Type;
            }
        }

        return null;
    }

    private RoleClaim? Declared(ITypeSymbol type)
    {
        if (Listed(primaries, type))
        {
            return new RoleClaim(Role.Primary, Trust.Proof, "'" + type.Name + "' is declared a primary");
        }

        return Listed(replicas, type) ? new RoleClaim(Role.Replica, Trust.Proof, "'" + type.Name + "' is declared a replica") : HandleRoles.Declared(type);
    }

    private static bool Listed(ImmutableArray<string> names, ITypeSymbol type)
    {
        if (names.IsEmpty)
        {
            return false;
        }

        var fullName = type.FullName();
        var metadataName = (type.OriginalDefinition as INamedTypeSymbol)?.FullMetadataName();
        return names.Any(n => n == fullName || n == metadataName || n == "T:" + metadataName);
    }

    private static IEnumerable<ITypeSymbol> Bases(ITypeSymbol type)
    {
        for (var current = type.BaseType; current is not null; current = current.BaseType)
        {
            yield return current;
        }
    }
}
