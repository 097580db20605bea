using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Catalogue;

namespace SecondNode.Analyzers.Facts.Files;

/// <summary>
/// Judges file writes for all rules about files: each place is bound, traced and judged once, and has one mistake at most,
/// so that an operation is never reported twice.
/// </summary>
internal sealed class FileFindings
{
    private readonly RuleContext context;
    private readonly FileCalls calls;
    private readonly FileCallSites sites;
    private readonly PathTracer paths;
    private readonly UploadContent uploads;
    private readonly FileLifetime lifetime;
    private readonly FilePlaces places;
    private readonly FileReaders readers;
    private readonly PathEscape escapes;
    private readonly ConcurrentDictionary<SyntaxTree, Lazy<ImmutableArray<FileFinding>>> byTree = new();

    public FileFindings(RuleContext context)
    {
        this.context = context;
        var values = new AssignedValues(context);
        calls = new FileCalls();
        sites = new FileCallSites(context);
        paths = new PathTracer(context.Types, values);
        uploads = new UploadContent(context, values, calls);
        lifetime = new FileLifetime(values, calls);
        places = new FilePlaces(context, values);
        readers = new FileReaders(context, calls, paths, values);
        escapes = new PathEscape(context, values, calls);
    }

    /// <summary>The findings of a file, in the order of the source; judged when the first rule asks.</summary>
    public ImmutableArray<FileFinding> In(SemanticModel model) => byTree.GetOrAdd(model.SyntaxTree, _ => new(() => Find(model))).Value;

    private ImmutableArray<FileFinding> Find(SemanticModel model)
    {
        var found = ImmutableArray.CreateBuilder<FileFinding>();
        foreach (var node in places.IsTool ? [] : sites.In(model.SyntaxTree))
        {
            if (model.GetOperation(node, context.Cancellation) is { } operation && calls.MayWrite(operation) && calls.Of(operation) is { Writes: true } use &&
                !DevelopmentCode.Contains(node) && model.GetEnclosingSymbol(node.SpanStart, context.Cancellation) is { } container && Judge(use, container) is { } finding)
            {
                found.Add(finding);
            }
        }

        return found.ToImmutable();
    }

    private FileFinding? Judge(FileUse use, ISymbol container)
    {
        if (use.Effect.Action == FileAction.Configure)
        {
            return ConfigurationChange(use, new PathOrigin { Root = PathRoot.NodeDisk, Directory = NodeDirectory.ContentRoot, Evidence = "web.config" }, container);
        }

        var origin = use.Path is { } path ? paths.Trace(path, use.Name) : new PathOrigin { Root = PathRoot.NodeDisk, Directory = NodeDirectory.Machine, Evidence = "isolated storage" };
        if (origin.Root == PathRoot.Shared || places.IsDeclaredShared(origin, use.Operation.Syntax.SyntaxTree))
        {
            return null;
        }

        if (origin is { Root: PathRoot.Unknown, Beginning: IMemberReferenceOperation { Member.Name: var name } } && FilePurposes.OfName(name) == FilePurpose.Temporary)
        {
            origin = origin with { Root = PathRoot.Temp, Configurable = true };
        }

        var upload = uploads.In(use);
        if (origin.Root == PathRoot.Temp && !(upload is not null && AppendsParts(use, origin)))
        {
            return Temporary(use, origin, upload, container);
        }

        if (origin.Root == PathRoot.Configured)
        {
            return NotProven(use, origin, upload, container);
        }

        return upload is not null ? Upload(use, origin, upload, container) : File(use, origin, container);
    }

    /// <summary>A part that is appended to what an earlier request has written needs that request's node, in the temporary directory too.</summary>
    private static bool AppendsParts(FileUse use, PathOrigin origin) => use.Appends && !origin.Varies;

