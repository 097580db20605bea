using SecondNode.CodeFixes.Editing;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Editing;

public sealed class AppSettingsTests
{
    private const string Path = "/app/appsettings.json";

    [Fact]
    public async Task NewSection_IsAddedAtTheEnd()
    {
        Assert.Equal("""
            {
              "Logging": {
                "Level": "Info" // why
              }, // logging
              "ConnectionStrings": {
                "Redis": "localhost:6379"
              }
            }

            """, await AddAsync("""
            {
              "Logging": {
                "Level": "Info" // why
              } // logging
            }

            """));
    }

    [Fact]
    public async Task ExistingSection_GetsTheKey()
    {
        Assert.Equal("""
            {
                "connectionstrings": {
                    "Default": "Server=.",
                    "Redis": "localhost:6379"
                },
                "AllowedHosts": "*"
            }
            """, await AddAsync("""
            {
                "connectionstrings": {
                    "Default": "Server=."
                },
                "AllowedHosts": "*"
            }
            """));
    }

    [Fact]
    public async Task TrailingComma_IsTheStyleOfTheFile()
    {
        Assert.Equal("""
            {
              "ConnectionStrings": {
                "Default": "Server=.",
                "Redis": "localhost:6379",
              },
            }
            """, await AddAsync("""
            {
              "ConnectionStrings": {
                "Default": "Server=.",
              },
            }
            """));
    }

    [Fact]
    public async Task CommentsInAnySpot_AreKept()
    {
        Assert.Equal("""
            // settings
            {
              /* databases */
              "ConnectionStrings": {
                "Default": "a//b", // "Redis": "old"
                /* none yet */
                "Redis": "localhost:6379"
              }
              // end
            }
            """, await AddAsync("""
            // settings
            {
              /* databases */
              "ConnectionStrings": {
                "Default": "a//b" // "Redis": "old"
                /* none yet */
              }
              // end
            }
            """));
    }

    [Theory]
    [InlineData("""{ "A": 1 }""", """{ "A": 1, "ConnectionStrings": { "Redis": "localhost:6379" } }""")]
    [InlineData("""{ "ConnectionStrings": { "A": "b" } }""", """{ "ConnectionStrings": { "A": "b", "Redis": "localhost:6379" } }""")]
    [InlineData("{}", "{\n  \"ConnectionStrings\": {\n    \"Redis\": \"localhost:6379\"\n  }\n}")]
    [InlineData("{\n}\n", "{\n  \"ConnectionStrings\": {\n    \"Redis\": \"localhost:6379\"\n  }\n}\n")]
    [InlineData("{\n  // nothing\n}\n", "{\n  // nothing\n  \"ConnectionStrings\": {\n    \"Redis\": \"localhost:6379\"\n  }\n}\n")]
    [InlineData("{\n\t\"ConnectionStrings\": {}\n}\n", "{\n\t\"ConnectionStrings\": {\n\t\t\"Redis\": \"localhost:6379\"\n\t}\n}\n")]
    [InlineData("{\r\n  \"A\": [1, 2]\r\n}\r\n", "{\r\n  \"A\": [1, 2],\r\n  \"ConnectionStrings\": {\r\n    \"Redis\": \"localhost:6379\"\r\n  }\r\n}\r\n")]
    public async Task Layout_IsKept(string before, string after) => Assert.Equal(after, await AddAsync(before));

    [Theory]
    [InlineData("""{ "ConnectionStrings": { "Redis": "other:6380" } }""")]
    [InlineData("""{ "ConnectionStrings:Redis": "other:6380" }""")]
    [InlineData("""{ "connectionStrings": { "REDIS": "" } }""")]
    public async Task KeyThatIsThere_IsKept(string text)
    {
        var (result, after) = await EditAsync(text);
        Assert.Equal(FileEdit.NotNeeded, result);
        Assert.Equal(text, after);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{ \"A\": 1 ")]
    [InlineData("{ \"A\" 1 }")]
    [InlineData("{ \"A\": 1 \"B\": 2 }")]
    [InlineData("{ \"A\": \"x }")]
    [InlineData("{ /* \"A\": 1 }")]
    [InlineData("{ \"ConnectionStrings\": null }")]
    [InlineData("{ \"ConnectionStrings\": \"x\" }")]
    public async Task FileThatCannotBeEdited_IsLeftAlone(string text)
    {
        var (result, after) = await EditAsync(text);
        Assert.Equal(FileEdit.ByHand, result);
        Assert.Equal(text, after);
    }

    [Fact]
    public async Task DeeplyNestedFile_IsLeftAlone()
    {
        var text = string.Concat(Enumerable.Repeat("{\"a\":", 100_000)) + "1" + new string('}', 100_000);
        Assert.Equal(FileEdit.ByHand, (await EditAsync(text)).Result);
    }

    [Fact]
    public async Task NoFile_IsByHand() =>
        Assert.Equal(FileEdit.ByHand, await AppSettings.CheckAsync(new EditingProject().Project, "A:B", TestContext.Current.CancellationToken));

    [Fact]
    public async Task SeveralKeysInOneRun_AreAllAdded()
    {
        var project = new EditingProject().With(Path, "{\n}\n");
        var (_, text) = await project.EditAsync(Path, async (edits, p) =>
        {
            await AppSettings.AddAsync(edits, p, "ConnectionStrings:Redis", "localhost:6379", TestContext.Current.CancellationToken);
            await AppSettings.AddAsync(edits, p, "Storage:Uploads:Root", "C:\\up\"", TestContext.Current.CancellationToken);
            return await AppSettings.AddAsync(edits, p, "ConnectionStrings:Redis", "localhost:6379", TestContext.Current.CancellationToken);
        });
        Assert.Equal("""
            {
              "ConnectionStrings": {
                "Redis": "localhost:6379"
              },
              "Storage": {
                "Uploads": {
                  "Root": "C:\\up\""
                }
              }
            }

            """, text);
    }

    [Theory]
    [InlineData("""{ "ConnectionStrings": { "Default": "Server=.", "redis-cache": "x" } }""", "redis-cache")]
    [InlineData("""{ "ConnectionStrings": { "Default": "Server=.", "Cache": "cache:6379,ssl=true" } }""", "Cache")]
    [InlineData("""{ "ConnectionStrings:RedisConnection": "x" }""", "RedisConnection")]
    [InlineData("""{ "ConnectionStrings": { "Default": "Server=." } }""", "Redis")]
    [InlineData("{", "Redis")]
    public async Task RedisConnection_OfTheProjectIsFound(string text, string name)
    {
        var project = new EditingProject().With(Path, text).Project;
        Assert.Equal(name, await AppSettings.RedisNameAsync(new SolutionEdits(project.Solution), project, TestContext.Current.CancellationToken));
    }

    private static async Task<string> AddAsync(string text)
    {
        var (result, after) = await EditAsync(text);
        Assert.Equal(FileEdit.Done, result);
        Assert.Equal(FileEdit.NotNeeded, (await EditAsync(after)).Result);
        return after;
    }

    private static Task<(FileEdit Result, string Text)> EditAsync(string text) =>
        new EditingProject().With(Path, text).EditAsync(Path, (edits, p) => AppSettings.AddAsync(edits, p, "ConnectionStrings:Redis", "localhost:6379", TestContext.Current.CancellationToken));
}
