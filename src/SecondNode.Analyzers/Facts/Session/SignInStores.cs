using Microsoft.CodeAnalysis;
using SecondNode.Analyzers.Catalogue;
using SecondNode.Analyzers.Facts.State;

namespace SecondNode.Analyzers.Facts.Session;

/// <summary>Where a store keeps what belongs to signed-in users.</summary>
/// <param name="Name">The field, property or parameter.</param>
/// <param name="Syntax">Its declaration.</param>
/// <param name="Kept">What is kept.</param>
internal sealed record SignInMemory(string Name, SyntaxNode Syntax, UserState Kept);

/// <summary>Classes that keep, on the server, what a cookie or a redirect only refers to: tickets, the state of logins, tokens, grants.</summary>
internal static class SignInStores
{
    /// <summary>The names of which one is written wherever such a class is declared.</summary>
    public static readonly IReadOnlyCollection<string> Words = SessionApis.Stores.Select(row => MetadataName.SimpleNameOf(row.Type)).ToArray();

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

    /// <summary>What a class keeps as such a store; null where it is none.</summary>
    public static UserState? KeptBy(INamedTypeSymbol type) =>
        type.TypeKind == TypeKind.Class && !type.AllInterfaces.IsEmpty ? SessionApis.Stores.FirstOrDefault(row => type.IsOrInherits(row.Type))?.Effect : null;

    /// <summary>The memory of one node in which a class keeps it, or null where the class is no such store, or may be a shared one.</summary>
    public static SignInMemory? MemoryOf(RuleContext context, INamedTypeSymbol type)
    {
        if (type.IsAbstract || KeptBy(type) is not { } kept)
        {
            return null;
        }

        SignInMemory? found = null;
        foreach (var (symbol, held) in Held(type))
        {
            // An interface of the application's own may hide anything.
            if (Shared.Cover(held) || (held.TypeKind == TypeKind.Interface && held.IsInSource()))
            {
                return null;
            }

            if (found is null && (MemoryCaches.Cover(held) || (Collections.Cover(held) && MayChange(context, symbol, held))) && symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(context.Cancellation) is { } syntax)
            {
                found = new SignInMemory(symbol.Name, syntax, kept);
            }
        }

        return found;
    }

    /// <summary>A table that is only looked things up in keeps nothing.</summary>
    private static bool MayChange(RuleContext context, ISymbol symbol, ITypeSymbol held) =>
        symbol is IParameterSymbol || context.State.MayChange(symbol, CollectionShape.Of(held)?.Element);

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
