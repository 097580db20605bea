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
internal sealed class ReplicaReach(RuleContext context, ReplicaModel model, IEnumerable<string> declaredTypes)
{
    /// <summary>Names that every type has; following them would reach everything.</summary>
    private static readonly HashSet<string> Everywhere = ["ToString", "Equals", "GetHashCode", "Dispose", "DisposeAsync", "Main", "CompareTo", "GetEnumerator", "Clone", "OnModelCreating", "OnConfiguring"];

    /// <summary>A name that is written in more files than this says little by itself.</summary>
    private const int Common = 8;

    private static readonly int[] Stagings = [.. EfEffects.Stagings.Select(WordIndex.HashOf)];

    private static readonly int[] Declarations = [WordIndex.HashOf("Replica"), WordIndex.HashOf("ReplicaAttribute")];

    private readonly Lazy<HashSet<SyntaxNode>> readers = new(() => FindReaders(context, model, declaredTypes));
    private readonly Lazy<HashSet<SyntaxNode>> writers = new(() => FindWriters(context));

    /// <summary>Whether the member around a node may read a replica.</summary>
    public bool MayRead(SyntaxNode node) => readers.Value.Contains(MemberOf(node));

    /// <summary>Whether the member around a node may write.</summary>
    public bool MayWrite(SyntaxNode node) => writers.Value.Contains(MemberOf(node));

    /// <summary>Whether the member around a node may itself stage a change that its caller saves.</summary>
    public bool MayStage(SyntaxNode node) => context.FactsOf(node.SyntaxTree).MayMentionAny(Stagings, MemberOf(node).Span);

    private static HashSet<SyntaxNode> FindReaders(RuleContext context, ReplicaModel model, IEnumerable<string> declaredTypes)
    {
        var names = TypesOfReplicas(context, model, declaredTypes);
        var found = new HashSet<SyntaxNode>();
        var queue = new Queue<Lead>();
        var seeds = new ReplicaSeeds(context, model);
        var speech = new ReplicaSpeech(names);
        foreach (var tree in context.Compilation.SyntaxTrees)
        {
            var facts = context.FactsOf(tree);
            if (facts.SaysReplica || names.Any(facts.MayMention))
            {
                var root = tree.GetRoot(context.Cancellation);
                if (root is CompilationUnitSyntax unit && unit.Members.Any(m => m is GlobalStatementSyntax))
                {
                    Add(root, found, queue);
                }

                foreach (var member in root.DescendantNodes(n => n is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax))
                {
                    switch (member)
                    {
                        case MethodDeclarationSyntax method when speech.MaySpeak(method) && seeds.IsSeed(method):
                            Add(member, found, queue);
                            break;

                        // What a base class holds, derived classes in other files use without naming its type.
                        case PropertyDeclarationSyntax { Type: SimpleNameSyntax type } property when names.Contains(type.Identifier.ValueText):
                            queue.Enqueue(new Lead(property.Identifier.ValueText, null));
                            break;
                        case FieldDeclarationSyntax { Declaration: { Type: SimpleNameSyntax type, Variables: [var field, ..] } } declared when names.Contains(type.Identifier.ValueText) && declared.Modifiers.Any(m => m.IsKind(SyntaxKind.ProtectedKeyword) || m.IsKind(SyntaxKind.InternalKeyword) || m.IsKind(SyntaxKind.PublicKeyword)):
                            queue.Enqueue(new Lead(field.Identifier.ValueText, null));
                            break;
                    }
                }
            }
        }

        if (found.Count > 0)
        {
            // A redirect names what it leads to as text.
            foreach (var redirect in RedirectCall.Names)
            {
                queue.Enqueue(new Lead(redirect, null));
            }
        }

        Close(context, found, queue);
        return found;
    }

