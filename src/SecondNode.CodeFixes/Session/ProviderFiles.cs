using Microsoft.CodeAnalysis;
using SecondNode.CodeFixes.Editing;

namespace SecondNode.CodeFixes.Session;

/// <summary>What a provider of a distributed cache needs besides its registration: package, connection string, usings.</summary>
internal static class ProviderFiles
{
    /// <summary>What the title says that is left to the user; empty where nothing is.</summary>
    /// <param name="project">The project of the registration.</param>
    /// <param name="provider">The provider.</param>
    /// <param name="opened">A connection to Redis that the code around has opened already.</param>
    public static async Task<string> LeftAsync(Project project, CacheProvider provider, string? opened, CancellationToken cancellation)
    {
        var edits = new SolutionEdits(project.Solution);
        var left = new List<string>();
        if (await ProjectPackages.AddAsync(edits, project, provider.Package, cancellation).ConfigureAwait(false) == FileEdit.ByHand)
        {
            left.Add("add package " + provider.Package);
        }

        if (!(provider.IsRedis && opened is not null) && (await SettingAsync(edits, project, provider, cancellation).ConfigureAwait(false)).Key is { } key &&
            await AppSettings.AddAsync(edits, project, key, provider.DefaultValue, cancellation).ConfigureAwait(false) == FileEdit.ByHand)
        {
            left.Add("set " + key);
        }

        if (provider.Remark.Length > 0)
        {
            left.Add(provider.Remark);
        }

        return left.Count > 0 ? $" (then {string.Join(", ", left)})" : "";
    }

    /// <summary>Writes all of it, and returns what connects the provider.</summary>
    public static async Task<ProviderConnection> WriteAsync(SolutionEdits edits, Document document, CacheProvider provider, SyntaxTree tree, string? opened, CancellationToken cancellation)
    {
        await ProjectPackages.AddAsync(edits, document.Project, provider.Package, cancellation).ConfigureAwait(false);
        edits.Use(document, "Microsoft.Extensions.DependencyInjection");
        if (provider.IsRedis && opened is not null)
        {
            edits.Use(document, "System.Threading.Tasks");
            return new ProviderConnection("ConnectionMultiplexerFactory", $"() => Task.FromResult<{RedisNames.Use(edits, document, tree, "IConnectionMultiplexer")}>({opened})", false);
        }

        var setting = await SettingAsync(edits, document.Project, provider, cancellation).ConfigureAwait(false);
        if (setting.Key is not null)
        {
            await AppSettings.AddAsync(edits, document.Project, setting.Key, provider.DefaultValue, cancellation).ConfigureAwait(false);
        }

        edits.Use(document, "Microsoft.Extensions.Configuration");
        return new ProviderConnection(provider.ConnectionMember, setting.Read, true);
    }

    /// <summary>The project's own connection string to such a server, else the usual name.</summary>
    private static async Task<ConnectionSetting> SettingAsync(SolutionEdits edits, Project project, CacheProvider provider, CancellationToken cancellation) =>
        provider.IsRedis
            ? await RedisConnection.SettingAsync(edits, project, cancellation).ConfigureAwait(false)
            : ConnectionSetting.Named(await AppSettings.ConnectionNameAsync(edits, project, provider.IsConnection, cancellation).ConfigureAwait(false) ?? provider.DefaultConnection);
}
