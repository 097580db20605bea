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
    /// <summary>Asks the rule about every field, and every auto-property, of a file that holds a mutable collection and is not declared to be this node's own.</summary>
    /// <param name="start">Where to register.</param>
    /// <param name="isStatic">Whether to look for static members or for the others.</param>
    /// <param name="context">What is known of the compilation.</param>
    /// <param name="judge">The rule: what it reports of a member, or null.</param>
    public static void Register(CompilationStartAnalysisContext start, bool isStatic, RuleContext context, Func<ISymbol, CollectionShape, Diagnostic?> judge) =>
        start.RegisterSemanticModelAction(file =>
        {
            var root = file.SemanticModel.SyntaxTree.GetRoot(file.CancellationToken);
            foreach (var node in root.DescendantNodes(n => n is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax))
            {
                switch (node)
                {
                    case FieldDeclarationSyntax field when field.Modifiers.Any(SyntaxKind.StaticKeyword) == isStatic && !field.Modifiers.Any(SyntaxKind.ConstKeyword) && MayHold(field.Declaration.Type):
                        foreach (var variable in field.Declaration.Variables)
                        {
                            Check(variable);
                        }

                        break;
                    case PropertyDeclarationSyntax { AccessorList: { } accessors } property when property.Modifiers.Any(SyntaxKind.StaticKeyword) == isStatic && MayHold(property.Type) && accessors.Accessors.All(a => a is { Body: null, ExpressionBody: null }):
                        Check(property);
                        break;
                }
            }

            void Check(SyntaxNode declaration)
            {
                if (file.SemanticModel.GetDeclaredSymbol(declaration, file.CancellationToken) is { } state && (state is not IPropertySymbol property || property.IsAuto()) &&
                    CollectionShape.Of((state as IFieldSymbol)?.Type ?? (state as IPropertySymbol)?.Type) is { } shape && !NodeLocal.IsDeclared(state, context.Settings) && judge(state, shape) is { } diagnostic)
                {
                    file.ReportDiagnostic(diagnostic);
                }
            }
        });

    /// <summary>Numbers and texts are no collections.</summary>
    private static bool MayHold(TypeSyntax type) => type is not (PredefinedTypeSyntax or NullableTypeSyntax { ElementType: PredefinedTypeSyntax });
}
