using Microsoft.CodeAnalysis;

namespace SecondNode.Analyzers.Facts.Session;

/// <summary>Where a store of sign-in tickets keeps them.</summary>
/// <param name="Name">The field, property or parameter.</param>
/// <param name="Syntax">Its declaration.</param>
internal sealed record TicketMemory(string Name, SyntaxNode Syntax);

/// <summary>Classes that keep the tickets of cookie authentication on the server.</summary>
internal static class TicketStores
{
    /// <summary>The interface by its simple name.</summary>
    public const string Contract = "ITicketStore";

    private static readonly TypeNames MemoryCaches = ["Microsoft.Extensions.Caching.Memory.IMemoryCache", "System.Runtime.Caching.ObjectCache"];

    private static readonly TypeNames Collections =
        ["System.Collections.Generic.IDictionary", "System.Collections.IDictionary", "System.Collections.Immutable.ImmutableDictionary"];

    /// <summary>Services that may lead to other nodes: a store that has one beside its memory keeps only copies there.</summary>
    private static readonly TypeNames Shared =
    [
        "Microsoft.Extensions.Caching.Distributed.IDistributedCache",
        "Microsoft.Extensions.Caching.Hybrid.HybridCache",
        "Microsoft.EntityFrameworkCore.DbContext",
        "Microsoft.Extensions.DependencyInjection.IServiceScopeFactory",
        "System.IServiceProvider",
        "System.Data.Common.DbConnection",
        "System.Data.IDbConnection",
        "System.Net.Http.HttpClient",
        "System.Net.Http.IHttpClientFactory",
        "StackExchange.Redis.IConnectionMultiplexer",
        "StackExchange.Redis.IDatabase",
    ];

    /// <summary>The memory of one node in which a class keeps tickets, or null where it is no such store, or may be a shared one.</summary>
    public static TicketMemory? MemoryOf(RuleContext context, INamedTypeSymbol type)
    {
        if (type.TypeKind != TypeKind.Class || type.IsAbstract || type.AllInterfaces.IsEmpty || !context.Types.Is(type, "Microsoft.AspNetCore.Authentication.Cookies.ITicketStore"))
        {
            return null;
        }

        TicketMemory? found = null;
        foreach (var (symbol, held) in Held(type))
        {
            // An interface of the application's own may hide anything.
            if (Shared.Cover(held) || (held.TypeKind == TypeKind.Interface && held.IsInSource()))
            {
                return null;
            }

            if (found is null && (MemoryCaches.Cover(held) || Collections.Cover(held)) && symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(context.Cancellation) is { } syntax)
            {
                found = new TicketMemory(symbol.Name, syntax);
            }
        }

        return found;
    }

    /// <summary>Fields and properties, and the parameters of constructors: a primary one keeps them without a field.</summary>
    private static IEnumerable<(ISymbol Symbol, ITypeSymbol Type)> Held(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null && current.IsInSource(); current = current.BaseType)
        {
            foreach (var member in current.GetMembers())
            {
                if (member is IFieldSymbol { IsImplicitlyDeclared: false } field)
                {
                    yield return (field, field.Type);
                }
                else if (member is IPropertySymbol property)
                {
                    yield return (property, property.Type);
                }
            }

            foreach (var parameter in current.InstanceConstructors.SelectMany(c => c.Parameters))
            {
                yield return (parameter, parameter.Type);
            }
        }
    }
}
