using Microsoft.CodeAnalysis;
using SecondNode.CodeFixes.Editing;

namespace SecondNode.CodeFixes.Session;

/// <summary>What a provider of a distributed cache needs besides its registration: package, connection string, usings.</summary>
internal static class ProviderFiles
{
    /// <summary>What the title says that is left to the user; empty where nothing is.</summary>
    public static async Task<string> LeftAsync(Project project, CacheProvider provider, CancellationToken cancellation)
    {
        var edits = new SolutionEdits(project.Solution);
        var left = new List<string>();
        if (await ProjectPackages.AddAsync(edits, project, provider.Package, cancellation).ConfigureAwait(false) == FileEdit.ByHand)
        {
            left.Add("add package " + provider.Package);
        }

        var connection = await ConnectionAsync(edits, project, provider, cancellation).ConfigureAwait(false);
        if (await AppSettings.AddAsync(edits, project, "ConnectionStrings:" + connection, provider.DefaultValue, cancellation).ConfigureAwait(false) == FileEdit.ByHand)
        {
            left.Add("set ConnectionStrings:" + connection);
        }

        if (provider.Remark.Length > 0)
        {
            left.Add(provider.Remark);
        }

        return left.Count > 0 ? $" (then {string.Join(", ", left)})" : "";
    }

    /// <summary>Writes all of it, and returns the name of the connection string.</summary>
    public static async Task<string> WriteAsync(SolutionEdits edits, Document document, CacheProvider provider, CancellationToken cancellation)
    {
        var connection = await ConnectionAsync(edits, document.Project, provider, cancellation).ConfigureAwait(false);
        await ProjectPackages.AddAsync(edits, document.Project, provider.Package, cancellation).ConfigureAwait(false);
        await AppSettings.AddAsync(edits, document.Project, "ConnectionStrings:" + connection, provider.DefaultValue, cancellation).ConfigureAwait(false);
        edits.Use(document, "Microsoft.Extensions.DependencyInjection");
        edits.Use(document, "Microsoft.Extensions.Configuration");
        return connection;
    }

    /// <summary>The project's own connection string to such a server, else the usual name.</summary>
    private static async Task<string> ConnectionAsync(SolutionEdits edits, Project project, CacheProvider provider, CancellationToken cancellation) =>
        provider.Key is ShareDistributedCache.RedisKey or ShareDistributedCache.OutputKey
            ? await AppSettings.RedisNameAsync(edits, project, cancellation).ConfigureAwait(false)
            : await AppSettings.ConnectionNameAsync(edits, project, provider.IsConnection, cancellation).ConfigureAwait(false) ?? provider.DefaultConnection;
}
