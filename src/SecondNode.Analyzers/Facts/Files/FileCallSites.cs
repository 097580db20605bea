using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.Analyzers.Catalogue;

namespace SecondNode.Analyzers.Facts.Files;

/// <summary>
/// Finds the calls that may write a file by what is written, so that few are bound: <c>Replace</c> and <c>CopyTo</c> are
/// everywhere, but not in code that has a <c>FileInfo</c>, and <c>Create</c> writes a file only behind <c>File</c>.
/// Libraries that the code does not mention add no names.
/// </summary>
internal sealed class FileCallSites
{
    /// <summary>Words of which one is written where code gets hold of an object for a file or directory.</summary>
    private static readonly int[] FileObjects = new[]
    {
        "FileInfo", "DirectoryInfo", "IFileInfo", "IDirectoryInfo", "FileSystemInfo", "GetFiles", "EnumerateFiles", "GetDirectories", "EnumerateDirectories", "CreateTempSubdirectory", "CreateSubdirectory",
    }.Select(WordIndex.HashOf).ToArray();

    private const string FileStreamFactory = "IFileStreamFactory";

    private static readonly string[] FileObjectTypes = ["FileInfo", "DirectoryInfo", "IFileInfo", "IDirectoryInfo", "FileSystemInfo"];

    /// <summary>The rows that write, with what is asked of each for every compilation.</summary>
    private static readonly ImmutableArray<(ApiRow<FileEffect> Row, string Root, string Type, int Hash)> Candidates = FileApis.Rows
        .Where(row => row.Effect.Action is not (FileAction.Read or FileAction.Serve or FileAction.Probe or FileAction.Delete))
        .Select(row => (row, RootOf(row), MetadataName.SimpleNameOf(row.Type), WordIndex.HashOf(row.Member)))
        .ToImmutableArray();

    private readonly RuleContext context;
    private readonly Dictionary<string, Member> members = new(StringComparer.Ordinal);
    private readonly HashSet<string> constructed = new(StringComparer.Ordinal);
    private readonly int[] memberHashes;
    private readonly Lazy<(string Name, int Hash)[]> types;

    public FileCallSites(RuleContext context)
    {
        this.context = context;
        var used = Candidates.Select(c => c.Root).Distinct().ToDictionary(root => root, root => root == "System" || context.MayMentionAny([root]));
        foreach (var (row, root, type, hash) in Candidates)
        {
            if (!used[root])
            {
                continue;
            }

            if (row.Member == ".ctor")
            {
                constructed.Add(type);
                continue;
            }

            if (!members.TryGetValue(row.Member, out var member))
            {
                members.Add(row.Member, member = new Member(hash));
            }

            member.Types.Add(type);
            if (row.Effect.Path == "this" || FileObjectTypes.Contains(type))
            {
                member.OfFileObjects = true;
            }
            else if (FileApis.StaticTypes.Contains(type) || type is "IFile" or "IDirectory")
            {
                // fileSystem.File.Copy(…)
                member.Behind.Add(type is "IFile" or "IDirectory" ? type[1..] : type);
            }
            else if (type != FileStreamFactory || context.MayMentionAny([FileStreamFactory]))
            {
                member.Anywhere = true;
            }
            else
            {
                // fileSystem.FileStream.Create(…)
                member.Behind.Add("FileStream");
            }
        }

        memberHashes = members.Values.Select(member => member.Hash).ToArray();
        types = new(() => constructed.Concat(constructed.SelectMany(context.Implementations.NamesBelow)).Distinct(StringComparer.Ordinal).Select(name => (name, WordIndex.HashOf(name))).ToArray());
    }

    /// <summary>The calls and constructions of a file that may write by their names, in the order of the source.</summary>
    public IEnumerable<SyntaxNode> In(SyntaxTree tree)
    {
        var facts = context.FactsOf(tree);
        var made = types.Value.Where(type => facts.MayMention(type.Hash)).Select(type => type.Name).Concat(types.Value.SelectMany(type => context.Aliases.Of(type.Name, facts))).ToList();
        if (made.Count == 0 && !facts.MayMentionAny(memberHashes))
        {
            return [];
        }

        var hasFileObjects = facts.MayMentionAny(FileObjects) || FileObjectTypes.Any(type => context.Aliases.MayHide(type, facts));
        var found = members.Where(m => facts.MayMention(m.Value.Hash))
            .SelectMany(m => facts.Names(m.Key).Select(name => name.InvocationOf()).Where(call => call is not null && MayBe(m.Value, call, facts, hasFileObjects)))
            .Select(call => (SyntaxNode)call!);
        if (made.Count > 0)
        {
            var names = made.SelectMany(facts.Names).ToList();
            found = found.Concat(names.Select(ConstructionOf).OfType<BaseObjectCreationExpressionSyntax>());
            if (names.Any(name => SyntaxFacts.IsInTypeOnlyContext(name) && name.Parent is not BaseObjectCreationExpressionSyntax))
            {
                found = found.Concat(facts.ImplicitConstructions());
            }
        }

        return found.OrderBy(node => node.SpanStart).ThenByDescending(node => node.Span.Length);
    }

