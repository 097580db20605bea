using Microsoft.CodeAnalysis;

namespace SecondNode.Analyzers.Facts.Files;

/// <summary>What is wrong with a file write: one answer for each operation, which belongs to one rule.</summary>
internal enum FileMistake
{
    /// <summary>What a client sent is saved on the node's disk.</summary>
    Upload,

    /// <summary>A file that later requests need is written on the node's disk.</summary>
    NodeDisk,

    /// <summary>Nothing shows that all nodes see the place.</summary>
    NotProvenShared,

    /// <summary>A temporary file is needed after the request that makes it.</summary>
    TemporaryOutlives,

    /// <summary>Configuration is rewritten while the application runs.</summary>
    Configuration,

    /// <summary>A log on the node's disk.</summary>
    Log,
}

/// <summary>A file write that another node's requests may suffer from.</summary>
/// <param name="Mistake">What is wrong with it.</param>
/// <param name="Use">The call.</param>
/// <param name="Origin">Where its path comes from.</param>
/// <param name="Upload">The upload that is written, or null.</param>
/// <param name="IsCertain">Whether the code itself proves the hazard.</param>
/// <param name="Place">Where the file is put or, of a temporary file, why it outlives its request: for the message.</param>
internal sealed record FileFinding(FileMistake Mistake, FileUse Use, PathOrigin Origin, IOperation? Upload, bool IsCertain, string Place)
{
    /// <summary>Whether the content is made from something else and made again where it is missing.</summary>
    public bool IsRegenerable => Upload is null && FilePurposes.Of(Origin.Text) == FilePurpose.Derived;
}
