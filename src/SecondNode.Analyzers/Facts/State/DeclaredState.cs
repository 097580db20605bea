using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace SecondNode.Analyzers.Facts.State;

/// <summary>
/// Visits the fields and auto-properties that a file declares. Rules about state look at them when the compiler has
/// finished with the file, because what uses them is bound by then: asked while symbols are declared, the same questions
/// bind the code a second time.
/// </summary>
internal static class DeclaredState
{
    /// <summary>Asks the rule about every collection that a file declares as a field or auto-property and that is not said to be this node's own.</summary>
    /// <param name="start">Where to register.</param>
    /// <param name="context">What is known of the compilation.</param>
    /// <param name="isStatic">Whether to look for static members, for the others, or, where null, for both.</param>
    /// <param name="judge">The rule: what it reports of a member, or null.</param>
    public static void RegisterCollections(CompilationStartAnalysisContext start, RuleContext context, bool? isStatic, Func<ISymbol, CollectionShape, Diagnostic?> judge) =>
        start.RegisterSemanticModelAction(file =>
        {
            foreach (var (state, shape) in context.Collections.In(file.SemanticModel))
            {
                if ((isStatic is null || state.IsStatic == isStatic) && !NodeLocal.IsDeclared(state, context.Settings) && judge(state, shape) is { } diagnostic)
                {
                    file.Report(diagnostic);
                }
            }
        });

    /// <summary>Asks the rule about everything static that a file declares and that can get another value, or holds an object.</summary>
    /// <param name="start">Where to register.</param>
    /// <param name="context">What is known of the compilation.</param>
    /// <param name="judge">The rule: what it reports of a member, or null.</param>
    public static void RegisterVariables(CompilationStartAnalysisContext start, RuleContext context, Func<ISymbol, Diagnostic?> judge) =>
        Register(start, isStatic: true, (member, type) => MayChange(member) || MayHold(type), state => JudgeUnlessDeclared(state, context, judge));

    /// <summary>As <see cref="RegisterVariables"/>, of the members of objects: those of types that may be services, and not of what only carries data.</summary>
    /// <param name="start">Where to register.</param>
    /// <param name="context">What is known of the compilation.</param>
    /// <param name="judge">The rule: what it reports of a member, or null.</param>
    public static void RegisterVariablesOfServices(CompilationStartAnalysisContext start, RuleContext context, Func<ISymbol, Diagnostic?> judge) =>
        Register(
            start,
            isStatic: false,
            (member, type) => (MayChange(member) ? MayBeSetLater(member) : MayHold(type) && IsMadeHere(member)) && MayBeService(member.Parent, context),
            state => JudgeUnlessDeclared(state, context, judge));

    /// <summary>Asks the rule about the fields and auto-properties whose type may be of interest by what is written.</summary>
    /// <param name="start">Where to register.</param>
    /// <param name="isWanted">Whether the type, as it is written, is worth a look; it is told whether the member can get another value.</param>
    /// <param name="judge">The rule: what it reports of a member, or null.</param>
    public static void RegisterMembers(CompilationStartAnalysisContext start, Func<TypeSyntax, bool, bool> isWanted, Func<ISymbol, Diagnostic?> judge) =>
        Register(start, isStatic: null, (member, type) => isWanted(type, MayChange(member)), judge);

    /// <summary>The attributes of a member are bound where there is something to say only.</summary>
    private static Diagnostic? JudgeUnlessDeclared(ISymbol state, RuleContext context, Func<ISymbol, Diagnostic?> judge) => judge(state) is { } diagnostic && !NodeLocal.IsDeclared(state, context.Settings) ? diagnostic : null;

    private static void Register(CompilationStartAnalysisContext start, bool? isStatic, Func<MemberDeclarationSyntax, TypeSyntax, bool> isCandidate, Func<ISymbol, Diagnostic?> judge) =>
        start.RegisterSemanticModelAction(file =>
        {
            foreach (var state in In(file.SemanticModel, isStatic, isCandidate, file.CancellationToken))
            {
                if (judge(state) is { } diagnostic)
                {
                    file.Report(diagnostic);
                }
            }
        });

    /// <summary>The fields and auto-properties that a file declares, in the order of the source.</summary>
    /// <param name="model">The semantic model of the file.</param>
    /// <param name="isStatic">Whether to look for static members, for the others, or, where null, for both.</param>
    /// <param name="isCandidate">Which of them are worth binding, by their declaration and its type.</param>
    /// <param name="cancellation">Ends the search.</param>
    public static IEnumerable<ISymbol> In(SemanticModel model, bool? isStatic, Func<MemberDeclarationSyntax, TypeSyntax, bool> isCandidate, CancellationToken cancellation)
    {
        foreach (var member in TreeFacts.Of(model.SyntaxTree).Variables)
        {
            if (isStatic is not null && member.Modifiers.Any(SyntaxKind.StaticKeyword) != isStatic)
            {
                continue;
            }

            if (member is FieldDeclarationSyntax field)
            {
                if (isCandidate(field, field.Declaration.Type))
                {
                    foreach (var variable in field.Declaration.Variables)
                    {
                        if (model.GetDeclaredSymbol(variable, cancellation) is { } declared)
                        {
                            yield return declared;
                        }
                    }
                }
            }
            else if (isCandidate(member, ((PropertyDeclarationSyntax)member).Type) && model.GetDeclaredSymbol(member, cancellation) is IPropertySymbol property && property.IsAuto())
            {
                yield return property;
            }
        }
    }

    /// <summary>Numbers and texts are no collections.</summary>
    public static bool MayHold(TypeSyntax type) => type is not (PredefinedTypeSyntax or NullableTypeSyntax { ElementType: PredefinedTypeSyntax });

    private static bool MayChange(MemberDeclarationSyntax member) =>
        member is PropertyDeclarationSyntax property ? property.AccessorList!.Accessors.Any(a => a.IsKind(SyntaxKind.SetAccessorDeclaration)) : !member.Modifiers.Any(SyntaxKind.ReadOnlyKeyword);

    /// <summary>Whether anything but a constructor may give a private field another value, or change what is in it: as it is written.</summary>
    private static bool MayBeSetLater(MemberDeclarationSyntax member)
    {
        if (member is not FieldDeclarationSyntax field || member.Parent is not ClassDeclarationSyntax type || type.Modifiers.Any(SyntaxKind.PartialKeyword) ||
            field.Modifiers.Any(m => m.RawKind is (int)SyntaxKind.PublicKeyword or (int)SyntaxKind.InternalKeyword or (int)SyntaxKind.ProtectedKeyword))
        {
            return true;
        }

        var facts = TreeFacts.Of(member.SyntaxTree);
        return field.Declaration.Variables.Any(v => facts.Names(v.Identifier.ValueText).Any(name => IsSet(name) && name.FirstAncestorOrSelf<ConstructorDeclarationSyntax>() is null));
    }

    private static bool IsSet(SimpleNameSyntax name) => PlainReads.IsTarget(name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name);

    /// <summary>An object that the field itself makes; what is injected is another service.</summary>
    private static bool IsMadeHere(MemberDeclarationSyntax member) =>
        (member switch
        {
            FieldDeclarationSyntax { Declaration.Variables: [{ Initializer.Value: var value }, ..] } => value,
            PropertyDeclarationSyntax { Initializer.Value: var value } => value,
            _ => null,
        }) is BaseObjectCreationExpressionSyntax;

    private static bool MayBeService(SyntaxNode? type, RuleContext context) => type is ClassDeclarationSyntax declaration && context.Lifetimes.MayBeService(declaration);
}