    /// <summary>The simple names of the types that may be replicas: declared ones, those that are registered beside a word of a replica, and classes that say it themselves.</summary>
    private static HashSet<string> TypesOfReplicas(RuleContext context, ReplicaModel model, IEnumerable<string> declaredTypes)
    {
        var names = new HashSet<string>(declaredTypes.Select(SimpleName), StringComparer.Ordinal);
        foreach (var tree in context.Compilation.SyntaxTrees)
        {
            if (model.HasEvidenceInSettings || context.FactsOf(tree).SaysReplica)
            {
                names.UnionWith(context.FactsOf(tree).Calls.Where(c => c.Name.IndexOf("DbContext", StringComparison.Ordinal) >= 0 || c.Name.StartsWith("AddKeyed", StringComparison.Ordinal)).SelectMany(c => c.Types));
            }
        }

        var registered = names.Select(WordIndex.HashOf).ToArray();
        foreach (var tree in context.Compilation.SyntaxTrees)
        {
            var facts = context.FactsOf(tree);
            var says = model.HasEvidenceInSettings || facts.SaysReplica || facts.MayMentionAny(Declarations);
            if (!says && !facts.MayMentionAny(registered))
            {
                continue;
            }

            foreach (var declaration in tree.GetRoot(context.Cancellation).DescendantNodes(n => n is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax).OfType<TypeDeclarationSyntax>())
            {
                if (declaration is ClassDeclarationSyntax or RecordDeclarationSyntax && (says || names.Contains(declaration.Identifier.ValueText)) &&
                    context.Uses.ModelOf(tree).GetDeclaredSymbol(declaration, context.Cancellation) is { } type &&
                    (model.Contexts.IsContext(type) ? model.Types.Of(type).MayBeReplica : model.Types.IsDeclaredReplica(type)))
                {
                    names.Add(type.Name);
                    names.UnionWith(type.AllInterfaces.Where(i => i.IsInSource(context.Compilation)).Select(i => i.Name));
                }
            }
        }

        return names;
    }

    private static HashSet<SyntaxNode> FindWriters(RuleContext context)
    {
        var found = new HashSet<SyntaxNode>();
        var queue = new Queue<Lead>(DataApis.Rows
            .Where(r => r.Effect is not (DataCall.DocumentRead or DataCall.KeyRead or DataCall.EntityRead) && context.Types.Has(r.Type))
            .Select(r => r.Member)
            .Concat(BodyEffects.SavingNames)
            .Concat(["WritesEntity", "WritesEntityAttribute"])
            .Distinct(StringComparer.Ordinal)
            .Select(name => new Lead(name, null)));
        Close(context, found, queue);
        return found;
    }

    private static void Close(RuleContext context, HashSet<SyntaxNode> found, Queue<Lead> queue)
    {
        var seen = new HashSet<Lead>();
        while (queue.Count > 0)
        {
            var lead = queue.Dequeue();
            if (!seen.Add(lead) || Everywhere.Contains(lead.Name))
            {
                continue;
            }

            var trees = context.Compilation.SyntaxTrees.Where(tree => context.FactsOf(tree).MayMention(lead.Name)).ToList();

            // A common name is followed to where its type, or what the type is known as, is named too.
            if (lead.Type is not null && trees.Count > Common && NamesOf(lead.Type) is { Length: > 0 } known)
            {
                trees.RemoveAll(tree => !known.Any(context.FactsOf(tree).MayMention));
            }

            foreach (var tree in trees)
            {
                foreach (var token in context.FactsOf(tree).Identifiers(lead.Name, null))
                {
                    Add(MemberOf(token.Parent!), found, queue);
                }
            }
        }
    }

    private static string[] NamesOf(TypeDeclarationSyntax type) =>
        type.Modifiers.Any(SyntaxKind.StaticKeyword) ? [] : [type.Identifier.ValueText, .. type.BaseList?.Types.Select(t => t.Type switch { SimpleNameSyntax name => name.Identifier.ValueText, QualifiedNameSyntax name => name.Right.Identifier.ValueText, _ => "" }).Where(n => n.Length > 0) ?? []];

    private static void Add(SyntaxNode member, HashSet<SyntaxNode> found, Queue<Lead> queue)
    {
        if (!found.Add(member))
        {
            return;
        }

        switch (member)
        {
            case MethodDeclarationSyntax method:
                queue.Enqueue(new Lead(method.Identifier.ValueText, method.Parent as TypeDeclarationSyntax));
                if (method.Identifier.ValueText is "Handle" or "HandleAsync" or "Execute" or "ExecuteAsync")
                {
                    // Who sends the message calls its handler.
                    foreach (var parameter in method.ParameterList.Parameters)
                    {
                        if (parameter.Type is SimpleNameSyntax message)
                        {
                            queue.Enqueue(new Lead(message.Identifier.ValueText, null));
                        }
                    }
                }

                break;
            case PropertyDeclarationSyntax property:
                queue.Enqueue(new Lead(property.Identifier.ValueText, property.Parent as TypeDeclarationSyntax));
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

    /// <summary>A name to follow, and the type that declares it.</summary>
    private readonly record struct Lead(string Name, TypeDeclarationSyntax? Type);
}
