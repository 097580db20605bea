using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.Analyzers.Facts;

namespace SecondNode.Analyzers.Replicas;

/// <summary>
/// A redirect names what it leads to as text. Tells, without binding, which members redirect to one that may read a replica, and so
/// belong to its callers.
/// </summary>
internal sealed class RedirectLeads(RuleContext context)
{
    private const string ActionName = "ActionName";

    private readonly Lazy<bool> mapsEndpoints = new(() => context.MayMentionAny(["MapGet"]));
    private readonly Lazy<HashSet<string>> otherNames = new(() => new HashSet<string>(
        context.FilesMentioning(ActionName).SelectMany(facts => facts.Names(ActionName)).Select(name => (name.Parent as AttributeSyntax)?.ArgumentList?.Arguments.FirstOrDefault()?.Expression is { } given ? TextOf(given) : null).OfType<string>(),
        StringComparer.OrdinalIgnoreCase));

    /// <summary>Follows all names of readers to the end, and the redirects to them.</summary>
    public NameClosure Close(NameClosure readers)
    {
        readers.Close();
        var redirects = RedirectCall.Names.SelectMany(Calls).Select(call => (Call: call, Member: NameClosure.MemberOf(call))).ToList();
        while (redirects.RemoveAll(redirect => !readers.Contains(redirect.Member) && MayLeadTo(readers, redirect.Call, redirect.Member) && Add(redirect.Member)) > 0)
        {
            readers.Close();
        }

        foreach (var name in RedirectCall.Names)
        {
            readers.Note(name);
        }

        return readers;

        bool Add(SyntaxNode member)
        {
            readers.Add(member);
            return true;
        }
    }

    private IEnumerable<InvocationExpressionSyntax> Calls(string name) =>
        context.FilesMentioning(name).SelectMany(facts => facts.Names(name)).Select(written => written.InvocationOf()).OfType<InvocationExpressionSyntax>();

    private bool MayLeadTo(NameClosure readers, InvocationExpressionSyntax call, SyntaxNode member)
    {
        var name = call.Expression.LastName()!.Identifier.ValueText;
        var arguments = call.ArgumentList.Arguments;
        if (name.StartsWith("RedirectToAction", StringComparison.Ordinal))
        {
            var action = arguments.FirstOrDefault(a => a.NameColon?.Name.Identifier.ValueText == "actionName") ?? arguments.FirstOrDefault(a => a.NameColon is null);
            return action is null ? member is not MethodDeclarationSyntax own || IsRead(own.Identifier.ValueText) : TextOf(action.Expression) is not { } text || IsRead(text);
        }

        return name.StartsWith("RedirectToPage", StringComparison.Ordinal) ? readers.Names.Any(n => n.StartsWith("OnGet", StringComparison.OrdinalIgnoreCase))
            : name.StartsWith("RedirectToRoute", StringComparison.Ordinal) || mapsEndpoints.Value;

        bool IsRead(string action) => readers.HasNamed(action) || readers.HasNamed(action + "Async") || otherNames.Value.Contains(action);
    }

    /// <summary>The text of a literal or of <c>nameof</c>; null for anything else, which may be a constant.</summary>
    private static string? TextOf(ExpressionSyntax expression) =>
        expression switch
        {
            LiteralExpressionSyntax { Token.Value: string text } => text,
            InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" }, ArgumentList.Arguments: [{ Expression: var named }] } => named.LastName()?.Identifier.ValueText,
            _ => null,
        };
}
