using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using SecondNode.CodeFixes.Editing;

namespace SecondNode.CodeFixes.Session;

/// <summary>
/// Lets a ticket store keep its tickets, serialized, in <c>IDistributedCache</c> instead of <c>IMemoryCache</c>. Both caches
/// share most of their words, so that the class keeps its shape: types are renamed, tickets are serialized where they are
/// set, and read where they are got. A class that uses its cache in any other way is left alone.
/// </summary>
internal sealed class TicketStoreRewrite
{
    private const string Memory = "IMemoryCache";
    private const string Shared = "IDistributedCache";
    private const string Serialize = "TicketSerializer.Default.Serialize";
    private const string Deserialize = "TicketSerializer.Default.Deserialize";

    private readonly Document document;
    private readonly Dictionary<SyntaxNode, SyntaxNode> replacements = [];
    private readonly SemanticModel model;
    private readonly CancellationToken cancellation;

    private TicketStoreRewrite(Document document, SemanticModel model, CancellationToken cancellation)
    {
        this.document = document;
        this.model = model;
        this.cancellation = cancellation;
    }

    /// <summary>The rewrite of the reported class, or null where the finding is not about one, or the class does more than a store does.</summary>
    public static async Task<TicketStoreRewrite?> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root ||
            await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model ||
            !root.FullSpan.Contains(diagnostic.Location.SourceSpan) ||
            root.FindNode(diagnostic.Location.SourceSpan) is not ClassDeclarationSyntax type ||
            model.GetDeclaredSymbol(type, cancellation) is not INamedTypeSymbol { DeclaringSyntaxReferences.Length: 1 } symbol || symbol.BaseType?.SpecialType != SpecialType.System_Object)
        {
            return null;
        }

        var rewrite = new TicketStoreRewrite(document, model, cancellation);
        return rewrite.Plan(type) ? rewrite : null;
    }

    /// <summary>Whether the whole solution still compiles: the class may be made somewhere with a memory cache in hand.</summary>
    public async Task<bool> CompilesAsync(CancellationToken cancellation)
    {
        var edits = new SolutionEdits(document.Project.Solution);
        await WriteAsync(edits, cancellation).ConfigureAwait(false);
        var after = await edits.ToSolutionAsync(cancellation).ConfigureAwait(false);
        var callers = (await after.GetProject(document.Project.Id)!.GetCompilationAsync(cancellation).ConfigureAwait(false))!.GetDiagnostics(cancellation).Count(d => d.Severity == DiagnosticSeverity.Error);
        return callers <= model.Compilation.GetDiagnostics(cancellation).Count(d => d.Severity == DiagnosticSeverity.Error) &&
            await Rehearsal.CompilesAsync(document.Project.Solution, after, cancellation).ConfigureAwait(false);
    }

    /// <summary>Writes it.</summary>
    public async Task WriteAsync(SolutionEdits edits, CancellationToken cancellation)
    {
        edits.Use(document, "Microsoft.Extensions.Caching.Distributed");
        edits.Use(document, "Microsoft.AspNetCore.Authentication");
        var editor = await edits.EditorAsync(document, cancellation).ConfigureAwait(false);
        foreach (var pair in replacements)
        {
            editor.ReplaceNode(pair.Key, pair.Value.WithAdditionalAnnotations(Formatter.Annotation));
        }
    }

    private bool Plan(ClassDeclarationSyntax type)
    {
        foreach (var name in type.DescendantNodes().OfType<SimpleNameSyntax>())
        {
            switch (name.Identifier.ValueText)
            {
                case Memory when name.Parent is ParameterSyntax or VariableDeclarationSyntax { Parent: FieldDeclarationSyntax }:
                    replacements[name] = SyntaxFactory.IdentifierName(Shared).WithTriviaFrom(name);
                    break;
                case "MemoryCacheEntryOptions":
                    replacements[name] = SyntaxFactory.IdentifierName("DistributedCacheEntryOptions").WithTriviaFrom(name);
                    break;
                case Memory or "MemoryCache" or "MemoryCacheOptions":
                    return false;
                default:
                    if (IsCache(name) && !PlanUse(name))
                    {
                        return false;
                    }

                    break;
            }
        }

        return replacements.Keys.OfType<SimpleNameSyntax>().Any(n => n.Identifier.ValueText == Memory);
    }

    private bool IsCache(SimpleNameSyntax name) =>
        model.GetSymbolInfo(name, cancellation).Symbol is var symbol &&
        (symbol as IFieldSymbol)?.Type.Name == Memory || (symbol as IParameterSymbol)?.Type.Name == Memory;

    private bool PlanUse(SimpleNameSyntax name)
    {
        ExpressionSyntax cache = name.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } self && self.Name == name ? self : name;
        if (cache.Parent is AssignmentExpressionSyntax or EqualsValueClauseSyntax || cache.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } } })
        {
            // this.cache = cache
            return true;
        }

        if (cache.Parent is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression, Right: ThrowExpressionSyntax })
        {
            return true;
        }

        if (cache.Parent is not MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access || access.Expression != cache)
        {
            return false;
        }

        var arguments = call.ArgumentList.Arguments;
        switch (access.Name.Identifier.ValueText)
        {
            case "Remove" when arguments.Count == 1:
                return IsText(arguments[0].Expression);
            case "Set" when arguments.Count is 2 or 3 && IsText(arguments[0].Expression) && IsTicket(arguments[1].Expression) && (arguments.Count == 2 || IsOptions(arguments[2].Expression)) && call.Parent is ExpressionStatementSyntax:
                if (access.Name is GenericNameSyntax generic)
                {
                    replacements[generic] = SyntaxFactory.IdentifierName("Set").WithTriviaFrom(generic);
                }

                replacements[arguments[1].Expression] = SyntaxFactory.ParseExpression($"{Serialize}({arguments[1].Expression.WithoutTrivia()})").WithTriviaFrom(arguments[1].Expression);
                return true;
            case "Get" when access.Name is GenericNameSyntax && arguments.Count == 1 && IsText(arguments[0].Expression):
                replacements[call] = Read(call, access, arguments[0], parenthesize: call.Parent is not (ArgumentSyntax or EqualsValueClauseSyntax or ReturnStatementSyntax or ArrowExpressionClauseSyntax));
                return true;
            case "TryGetValue" when arguments.Count == 2 && call.Parent is ExpressionStatementSyntax statement && IsText(arguments[0].Expression):
                return PlanTry(statement, call, access);
            default:
                return false;
        }
    }

    /// <summary><c>cache.TryGetValue(key, out var ticket);</c> becomes an assignment.</summary>
    private bool PlanTry(ExpressionStatementSyntax statement, InvocationExpressionSyntax call, MemberAccessExpressionSyntax access)
    {
        var target = call.ArgumentList.Arguments[1].Expression switch
        {
            DeclarationExpressionSyntax { Designation: SingleVariableDesignationSyntax variable } declaration when statement.Parent is BlockSyntax => $"{(declaration.Type.IsVar ? "var" : declaration.Type.ToString())} {variable.Identifier.ValueText}",
            IdentifierNameSyntax variable => variable.Identifier.ValueText,
            _ => null,
        };
        if (target is null)
        {
            return false;
        }

        replacements[statement] = SyntaxFactory.ParseStatement($"{target} = {Read(call, access, call.ArgumentList.Arguments[0], parenthesize: false)};").WithTriviaFrom(statement);
        return true;
    }

    private static ExpressionSyntax Read(InvocationExpressionSyntax call, MemberAccessExpressionSyntax access, ArgumentSyntax key, bool parenthesize)
    {
        var text = $"{access.Expression.WithoutTrivia()}.Get({key.WithoutTrivia()}) is {{ }} stored ? {Deserialize}(stored) : null";
        return SyntaxFactory.ParseExpression(parenthesize ? $"({text})" : text).WithTriviaFrom(call);
    }

    private bool IsText(ExpressionSyntax expression) => model.GetTypeInfo(expression, cancellation).Type?.SpecialType == SpecialType.System_String;

    private bool IsTicket(ExpressionSyntax expression) => model.GetTypeInfo(expression, cancellation).Type?.Name == "AuthenticationTicket";

    private bool IsOptions(ExpressionSyntax expression) => model.GetTypeInfo(expression, cancellation).Type?.Name == "MemoryCacheEntryOptions";
}
