using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.Analyzers.Facts;

namespace SecondNode.Analyzers.Replicas;

/// <summary>The simple names of the types that may be replicas: declared ones, those that are registered beside a word of a replica, and classes that say it themselves.</summary>
internal static class ReplicaTypeNames
{
    private static readonly int[] Declarations = [WordIndex.HashOf("Replica"), WordIndex.HashOf("ReplicaAttribute")];

    /// <summary>The names, with those of the interfaces by which the types are known.</summary>
    /// <param name="context">The compilation.</param>
    /// <param name="model">What is known of its connections.</param>
    /// <param name="declaredTypes">The metadata names of the types that an option declares.</param>
    public static HashSet<string> Of(RuleContext context, ReplicaModel model, IEnumerable<string> declaredTypes)
    {
        var names = new HashSet<string>(declaredTypes.Select(SimpleName).Concat(model.InstanceNames.All), StringComparer.Ordinal);
        foreach (var facts in context.AllFacts)
        {
            if (model.HasEvidenceInSettings || facts.SaysReplica)
            {
                names.UnionWith(facts.CallsNamed(name => name.IndexOf("DbContext", StringComparison.Ordinal) >= 0 || name.StartsWith("AddKeyed", StringComparison.Ordinal)).SelectMany(c => c.Types));
            }
        }

        var registered = names.Select(WordIndex.HashOf).ToArray();
        foreach (var facts in context.AllFacts)
        {
            var says = model.HasEvidenceInSettings || facts.SaysReplica || facts.MayMentionAny(Declarations);
            if (!says && !facts.MayMentionAny(registered))
            {
                continue;
            }

            foreach (var declaration in facts.Tree.GetRoot(context.Cancellation).DescendantNodes(n => n is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax).OfType<TypeDeclarationSyntax>())
            {
                if (declaration is ClassDeclarationSyntax or RecordDeclarationSyntax && (says || names.Contains(declaration.Identifier.ValueText)) &&
                    context.Uses.ModelOf(facts.Tree).GetDeclaredSymbol(declaration, context.Cancellation) is { } type &&
                    (model.Contexts.IsContext(type) ? model.Types.Of(type).MayBeReplica || model.Sharded.Of(type) is not null : model.Types.IsDeclaredReplica(type)))
                {
                    names.Add(type.Name);
                    names.UnionWith(type.AllInterfaces.Where(i => i.IsInSource(context.Compilation)).Select(i => i.Name));
                }
            }
        }

        return names;
    }

    private static string SimpleName(string type)
    {
        var name = type.Substring(type.LastIndexOf('.') + 1);
        var arity = name.IndexOf('`');
        return arity < 0 ? name : name.Substring(0, arity);
    }
}