    /// <summary>What constructs the type that a name names.</summary>
    private static ObjectCreationExpressionSyntax? ConstructionOf(SimpleNameSyntax name)
    {
        TypeSyntax type = name;
        while (type.Parent is QualifiedNameSyntax qualified && qualified.Right == type || type.Parent is AliasQualifiedNameSyntax)
        {
            type = (TypeSyntax)type.Parent;
        }

        return type.Parent is ObjectCreationExpressionSyntax creation && creation.Type == type ? creation : null;
    }

    private bool MayBe(Member member, InvocationExpressionSyntax call, TreeFacts facts, bool hasFileObjects) =>
        ((member.Anywhere || (member.OfFileObjects && hasFileObjects && !IsOfAnother(call))) && IsOfMember(member, call)) ||
        (member.Behind.Count > 0 && call.Expression switch
        {
            MemberAccessExpressionSyntax { Expression: var receiver } => receiver.LastName() is not { Identifier.ValueText: var written } || member.Behind.Contains(written) || context.Aliases.IsAlias(written, facts),
            SimpleNameSyntax => context.Aliases.OmitTypes(facts),
            _ => true,
        });

    /// <summary>Whether declarations do not say that it is called on something else: to bind a call means to bind the body around it.</summary>
    private bool IsOfMember(Member member, InvocationExpressionSyntax call) =>
        call.Expression is not MemberAccessExpressionSyntax { Expression: var receiver } || context.Uses.DeclaredTypeOf(receiver) is not { } type || member.Fits(type);

    /// <summary>Whether the arguments are not those of a member of <c>FileInfo</c>: <c>factory.Create(order)</c>, <c>connection.Open()</c>, <c>text.Replace("a", "b")</c>.</summary>
    private static bool IsOfAnother(InvocationExpressionSyntax call)
    {
        var arguments = call.ArgumentList.Arguments;
        return call.Expression.LastName()?.Identifier.ValueText switch
        {
            "Create" or "CreateText" or "AppendText" or "OpenWrite" => arguments.Count > 0,
            "Open" => arguments.Count == 0,
            "Replace" => arguments is [{ Expression: LiteralExpressionSyntax }, _, ..],
            _ => false,
        };
    }

    /// <summary>The first name of the row's namespace: code that uses a library mentions it in a using directive or in full.</summary>
    private static string RootOf(ApiRow<FileEffect> row) =>
        row.Type.StartsWith("System.IO.Abstractions.", StringComparison.Ordinal) ? "Abstractions" : row.Type[..row.Type.IndexOf('.')];

    /// <summary>Where a member of that name may write a file.</summary>
    private sealed class Member(int hash)
    {
        /// <summary>Of the name.</summary>
        public int Hash => hash;

        /// <summary>The simple names of the types that declare it.</summary>
        public HashSet<string> Types { get; } = new(StringComparer.Ordinal);

        /// <summary>Behind the names of these static classes.</summary>
        public HashSet<string> Behind { get; } = new(StringComparer.Ordinal);

        /// <summary>On an object for a file or directory.</summary>
        public bool OfFileObjects { get; set; }

        /// <summary>On whatever the library calls its own.</summary>
        public bool Anywhere { get; set; }

        /// <summary>Whether a receiver of the type may have it, as its own, an inherited or an extension method.</summary>
        public bool Fits(ITypeSymbol type)
        {
            if (Types.Any(name => name.EndsWith("Extensions", StringComparison.Ordinal)))
            {
                return true;
            }

            for (var current = type; current is not null; current = current.BaseType)
            {
                if (Types.Contains(current.Name))
                {
                    return true;
                }
            }

            return type.AllInterfaces.Any(implemented => Types.Contains(implemented.Name));
        }
    }
}
