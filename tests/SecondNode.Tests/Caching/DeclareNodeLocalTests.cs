using Microsoft.CodeAnalysis.CodeFixes;
using SecondNode.Analyzers.Rules.Caching;
using SecondNode.CodeFixes.Caching;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Caching;

public class DeclareNodeLocalTests
{
    private const string Attribute = """

        /// <summary>State that every node may have for itself.</summary>
        [System.AttributeUsage(System.AttributeTargets.Class | System.AttributeTargets.Field | System.AttributeTargets.Property)]
        internal sealed class NodeLocalAttribute : System.Attribute
        {
            public NodeLocalAttribute(string why) => Why = why;

            public string Why { get; }
        }

        """;

    private static string App(string field, string more = "") => $$"""
        WebApplication.Create(args).MapPost("/{user}", (string user, string text) => Notes.Put(user, text));

        static class Notes
        {
            public static readonly object Unused = new();

            // what users have noted
        {{field}}

            public static void Put(string user, string text) => All[user] = text;

            public static string Get(string user) => All[user];
        }
        {{more}}
        """;

    [Fact]
    public Task Field_FixDeclaresIt() => Verify<StaticCollection, DeclareNodeLocal>.Async(
        App("    private static readonly Dictionary<string, string> {|SN2001:All|} = new(); // all"),
        App("    [NodeLocal(\"say why every node may have its own\")]\n    private static readonly Dictionary<string, string> All = new(); // all", Attribute));

    [Fact]
    public Task OwnAttribute_FixUsesIt()
    {
        const string own = "namespace Shop;\npublic sealed class NodeLocalAttribute(string why) : Attribute { public string Why => why; }";
        return Verify<StaticCollection, DeclareNodeLocal>.Async(
            [App("    private static readonly Dictionary<string, string> {|SN2001:All|} = new();"), own],
            ["using Shop;\n\n" + App("    [NodeLocal(\"say why every node may have its own\")]\n    private static readonly Dictionary<string, string> All = new();"), own]);
    }

    /// <summary>A bulk run must not silence what it cannot mend.</summary>
    [Fact]
    public void FixAll_IsNotOffered() => Assert.Null(new DeclareNodeLocal().GetFixAllProvider());
}
