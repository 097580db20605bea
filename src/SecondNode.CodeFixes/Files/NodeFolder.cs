using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SecondNode.CodeFixes.Files;

/// <summary>A directory of the node that code names, and the configuration key that is to name it instead.</summary>
/// <param name="Member">The member that yields it.</param>
/// <param name="Key">The configuration key.</param>
/// <param name="Value">What the key is set to so that nothing moves until the owner says so: relative to the content root.</param>
/// <param name="OnlyVariable">Whether the place has no name that configuration could give it relative to the content root: then an environment variable takes over, without which nothing moves.</param>
internal sealed record NodeRoot(string Member, string Key, string Value, bool OnlyVariable = false)
{
    private static readonly NodeRoot[] All =
    [
        new("WebRootPath", "Storage:WebRoot", "wwwroot"),
        new("ContentRootPath", "Storage:ContentRoot", "."),
        new("GetCurrentDirectory", "Storage:ContentRoot", "."),
        new("BaseDirectory", "Storage:BaseDirectory", "", OnlyVariable: true),
    ];

    /// <summary>The environment variable that ASP.NET Core's configuration reads the key from.</summary>
    public string Variable => Key.Replace(":", "__");

    /// <summary>Members that yield the same directories, but whose uses are not rewritten.</summary>
    private static readonly string[] Others = ["WebRootFileProvider", "ContentRootFileProvider"];

    /// <summary>Whether the name may be that of a member that yields a directory of the node.</summary>
    public static bool MayBe(string name) => Others.Contains(name) || All.Any(r => r.Member == name);

    /// <summary>The directory by the name of its member, where its uses can be rewritten.</summary>
    public static NodeRoot? Of(string member) => All.FirstOrDefault(r => r.Member == member);
}

/// <summary>One place in the code where a path begins with a directory of the node.</summary>
/// <param name="Document">The file.</param>
/// <param name="Expression">The expression for the directory: <c>env.WebRootPath</c>.</param>
/// <param name="Member">The member that yields it.</param>
/// <param name="Folder">The constant pieces that follow, with forward slashes; empty where the next piece is not constant; null where no path is built.</param>
internal sealed record NodeRootUse(Document Document, ExpressionSyntax Expression, string Member, string? Folder)
{
    private static readonly string[] Harmless =
    [
        "SetBasePath", "UseContentRoot", "UseWebRoot", "IsNullOrEmpty", "IsNullOrWhiteSpace", "AddJsonFile", "PhysicalFileProvider", "Exists",
    ];

    /// <summary>The folder as a path below the content root, so that uses by way of different members can be compared.</summary>
    public string? Place => Folder is null ? null : Member is "WebRootPath" or "WebRootFileProvider" ? ("wwwroot/" + Folder).TrimEnd('/') : Folder;

    /// <summary>The use that an identifier is part of, or null where the identifier is something else.</summary>
    public static NodeRootUse? At(Document document, IdentifierNameSyntax name, SemanticModel model, CancellationToken cancellation)
    {
        if (!NodeRoot.MayBe(name.Identifier.ValueText) || model.GetSymbolInfo(name, cancellation).Symbol is not (IPropertySymbol or IMethodSymbol { IsStatic: true } or IMethodSymbol { ContainingType.Name: "IDirectory" }) ||
            name.Parent is MemberBindingExpressionSyntax or NameColonSyntax or AssignmentExpressionSyntax)
        {
            return name.Parent is MemberBindingExpressionSyntax && NodeRoot.MayBe(name.Identifier.ValueText) ? new NodeRootUse(document, name, name.Identifier.ValueText, "") : null;
        }

        ExpressionSyntax expression = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
        if (expression.Parent is InvocationExpressionSyntax call && call.Expression == expression)
        {
            expression = call;
        }

        return IsBaseOfConfigured(expression) || IsDefault(expression) ? null : new NodeRootUse(document, expression, name.Identifier.ValueText, FolderAfter(expression, model, cancellation));
    }

