using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.Analyzers.Catalogue;
using SecondNode.Analyzers.Options;
using SecondNode.Analyzers.Scope;

namespace SecondNode.Analyzers.Facts.Files;

/// <summary>A file write that another node's requests may suffer from.</summary>
/// <param name="Use">The call.</param>
/// <param name="Origin">Where its path comes from.</param>
/// <param name="Upload">The upload that is written, or null.</param>
/// <param name="IsCertain">Whether the code itself proves the hazard.</param>
/// <param name="Place">Where the file is put, for the message.</param>
internal sealed record FileFinding(FileUse Use, PathOrigin Origin, IOperation? Upload, bool IsCertain, string Place);

/// <summary>Judges file writes for the rules about uploads and about other files.</summary>
internal sealed class FileFindings
{
    private readonly RuleContext context;
    private readonly ValueSources values;
    private readonly FileCalls calls;
    private readonly PathTracer paths;
    private readonly UploadContent uploads;
    private readonly FileLifetime lifetime;
    private readonly ConcurrentDictionary<SyntaxTree, ImmutableArray<SyntaxNode>> mayWrite = new();

    public FileFindings(RuleContext context)
    {
        this.context = context;
        values = new ValueSources(context);
        calls = new FileCalls();
        paths = new PathTracer(context.Types, values);
        uploads = new UploadContent(context, values, calls);
        lifetime = new FileLifetime(values, calls);
    }

    /// <summary>The calls and constructions of a file that may write by their names: every rule about files asks for the same ones.</summary>
    public ImmutableArray<SyntaxNode> MayWriteIn(SyntaxTree tree) => mayWrite.GetOrAdd(tree, t => FileCalls.MayWriteIn(t, context).ToImmutableArray());

    /// <summary>The write of an upload to a place that the other nodes may not see.</summary>
    public FileFinding? Upload(IOperation operation, ISymbol container)
    {
        if (Write(operation) is not { } use || uploads.In(use) is not { } upload || lifetime.EndsHere(use))
        {
            return null;
        }

        var origin = OriginOf(use);
        // A part that is appended to what an earlier request has written needs that request's node, in the temporary directory too.
        var appendsParts = use.Appends && !origin.Varies;
        if (IsSilent(origin, use) || (origin.Root == PathRoot.Temp && !appendsParts))
        {
            return null;
        }

        var certain = (origin.Root == PathRoot.NodeDisk || (appendsParts && origin.Root == PathRoot.Temp)) && IsCertainPlace(origin, use, container) &&
            FilePurposes.Of(origin.Text) is not (FilePurpose.Temporary or FilePurpose.Derived) && !(lifetime.IsReadBackHere(use) && origin.Directory != NodeDirectory.WebRoot);
        return new FileFinding(use, origin, upload, certain, (appendsParts ? "part by part " : "") + PlaceOf(origin));
    }

    /// <summary>The write of a file, not an upload, on the node's own disk.</summary>
    public FileFinding? File(IOperation operation, ISymbol container)
    {
        if (Write(operation) is not { } use)
        {
            return null;
        }

        var origin = OriginOf(use);
        if (origin.Root != PathRoot.NodeDisk || IsSilent(origin, use) || uploads.In(use) is not null || lifetime.EndsHere(use))
        {
            return null;
        }

        var purpose = FilePurposes.Of(origin.Text);
        if (purpose is FilePurpose.Log or FilePurpose.Lock or FilePurpose.Configuration)
        {
            return null;
        }

        var phase = context.Phases.At(operation.Syntax, context.Uses.ModelOf(operation.Syntax.SyntaxTree));
        if (phase.IsOnlyStartup())
        {
            return null;
        }

        var inWebRoot = origin.Directory == NodeDirectory.WebRoot || origin.Literals.Any(l => l.IndexOf("wwwroot", StringComparison.OrdinalIgnoreCase) >= 0);
        if (lifetime.IsReadBackHere(use) && !inWebRoot && !lifetime.IsMadeWhereMissing(use) && !IsReadElsewhere(use, origin, container))
        {
            return null;
        }

        var needed = inWebRoot || !origin.Varies || origin.Literals.Any(l => l.IndexOf("App_Data", StringComparison.OrdinalIgnoreCase) >= 0) || IsReadElsewhere(use, origin, container);
        var certain = needed && purpose == FilePurpose.Content && !phase.IsOnlyBackground() && IsCertainPlace(origin, use, container) &&
            (phase.ServesRequests() || IsPlaceOfWebApplication(origin) || (IsSurelyWeb && (phase & ExecutionPhase.Unknown) != ExecutionPhase.None)) &&
            container is not IMethodSymbol { MethodKind: MethodKind.Constructor } && !lifetime.IsMadeWhereMissing(use) && !lifetime.IsReadBackHere(use);
        return new FileFinding(use, origin, null, certain, PlaceOf(origin));
    }

    private FileUse? Write(IOperation operation) =>
        calls.MayWrite(operation) && calls.Of(operation) is { Writes: true } use && !DevelopmentCode.Contains(operation.Syntax) ? use : null;

    private PathOrigin OriginOf(FileUse use) =>
        use.Path is { } path ? paths.Trace(path) : new PathOrigin { Root = PathRoot.NodeDisk, Directory = NodeDirectory.Machine, Evidence = "isolated storage" };

