using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Catalogue;

namespace SecondNode.Analyzers.Facts.Files;

/// <summary>Finds who reads or serves what a member writes: other members of its class, and the file providers of the application.</summary>
internal sealed class FileReaders
{
    private const int MostAskedFor = 24;

    /// <summary>How files are read for, or sent to, a client.</summary>
    private static readonly string[] ReadingNames = ["PhysicalFile", "OpenRead", "OpenText", "ReadAllBytes", "ReadAllBytesAsync", "ReadAllText", "ReadAllTextAsync", "FileStream", "StreamReader", "File", "SendFileAsync", "TransmitFile"];

    private static readonly int[] ReadingWords = ReadingNames.Select(WordIndex.HashOf).ToArray();

    /// <summary>The types that read a file when they are made.</summary>
    private static readonly ImmutableArray<string> ReaderTypes = FileApis.Rows
        .Where(row => row.Member == ".ctor" && row.Effect.Action is FileAction.Read or FileAction.Serve or FileAction.OpenByMode).Select(row => MetadataName.SimpleNameOf(row.Type)).Distinct().ToImmutableArray();

    private readonly RuleContext context;
    private readonly FileCalls calls;
    private readonly PathTracer paths;
    private readonly AssignedValues values;
    private readonly ConcurrentDictionary<(INamedTypeSymbol Type, bool Deletes), ImmutableArray<FileUse>> usesOfTypes = new();
    private readonly Lazy<HashSet<string>> readers;
    private readonly Lazy<ImmutableArray<PathOrigin>> served;
    private readonly Lazy<ImmutableArray<PathOrigin>> askedFor;

    public FileReaders(RuleContext context, FileCalls calls, PathTracer paths, AssignedValues values)
    {
        this.context = context;
        this.calls = calls;
        this.paths = paths;
        this.values = values;
        readers = new Lazy<HashSet<string>>(() => [.. ReaderTypes, .. ReaderTypes.SelectMany(context.Implementations.NamesBelow)]);
        served = new Lazy<ImmutableArray<PathOrigin>>(FindServed);
        askedFor = new Lazy<ImmutableArray<PathOrigin>>(FindAskedFor);
    }

    /// <summary>Whether another member of the class reads or serves what has the same place: same directory, or same holder of it, and same first folder.</summary>
    public bool IsReadElsewhere(FileUse use, PathOrigin origin, ISymbol container) =>
        ReadsElsewhere(use, container).Any(read => IsSamePlace(paths.Trace(read.Path!), origin));

    /// <summary>
    /// Whether another member of the class reads the temporary file that this one leaves behind: by a name that it is given,
    /// because it neither makes up a name of its own nor writes the file first.
    /// </summary>
    public bool IsTemporaryReadElsewhere(FileUse use, PathOrigin origin, ISymbol container) =>
        origin.Evidence == "GetTempPath" &&
        ReadsElsewhere(use, container).Any(read =>
            paths.Trace(read.Path!) is { Root: PathRoot.Temp, Evidence: "GetTempPath", Varies: false } other && Folders(other).FirstOrDefault() == Folders(origin).FirstOrDefault() &&
            !FileLifetime.ScopeOf(read.Operation).Descendants().Any(o => calls.MayWrite(o) && calls.Of(o) is { Writes: true, Path: { } written } && paths.Trace(written).Root == PathRoot.Temp));

    /// <summary>Whether the application hands out the folder by a file provider of its own.</summary>
    public bool IsServed(PathOrigin origin) => Folders(origin).Any() && served.Value.Any(folder => IsSamePlace(folder, origin));

    /// <summary>Whether an endpoint of whatever class reads in the same place what its client names: the names were handed out before.</summary>
    public bool IsAskedFor(PathOrigin origin) => askedFor.Value.Any(read => IsSamePlace(read, origin));

