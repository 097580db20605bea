using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace SecondNode.CodeFixes.Editing;

/// <summary>A way to reach a service at one place in the code, found and checked, not yet written.</summary>
internal abstract class ServiceAccess
{
    /// <summary>Writes what the way needs (field, parameter, arguments) into the edits, once a run, and returns the expression to use.</summary>
    public abstract Task<ExpressionSyntax> ApplyAsync(SolutionEdits edits, CancellationToken cancellation);

    /// <summary>The service is there already.</summary>
    /// <param name="expression">How it is written.</param>
    /// <param name="document">Where, if namespaces are needed.</param>
    /// <param name="namespaces">The namespaces the expression needs.</param>
    public sealed class Ready(ExpressionSyntax expression, Document document, params string[] namespaces) : ServiceAccess
    {
        /// <inheritdoc/>
        public override Task<ExpressionSyntax> ApplyAsync(SolutionEdits edits, CancellationToken cancellation)
        {
            foreach (var name in namespaces)
            {
                edits.Use(document, name);
            }

            return Task.FromResult(expression);
        }
    }

    /// <summary>A function gets a parameter: a minimal-API handler, or a static method whose callers pass the service.</summary>
    /// <param name="document">Where the function is written.</param>
    /// <param name="function">The lambda, method or local function.</param>
    /// <param name="outer">Names visible there that a parameter must not hide.</param>
    /// <param name="service">The service.</param>
    /// <param name="type">Its type in that project.</param>
    /// <param name="calls">The calls to pass it in.</param>
    public sealed class Parameter(Document document, SyntaxNode function, ImmutableArray<string> outer, Service service, TypeSyntax type, ImmutableArray<CallSite> calls) : ServiceAccess
    {
        /// <inheritdoc/>
        public override async Task<ExpressionSyntax> ApplyAsync(SolutionEdits edits, CancellationToken cancellation)
        {
            var place = InjectionNames.PlaceOf(document, function);
            var (name, order) = edits.State<InjectionNames>().For(place, service, service.Names.Where(n => !outer.Contains(n)), function);
            if (edits.Once("parameter " + place + service.Key))
            {
                service.Use(edits, document);
                var index = ListEdits.IndexForRequired(ListOf(function)!.Parameters) + order;
                var editor = await edits.EditorAsync(document, cancellation).ConfigureAwait(false);
                editor.ReplaceNode(function, (current, _) => WithList(current, list => list.WithParameters(ListEdits.Insert(list.Parameters, index, Injection.Parameter(type, name)))));
                foreach (var call in calls)
                {
                    await call.PassAsync(edits, index, name, cancellation).ConfigureAwait(false);
                }
            }

            return SyntaxFactory.IdentifierName(name);
        }

        /// <summary>The parameter list of a function that can take one more.</summary>
        public static ParameterListSyntax? ListOf(SyntaxNode function) =>
            function switch
            {
                ParenthesizedLambdaExpressionSyntax lambda => lambda.ParameterList,
                AnonymousMethodExpressionSyntax anonymous => anonymous.ParameterList,
                BaseMethodDeclarationSyntax method => method.ParameterList,
                LocalFunctionStatementSyntax local => local.ParameterList,
                _ => null,
            };

        private static SyntaxNode WithList(SyntaxNode function, Func<ParameterListSyntax, ParameterListSyntax> change) =>
            function switch
            {
                ParenthesizedLambdaExpressionSyntax lambda => lambda.WithParameterList(change(lambda.ParameterList)),
                AnonymousMethodExpressionSyntax { ParameterList: { } list } anonymous => anonymous.WithParameterList(change(list)),
                MethodDeclarationSyntax method => method.WithParameterList(change(method.ParameterList)),
                LocalFunctionStatementSyntax local => local.WithParameterList(change(local.ParameterList)),
                _ => function,
            };
    }
}

/// <summary>A call, creation or constructor chain in source that has to pass a new argument.</summary>
/// <param name="Document">Where it is.</param>
/// <param name="Call">The invocation, object creation, constructor initializer or base type with arguments.</param>
/// <param name="Access">How the service is reached there.</param>
/// <param name="IsReduced">Whether an extension method is called on its first argument, so that the list begins with the second.</param>
internal sealed record CallSite(Document Document, SyntaxNode Call, ServiceAccess Access, bool IsReduced = false)
{
    /// <summary>Passes the argument.</summary>
    public async Task PassAsync(SolutionEdits edits, int index, string parameterName, CancellationToken cancellation)
    {
        var value = await Access.ApplyAsync(edits, cancellation).ConfigureAwait(false);
        var editor = await edits.EditorAsync(Document, cancellation).ConfigureAwait(false);
        editor.ReplaceNode(Call, (current, _) => current switch
        {
            InvocationExpressionSyntax call => call.WithArgumentList(ListEdits.Pass(call.ArgumentList, IsReduced ? index - 1 : index, parameterName, value)),
            ObjectCreationExpressionSyntax { ArgumentList: null } creation => creation
                .WithType(creation.Type.WithoutTrailingTrivia())
                .WithArgumentList(ListEdits.Pass(SyntaxFactory.ArgumentList().WithTrailingTrivia(creation.Type.GetTrailingTrivia()), index, parameterName, value)),
            BaseObjectCreationExpressionSyntax { ArgumentList: { } list } creation => creation.WithArgumentList(ListEdits.Pass(list, index, parameterName, value)),
            ConstructorInitializerSyntax initializer => initializer.WithArgumentList(ListEdits.Pass(initializer.ArgumentList, index, parameterName, value)),
            PrimaryConstructorBaseTypeSyntax baseType => baseType.WithArgumentList(ListEdits.Pass(baseType.ArgumentList, index, parameterName, value)),
            _ => current,
        });
    }
}
