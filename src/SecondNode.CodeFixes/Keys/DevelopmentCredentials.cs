using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using SecondNode.CodeFixes.Editing;

namespace SecondNode.CodeFixes.Keys;

/// <summary>
/// Leaves credentials that are made for development in the development branch, and loads certificates that all nodes have
/// installed otherwise. All such calls of one chain move together; what else the chain does stays where it is.
/// </summary>
internal sealed class DevelopmentCredentials
{
    private const string Encryption = "OpenIddict:EncryptionCertificate";
    private const string Signing = "OpenIddict:SigningCertificate";
    private const string IdentityServer = "IdentityServer:SigningCertificate";

    /// <summary>What each call becomes elsewhere: the method that takes a certificate, and the setting that names it.</summary>
    private static readonly Dictionary<string, (string Method, string Setting)> Real = new(StringComparer.Ordinal)
    {
        ["AddDevelopmentEncryptionCertificate"] = ("AddEncryptionCertificate", Encryption),
        ["AddEphemeralEncryptionKey"] = ("AddEncryptionCertificate", Encryption),
        ["AddDevelopmentSigningCertificate"] = ("AddSigningCertificate", Signing),
        ["AddEphemeralSigningKey"] = ("AddSigningCertificate", Signing),
        ["AddDeveloperSigningCredential"] = ("AddSigningCredential", IdentityServer),
    };

    private readonly Document document;
    private readonly StatementSyntax statement;
    private readonly List<InvocationExpressionSyntax> calls;
    private readonly string receiver;
    private readonly string environment;
    private readonly string configuration;
    private readonly string forgive;

    private DevelopmentCredentials(Document document, StatementSyntax statement, List<InvocationExpressionSyntax> calls, string receiver, string environment, string configuration, string forgive)
    {
        this.document = document;
        this.statement = statement;
        this.calls = calls;
        this.receiver = receiver;
        this.environment = environment;
        this.configuration = configuration;
        this.forgive = forgive;
    }

    /// <summary>The settings that name the certificates.</summary>
    public IEnumerable<string> Settings => calls.Select(c => Real[NameOf(c)].Setting).Distinct();

    private bool IsNewLocal => statement is ExpressionStatementSyntax && receiver == NewLocal;

    private const string NewLocal = "identityServer";

    /// <summary>Whether a call of that name makes a credential for development.</summary>
    public static bool Knows(string name) => Real.ContainsKey(name);

    /// <summary>The plan for the chain of a call, or null where it cannot be taken apart.</summary>
    public static async Task<DevelopmentCredentials?> FindAsync(Document document, InvocationExpressionSyntax call, CancellationToken cancellation)
    {
        if (await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model)
        {
            return null;
        }

        ExpressionSyntax top = call;
        while (top.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax next } access && access.Expression == top)
        {
            top = next;
        }

        var chain = new List<InvocationExpressionSyntax>();
        var root = top;
        while (root is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member } link)
        {
            chain.Insert(0, link);
            root = member.Expression;
        }

        var made = chain.Where(c => Knows(NameOf(c))).ToList();
        var (statement, receiver) = top.Parent switch
        {
            ExpressionStatementSyntax s when root is IdentifierNameSyntax name && made.All(c => SameType(model, name, c)) => (s, name.Identifier.ValueText),
            ExpressionStatementSyntax s when made.All(c => SameType(model, top, c)) && !model.LookupSymbols(s.SpanStart, name: NewLocal).Any() => (s, NewLocal),
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax s } } variable } when made.All(c => SameType(model, top, c)) =>
                ((StatementSyntax)s, variable.Identifier.ValueText),
            _ => (null, ""),
        };
        return statement is { Parent: BlockSyntax or GlobalStatementSyntax } &&
            EnvironmentAccess.Find(model, statement, cancellation) is { } environment && ConfigurationAccess.Find(model, statement, cancellation) is { } configuration
                ? new DevelopmentCredentials(document, statement, made, receiver, environment, configuration, Calls.Forgive(model, statement))
                : null;

        bool SameType(SemanticModel m, ExpressionSyntax left, ExpressionSyntax right) =>
            m.GetTypeInfo(left, cancellation).Type is { } type && SymbolEqualityComparer.Default.Equals(type, m.GetTypeInfo(right, cancellation).Type);
    }

    /// <summary>Writes the branches, once for a chain.</summary>
    public async Task WriteAsync(SolutionEdits edits, CancellationToken cancellation)
    {
        if (!edits.Once($"credentials {document.Id} {statement.SpanStart}"))
        {
            return;
        }

        edits.Use(document, "Microsoft.Extensions.Hosting");
        foreach (var setting in Settings)
        {
            await AppSettings.AddAsync(edits, document.Project, setting, "", cancellation).ConfigureAwait(false);
        }

        var editor = await edits.EditorAsync(document, cancellation).ConfigureAwait(false);
        var anchor = statement.Parent is GlobalStatementSyntax global ? global : (SyntaxNode)statement;
        var newLine = NewLine.Of(statement.SyntaxTree.GetRoot());
        var branches = SyntaxFactory.ParseStatement(Branches(RegistrationPlace.IndentOf(anchor), newLine)).WithAdditionalAnnotations(Formatter.Annotation);
        var rest = statement.ReplaceNodes(calls, (_, call) => ((MemberAccessExpressionSyntax)call.Expression).Expression.WithTrailingTrivia(call.GetTrailingTrivia()));
        if (rest is ExpressionStatementSyntax { Expression: IdentifierNameSyntax })
        {
            editor.ReplaceNode(statement, branches.WithTriviaFrom(statement));
            return;
        }

        if (IsNewLocal)
        {
            var expression = ((ExpressionStatementSyntax)rest).Expression;
            rest = SyntaxFactory.ParseStatement($"var {NewLocal} = {expression.WithoutLeadingTrivia()};").WithTriviaFrom(statement);
        }

        branches = branches
            .WithLeadingTrivia(SyntaxFactory.EndOfLine(newLine), SyntaxFactory.Whitespace(RegistrationPlace.IndentOf(anchor)))
            .WithTrailingTrivia(SyntaxFactory.EndOfLine(newLine));
        editor.InsertAfter(anchor, anchor is GlobalStatementSyntax ? SyntaxFactory.GlobalStatement(branches) : branches);
        editor.ReplaceNode(statement, rest);
    }

    private string Branches(string indent, string newLine)
    {
        var inner = newLine + indent + "    ";
        string Chain(IEnumerable<string> links) => receiver + string.Join(inner + "    ", links) + ";";
        return $"if ({environment}.IsDevelopment()){newLine}{indent}{{{inner}" +
            Chain(calls.Select(c => "." + ((MemberAccessExpressionSyntax)c.Expression).Name + c.ArgumentList.WithoutTrivia())) +
            $"{newLine}{indent}}}{newLine}{indent}else{newLine}{indent}{{{inner}" +
            Chain(calls.Select(c => $".{Real[NameOf(c)].Method}({configuration}[\"{Real[NameOf(c)].Setting}\"]{forgive})")) +
            $"{newLine}{indent}}}";
    }

    private static string NameOf(InvocationExpressionSyntax call) => ((MemberAccessExpressionSyntax)call.Expression).Name.Identifier.ValueText;
}