    private ImmutableArray<PathOrigin> FindAskedFor()
    {
        var found = ImmutableArray.CreateBuilder<PathOrigin>();
        foreach (var facts in context.AllFacts.Where(facts => facts.MayMentionAny(ReadingWords)))
        {
            foreach (var name in ReadingNames.Where(facts.MayMention).SelectMany(facts.Names))
            {
                SyntaxNode? node = name.InvocationOf();
                node ??= name.FirstAncestorOrSelf<ObjectCreationExpressionSyntax>() is { } made && made.Type.Span.Contains(name.Span) ? made : null;
                if (node is not null && found.Count < MostAskedFor && MayBeNamedByClient(node) && context.Uses.ModelOf(facts.Tree).GetOperation(node, context.Cancellation) is { } operation && calls.MayBe(operation) &&
                    calls.Of(operation) is { Effect.Action: FileAction.Read or FileAction.Serve, Path: { } path } && IsNamedByClient(path, 0) &&
                    !FileLifetime.ScopeOf(operation).Descendants().Any(o => calls.MayWrite(o) && calls.Of(o) is { Writes: true }))
                {
                    found.Add(paths.Trace(path));
                }
            }
        }

        return found.ToImmutable();
    }

    /// <summary>Whether an endpoint around takes a text, by declarations: to bind every file that is read costs more than all that is found by it.</summary>
    private bool MayBeNamedByClient(SyntaxNode node) =>
        node.Ancestors().Any(around => around switch
        {
            MethodDeclarationSyntax method => TakesText(method.ParameterList) && context.Uses.ModelOf(method.SyntaxTree).GetDeclaredSymbol(method, context.Cancellation) is { } action && EscapePoints.IsEndpoint(action),
            ParenthesizedLambdaExpressionSyntax lambda => TakesText(lambda.ParameterList) && IsMapped(lambda),
            SimpleLambdaExpressionSyntax lambda => IsMapped(lambda),
            _ => false,
        });

    private static bool IsMapped(LambdaExpressionSyntax lambda) =>
        lambda.FirstAncestorOrSelf<ArgumentSyntax>() is { Parent.Parent: InvocationExpressionSyntax call } && call.Expression.LastName()?.Identifier.ValueText.StartsWith("Map", StringComparison.Ordinal) == true;

