using System.Text.Json;
using Blog.Models;

namespace Blog.Services;

/// <summary>Drafts that the editor saves every few seconds; the next visit to the editor offers them again.</summary>
public sealed class DraftStore
{
    private readonly IHostEnvironment environment;

    public DraftStore(IHostEnvironment environment)
    {
        this.environment = environment;
    }

    public async Task SaveAsync(string author, int postId, Draft draft, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Folder());
        await File.WriteAllTextAsync(PathOf(author, postId), JsonSerializer.Serialize(draft), cancellationToken); // expect: SN3002
    }

    public async Task<Draft?> FindAsync(string author, int postId, CancellationToken cancellationToken)
    {
        var path = PathOf(author, postId);
        return File.Exists(path) ? JsonSerializer.Deserialize<Draft>(await File.ReadAllTextAsync(path, cancellationToken)) : null;
    }

    public void Discard(string author, int postId)
    {
        var path = PathOf(author, postId);
        if (File.Exists(path))
        {
            File.Delete(path);
        }
    }

    private string Folder() => Path.Combine(environment.ContentRootPath, "App_Data", "drafts");

    private string PathOf(string author, int postId) => Path.Combine(Folder(), $"{author}-{postId}.json");
}
