using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.Analyzers.Facts.State;

namespace SecondNode.Analyzers.Facts.Realtime;

/// <summary>Who listens on behalf of one connected user: components, hubs, controllers, and whoever writes a response or a web socket.</summary>
internal static class UserListeners
{
    /// <summary>Types whose instances belong to one connected user.</summary>
    private static readonly TypeNames Types = new()
    {
        "Microsoft.AspNetCore.Components.IComponent", "Microsoft.AspNetCore.SignalR.Hub", "Microsoft.AspNetCore.Components.Server.Circuits.CircuitHandler",
        "Microsoft.AspNetCore.Components.Authorization.AuthenticationStateProvider", "Microsoft.AspNetCore.Mvc.ControllerBase",
    };

    /// <summary>Whoever has one of these answers one user.</summary>
    private static readonly HashSet<string> RequestTypes = ["HttpContext", "HttpResponse", "WebSocket", "IServerStreamWriter"];

    /// <summary>Where none of these is written, nobody listens.</summary>
    public static readonly ImmutableArray<string> Words = ImmutableArray.Create(
        "HttpContext", "HttpResponse", "WebSocket", "IServerStreamWriter", "ComponentBase", "LayoutComponentBase", "OwningComponentBase", "IComponent", "Hub", "CircuitHandler", "AuthenticationStateProvider",
        "RevalidatingServerAuthenticationStateProvider", "ServerAuthenticationStateProvider", "Controller", "ControllerBase");

    /// <summary>Whether a listener could stand there, by declarations alone: the binding of the place comes after.</summary>
    public static bool MayBeAt(SyntaxNode place, RuleContext context)
    {
        foreach (var around in place.Ancestors())
        {
            if (ParametersOf(around) is { } parameters && parameters.Any(p => p.Type.LastName() is { } type && RequestTypes.Contains(type.Identifier.ValueText)))
            {
                return true;
            }

            if (around is TypeDeclarationSyntax declaration)
            {
                return context.Uses.ModelOf(place.SyntaxTree).GetDeclaredSymbol(declaration, context.Cancellation) is INamedTypeSymbol type && Types.Cover(type);
            }
        }

        return true;
    }

    /// <summary>The member around the place, if it listens on behalf of one user.</summary>
    public static ISymbol? At(SymbolUse use, RuleContext context)
    {
        var symbol = EnclosingMember.Of(use.Name, use.Model, context.Cancellation);
        return EnclosingMember.Named(symbol) is { ContainingType: { } type } member && (Types.Cover(type) || Answers(symbol) || Answers(member)) ? member : null;
    }

    private static bool Answers(ISymbol? symbol) => symbol is IMethodSymbol { Parameters: var parameters } && parameters.Any(p => RequestTypes.Contains(p.Type.Name));

    private static SeparatedSyntaxList<ParameterSyntax>? ParametersOf(SyntaxNode node) =>
        node switch
        {
            BaseMethodDeclarationSyntax method => method.ParameterList.Parameters,
            ParenthesizedLambdaExpressionSyntax lambda => lambda.ParameterList.Parameters,
            LocalFunctionStatementSyntax function => function.ParameterList.Parameters,
            _ => null,
        };
}
