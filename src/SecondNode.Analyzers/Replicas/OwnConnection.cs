using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.Analyzers.Facts;

namespace SecondNode.Analyzers.Replicas;

/// <summary>What a context type says of its connection itself, without a registration.</summary>
internal sealed class OwnConnection(RuleContext context, ConnectionSources connections)
{
    /// <summary>The attribute that names its connection string, OnConfiguring, and the base-constructor argument of EF6.</summary>
    /// <param name="type">The context type.</param>
    /// <param name="configuration">What a configuration of the options says.</param>
    public RoleClaim Of(ITypeSymbol type, Func<SyntaxNode, IOperation, RoleClaim?> configuration)
    {
        foreach (var attribute in type.GetAttributes())
        {
            if (attribute.AttributeClass?.Name is "ConnectionStringNameAttribute" && attribute.ConstructorArguments is [{ Value: string named }, ..])
            {
                return connections.OfName(named);
            }
        }

        foreach (var reference in type.DeclaringSyntaxReferences)
        {
            // The type of a referenced project has its source elsewhere.
            if (!context.Compilation.ContainsSyntaxTree(reference.SyntaxTree) || reference.GetSyntax(context.Cancellation) is not TypeDeclarationSyntax declaration)
            {
                continue;
            }

            var model = context.Uses.ModelOf(declaration.SyntaxTree);
            foreach (var member in declaration.Members)
            {
                SyntaxNode? part = member switch
                {
                    MethodDeclarationSyntax { Identifier.ValueText: "OnConfiguring" } method => method,
                    ConstructorDeclarationSyntax { Initializer: { ThisOrBaseKeyword.RawKind: (int)SyntaxKind.BaseKeyword, ArgumentList.Arguments.Count: > 0 } initializer } => initializer,
                    _ => null,
                };
                switch (part)
                {
                    case ConstructorInitializerSyntax initializer
                        when model.GetOperation(initializer.ArgumentList.Arguments[0].Expression, context.Cancellation) is { Type.SpecialType: SpecialType.System_String } value:
                        return value.ConstantValue is { HasValue: true, Value: string name } && name.IndexOf(';') < 0
                            ? connections.OfName(name.StartsWith("name=", StringComparison.OrdinalIgnoreCase) ? name.Substring(5) : name)
                            : connections.Of(value, body: null);
                    case MethodDeclarationSyntax method when model.GetOperation(method, context.Cancellation) is { } body && configuration(method, body) is { Source: not null } configured:
                        return configured;
                }
            }
        }

        return RoleClaim.Nothing;
    }
}