    private bool IsSilent(PathOrigin origin, FileUse use) =>
        origin.Root == PathRoot.Shared || (origin.Root == PathRoot.Configured) || IsDeclaredShared(origin, use.Operation.Syntax.SyntaxTree);

    private bool IsDeclaredShared(PathOrigin origin, SyntaxTree tree)
    {
        var text = origin.Text.TrimStart('/', '.');
        foreach (var entry in context.Settings.Read(Settings.SharedPathsOption, tree) ?? ImmutableArray<string>.Empty)
        {
            var wanted = entry.Replace('\\', '/').TrimStart('/', '.').TrimEnd('/');
            if (wanted.Length > 0 && (origin.Literals.Contains(entry) || (text + "/").StartsWith(wanted + "/", StringComparison.OrdinalIgnoreCase)))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsCertainPlace(PathOrigin origin, FileUse use, ISymbol container) =>
        !origin.Configurable && !IsMountedByConvention(origin) && !HasAlternative(container.ContainingType) &&
        // A relative file name in a class library that knows no web framework may belong to a tool.
        (context.Scope.Kind == ProjectKind.Web || IsPlaceOfWebApplication(origin) || use.Effect.Action == FileAction.Receive || KnowsWeb);

    private bool KnowsWeb => context.Types.Has("Microsoft.AspNetCore.Http.HttpContext") || context.Types.Has("System.Web.HttpContext");

    /// <summary>An executable that merely references a web framework may be a tool.</summary>
    private bool IsSurelyWeb => context.Scope.Kind == ProjectKind.Web &&
        (context.Types.Has("System.Web.HttpContext") || string.Equals(context.Settings.BuildProperty("UsingMicrosoftNETSdkWeb"), "true", StringComparison.OrdinalIgnoreCase));

    private static bool IsPlaceOfWebApplication(PathOrigin origin) => origin.Evidence is "WebRootPath" or "ContentRootPath" or "WebRootFileProvider" or "ContentRootFileProvider" or "MapPath" or "AppDomainAppPath" or "PhysicalApplicationPath";

    /// <summary>A fixed absolute Unix path is where containers mount volumes: it may be shared or not.</summary>
    private static bool IsMountedByConvention(PathOrigin origin) => origin.Directory == NodeDirectory.Machine && origin.Evidence.StartsWith("'/", StringComparison.Ordinal);

    /// <summary>Whether the class is one of several implementations: then the owner can have chosen another, an object store for example.</summary>
    private bool HasAlternative(INamedTypeSymbol? type)
    {
        foreach (var implemented in type?.AllInterfaces ?? ImmutableArray<INamedTypeSymbol>.Empty)
        {
            if (implemented.IsInSource() && !implemented.IsGenericType && !implemented.GetMembers().IsEmpty)
            {
                var others = values.TypesBelow(implemented).Where(t => !t.IsAbstract && !SymbolEqualityComparer.Default.Equals(t, type)).Take(6).Count();
                if (others is > 0 and < 6)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Whether another member of the class reads or serves what has the same place: same field or property, or same first folder.</summary>
    private bool IsReadElsewhere(FileUse use, PathOrigin origin, ISymbol container)
    {
        foreach (var reference in container.ContainingType?.DeclaringSyntaxReferences ?? ImmutableArray<SyntaxReference>.Empty)
        {
            if (!context.Compilation.ContainsSyntaxTree(reference.SyntaxTree))
            {
                continue;
            }

            foreach (var node in reference.GetSyntax(context.Cancellation).DescendantNodes())
            {
                if (node is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax && !node.Span.IntersectsWith(use.Operation.Syntax.Span) && NameMayRead(node) &&
                    context.Uses.ModelOf(reference.SyntaxTree).GetOperation(node, context.Cancellation) is { } other &&
                    FileLifetime.ScopeOf(other).Syntax.Span != FileLifetime.ScopeOf(use.Operation).Syntax.Span && calls.MayBe(other) &&
                    calls.Of(other) is { Effect.Action: FileAction.Read or FileAction.Serve, Path: { } read } &&
                    paths.Trace(read) is { Root: PathRoot.NodeDisk } readOrigin && readOrigin.Directory == origin.Directory && FirstFolder(readOrigin) == FirstFolder(origin))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool NameMayRead(SyntaxNode node) =>
        node is BaseObjectCreationExpressionSyntax ||
        (node is InvocationExpressionSyntax { Expression: var called } && (called is MemberAccessExpressionSyntax access ? access.Name : called as SimpleNameSyntax)?.Identifier.ValueText is { } name &&
            (name.StartsWith("Read", StringComparison.Ordinal) || name.StartsWith("Open", StringComparison.Ordinal) || name.Contains("File") || name == "Load"));

    private static string FirstFolder(PathOrigin origin) => origin.Literals.Select(l => l.Trim('/', '\\', '~', '.')).FirstOrDefault(l => l.Length > 0) ?? "";

    private static string PlaceOf(PathOrigin origin) =>
        origin switch
        {
            { Root: PathRoot.Temp } => "in this node's temporary directory",
            { Root: PathRoot.NodeDisk, Evidence: "isolated storage" } => "in this node's isolated storage",
            { Root: PathRoot.NodeDisk, Directory: NodeDirectory.Relative } => "under the relative path " + origin.Evidence + " on this node's disk",
            { Root: PathRoot.NodeDisk } => "under " + origin.Evidence + " on this node's disk",
            _ => "to a path that nothing here shows to be shared",
        };
}
