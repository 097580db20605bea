using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.Analyzers.Catalogue;

namespace SecondNode.Analyzers.Facts.Keys;

/// <summary>
/// What an application protects with the key ring of Data Protection, and the one call on which a reviewer would say that
/// the keys are not shared: <c>AddDataProtection</c> where it is called, else the most telling consumer.
/// </summary>
/// <param name="Call">The call.</param>
/// <param name="Name">The name of the called member.</param>
/// <param name="Consumer">The name of the consumer, which may be another call.</param>
/// <param name="Use">What is protected.</param>
internal sealed record KeyRing(SyntaxNode Call, SimpleNameSyntax Name, string Consumer, KeyUse Use)
{
    /// <summary>The names that show that forms are checked against forgery, beyond what templates contain.</summary>
    private static readonly string[] FormNames =
        ["ValidateAntiForgeryToken", "ValidateAntiForgeryTokenAttribute", "AutoValidateAntiforgeryToken", "AutoValidateAntiforgeryTokenAttribute", "RequireAntiforgeryToken", "IAntiforgery", "SupplyParameterFromForm", "SupplyParameterFromFormAttribute"];

    /// <summary>The names of which one is written where somebody signs in by cookie, or where pages are served.</summary>
    private static readonly string[] CookieNames =
    [
        "PasswordSignInAsync", "SignInAsync", "SignInWithClaimsAsync", "ExternalLoginSignInAsync", "TwoFactorSignInAsync", "RefreshSignInAsync", "MapIdentityApi", "AddCookie",
        "AddDefaultUI", "ConfigureApplicationCookie", "AddControllersWithViews", "AddRazorPages", "AddMvc", "AddRazorComponents", "AddServerSideBlazor", "AddIdentityServer", "IdentityConstants",
    ];

    private static readonly int[] Consumers = KeyConsumers.Apis.WrittenNames.Select(WordIndex.HashOf).ToArray();

    /// <summary>Finds the call to report in a compilation, or null where nothing is protected.</summary>
    public static KeyRing? Find(RuleContext context)
    {
        KeyRing? itself = null;
        KeyRing? pages = null;
        KeyRing? consumer = null;
        foreach (var facts in context.AllFacts.Where(facts => facts.MayMentionAny(Consumers)))
        {
            context.Cancellation.ThrowIfCancellationRequested();
            foreach (var ring in CallsIn(context, facts))
            {
                switch (ring.Use)
                {
                    case KeyUse.Itself:
                        itself ??= ring;
                        break;
                    case KeyUse.Pages:
                        pages ??= ring;
                        break;
                    case KeyUse.Session when !context.Registrations.Calls("UseSession"):
                    case KeyUse.Login when ring.Consumer == "AddIdentity" && IsBearerApi(context):
                    // Codes of an authenticator or of an e-mail are made from the user's own stamp.
                    case KeyUse.AccountToken when ring.Consumer == "AddTokenProvider" && !(ring.Name.ToString() + (ring.Call as InvocationExpressionSyntax)?.ArgumentList).Contains("DataProtectorTokenProvider"):
                        break;
                    default:
                        consumer = consumer is null || ring.Use < consumer.Use ? ring : consumer;
                        break;
                }
            }
        }

        // Forms and TempData show in code that is far from any registration.
        if (pages is not null && consumer is null or { Use: > KeyUse.TempData })
        {
            var use = HasForms(context) ? KeyUse.Form : context.Registrations.Mentions("TempData") || context.Registrations.Mentions("TempDataAttribute") ? KeyUse.TempData : KeyUse.Pages;
            consumer = use != KeyUse.Pages && pages is not null ? pages with { Use = use } : consumer;
        }

        return consumer is null ? null : itself is null ? consumer : itself with { Consumer = consumer.Consumer, Use = consumer.Use };
    }

    private static IEnumerable<KeyRing> CallsIn(RuleContext context, TreeFacts facts)
    {
        foreach (var name in KeyConsumers.Apis.WrittenNames.SelectMany(facts.Names).OrderBy(name => name.SpanStart))
        {
            if (CallOf(name) is { } call && !KeyCode.IsForDevelopment(call) && !IsOfThrowawayContainer(call) && KeyConsumers.Apis.Match(SymbolOf(context, call)) is { } row)
            {
                yield return new KeyRing(call, name, row.Member, row.Effect);
            }
        }
    }

    /// <summary>
    /// Whether an application with AddIdentity, which registers cookies, only hands out bearer tokens: nothing signs in by
    /// cookie, and there are no pages.
    /// </summary>
    private static bool IsBearerApi(RuleContext context) =>
        context.Registrations.Calls("AddJwtBearer") && !CookieNames.Any(context.Registrations.Mentions) &&
        !context.Types.Assemblies.Any(a => a is not ISourceAssemblySymbol && AssemblyFacts.Of(a).IsOtherProject);

    /// <summary>A container that a helper makes for itself, to seed a database: no request is served from it.</summary>
    private static bool IsOfThrowawayContainer(InvocationExpressionSyntax call)
    {
        ExpressionSyntax expression = call;
        while (expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access })
        {
            expression = access.Expression;
        }

        return expression is IdentifierNameSyntax name && call.FirstAncestorOrSelf<BaseMethodDeclarationSyntax>() is { } method &&
            method.DescendantNodes().OfType<VariableDeclaratorSyntax>().Any(v =>
                v.Identifier.ValueText == name.Identifier.ValueText && v.Initializer?.Value is ObjectCreationExpressionSyntax { Type: IdentifierNameSyntax { Identifier.ValueText: "ServiceCollection" } }) &&
            method.DescendantNodes().OfType<IdentifierNameSyntax>().Any(n => n.Identifier.ValueText == "BuildServiceProvider");
    }

    private static InvocationExpressionSyntax? CallOf(SimpleNameSyntax name) =>
        name.Parent switch
        {
            MemberAccessExpressionSyntax member when member.Name == name => member.Parent as InvocationExpressionSyntax,
            MemberBindingExpressionSyntax binding => binding.Parent as InvocationExpressionSyntax,
            InvocationExpressionSyntax call when call.Expression == name => call,
            _ => null,
        };

    private static ISymbol? SymbolOf(RuleContext context, InvocationExpressionSyntax call)
    {
        var info = context.Uses.ModelOf(call.SyntaxTree).GetSymbolInfo(call, context.Cancellation);
        return info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
    }

    /// <summary>Whether a form is posted that ASP.NET Core checks: an attribute asks for it, or a Razor page handles a POST.</summary>
    private static bool HasForms(RuleContext context) =>
        FormNames.Any(context.Registrations.Mentions) ||
        context.Registrations.Trees.Any(tree => context.FactsOf(tree).Mentions("PageModel") &&
            tree.GetRoot(context.Cancellation).DescendantNodes().OfType<MethodDeclarationSyntax>().Any(m =>
                m.Identifier.ValueText.StartsWith("OnPost", StringComparison.Ordinal) && m.Parent is ClassDeclarationSyntax type && !HasAttribute(type, "IgnoreAntiforgeryToken")));

    private static bool HasAttribute(ClassDeclarationSyntax type, string name) =>
        type.AttributeLists.Any(list => list.Attributes.Any(a => a.Name.ToString().EndsWith(name, StringComparison.Ordinal) || a.Name.ToString().EndsWith(name + "Attribute", StringComparison.Ordinal)));
}
