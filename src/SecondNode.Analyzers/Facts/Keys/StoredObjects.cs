using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SecondNode.Analyzers.Facts.Keys;

/// <summary>Objects that are written to a store when they have been filled: what they hold is the same for every node.</summary>
internal static class StoredObjects
{
    private static readonly string[] Storing = ["Insert", "Save", "Store", "Update", "Upsert", "Persist", "Write", "Put"];

    /// <summary>Whether the assigned property is of an object that is stored: added to a set of entities, saved, or filled inside of a call that does so.</summary>
    public static bool Holds(ISimpleAssignmentOperation assignment)
    {
        if (assignment.Target is not IPropertyReferenceOperation { Property.IsStatic: false } property)
        {
            return false;
        }

        if (assignment.Syntax.FirstAncestorOrSelf<AnonymousFunctionExpressionSyntax>() is { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax around } } && IsStoring(NameOf(around)))
        {
            return true;
        }

        return HolderOf(property, assignment) is { } holder && BodyAround(assignment.Syntax) is { } body &&
            body.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call =>
                IsStoring(NameOf(call)) && call.ArgumentList.Arguments.Any(a => a.Expression is IdentifierNameSyntax name && name.Identifier.ValueText == holder));
    }

    private static SyntaxNode? BodyAround(SyntaxNode node) =>
        node.FirstAncestorOrSelf<MemberDeclarationSyntax>() is var member && member is GlobalStatementSyntax ? member.Parent : member;

    /// <summary>The name of the local or parameter that holds the object.</summary>
    private static string? HolderOf(IPropertyReferenceOperation property, IOperation assignment) =>
        property.Instance switch
        {
            ILocalReferenceOperation local => local.Local.Name,
            IParameterReferenceOperation parameter => parameter.Parameter.Name,
            IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver } when assignment.Parent is IObjectOrCollectionInitializerOperation { Parent: IObjectCreationOperation creation } =>
                creation.Syntax.Parent switch
                {
                    EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable } => variable.Identifier.ValueText,
                    AssignmentExpressionSyntax { Left: IdentifierNameSyntax variable } => variable.Identifier.ValueText,
                    _ => null,
                },
            _ => null,
        };

    private static bool IsStoring(string name) => name is "Add" or "AddAsync" || Storing.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    private static string NameOf(InvocationExpressionSyntax call) =>
        call.Expression switch
        {
            MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
            MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
            SimpleNameSyntax simple => simple.Identifier.ValueText,
            _ => "",
        };
}
