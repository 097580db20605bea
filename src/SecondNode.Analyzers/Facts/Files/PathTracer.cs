using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using SecondNode.Analyzers.Catalogue;

namespace SecondNode.Analyzers.Facts.Files;

/// <summary>
/// Follows a path expression back to what it begins with: through locals, fields, properties, <c>Path.Combine</c> and its
/// like, string building, methods of this compilation and, for parameters, their callers. Bounded in depth and steps.
/// </summary>
internal sealed class PathTracer(KnownTypes types, AssignedValues values)
{
    private static readonly ApiTable<PathEffect> Apis = new(PathApis.Rows);

    /// <summary>Where the path comes from.</summary>
    /// <param name="path">The path, or the directory.</param>
    /// <param name="name">The file's name where it is given beside its directory.</param>
    public PathOrigin Trace(IOperation path, IOperation? name = null)
    {
        var walk = new PathWalk(Apis, values, types);
        var origin = walk.Of(path);
        if (name is not null)
        {
            walk.Notes.Collect(name, null, 0);
        }

        return origin with { Literals = ImmutableArray.CreateRange(walk.Notes.Literals), Keys = ImmutableArray.CreateRange(walk.Notes.Keys), Varies = origin.Varies || walk.Notes.Varies, Configurable = origin.Configurable || walk.Notes.ConfiguredPiece };
    }
}
