using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Facts.Files;
using SecondNode.Analyzers.Options;

namespace SecondNode.Analyzers.Facts.Keys;

/// <summary>Whether a directory of key files is on one node, by where its path begins.</summary>
internal sealed class KeyDirectory(RuleContext context)
{
    /// <summary>Where containers and hosts mount what several machines share.</summary>
    private static readonly string[] Mounts = ["/mnt/", "/media/", "/srv/", "/nfs/", "/efs/", "/home/site", "/home/data", "D:/home", "C:/home"];

    private readonly Lazy<PathTracer> paths = new(() => new PathTracer(context.Types, new AssignedValues(context)));

    /// <summary>
    /// The severity of a finding and where the directory is; null where it is shared, or where its owner chooses it.
    /// </summary>
    /// <param name="call">A call of <c>PersistKeysToFileSystem</c>.</param>
    public (DiagnosticSeverity Severity, string Place)? OnNode(IInvocationOperation call)
    {
        if (call.Arguments.FirstOrDefault(a => a.Parameter?.Name == "directory")?.Value is not { } directory)
        {
            return null;
        }

        var origin = paths.Value.Trace(directory);
        if (origin.Root is not (PathRoot.NodeDisk or PathRoot.Temp) || IsDeclaredShared(origin, call.Syntax.SyntaxTree))
        {
            return null;
        }

        var first = (origin.Literals.FirstOrDefault() ?? "").Replace('\\', '/');
        var isAbsolute = origin.Directory == NodeDirectory.Machine && origin.Evidence.StartsWith("'", StringComparison.Ordinal);
        if (isAbsolute && Mounts.Any(mount => (first + "/").StartsWith(mount, StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }

        // A fixed directory of a container may be a volume; a default may be replaced by the configuration.
        var possible = origin.Configurable || (isAbsolute && first.StartsWith("/", StringComparison.Ordinal) && !first.StartsWith("/tmp", StringComparison.Ordinal));
        return (possible ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning, origin.Evidence);
    }

    private bool IsDeclaredShared(PathOrigin origin, SyntaxTree tree)
    {
        var text = origin.Text.TrimStart('/', '.') + "/";
        foreach (var entry in context.Settings.Read(Settings.SharedPathsOption, tree) ?? ImmutableArray<string>.Empty)
        {
            var wanted = entry.Replace('\\', '/').TrimStart('/', '.').TrimEnd('/');
            if (wanted.Length > 0 && (origin.Literals.Contains(entry) || text.StartsWith(wanted + "/", StringComparison.OrdinalIgnoreCase)))
            {
                return true;
            }
        }

        return false;
    }
}
