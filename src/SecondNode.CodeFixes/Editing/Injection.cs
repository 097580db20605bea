using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace SecondNode.CodeFixes.Editing;

/// <summary>The syntax that injection writes: parameters, fields, assignments, constructors.</summary>
internal static class Injection
{
    public static ParameterSyntax Parameter(TypeSyntax type, string name) =>
        SyntaxFactory.Parameter(SyntaxFactory.Identifier(name)).WithType(type.WithTrailingTrivia(SyntaxFactory.Space));

    /// <summary>Adds a field after the fields that are there, instance fields before others.</summary>
    public static TypeDeclarationSyntax AddField(TypeDeclarationSyntax type, TypeSyntax fieldType, string name, string newLine)
    {
        var field = Member($"private readonly T {name};", fieldType, newLine);
        var at = LastIndex(type, m => m is FieldDeclarationSyntax f && !f.Modifiers.Any(SyntaxKind.StaticKeyword) && !f.Modifiers.Any(SyntaxKind.ConstKeyword));
        at = at >= 0 ? at : LastIndex(type, m => m is FieldDeclarationSyntax);
        return Insert(type, at + 1, field, newLine, blankBefore: false);
    }

    /// <summary>Adds a property that Blazor fills.</summary>
    public static TypeDeclarationSyntax AddInjectedProperty(TypeDeclarationSyntax type, TypeSyntax propertyType, string name, bool nullable, string newLine)
    {
        var property = Member($"[Microsoft.AspNetCore.Components.Inject] private T {name} {{ get; set; }}{(nullable ? " = default!;" : "")}", propertyType, newLine);
        return Insert(type, LastIndex(type, m => m is FieldDeclarationSyntax) + 1, property, newLine, blankBefore: true);
    }

    /// <summary>Adds a constructor after the fields.</summary>
    public static TypeDeclarationSyntax AddConstructor(TypeDeclarationSyntax type, ConstructorDeclarationSyntax constructor, string newLine) =>
        Insert(type, LastIndex(type, m => m is FieldDeclarationSyntax) + 1, constructor, newLine, blankBefore: true);

    /// <summary>A constructor that takes nothing yet.</summary>
    public static ConstructorDeclarationSyntax Constructor(TypeDeclarationSyntax type, bool chainsToBase, string newLine)
    {
        var access = type.Modifiers.Any(SyntaxKind.AbstractKeyword) ? "protected" : "public";
        var text = $"{access} {type.Identifier.Text}(){(chainsToBase ? " : base()" : "")}{newLine}{{{newLine}}}";
        return ((ConstructorDeclarationSyntax)SyntaxFactory.ParseMemberDeclaration(text)!)
            .WithTrailingTrivia(SyntaxFactory.EndOfLine(newLine))
            .WithAdditionalAnnotations(Formatter.Annotation);
    }

    /// <summary>Assigns a parameter to a field, after the assignments and guards that the constructor begins with.</summary>
    public static ConstructorDeclarationSyntax Assign(ConstructorDeclarationSyntax constructor, string field, string parameter, string newLine)
    {
        var target = field == parameter ? "this." + field : field;
        var assignment = SyntaxFactory.ParseStatement($"{target} = {parameter};")
            .WithLeadingTrivia(SyntaxFactory.ElasticMarker)
            .WithTrailingTrivia(SyntaxFactory.EndOfLine(newLine))
            .WithAdditionalAnnotations(Formatter.Annotation);
        if (constructor.Body is { } body)
        {
            var at = 0;
            for (var i = 0; i < body.Statements.Count && BeginsConstructor(body.Statements[i]); i++)
            {
                at = IsAssignment(body.Statements[i]) ? i + 1 : at;
            }

            var oneLine = body.OpenBraceToken.TrailingTrivia.All(t => !t.IsKind(SyntaxKind.EndOfLineTrivia)) &&
                body.Statements.All(s => s.GetTrailingTrivia().All(t => !t.IsKind(SyntaxKind.EndOfLineTrivia)));
            if (oneLine)
            {
                var statements = body.Statements.Select(s => s.WithoutTrivia().WithTrailingTrivia(SyntaxFactory.EndOfLine(newLine))).ToList();
                statements.Insert(at, assignment);
                var block = Block(statements, newLine);
                return constructor
                    .WithParameterList(constructor.ParameterList.WithTrailingTrivia(constructor.Initializer is null ? SyntaxFactory.EndOfLine(newLine) : SyntaxFactory.Space))
                    .WithInitializer(constructor.Initializer?.WithTrailingTrivia(SyntaxFactory.EndOfLine(newLine)))
                    .WithBody(block.WithTrailingTrivia(body.GetTrailingTrivia()))
                    .WithAdditionalAnnotations(Formatter.Annotation);
            }

            return constructor.WithBody(body.WithStatements(body.Statements.Insert(at, assignment)));
        }

        if (constructor.ExpressionBody is { } arrow)
        {
            var first = SyntaxFactory.ExpressionStatement(arrow.Expression.WithoutTrivia()).WithTrailingTrivia(SyntaxFactory.EndOfLine(newLine));
            return constructor
                .WithExpressionBody(null)
                .WithSemicolonToken(default)
                .WithParameterList(constructor.ParameterList.WithTrailingTrivia(constructor.Initializer is null ? SyntaxFactory.EndOfLine(newLine) : SyntaxFactory.Space))
                .WithInitializer(constructor.Initializer?.WithTrailingTrivia(SyntaxFactory.EndOfLine(newLine)))
                .WithBody(Block([first, assignment], newLine).WithTrailingTrivia(constructor.GetTrailingTrivia()))
                .WithAdditionalAnnotations(Formatter.Annotation);
        }

        return constructor;
    }

