using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.Analyzers.Catalogue;
using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Replicas.Exported;

namespace SecondNode.Analyzers.Replicas;

/// <summary>
/// Which members could read a replica or write, themselves or through what they call, from the places that speak of replicas and
/// of writing upwards. Told without binding, so that after an edit only the members that it concerns are bound again. Members outside
/// of both sets are never looked at.
/// </summary>
internal sealed class ReplicaReach
{
    private static readonly int[] Stagings = [.. EfEffects.Stagings.Select(WordIndex.HashOf)];

    private readonly RuleContext context;
    private readonly ImportedEffects imported;
    private readonly ImmutableArray<RoutingLibrary> routing;
    private readonly Lazy<HashSet<string>> types;
    private readonly Lazy<HashSet<SyntaxNode>> speakers;
    private readonly Lazy<NameClosure> readers;
    private readonly Lazy<NameClosure> writers;

    /// <param name="context">The compilation.</param>
    /// <param name="model">What is known of its connections.</param>
    public ReplicaReach(RuleContext context, ReplicaModel model)
    {
        this.context = context;
        imported = model.Imported;
        routing = model.Routing;
        types = new(() => ReplicaTypeNames.Of(context, model, model.Declared.Words.Concat(imported.ReplicaTypes).Concat(model.Routing.SelectMany(library => library.Client))));
        speakers = new(FindSpeakers);
        readers = new(FindReaders);
        writers = new(FindWriters);
    }

    /// <summary>Whether the member around a node may read a replica.</summary>
    public bool MayRead(SyntaxNode node) => readers.Value.Contains(NameClosure.MemberOf(node));

    /// <summary>Whether the member around a node may write.</summary>
    public bool MayWrite(SyntaxNode node) => writers.Value.Contains(NameClosure.MemberOf(node));

    /// <summary>Whether the member around a node may itself stage a change that its caller saves.</summary>
    public bool MayStage(SyntaxNode node) => context.FactsOf(node.SyntaxTree).MayMentionAny(Stagings, NameClosure.MemberOf(node).Span);

    /// <summary>
    /// The members of a file that may do both, by two calls: what one callee does alone is found there. In this order, for
    /// where nothing reads a replica, nobody has to know what writes.
    /// </summary>
    public IEnumerable<SyntaxNode> In(SyntaxTree tree) => readers.Value.In(tree).Where(member => writers.Value.Contains(member) && (member is not MethodDeclarationSyntax || speakers.Value.Contains(member) || NamesBoth(member)));

    private bool NamesBoth(SyntaxNode member)
    {
        var (reads, writes) = (false, false);
        foreach (var token in member.DescendantTokens())
        {
            var (read, write) = token.Parent == member ? (false, false) : (readers.Value.IsLead(token), writers.Value.IsLead(token));
            if ((read && writes) || (write && reads))
            {
                return true;
            }

            (reads, writes) = (reads || read, writes || write);
        }

        return false;
    }

    /// <summary>The methods that may use a replica themselves.</summary>
    private HashSet<SyntaxNode> FindSpeakers()
    {
        var speech = new ReplicaSpeech(types.Value);
        return [.. Declarations().OfType<MethodDeclarationSyntax>().Where(speech.MaySpeak)];
    }

    private NameClosure FindReaders()
    {
        var found = new NameClosure(context);
        foreach (var member in Declarations())
        {
            switch (member)
            {
                case CompilationUnitSyntax unit when unit.Members.Any(m => m is GlobalStatementSyntax):
                    found.Add(unit);
                    break;
                case MethodDeclarationSyntax method when speakers.Value.Contains(method):
                    found.Add(method);
                    break;

                // What a base class holds, derived classes in other files use without naming its type.
                case PropertyDeclarationSyntax { Type: SimpleNameSyntax type } property when types.Value.Contains(type.Identifier.ValueText):
                    found.AddName(property.Identifier.ValueText);
                    break;
                case FieldDeclarationSyntax { Declaration: { Type: SimpleNameSyntax type, Variables: [var field, ..] } } declared when types.Value.Contains(type.Identifier.ValueText) && declared.Modifiers.Any(m => m.ValueText is "protected" or "internal" or "public"):
                    found.AddName(field.Identifier.ValueText);
                    break;
            }
        }

        Follow(imported.Methods.Where(row => row.Reads), found);
        return found.IsEmpty ? found : new RedirectLeads(context).Close(found);
    }

    /// <summary>The files and members of the files that have to do with replicas.</summary>
    private IEnumerable<SyntaxNode> Declarations()
    {
        var hashes = types.Value.Select(WordIndex.HashOf).ToArray();
        return context.AllFacts
            .Where(facts => facts.SaysReplica || facts.MayMentionAny(hashes))
            .SelectMany(facts => facts.Tree.GetRoot(context.Cancellation).DescendantNodesAndSelf(n => n is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax));
    }

    private NameClosure FindWriters()
    {
        var found = new NameClosure(context);
        foreach (var name in DataApis.Rows
            .Where(r => r.Effect is not (DataCall.DocumentRead or DataCall.KeyRead or DataCall.KeyReplicaRead or DataCall.EntityRead or DataCall.ItemRead or DataCall.FileRead) && context.Types.Has(r.Type))
            .Select(r => r.Member)
            .Concat(BodyEffects.SavingNames)
            .Concat(["WritesEntity", "WritesEntityAttribute"])
            .Concat(routing.SelectMany(library => library.Runs))
            .Distinct(StringComparer.Ordinal))
        {
            found.AddName(name);
        }

        Follow(imported.Methods.Where(row => row.Writes), found);
        return found.Close();
    }

    /// <summary>Calls of methods of other projects, and messages to their handlers, where their types are spoken of.</summary>
    private void Follow(IEnumerable<EffectRow> rows, NameClosure found)
    {
        foreach (var type in rows.GroupBy(row => row.IsExtension ? row.Name : row.MessageName ?? row.TypeName, StringComparer.Ordinal))
        {
            if (context.MayMentionAny([type.Key]))
            {
                foreach (var name in type.Select(row => row.MessageName ?? row.Name).Distinct(StringComparer.Ordinal))
                {
                    found.AddName(name);
                }
            }
        }
    }
}
