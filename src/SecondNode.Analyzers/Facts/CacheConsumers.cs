using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.Analyzers.Catalogue;

namespace SecondNode.Analyzers.Facts;

/// <summary>Who keeps state in the application's <c>IDistributedCache</c>: session, the application itself, libraries.</summary>
internal sealed class CacheConsumers(RuleContext context)
{
    private const string Cache = "IDistributedCache";

    /// <summary>Calls that make a library keep its state in the distributed cache.</summary>
    private static readonly string[] ConsumingCalls =
    [
        "AddDistributedRateLimiting", // AspNetCoreRateLimit
        "AddDistributedTokenCaches", // Microsoft.Identity.Web
        "UseDistributedCacheStorageProvider", // DNTCaptcha
        "WithRegisteredDistributedCache", // FusionCache
    ];

    /// <summary>Calls that mention the service without using it: registrations and the like.</summary>
    private static readonly string[] RegisteringPrefixes =
        ["Add", "TryAdd", "Replace", "Remove", "Singleton", "Scoped", "Transient", "Describe", "As", "Decorate", "Register", "Intercept", "ServiceDescriptor"];

    private readonly Lazy<bool> entries = new(() =>
        context.Registrations.Trees.Any(tree => Uses(tree, context)) || ConsumingCalls.Any(context.Registrations.Calls) || IsTakenByCompiledProject(context));

    /// <summary>Whether session is set up and used, with the framework's own store.</summary>
    public bool HasSession =>
        context.Registrations.Calls("AddSession") &&
        (context.Registrations.Calls("UseSession") || context.Registrations.Mentions("Session")) &&
        !context.Registrations.HasShared(SharedServices.SessionStore);

    /// <summary>Whether the application, or a library on its behalf, keeps entries of its own there.</summary>
    public bool HasEntries => entries.Value;

    private static bool Uses(SyntaxTree tree, RuleContext context) =>
        context.FactsOf(tree).Names(Cache).OfType<IdentifierNameSyntax>().Any(IsUse);

    private static bool IsUse(IdentifierNameSyntax name)
    {
        foreach (var ancestor in name.Ancestors())
        {
            switch (ancestor)
            {
                case BaseListSyntax or UsingDirectiveSyntax or TypeParameterConstraintClauseSyntax:
                case InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } }:
                // An extension method shows that somebody could use the cache, not that somebody does.
                case ParameterSyntax parameter when parameter.Modifiers.Any(SyntaxKind.ThisKeyword):
                    return false;
                case GenericNameSyntax { Parent: not TypeArgumentListSyntax } generic when Registers(generic.Identifier.ValueText) && IsInvoked(generic):
                case TypeOfExpressionSyntax when ancestor.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } call && Registers(call.Expression.LastName()?.Identifier.ValueText ?? ""):
                    return false;
                case StatementSyntax or ParameterSyntax or MemberDeclarationSyntax:
                    // A class that is a distributed cache itself wraps another one: it is no consumer.
                    return name.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.BaseList?.Types.Any(t => t.Type.ToString().EndsWith(Cache, StringComparison.Ordinal)) != true;
            }
        }

        return false;
    }

    private static bool Registers(string name) => RegisteringPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    private static bool IsInvoked(GenericNameSyntax name) =>
        name.Parent is InvocationExpressionSyntax || name.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } or MemberBindingExpressionSyntax { Parent: InvocationExpressionSyntax };

    /// <summary>A build sees the application's other projects as reference assemblies: a class there that takes the cache uses it.</summary>
    private static bool IsTakenByCompiledProject(RuleContext context)
    {
        foreach (var assembly in context.Types.Assemblies)
        {
            if (assembly is not ISourceAssemblySymbol && AssemblyFacts.Of(assembly) is { IsOtherProject: true } facts && facts.Takes(assembly, Cache))
            {
                return true;
            }
        }

        return false;
    }
}