    private static BlockSyntax Block(IEnumerable<StatementSyntax> statements, string newLine) =>
        SyntaxFactory.Block(statements)
            .WithOpenBraceToken(SyntaxFactory.Token(SyntaxKind.OpenBraceToken).WithTrailingTrivia(SyntaxFactory.EndOfLine(newLine)))
            .WithAdditionalAnnotations(Formatter.Annotation);

    private static MemberDeclarationSyntax Member(string text, TypeSyntax type, string newLine)
    {
        var member = SyntaxFactory.ParseMemberDeclaration(text)!;
        var placeholder = member.DescendantNodes().OfType<IdentifierNameSyntax>().First(n => n.Identifier.ValueText == "T");
        return member.ReplaceNode(placeholder, type.WithTriviaFrom(placeholder))
            .WithLeadingTrivia(SyntaxFactory.ElasticMarker)
            .WithTrailingTrivia(SyntaxFactory.EndOfLine(newLine))
            .WithAdditionalAnnotations(Formatter.Annotation);
    }

    private static int LastIndex(TypeDeclarationSyntax type, Func<MemberDeclarationSyntax, bool> predicate)
    {
        for (var i = type.Members.Count - 1; i >= 0; i--)
        {
            if (predicate(type.Members[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private static TypeDeclarationSyntax Insert(TypeDeclarationSyntax type, int index, MemberDeclarationSyntax member, string newLine, bool blankBefore)
    {
        var blank = SyntaxFactory.EndOfLine(newLine);
        if (index > 0 && blankBefore)
        {
            member = member.WithLeadingTrivia(member.GetLeadingTrivia().Insert(0, blank));
        }

        var members = type.Members;
        if (index < members.Count && members[index] is not FieldDeclarationSyntax && !StartsBlank(members[index]))
        {
            members = members.Replace(members[index], members[index].WithLeadingTrivia(members[index].GetLeadingTrivia().Insert(0, blank)));
        }

        var oneLine = type.OpenBraceToken.TrailingTrivia.All(t => !t.IsKind(SyntaxKind.EndOfLineTrivia));
        type = type.WithMembers(members.Insert(index, member));
        return oneLine ? type.WithOpenBraceToken(type.OpenBraceToken.WithTrailingTrivia(blank)).WithAdditionalAnnotations(Formatter.Annotation) : type;
    }

    private static bool StartsBlank(SyntaxNode node) =>
        node.GetLeadingTrivia().SkipWhile(t => t.IsKind(SyntaxKind.WhitespaceTrivia)).FirstOrDefault().IsKind(SyntaxKind.EndOfLineTrivia);

    private static bool BeginsConstructor(StatementSyntax statement) => IsAssignment(statement) || IsGuard(statement);

    private static bool IsAssignment(StatementSyntax statement) =>
        statement is ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Right: var right } } &&
        right is IdentifierNameSyntax or TupleExpressionSyntax or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression, Left: IdentifierNameSyntax };

    private static bool IsGuard(StatementSyntax statement) =>
        statement is IfStatementSyntax { Statement: ThrowStatementSyntax or BlockSyntax { Statements: [ThrowStatementSyntax] } } ||
        (statement is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } } } &&
            name.StartsWith("ThrowIf", StringComparison.Ordinal));
}
