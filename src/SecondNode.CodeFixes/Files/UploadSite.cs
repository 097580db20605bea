using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace SecondNode.CodeFixes.Files;

/// <summary>One place where an upload is saved: a stream that is opened on a new file, and one copy of an <c>IFormFile</c> into it.</summary>
internal sealed class UploadSite
{
    private readonly VariableDeclarationSyntax declaration;
    private readonly ExpressionSyntax upload;
    private readonly InvocationExpressionSyntax copy;

    private UploadSite(VariableDeclarationSyntax declaration, ExpressionSyntax upload, InvocationExpressionSyntax copy)
    {
        this.declaration = declaration;
        this.upload = upload;
        this.copy = copy;
    }

    /// <summary>Whether the call opens a new file; appended parts are another matter.</summary>
    public static bool MayBe(ExpressionSyntax call) =>
        call switch
        {
            BaseObjectCreationExpressionSyntax { ArgumentList: { Arguments.Count: > 1 } list } => list.ToString().Contains("FileMode.Create") && !list.ToString().Contains("CreateNew"),
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Create" or "OpenWrite", Expression: var type }, ArgumentList.Arguments.Count: 1 } => type.ToString().EndsWith("File", StringComparison.Ordinal),
            _ => false,
        };

    /// <summary>The upload that the opened stream is for; null where something else is done with it.</summary>
    public static UploadSite? Of(ExpressionSyntax opened, ObjectStore store, SemanticModel model, CancellationToken cancellation)
    {
        if (opened.Parent is not EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax or UsingStatementSyntax } declaration } variable } ||
            opened.FirstAncestorOrSelf<SyntaxNode>(n => n is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax) is not { } member)
        {
            return null;
        }

        var name = variable.Identifier.ValueText;
        var mentions = member.DescendantNodes().OfType<IdentifierNameSyntax>().Where(n => n.Identifier.ValueText == name && !(n.Parent is MemberAccessExpressionSyntax access && access.Name == n)).Take(2).ToList();
        return mentions is [{ Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax copy } argument }] && copy.ArgumentList.Arguments[0] == argument &&
            copy.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CopyTo" or "CopyToAsync", Expression: var upload } call && (store.BucketKey is null || call.Name.Identifier.ValueText == "CopyToAsync") &&
            model.GetTypeInfo(upload, cancellation).Type is { } type && (type.Name == "IFormFile" || type.AllInterfaces.Any(i => i.Name == "IFormFile"))
            ? new UploadSite(declaration, upload, copy)
            : null;
    }

    /// <summary>Streams the upload into the store.</summary>
    public void Write(SyntaxEditor editor, ObjectStore store, string client, string key, string? bucket)
    {
        editor.ReplaceNode(declaration.Variables[0].Initializer!.Value, SyntaxFactory.ParseExpression(upload.WithoutTrivia() + ".OpenReadStream()"));
        if (!declaration.Type.IsVar)
        {
            editor.ReplaceNode(declaration.Type, SyntaxFactory.IdentifierName("var").WithTriviaFrom(declaration.Type));
        }

        var asynchronous = ((MemberAccessExpressionSyntax)copy.Expression).Name.Identifier.ValueText == "CopyToAsync";
        var token = copy.ArgumentList.Arguments.Count > 1 ? copy.ArgumentList.Arguments[1].Expression.WithoutTrivia().ToString() : "";
        editor.ReplaceNode(copy, SyntaxFactory.ParseExpression(store.Upload(client, declaration.Variables[0].Identifier.Text, key, bucket, upload.WithoutTrivia() + ".Length", asynchronous, token)).WithTriviaFrom(copy));
    }
}
