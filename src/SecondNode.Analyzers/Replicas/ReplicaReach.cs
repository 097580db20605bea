using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.Analyzers.Catalogue;
using SecondNode.Analyzers.Facts;

namespace SecondNode.Analyzers.Replicas;

/// <summary>
/// Which members could read a replica or write, themselves or through what they call: told by names alone, without binding, from
/// the places that speak of replicas and of writing upwards. Members outside of both sets are never looked at.
/// </summary>
internal sealed class ReplicaReach(RuleContext context, ContextTypes contexts, TypeRoles types, IEnumerable<string> declaredTypes)
{
    /// <summary>Names that every type has; following them would reach everything.</summary>
    private static readonly HashSet<string> Everywhere = ["ToString", "Equals", "GetHashCode", "Dispose", "DisposeAsync", "Main", "CompareTo", "GetEnumerator", "Clone", "OnModelCreating", "OnConfiguring"];

    private readonly Lazy<HashSet<SyntaxNode>> readers = new(() => FindReaders(context, contexts, types, declaredTypes));
    private readonly Lazy<HashSet<SyntaxNode>> writers = new(() => FindWriters(context));

    /// <summary>Whether the member around a node may read a replica.</summary>
    public bool MayRead(SyntaxNode node) => readers.Value.Contains(MemberOf(node));

    /// <summary>Whether the member around a node may write.</summary>
    public bool MayWrite(SyntaxNode node) => writers.Value.Contains(MemberOf(node));

    private static HashSet<SyntaxNode> FindReaders(RuleContext context, ContextTypes contexts, TypeRoles types, IEnumerable<string> declaredTypes)
    {
        var names = new HashSet<string>(declaredTypes.Select(SimpleName), StringComparer.Ordinal);
        foreach (var type in contexts.SourceClasses)
        {
            if (contexts.IsContext(type) ? types.Of(type).MayBeReplica : types.IsDeclaredReplica(type))
            {
                names.Add(type.Name);
                names.UnionWith(type.AllInterfaces.Where(i => i.IsInSource(context.Compilation)).Select(i => i.Name));
            }
        }

        var found = new HashSet<SyntaxNode>();
        var queue = new Queue<string>();
        foreach (var tree in context.Compilation.SyntaxTrees)
        {
            if (context.FactsOf(tree).SaysReplica)
            {
                // The contexts that are registered here may be replicas whatever they are called.
                names.UnionWith(context.FactsOf(tree).Calls.Where(c => c.Name.StartsWith("Add", StringComparison.Ordinal)).SelectMany(c => c.Types));
            }
        }

        foreach (var tree in context.Compilation.SyntaxTrees)
        {
            var facts = context.FactsOf(tree);
            if (facts.SaysReplica || names.Any(facts.MayMention))
            {
                var root = tree.GetRoot(context.Cancellation);
                Add(root, found, queue);
                foreach (var member in root.DescendantNodes(n => n is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax))
                {
                    if (IsMember(member))
                    {
                        Add(member, found, queue);
                    }
                }
            }
        }

        Close(context, found, queue);
        return found;
    }

    private static HashSet<SyntaxNode> FindWriters(RuleContext context)
    {
        var found = new HashSet<SyntaxNode>();
        var queue = new Queue<string>(DataApis.Rows
            .Where(r => r.Effect is not (DataCall.DocumentRead or DataCall.KeyRead or DataCall.EntityRead) && context.Types.Has(r.Type))
            .Select(r => r.Member)
            .Concat(BodyEffects.SavingNames)
            .Concat(["WritesEntity", "WritesEntityAttribute"])
            .Distinct(StringComparer.Ordinal));
        Close(context, found, queue);
        return found;
    }

    private static void Close(RuleContext context, HashSet<SyntaxNode> found, Queue<string> queue)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (queue.Count > 0)
        {
            var name = queue.Dequeue();
            if (!seen.Add(name) || Everywhere.Contains(name))
            {
                continue;
            }

            foreach (var tree in context.Compilation.SyntaxTrees)
            {
                if (context.FactsOf(tree).MayMention(name))
                {
                    foreach (var token in context.FactsOf(tree).Identifiers(name, null))
                    {
                        Add(MemberOf(token.Parent!), found, queue);
                    }
                }
            }
        }
    }

    private static void Add(SyntaxNode member, HashSet<SyntaxNode> found, Queue<string> queue)
    {
        if (!found.Add(member))
        {
            return;
        }

        switch (member)
        {
            case MethodDeclarationSyntax method:
                queue.Enqueue(method.Identifier.ValueText);
                if (method.Identifier.ValueText is "Handle" or "HandleAsync" or "Execute" or "ExecuteAsync")
                {
                    // Who sends the message calls its handler.
                    foreach (var parameter in method.ParameterList.Parameters)
                    {
                        if (parameter.Type is SimpleNameSyntax message)
                        {
                            queue.Enqueue(message.Identifier.ValueText);
                        }
                    }
                }

                break;
            case PropertyDeclarationSyntax property:
                queue.Enqueue(property.Identifier.ValueText);
                break;
        }
    }

    private static SyntaxNode MemberOf(SyntaxNode node) => node.FirstAncestorOrSelf<SyntaxNode>(IsMember) ?? node.SyntaxTree.GetRoot();

    private static bool IsMember(SyntaxNode node) => node is BaseMethodDeclarationSyntax or BasePropertyDeclarationSyntax or BaseFieldDeclarationSyntax;

    private static string SimpleName(string type)
    {
        var name = type.Substring(type.LastIndexOf('.') + 1);
        var arity = name.IndexOf('`');
        return arity < 0 ? name : name.Substring(0, arity);
    }
}
