using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace SecondNode.Analyzers.Facts;

/// <summary>A call as it is written: its name and the simple names of the types that its type arguments, <c>typeof</c> and <c>new</c> arguments mention.</summary>
/// <param name="Name">The simple name of the invoked member.</param>
/// <param name="Types">The simple names of the types it mentions, in the order of the source.</param>
/// <param name="Span">Where the call is written.</param>
internal readonly record struct WrittenCall(string Name, ImmutableArray<string> Types, TextSpan Span)
{
    /// <summary>The call or construction that has the token as its name, or as the <c>typeof</c> among its arguments; null where there is none.</summary>
    public static WrittenCall? At(SyntaxToken token) =>
        token.Parent switch
        {
            SimpleNameSyntax name when name.InvocationOf() is { } call => Of(name, call.ArgumentList, call.Span),
            TypeOfExpressionSyntax { Parent: ArgumentSyntax { Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax call } } } when call.Expression.LastName() is { } name => Of(name, call.ArgumentList, call.Span),
            // new ServiceDescriptor(typeof(ICache), typeof(RedisCache), …) is a registration in another form.
            TypeOfExpressionSyntax { Parent: ArgumentSyntax { Parent: ArgumentListSyntax { Parent: ObjectCreationExpressionSyntax { ArgumentList: { } arguments } made } } } when made.Type.LastName() is { } name => Of(name, arguments, made.Span),
            _ => null,
        };

    private static WrittenCall Of(SimpleNameSyntax name, ArgumentListSyntax arguments, TextSpan span)
    {
        var types = ImmutableArray.CreateBuilder<string>();
        if (name is GenericNameSyntax generic)
        {
            foreach (var argument in generic.TypeArgumentList.Arguments)
            {
                Add(argument);
            }
        }

        foreach (var argument in arguments.Arguments)
        {
            switch (argument.Expression)
            {
                case TypeOfExpressionSyntax typeOf:
                    Add(typeOf.Type);
                    break;
                case ObjectCreationExpressionSyntax creation:
                    Add(creation.Type);
                    break;
                case LambdaExpressionSyntax { ExpressionBody: ObjectCreationExpressionSyntax made }:
                    Add(made.Type);
                    break;
                case LambdaExpressionSyntax { Block: { } block }:
                    foreach (var statement in block.Statements)
                    {
                        if (statement is ReturnStatementSyntax { Expression: ObjectCreationExpressionSyntax returned })
                        {
                            Add(returned.Type);
                        }
                    }

                    break;
            }
        }

        return new WrittenCall(name.Identifier.ValueText, types.ToImmutable(), span);

        void Add(TypeSyntax type)
        {
            if (type.LastName() is { } simple)
            {
                types.Add(simple.Identifier.ValueText);
            }
        }
    }
}
