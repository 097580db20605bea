using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Samples;

/// <summary>The sample blog, built where it lies as its reader builds it, with the compiler's findings kept.</summary>
public sealed class BuiltBlog : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();

    public string Log => folder["blog.sarif"];

    public string Output { get; private set; } = "";

    public string Assembly => Path.Combine(Blog.Folder, "bin", Blog.Configuration, "net10.0", "Blog.dll");

    public async ValueTask InitializeAsync()
    {
        // Without it the compiler is called, and so the findings are written, however fresh the last build is.
        var compiled = Path.Combine(Blog.Folder, "obj", Blog.Configuration, "net10.0", "Blog.dll");
        if (File.Exists(compiled))
        {
            File.Delete(compiled);
        }

        var build = await Tool.DotnetAsync(Blog.Folder, "build", "-c", Blog.Configuration, $"-p:ErrorLog={Log}%2Cversion=2.1");
        Output = build.Succeeded().Output;
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
