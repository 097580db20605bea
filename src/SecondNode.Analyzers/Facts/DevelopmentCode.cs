using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace SecondNode.Analyzers.Facts;

/// <summary>Tells code that only runs on a developer's machine, where there is no second node.</summary>
internal static class DevelopmentCode
{
    private static readonly string[] DevelopmentWords = ["dev", "local", "test", "debug"];

    /// <summary>
    /// Whether the node is inside <c>if (env.IsDevelopment())</c>, the else of <c>if (env.IsProduction())</c>,
    /// <c>#if DEBUG</c>, or a method or class that ASP.NET Core picks for that environment (<c>ConfigureDevelopmentServices</c>).
    /// </summary>
    public static bool Contains(SyntaxNode node) => IsInDevelopmentBranch(node) || IsInDebugRegion(node);

    private static bool IsInDevelopmentBranch(SyntaxNode node)
    {
        for (var (child, parent) = (node, node.Parent); parent is not null; (child, parent) = (parent, parent.Parent))
        {
            var found = parent switch
            {
                IfStatementSyntax branch when child == branch.Statement => Proves(branch.Condition, holds: true),
                ElseClauseSyntax { Parent: IfStatementSyntax branch } => Proves(branch.Condition, holds: false),
                ConditionalExpressionSyntax choice when child == choice.WhenTrue => Proves(choice.Condition, holds: true),
                ConditionalExpressionSyntax choice when child == choice.WhenFalse => Proves(choice.Condition, holds: false),
                MethodDeclarationSyntax method => method.Identifier.ValueText is "ConfigureDevelopmentServices" or "ConfigureDevelopment",
                ClassDeclarationSyntax type => type.Identifier.ValueText == "StartupDevelopment",
                _ => false,
            };
            if (found)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the condition, holding or not, means that this is a development environment.</summary>
    private static bool Proves(ExpressionSyntax condition, bool holds)
    {
        switch (condition)
        {
            case ParenthesizedExpressionSyntax inner:
                return Proves(inner.Expression, holds);
            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not:
                return Proves(not.Operand, !holds);
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } and:
                return holds ? Proves(and.Left, true) || Proves(and.Right, true) : Proves(and.Left, false) && Proves(and.Right, false);
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression } or:
                return holds ? Proves(or.Left, true) && Proves(or.Right, true) : Proves(or.Left, false) || Proves(or.Right, false);
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression } equals:
                return holds && IsEnvironmentName(equals.Left, equals.Right);
            case InvocationExpressionSyntax call:
                var name = call.Expression switch { MemberAccessExpressionSyntax m => m.Name.Identifier.ValueText, MemberBindingExpressionSyntax b => b.Name.Identifier.ValueText, SimpleNameSyntax s => s.Identifier.ValueText, _ => "" };
                return name switch
                {
                    "IsDevelopment" => holds,
                    "IsProduction" => !holds,
                    "IsEnvironment" => holds && call.ArgumentList.Arguments.Any(a => NamesDevelopment(a.Expression)),
                    _ => false,
                };
            case IdentifierNameSyntax or MemberAccessExpressionSyntax:
                // A local or property that keeps the answer: var isDevelopment = env.IsDevelopment().
                var text = (condition as MemberAccessExpressionSyntax)?.Name.Identifier.ValueText ?? ((IdentifierNameSyntax)condition).Identifier.ValueText;
                return holds ? text.Trim('_').ToLowerInvariant() is "isdevelopment" or "isdev" : text.Trim('_').ToLowerInvariant() is "isproduction" or "isprod";
            default:
                return false;
        }
    }

    private static bool IsEnvironmentName(ExpressionSyntax left, ExpressionSyntax right) =>
        (left.ToString().IndexOf("environment", StringComparison.OrdinalIgnoreCase) >= 0 && NamesDevelopment(right)) ||
        (right.ToString().IndexOf("environment", StringComparison.OrdinalIgnoreCase) >= 0 && NamesDevelopment(left));

    private static bool NamesDevelopment(ExpressionSyntax expression)
    {
        var text = expression is LiteralExpressionSyntax literal ? literal.Token.ValueText : expression is MemberAccessExpressionSyntax member ? member.Name.Identifier.ValueText : "";
        return DevelopmentWords.Any(word => text.StartsWith(word, StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsInDebugRegion(SyntaxNode node)
    {
        foreach (var region in TreeFacts.Of(node.SyntaxTree).DebugRegions)
        {
            if (region.Contains(node.SpanStart))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The parts of a file that are compiled for debugging only.</summary>
    public static ImmutableArray<TextSpan> DebugRegions(SyntaxNode root)
    {
        if (!root.ContainsDirectives)
        {
            return ImmutableArray<TextSpan>.Empty;
        }

        // Where each open #if begins, and what it says of the branch that is being read: true where it is only compiled for debugging.
        var open = new Stack<(int Start, bool Debug, bool ElseDebug)>();
        var found = ImmutableArray.CreateBuilder<TextSpan>();
        for (var directive = root.GetFirstDirective(IsConditional); directive is not null; directive = directive.GetNextDirective(IsConditional))
        {
            var last = open.Count > 0 && directive is not IfDirectiveTriviaSyntax ? open.Pop() : default;
            if (last.Debug)
            {
                found.Add(TextSpan.FromBounds(last.Start, directive.SpanStart));
            }

            switch (directive)
            {
                case IfDirectiveTriviaSyntax start:
                    open.Push((directive.Span.End, IsDebug(start.Condition, true), IsDebug(start.Condition, false)));
                    break;
                case ElifDirectiveTriviaSyntax next:
                    open.Push((directive.Span.End, IsDebug(next.Condition, true), false));
                    break;
                case ElseDirectiveTriviaSyntax:
                    open.Push((directive.Span.End, last.ElseDebug, false));
                    break;
            }
        }

        found.AddRange(open.Where(branch => branch.Debug).Select(branch => TextSpan.FromBounds(branch.Start, Math.Max(branch.Start, root.FullSpan.End))));
        return found.ToImmutable();
    }

    private static bool IsConditional(DirectiveTriviaSyntax directive) => directive is IfDirectiveTriviaSyntax or ElifDirectiveTriviaSyntax or ElseDirectiveTriviaSyntax or EndIfDirectiveTriviaSyntax;

    private static bool IsDebug(ExpressionSyntax condition, bool holds) =>
        condition switch
        {
            ParenthesizedExpressionSyntax inner => IsDebug(inner.Expression, holds),
            PrefixUnaryExpressionSyntax not => IsDebug(not.Operand, !holds),
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } and => holds && (IsDebug(and.Left, true) || IsDebug(and.Right, true)),
            IdentifierNameSyntax name => holds && name.Identifier.ValueText == "DEBUG",
            _ => false,
        };
}
