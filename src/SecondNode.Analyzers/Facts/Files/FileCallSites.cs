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

    /// <summary>The rows that write, by the first name of their namespace: code that uses a library mentions it.</summary>
    private static readonly ImmutableArray<Library> Libraries = FileApis.Rows
        .Where(row => row.Effect.Action is not (FileAction.Read or FileAction.Serve or FileAction.Probe or FileAction.Delete))
        .GroupBy(RootOf).Select(rows => new Library(rows.Key, rows)).ToImmutableArray();

    private readonly RuleContext context;
    private readonly ImmutableArray<Library> libraries;
    private readonly Lazy<(string Name, int Hash)[]> types;
    private readonly Lazy<bool> hasStreamFactory;

    public FileCallSites(RuleContext context)
    {
        this.context = context;
        libraries = Libraries.Where(library => library.Root == "System" || context.MayMentionAny([library.Root])).ToImmutableArray();
        hasStreamFactory = new(() => context.MayMentionAny([FileStreamFactory]));
        types = new(() =>
        {
            var constructed = libraries.SelectMany(library => library.Constructed).ToList();
            var named = constructed.Concat(constructed.SelectMany(context.Implementations.NamesBelow)).Distinct(StringComparer.Ordinal).ToList();
            return named.Concat(context.Aliases.Everywhere(named)).Select(name => (name, WordIndex.HashOf(name))).ToArray();
        });
    }

    /// <summary>The calls and constructions of a file that may write by their names, in the order of the source.</summary>
    public IEnumerable<SyntaxNode> In(SyntaxTree tree)
    {
        var facts = context.FactsOf(tree);
        var made = types.Value.Where(type => facts.MayMention(type.Hash)).Select(type => type.Name).ToList();
        var mentioned = libraries.Where(library => facts.MayMentionAny(library.Hashes)).ToList();
        if (made.Count == 0 && mentioned.Count == 0)
        {
            return [];
        }

        made.AddRange(made.SelectMany(name => context.Aliases.InFile(name, facts)).ToList());
        var hasFileObjects = facts.MayMentionAny(FileObjects) || FileObjectTypes.Any(type => context.Aliases.MayHide(type, facts));
        var found = mentioned.SelectMany(library => library.Members).Where(m => facts.MayMention(m.Value.Hash))
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

        return found.Distinct().OrderBy(node => node.SpanStart).ThenByDescending(node => node.Span.Length);
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
        ((member.Anywhere || (member.OfStreamFactory && hasStreamFactory.Value) || (member.OfFileObjects && hasFileObjects && !IsOfAnother(call))) && IsOfMember(member, call)) ||
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

    /// <summary>What a library has that writes files. Made once and never changed.</summary>
    private sealed class Library
    {
        public Library(string root, IEnumerable<ApiRow<FileEffect>> rows)
        {
            Root = root;
            var members = new Dictionary<string, Member>(StringComparer.Ordinal);
            var constructed = new HashSet<string>(StringComparer.Ordinal);
            foreach (var row in rows)
            {
                var type = MetadataName.SimpleNameOf(row.Type);
                if (row.Member == ".ctor")
                {
                    constructed.Add(type);
                    continue;
                }

                if (!members.TryGetValue(row.Member, out var member))
                {
                    members.Add(row.Member, member = new Member(WordIndex.HashOf(row.Member)));
                }

                member.Add(type, row.Effect);
            }

            Members = members;
            Constructed = constructed;
            Hashes = members.Values.Select(member => member.Hash).ToArray();
        }

        /// <summary>The first name of its namespace.</summary>
        public string Root { get; }

        public IReadOnlyDictionary<string, Member> Members { get; }

        /// <summary>The simple names of the types whose construction writes.</summary>
        public IReadOnlyCollection<string> Constructed { get; }

        /// <summary>Of the names of the members.</summary>
        public int[] Hashes { get; }
    }

    /// <summary>Where a member of that name may write a file.</summary>
    private sealed class Member(int hash)
    {
        /// <summary>Of the name.</summary>
        public int Hash => hash;

        private readonly HashSet<string> types = new(StringComparer.Ordinal);

        /// <summary>Behind the names of these static classes.</summary>
        public HashSet<string> Behind { get; } = new(StringComparer.Ordinal);

        /// <summary>On an object for a file or directory.</summary>
        public bool OfFileObjects { get; private set; }

        /// <summary>On a factory of streams, where the code has one in its hands.</summary>
        public bool OfStreamFactory { get; private set; }

        /// <summary>On whatever the library calls its own.</summary>
        public bool Anywhere { get; private set; }

        /// <summary>Adds a type that declares it.</summary>
        public void Add(string type, FileEffect effect)
        {
            types.Add(type);
            if (effect.Path == "this" || FileObjectTypes.Contains(type))
            {
                OfFileObjects = true;
            }
            else if (FileApis.StaticTypes.Contains(type) || type is "IFile" or "IDirectory")
            {
                // fileSystem.File.Copy(…)
                Behind.Add(type is "IFile" or "IDirectory" ? type[1..] : type);
            }
            else if (type == FileStreamFactory)
            {
                // fileSystem.FileStream.Create(…)
                Behind.Add("FileStream");
                OfStreamFactory = true;
            }
            else
            {
                Anywhere = true;
            }
        }

        /// <summary>Whether a receiver of the type may have it, as its own, an inherited or an extension method.</summary>
        public bool Fits(ITypeSymbol type)
        {
            if (types.Any(name => name.EndsWith("Extensions", StringComparison.Ordinal)))
            {
                return true;
            }

            for (var current = type; current is not null; current = current.BaseType)
            {
                if (types.Contains(current.Name))
                {
                    return true;
                }
            }

            return type.AllInterfaces.Any(implemented => types.Contains(implemented.Name));
        }
    }
}