    private FileFinding? Upload(FileUse use, PathOrigin origin, IOperation upload, ISymbol container)
    {
        if (lifetime.EndsHere(use) || IsForThisRequest(use, origin, container))
        {
            return null;
        }

        var appendsParts = AppendsParts(use, origin);
        var certain = (origin.Root == PathRoot.NodeDisk || (appendsParts && origin.Root == PathRoot.Temp)) && places.IsCertain(origin, use, container) &&
            FilePurposes.Of(origin.Text) is not (FilePurpose.Temporary or FilePurpose.Derived) && !(lifetime.IsReadBackHere(use) && origin.Directory != NodeDirectory.WebRoot);
        return new FileFinding(FileMistake.Upload, use, origin, upload, certain, (appendsParts ? "part by part " : "") + FilePlaces.Text(origin));
    }

    /// <summary>An upload in a temporary folder of the application, under a name that neither client nor code comes back to.</summary>
    private bool IsForThisRequest(FileUse use, PathOrigin origin, ISymbol container) =>
        FilePurposes.Of(origin.Text) == FilePurpose.Temporary && !AppendsParts(use, origin) && !IsInWebRoot(origin) && use.Path is { } path && !readers.IsNamedByClient(path) &&
        escapes.Of(use) is null && IsNobodysLoss(use, origin, FilePurpose.Temporary, container);

    private FileFinding? File(FileUse use, PathOrigin origin, ISymbol container)
    {
        switch (FilePurposes.Of(origin.Text))
        {
            case FilePurpose.Lock:
                return null;
            case FilePurpose.Log when !IsReadAgainAsData(use, origin, container):
                return origin.Root == PathRoot.NodeDisk ? new FileFinding(FileMistake.Log, use, origin, null, false, FilePlaces.Text(origin)) : null;
            case FilePurpose.Configuration when origin.Root == PathRoot.NodeDisk || FilePurposes.IsOfDeployment(origin.Text):
                return ConfigurationChange(use, origin, container);
            case var purpose:
                purpose = purpose == FilePurpose.Log ? FilePurpose.Content : purpose;
                return origin.Root == PathRoot.NodeDisk ? OnNodeDisk(use, origin, purpose, container) : NotProven(use, origin, null, container);
        }
    }