    /// <summary><c>Path.GetFullPath(configuration["…"]!, env.ContentRootPath)</c>: a folder that has moved already.</summary>
    private static bool IsBaseOfConfigured(ExpressionSyntax expression) =>
        expression.Parent is ArgumentSyntax { Parent: ArgumentListSyntax { Arguments: [var path, var home], Parent: InvocationExpressionSyntax call } } && home.Expression == expression &&
        NameOf(call.Expression) == "GetFullPath" && path.Expression is ElementAccessExpressionSyntax or PostfixUnaryExpressionSyntax { Operand: ElementAccessExpressionSyntax };

    /// <summary><c>Environment.GetEnvironmentVariable("…") ?? Directory.GetCurrentDirectory()</c>, likewise.</summary>
    private static bool IsDefault(ExpressionSyntax expression) =>
        expression.Parent is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression, Left: InvocationExpressionSyntax { Expression: var read } } choice && choice.Right == expression && NameOf(read) == "GetEnvironmentVariable";

    /// <summary>Whether the path is kept in a local that only makes the folder and names files directly in it: it does not lead into folders below.</summary>
    public bool EndsInItsFolder()
    {
        var built = Expression.FirstAncestorOrSelf<InvocationExpressionSyntax>(call => NameOf(call.Expression) is "Combine" or "Join");
        if (built?.Parent is not EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax } local } ||
            local.FirstAncestorOrSelf<SyntaxNode>(m => m is LocalFunctionStatementSyntax or CompilationUnitSyntax or MemberDeclarationSyntax and not GlobalStatementSyntax) is not { } member)
        {
            return false;
        }

        return member.DescendantNodes().OfType<IdentifierNameSyntax>().Where(n => n.Identifier.ValueText == local.Identifier.ValueText).All(n =>
            n.Parent is ArgumentSyntax { Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax call } arguments } &&
            (NameOf(call.Expression) is "CreateDirectory" or "Exists" || (NameOf(call.Expression) is "Combine" or "Join" && arguments.Arguments.Count == 2)));
    }

    /// <summary>The constant pieces that follow a directory in the path that is built with it; empty where none do, null where no path is built.</summary>
    public static string? FolderAfter(ExpressionSyntax expression, SemanticModel model, CancellationToken cancellation)
    {
        var pieces = new List<string>();
        SyntaxNode current = expression;
        while (current.Parent is ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression })
        {
            current = current.Parent;
        }

        switch (current.Parent)
        {
            case ArgumentSyntax { Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax call } list } argument when NameOf(call.Expression) is "Combine" or "Join":
                if (list.Arguments[0] != argument)
                {
                    return "";
                }

                foreach (var next in list.Arguments.Skip(1))
                {
                    if (model.GetConstantValue(next.Expression, cancellation) is not { HasValue: true, Value: string text })
                    {
                        break;
                    }

                    pieces.Add(text);
                }

                break;
            case ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call }:
                var name = NameOf(call.Expression);
                return Harmless.Contains(name) || name?.StartsWith("Log", StringComparison.Ordinal) == true ? null : "";
            case ArgumentSyntax { Parent.Parent: ObjectCreationExpressionSyntax creation }:
                return Harmless.Contains(creation.Type.ToString()) ? null : "";
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum when sum.Left == current:
                for (SyntaxNode? step = sum; step is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } add; step = step.Parent)
                {
                    if (model.GetConstantValue(add.Right, cancellation) is not { HasValue: true, Value: string text })
                    {
                        break;
                    }

                    pieces.Add(text);
                }

                break;
            case InterpolationSyntax { Parent: InterpolatedStringExpressionSyntax whole } hole when whole.Contents[0] == hole:
                if (whole.Contents.Count > 1 && whole.Contents[1] is InterpolatedStringTextSyntax first)
                {
                    // The last segment goes on in the next hole unless a separator ends it.
                    var text = first.TextToken.ValueText;
                    pieces.Add(whole.Contents.Count > 2 ? text[..(text.LastIndexOfAny(['/', '\\']) + 1)] : text);
                }

                break;
            case IsPatternExpressionSyntax or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression }:
                return null;
        }

        return string.Join("/", pieces.Select(p => p.Replace('\\', '/').Trim('/')).Where(p => p.Length > 0));
    }

    private static string? NameOf(ExpressionSyntax called) =>
        called switch
        {
            MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
            SimpleNameSyntax name => name.Identifier.ValueText,
            _ => null,
        };
}
