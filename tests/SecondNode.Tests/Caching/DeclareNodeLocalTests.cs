using Microsoft.CodeAnalysis.CodeFixes;
using SecondNode.Analyzers.Rules.Caching;
using SecondNode.Analyzers.Rules.Session;
using SecondNode.CodeFixes.Caching;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Caching;

public class DeclareNodeLocalTests
{
    private const string Attribute = """

        /// <summary>State that every node may have for itself.</summary>
        [System.AttributeUsage(System.AttributeTargets.Class | System.AttributeTargets.Method | System.AttributeTargets.Field | System.AttributeTargets.Property)]
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

    [Fact]
    public Task ApplicationState_FixDeclaresTheMethod() => Verify<ApplicationStateWritten, DeclareNodeLocal>.Async(
        Page("    protected void Page_Load(object sender, EventArgs e)\n    {\n        {|SN1004:Application[\"hits\"]|} = (int)Application[\"hits\"] + 1;\n    }"),
        Page("    [NodeLocal(\"say why every node may have its own\")]\n    protected void Page_Load(object sender, EventArgs e)\n    {\n        Application[\"hits\"] = (int)Application[\"hits\"] + 1;\n    }") + Attribute.TrimEnd() + "\n",
        Classic);

    [Fact]
    public Task OwnAttributeThatDoesNotFit_HasNoFix() => Verify<ApplicationStateWritten, DeclareNodeLocal>.NoFixAsync(
        Page("    protected void Page_Load(object sender, EventArgs e)\n    {\n        {|SN1004:Application[\"hits\"]|} = 1;\n    }") + "\n[AttributeUsage(AttributeTargets.Field)]\nclass NodeLocalAttribute : Attribute { }\n",
        Classic);

    private static string Page(string method) => "using System;\n\npublic class StartPage : System.Web.UI.Page\n{\n" + method + "\n}\n";

    private static void Classic(FixTest<ApplicationStateWritten, DeclareNodeLocal> test)
    {
        test.Framework = Framework.SystemWeb;
        test.OutputKind = Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary;
    }

    /// <summary>A bulk run must not silence what it cannot mend.</summary>
    [Fact]
    public void FixAll_IsNotOffered() => Assert.Null(new DeclareNodeLocal().GetFixAllProvider());
}
