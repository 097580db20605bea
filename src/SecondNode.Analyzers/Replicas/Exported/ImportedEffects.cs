using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using SecondNode.Analyzers.Facts;

namespace SecondNode.Analyzers.Replicas.Exported;

/// <summary>
/// What the code of other projects does to data: the lines that the package has written into the assemblies that are referenced,
/// and those of an effects file. The same in a build, which sees metadata, and in an editor, which sees compilations.
/// </summary>
internal sealed class ImportedEffects
{
    /// <summary>The beginning of the name of an additional file that holds lines of projects that are not referenced.</summary>
    public const string FileName = "secondnode.effects";

    private static readonly ImportedEffects None = new(ImmutableArray<EffectRow>.Empty);

    /// <summary>Holds the metadata weakly; the values hold text only.</summary>
    private static readonly ConditionalWeakTable<MetadataId, StrongBox<ImmutableArray<EffectRow>>> Read = new();

    private readonly Dictionary<string, ImmutableArray<EffectRow>> byMember;
    private readonly HashSet<string> names;
    private readonly ILookup<string, EffectRow> byMessage;

    private ImportedEffects(ImmutableArray<EffectRow> rows)
    {
        Methods = rows.Where(r => r.IsMethod).ToImmutableArray();
        byMember = rows.GroupBy(r => r.Member, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.ToImmutableArray(), StringComparer.Ordinal);
        names = new HashSet<string>(Methods.Select(r => r.Name), StringComparer.Ordinal);
        byMessage = Methods.Where(r => r.Handles is not null).ToLookup(r => r.Handles!, StringComparer.Ordinal);
    }

    /// <summary>The lines of methods.</summary>
    public ImmutableArray<EffectRow> Methods { get; }

    /// <summary>The types of other projects that may lead to a replica.</summary>
    public IEnumerable<string> ReplicaTypes => byMember.Values.SelectMany(rows => rows).Where(r => EffectReader.Claim(r) is { MayBeReplica: true }).Select(r => r.Member.Substring("T:".Length));

    /// <summary>Whether code of another project reads what may be a replica, or makes connections to one.</summary>
    public bool SaysReplica => Methods.Any(r => r.Reads) || ReplicaTypes.Any();

    /// <summary>What the references of a compilation and its effects files say.</summary>
    public static ImportedEffects Of(RuleContext context)
    {
        var rows = ImmutableArray.CreateBuilder<EffectRow>();
        foreach (var assembly in context.Types.Assemblies)
        {
            if (!IsOfFramework(assembly.Name) && RowsOf(assembly) is { IsEmpty: false } found)
            {
                rows.AddRange(found);
            }
        }

        foreach (var file in context.AnalyzerOptions.AdditionalFiles)
        {
            if (IsEffectsFile(file.Path) && file.GetText(context.Cancellation) is { } text)
            {
                rows.AddRange(text.Lines.Select(line => EffectRow.OfFile(line.ToString())).OfType<EffectRow>());
            }
        }

        return rows.Count == 0 ? None : new ImportedEffects(rows.Distinct(LineComparer.Instance).ToImmutableArray());
    }

    /// <summary>Assemblies of frameworks have no such lines, and a program references hundreds of them.</summary>
    private static bool IsOfFramework(string name) =>
        name.StartsWith("System", StringComparison.Ordinal) || name.StartsWith("Microsoft", StringComparison.Ordinal) || name is "mscorlib" or "netstandard" or "WindowsBase";

    /// <summary>Whether an additional file is one of effects: <c>secondnode.effects.txt</c>, <c>secondnode.effects.Orders.txt</c>.</summary>
    public static bool IsEffectsFile(string path)
    {
        var name = path.Substring(path.LastIndexOfAny(['/', '\\']) + 1);
        return name.StartsWith(FileName, StringComparison.OrdinalIgnoreCase) && name.EndsWith(".txt", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>What calls of a method may do: one line for each class of another project that they may run.</summary>
    /// <param name="method">The called method, with its type arguments.</param>
    public ImmutableArray<EffectRow> Of(IMethodSymbol method) =>
        names.Contains(method.Name) && method.OriginalDefinition.GetDocumentationCommentId() is { } id && byMember.TryGetValue(id, out var rows)
            ? rows.Select(row => (Row: row, Bound: row.IsMethod ? row.Bind(method.ContainingType.TypeArguments) : null))
                .Where(r => r.Bound is not null)
                .GroupBy(r => r.Row.Essence(r.Bound!), StringComparer.Ordinal)
                .Select(g => g.First().Row)
                .ToImmutableArray()
            : ImmutableArray<EffectRow>.Empty;

    /// <summary>What the handlers of a message do.</summary>
    public IEnumerable<EffectRow> HandlersOf(ISymbol message) =>
        byMessage.Count > 0 && message is ITypeSymbol type ? byMessage[DocumentationCommentId.CreateReferenceId(type)] : [];

    /// <summary>What another project knows of the connection behind a type.</summary>
    public RoleClaim? RoleOf(ITypeSymbol type) =>
        byMember.Count > 0 && type.OriginalDefinition.GetDocumentationCommentId() is { } id && byMember.TryGetValue(id, out var rows) ? EffectReader.Claim(rows[0]) : null;

    private static ImmutableArray<EffectRow> RowsOf(IAssemblySymbol assembly) =>
        assembly.GetMetadata()?.Id is { } id ? Read.GetValue(id, _ => new StrongBox<ImmutableArray<EffectRow>>(Find(assembly))).Value : Find(assembly);

    private static ImmutableArray<EffectRow> Find(IAssemblySymbol assembly)
    {
        var found = ImmutableArray.CreateBuilder<EffectRow>();
        foreach (var attribute in assembly.GetAttributes())
        {
            if (attribute is { AttributeClass.Name: "AssemblyMetadataAttribute", ConstructorArguments: [{ Kind: not TypedConstantKind.Array, Value: EffectText.Key }, { Kind: not TypedConstantKind.Array, Value: string line }] } && EffectRow.Of(line) is { } row)
            {
                found.Add(row);
            }
        }

        return found.ToImmutable();
    }

    /// <summary>A project and its effects file may say the same.</summary>
    private sealed class LineComparer : IEqualityComparer<EffectRow>
    {
        public static readonly LineComparer Instance = new();

        public bool Equals(EffectRow? x, EffectRow? y) => x is not null && y is not null && x.Fields.SequenceEqual(y.Fields, StringComparer.Ordinal);

        public int GetHashCode(EffectRow obj) => StringComparer.Ordinal.GetHashCode(obj.Member) ^ obj.Fields.Length;
    }
}