    /// <summary>Documents that the application reads again are its data, whatever their folder is called.</summary>
    private bool IsReadAgainAsData(FileUse use, PathOrigin origin, ISymbol container) =>
        origin.Literals.Any(l => l.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) || l.EndsWith(".json", StringComparison.OrdinalIgnoreCase)) && readers.IsReadElsewhere(use, origin, container);

    private FileFinding? OnNodeDisk(FileUse use, PathOrigin origin, FilePurpose purpose, ISymbol container)
    {
        if (lifetime.EndsHere(use))
        {
            return null;
        }

        var phase = PhaseOf(use);
        if (phase.IsOnlyStartup() || (phase == ExecutionPhase.None && container.IsStatic && context.Scope.IsCompositionRoot))
        {
            return null;
        }

        var inWebRoot = IsInWebRoot(origin);
        if (lifetime.IsReadBackHere(use) && !inWebRoot && !lifetime.IsMadeWhereMissing(use) && !readers.IsReadElsewhere(use, origin, container))
        {
            return null;
        }

        var escape = purpose == FilePurpose.Temporary ? escapes.Of(use) : null;
        if (!inWebRoot && escape is null && IsNobodysLoss(use, origin, purpose, container))
        {
            return null;
        }

        var needed = inWebRoot || !origin.Varies || origin.Literals.Any(l => l.IndexOf("App_Data", StringComparison.OrdinalIgnoreCase) >= 0) || readers.IsServed(origin) || readers.IsReadElsewhere(use, origin, container) || readers.IsAskedFor(origin);
        var certain = needed && (purpose == FilePurpose.Content || escape is { IsCertain: true }) && !phase.IsOnlyBackground() && places.IsCertain(origin, use, container) &&
            (phase.ServesRequests() || FilePlaces.IsOfWebApplication(origin) || (places.IsSurelyWeb && (phase & ExecutionPhase.Unknown) != ExecutionPhase.None)) &&
            container is not IMethodSymbol { MethodKind: MethodKind.Constructor } && !lifetime.IsMadeWhereMissing(use) && !lifetime.IsReadBackHere(use);
        return new FileFinding(FileMistake.NodeDisk, use, origin, null, certain, FilePlaces.Text(origin));
    }

    /// <summary>
    /// What is made again wherever it is missing, what is derived and never made invalid, and what is only in the way for a
    /// while: no later request misses it on another node.
    /// </summary>
    private bool IsNobodysLoss(FileUse use, PathOrigin origin, FilePurpose purpose, ISymbol container) =>
        lifetime.IsMadeWhereMissing(use) ||
        purpose switch
        {
            FilePurpose.Temporary => !readers.IsReadElsewhere(use, origin, container) && !readers.IsAskedFor(origin),
            FilePurpose.Derived => !readers.IsServed(origin) && !readers.IsDeletedElsewhere(use, origin, container),
            _ => false,
        };

    /// <summary>What requests write to a place that the owner names, or that the code does not show.</summary>
    private FileFinding? NotProven(FileUse use, PathOrigin origin, IOperation? upload, ISymbol container)
    {
        // A library that knows no web framework may belong to a tool, which has no other node.
        if (!places.KnowsWeb || places.IsChosen(origin, container) || (upload is null && (FilePurposes.Of(origin.Text) != FilePurpose.Content || FilePurposes.OfName(use.Path?.Syntax.ToString() ?? "") != FilePurpose.Content)) || container is IMethodSymbol { MethodKind: MethodKind.Constructor } || !PhaseOf(use).ServesRequests())
        {
            return null;
        }

        return lifetime.EndsHere(use) || lifetime.IsReadBackHere(use) || lifetime.IsMadeWhereMissing(use) || !IsNeededAgain(use, origin, container)
            ? null
            : new FileFinding(FileMistake.NotProvenShared, use, origin, upload, false, FilePlaces.Text(origin));
    }

    /// <summary>
    /// What the owner names is there for a purpose. Of a place that the code does not show it has to be seen that a later
    /// request comes back to it: another member reads it, or the client has named it. A helper that writes where it is told says nothing.
    /// </summary>
    private bool IsNeededAgain(FileUse use, PathOrigin origin, ISymbol container) =>
        origin.Root == PathRoot.Configured || EscapePoints.IsOfEndpoint(origin.Beginning as IParameterReferenceOperation) || readers.IsReadElsewhere(use, origin, container) || readers.IsAskedFor(origin);

    /// <summary>A temporary file whose path, or name, is kept for another request.</summary>
    private FileFinding? Temporary(FileUse use, PathOrigin origin, IOperation? upload, ISymbol container)
    {
        if (lifetime.EndsHere(use) || FilePurposes.Of(origin.Text) is FilePurpose.Log or FilePurpose.Lock || PhaseOf(use).IsOnlyStartup())
        {
            return null;
        }

        var escape = escapes.Of(use) ??
            (readers.IsTemporaryReadElsewhere(use, origin, container) ? new Escape("another member reads it later", IsCertain: true) :
            !lifetime.IsReadBackHere(use) && readers.IsAskedFor(origin) ? new Escape("a later request asks for it by its name", IsCertain: !origin.Literals.IsEmpty) : null);
        return escape is null ? null : new FileFinding(FileMistake.TemporaryOutlives, use, origin, upload, escape.IsCertain && !origin.Configurable, escape.How);
    }

    private FileFinding? ConfigurationChange(FileUse use, PathOrigin origin, ISymbol container)
    {
        var phase = PhaseOf(use);
        if (phase.IsOnlyStartup() || lifetime.EndsHere(use))
        {
            return null;
        }

        var certain = phase.ServesRequests() && origin.Root == PathRoot.NodeDisk && places.IsCertain(origin, use, container) && !lifetime.IsMadeWhereMissing(use);
        return new FileFinding(FileMistake.Configuration, use, origin, null, certain, FilePlaces.Text(origin));
    }

    private static bool IsInWebRoot(PathOrigin origin) => origin.Directory == NodeDirectory.WebRoot || origin.Literals.Any(l => l.IndexOf("wwwroot", StringComparison.OrdinalIgnoreCase) >= 0);

    private ExecutionPhase PhaseOf(FileUse use) => context.Phases.At(use.Operation.Syntax, context.Uses.ModelOf(use.Operation.Syntax.SyntaxTree));
}