    private static bool TakesText(ParameterListSyntax parameters) =>
        parameters.Parameters.Any(parameter => parameter.Type is null or PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.StringKeyword } or NullableTypeSyntax { ElementType: PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.StringKeyword } } ||
            parameter.Type.LastName() is { Identifier.ValueText: "String" });

    /// <summary>Whether a piece of the path is text that the client of an endpoint sends: it may come back by it.</summary>
    public bool IsNamedByClient(IOperation path) => IsNamedByClient(path, 0);

    private bool IsNamedByClient(IOperation path, int depth) =>
        path.DescendantsAndSelf().Any(piece =>
            (piece is IParameterReferenceOperation { Type.SpecialType: SpecialType.System_String } parameter && EscapePoints.IsOfEndpoint(parameter)) ||
            (piece is ILocalReferenceOperation local && depth < 3 && values.OfLocal(local.Local, local).Any(source => IsNamedByClient(source, depth + 1))));

    /// <summary>Whether another member of the class deletes what has the same place: what was derived is made invalid on this node only.</summary>
    public bool IsDeletedElsewhere(FileUse use, PathOrigin origin, ISymbol container) => Elsewhere(use, container, deletes: true).Any(deletion => IsSamePlace(paths.Trace(deletion.Path!), origin));

    private IEnumerable<FileUse> ReadsElsewhere(FileUse use, ISymbol container) => Elsewhere(use, container, deletes: false);

    private IEnumerable<FileUse> Elsewhere(FileUse use, ISymbol container, bool deletes)
    {
        if (container.ContainingType is not { } type)
        {
            return [];
        }

        var here = FileLifetime.ScopeOf(use.Operation).Syntax;
        return usesOfTypes.GetOrAdd((type, deletes), key => FindUses(key.Type, key.Deletes).ToImmutableArray()).Where(other =>
            other.Operation.Syntax.SyntaxTree != here.SyntaxTree ||
            (!other.Operation.Syntax.Span.IntersectsWith(use.Operation.Syntax.Span) && FileLifetime.ScopeOf(other.Operation).Syntax.Span != here.Span));
    }

    /// <summary>The files that a class reads or serves, or those that it deletes.</summary>
    private IEnumerable<FileUse> FindUses(INamedTypeSymbol type, bool deletes)
    {
        foreach (var reference in type.DeclaringSyntaxReferences)
        {
            if (!context.Compilation.ContainsSyntaxTree(reference.SyntaxTree))
            {
                continue;
            }

            var facts = context.FactsOf(reference.SyntaxTree);
            foreach (var node in reference.GetSyntax(context.Cancellation).DescendantNodes())
            {
                if ((deletes ? MayDelete(node) : MayRead(node, facts)) && context.Uses.ModelOf(reference.SyntaxTree).GetOperation(node, context.Cancellation) is { } other && calls.MayBe(other) &&
                    calls.Of(other) is { Path: not null } found && (deletes ? found.Effect.Action == FileAction.Delete : found.Effect.Action is FileAction.Read or FileAction.Serve))
                {
                    yield return found;
                }
            }
        }
    }

    private ImmutableArray<PathOrigin> FindServed()
    {
        var found = ImmutableArray.CreateBuilder<PathOrigin>();
        foreach (var facts in context.FilesMentioning("PhysicalFileProvider"))
        {
            foreach (var name in facts.Names("PhysicalFileProvider"))
            {
                if (name.FirstAncestorOrSelf<ObjectCreationExpressionSyntax>() is { } creation && creation.Type.Span.Contains(name.Span) &&
                    context.Uses.ModelOf(facts.Tree).GetOperation(creation, context.Cancellation) is IObjectCreationOperation made && calls.Of(made) is { Path: { } root } &&
                    paths.Trace(root) is { Root: PathRoot.NodeDisk } origin)
                {
                    found.Add(origin);
                }
            }
        }

        return found.ToImmutable();
    }

    private static bool IsSamePlace(PathOrigin a, PathOrigin b) =>
        a.Root == b.Root && a.Directory == b.Directory && Folders(a).Zip(Folders(b), (x, y) => x == y).All(same => same) && Folders(a).Any() == Folders(b).Any() &&
        (a.Root == PathRoot.NodeDisk || (a.Root == PathRoot.Temp && a.Evidence == "GetTempPath" && b.Evidence == "GetTempPath") || (Holder(a) is { } holder && SymbolEqualityComparer.Default.Equals(holder, Holder(b))));

    /// <summary>The member, or the constructor's parameter behind a field, that holds a place that the code does not show.</summary>
    private static ISymbol? Holder(PathOrigin origin) =>
        origin.Beginning switch
        {
            IMemberReferenceOperation { Member: var member } => member,
            IParameterReferenceOperation { Parameter: var parameter } => parameter,
            _ => null,
        };

    private static bool MayDelete(SyntaxNode node) => node is InvocationExpressionSyntax call && call.Expression.LastName()?.Identifier.ValueText.StartsWith("Delete", StringComparison.Ordinal) == true;

    private bool MayRead(SyntaxNode node, TreeFacts facts) =>
        node switch
        {
            InvocationExpressionSyntax call => call.Expression.LastName() is { Identifier.ValueText: var name } && (name.StartsWith("Read", StringComparison.Ordinal) || name.StartsWith("Open", StringComparison.Ordinal) || name.Contains("File") || name == "Load"),
            ObjectCreationExpressionSyntax made => made.Type.LastName() is { Identifier.ValueText: var type } && (readers.Value.Contains(type) || context.Aliases.IsAlias(type, facts)),
            _ => node is ImplicitObjectCreationExpressionSyntax,
        };

    /// <summary>The folders that the path surely leads into: its constant pieces up to the first that looks like a part of a name.</summary>
    private static IEnumerable<string> Folders(PathOrigin origin)
    {
        var pieces = origin.Literals.SelectMany(l => l.Split('/', '\\')).Select(l => l.Trim('~', '.')).Where(l => l.Length > 0).ToList();
        return pieces.Take(1).Concat(pieces.Skip(1).TakeWhile(l => char.IsLetter(l[0]) && l.All(c => char.IsLetterOrDigit(c) || c == ' ')));
    }
}
