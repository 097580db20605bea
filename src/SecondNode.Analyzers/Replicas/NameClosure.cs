using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.Analyzers.Facts;

namespace SecondNode.Analyzers.Replicas;

/// <summary>
/// Members, and all members that name them, and so on upwards: told by names alone, without binding, so that it holds every caller
/// and some that are none.
/// </summary>
internal sealed class NameClosure
{
    /// <summary>Names that every type has; following them would reach everything.</summary>
    private static readonly HashSet<string> Everywhere = ["ToString", "Equals", "GetHashCode", "Dispose", "DisposeAsync", "Main", "CompareTo", "GetEnumerator", "Clone", "OnModelCreating", "OnConfiguring"];

    /// <summary>A name that is written in more files than this says little by itself.</summary>
    private const int Common = 8;

    private readonly RuleContext context;
    private readonly HashSet<SyntaxNode> members = [];
    private readonly Lazy<ILookup<SyntaxTree, SyntaxNode>> byTree;
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private readonly HashSet<string> ignoringCase = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<Lead> seen = [];
    private readonly HashSet<(string Name, SyntaxTree File)> read = [];
    private readonly Queue<Lead> queue = new();

    public NameClosure(RuleContext context)
    {
        this.context = context;
        byTree = new(() => members.OrderBy(member => member.SpanStart).ToLookup(member => member.SyntaxTree));
    }

    /// <summary>The member around a node: a method, property or field, else the file.</summary>
    public static SyntaxNode MemberOf(SyntaxNode node) => node.FirstAncestorOrSelf<SyntaxNode>(IsMember) ?? node.SyntaxTree.GetRoot();

    /// <summary>Whether nothing was put in.</summary>
    public bool IsEmpty => members.Count + queue.Count == 0;

    /// <summary>Whether the member belongs to it.</summary>
    public bool Contains(SyntaxNode member) => members.Contains(member);

    /// <summary>The members of a file that belong to it, in the order of the source.</summary>
    public IEnumerable<SyntaxNode> In(SyntaxTree tree) => byTree.Value[tree];

    /// <summary>Whether a member of that name came in.</summary>
    public bool HasNamed(string name) => ignoringCase.Contains(name);

    /// <summary>The names by which members came in.</summary>
    public IReadOnlyCollection<string> Names => names;

    /// <summary>Whether the identifier is a name by which members came in.</summary>
    public bool IsLead(SyntaxToken token) => token.IsKind(SyntaxKind.IdentifierToken) && names.Contains(token.ValueText);

    /// <summary>Lets a name count as one by which members came in; they are put in otherwise.</summary>
    public void Note(string name) => names.Add(name);

    /// <summary>Puts in a name: members that mention it belong.</summary>
    public void AddName(string name) => queue.Enqueue(new Lead(name, null));

    /// <summary>Puts in a member.</summary>
    public void Add(SyntaxNode member)
    {
        if (!members.Add(member))
        {
            return;
        }

        switch (member)
        {
            case MethodDeclarationSyntax method:
                queue.Enqueue(new Lead(method.Identifier.ValueText, method));
                if (method.Identifier.ValueText is "Handle" or "HandleAsync" or "Execute" or "ExecuteAsync")
                {
                    // Who sends the message calls its handler.
                    foreach (var parameter in method.ParameterList.Parameters)
                    {
                        if (parameter.Type is SimpleNameSyntax message)
                        {
                            AddName(message.Identifier.ValueText);
                        }
                    }
                }

                break;
            case PropertyDeclarationSyntax property:
                queue.Enqueue(new Lead(property.Identifier.ValueText, property));
                break;
        }
    }

    /// <summary>Follows all names to the end.</summary>
    public NameClosure Close()
    {
        while (queue.Count > 0)
        {
            var lead = queue.Dequeue();
            if (!seen.Add(lead) || Everywhere.Contains(lead.Name))
            {
                continue;
            }

            names.Add(lead.Name);
            ignoringCase.Add(lead.Name);
            var files = context.FilesMentioning(lead.Name).ToList();

            // A common name is followed to where its type, or what the type is known as, is named too.
            if (lead.Member?.Parent is TypeDeclarationSyntax type && files.Count > Common && NamesOf(type) is { Length: > 0 } known)
            {
                files.RemoveAll(facts => !known.Any(facts.MayMention));
            }

            var symbol = lead.Member is { } declaration ? SymbolOf(declaration) : null;
            foreach (var facts in files)
            {
                if (symbol is null)
                {
                    if (read.Add((lead.Name, facts.Tree)))
                    {
                        foreach (var token in facts.Identifiers(lead.Name, null))
                        {
                            Add(MemberOf(token.Parent!));
                        }
                    }
                }
                else if (!read.Contains((lead.Name, facts.Tree)))
                {
                    foreach (var name in facts.Names(lead.Name))
                    {
                        if (MemberOf(name) is var member && !members.Contains(member) && context.Uses.MayName(name, symbol))
                        {
                            Add(member);
                        }
                    }
                }
            }
        }

        return this;
    }

    /// <summary>What declarations may call the member: what it overrides. Null where that is declared elsewhere.</summary>
    private ISymbol? SymbolOf(MemberDeclarationSyntax declaration)
    {
        var symbol = context.Uses.ModelOf(declaration.SyntaxTree).GetDeclaredSymbol(declaration, context.Cancellation);
        while (symbol is { IsOverride: true })
        {
            symbol = (symbol as IMethodSymbol)?.OverriddenMethod ?? (ISymbol?)(symbol as IPropertySymbol)?.OverriddenProperty;
        }

        return symbol?.OriginalDefinition is { } root && root.IsInSource(context.Compilation) ? root : null;
    }

    private static string[] NamesOf(TypeDeclarationSyntax type) =>
        type.Modifiers.Any(SyntaxKind.StaticKeyword) ? [] : [type.Identifier.ValueText, .. type.BaseList?.Types.Select(t => t.Type switch { SimpleNameSyntax name => name.Identifier.ValueText, QualifiedNameSyntax name => name.Right.Identifier.ValueText, _ => "" }).Where(n => n.Length > 0) ?? []];

    private static bool IsMember(SyntaxNode node) => node is BaseMethodDeclarationSyntax or BasePropertyDeclarationSyntax or BaseFieldDeclarationSyntax;

    /// <summary>A name to follow, and the member that has it.</summary>
    private readonly record struct Lead(string Name, MemberDeclarationSyntax? Member);
}
