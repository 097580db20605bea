using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using SecondNode.Analyzers.Rules.Replicas;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Rules.Replicas;

/// <summary>What the owner declares by options.</summary>
public class ReplicaOptionTests
{
    private const string Usings = """
        using Dapper;
        using Microsoft.Data.SqlClient;
        using Microsoft.EntityFrameworkCore;
        public enum Target { One, Two }
        public class Order { public int Id { get; set; } }
        public static class Sources { public static string First = ""; public static string Second { get; set; } = ""; public static SqlConnection Other() => new(Second); }
        public class Connections(string a, string b) { public SqlConnection Open(bool stale = false, Target target = Target.One) => new(stale || target == Target.Two ? b : a); }

        """;

    private static Task Expect(string body, string? severity, params (string Key, string Value)[] options) => Verify<ReplicaReadAfterWrite>.Async(
        Usings + "public class Service(Connections connections, SqlConnection some, SqlConnection readOnlyConnection) { public object A => some; public object B => readOnlyConnection; public object C => connections; public async Task M() { " + (severity == "warning" ? body : body.Replace("{|SN4001:", severity is null ? "" : "{|#0:").Replace("|}", severity is null ? "" : "|}")) + " } }",
        test =>
        {
            test.OutputKind = OutputKind.DynamicallyLinkedLibrary;
            foreach (var (key, value) in options)
            {
                test.GlobalOptions["secondnode." + key] = value;
            }

            if (severity == "suggestion")
            {
                test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("SN4001", DiagnosticSeverity.Info).WithLocation(0).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations));
            }
        });

    private const string Write = "using (var first = new SqlConnection(Sources.First)) { await first.ExecuteAsync(\"DELETE FROM Orders\"); } ";
    private const string Read = " await {|SN4001:second.QueryAsync<Order>(\"SELECT * FROM Orders\")|};";

    [Theory]
    [InlineData("P:Sources.Second", "using var second = new SqlConnection(Sources.Second);")]
    [InlineData("Sources.Second", "using var second = new SqlConnection(Sources.Second);")]
    [InlineData("X.Y | M:Sources.Other", "using var second = Sources.Other();")]
    [InlineData("Sources.Other", "using var second = Sources.Other();")]
    public async Task Members_Report(string value, string open)
    {
        await Expect(Write + open + Read, "warning", ("replica_members", value));
        await Expect(Write + open + Read, null);
        await Expect(Write + open + Read, null, ("replica_members", "Sources.Nothing | |M:"));
    }

    [Theory]
    [InlineData("stale=true", "using var second = connections.Open(stale: true);", true)]
    [InlineData("stale=true", "using var second = connections.Open(stale: false);", false)]
    [InlineData("target = two", "using var second = connections.Open(target: Target.Two);", true)]
    [InlineData("target=Two", "using var second = connections.Open(target: Target.One);", false)]
    [InlineData("=true|stale|other=1", "using var second = connections.Open(stale: true);", false)]
    public Task Arguments_Report(string value, string open, bool reports) => Expect(Write + open + Read, reports ? "warning" : null, ("replica_arguments", value));

    [Theory]
    [InlineData("suggest")]
    [InlineData("true")]
    [InlineData("false")]
    [InlineData("nonsense")]
    public Task Names_AreTrustedAsTold(string value) => Expect(
        "await some.ExecuteAsync(\"DELETE FROM Orders\"); await {|SN4001:readOnlyConnection.QueryAsync<Order>(\"SELECT * FROM Orders\")|};",
        value switch { "true" => "warning", "false" => null, _ => "suggestion" },
        ("trust_names", value));

    [Theory]
    [InlineData("Orders", null)]
    [InlineData("ord*", null)]
    [InlineData("*ers", null)]
    [InlineData("*rde*", null)]
    [InlineData("Customers|x", "warning")]
    [InlineData("", "warning")]
    public Task IgnoredEntities_AreSilent(string value, string? severity) =>
        Expect(Write + "using var second = Sources.Other();" + Read, severity, ("replica_members", "Sources.Other"), ("ignored_entities", value));

    [Theory]
    [InlineData("true", false)]
    [InlineData("false", true)]
    [InlineData("perhaps", true)]
    public Task Pinned_RedirectsAreSilent(string value, bool reports)
    {
        const string source = """
            using Microsoft.AspNetCore.Mvc;
            using Microsoft.EntityFrameworkCore;
            public class Order { public int Id { get; set; } }
            [Replica] public class ReadShop : DbContext { public DbSet<Order> Orders => Set<Order>(); }
            public class Shop : DbContext { public DbSet<Order> Orders => Set<Order>(); }
            public class ReplicaAttribute : Attribute { }
            public class OrdersController(Shop db, ReadShop read) : Controller
            {
                public async Task<IActionResult> Index() => View(await read.Orders.ToListAsync());
                [HttpPost] public async Task<IActionResult> Save(Order order) { db.Add(order); await db.SaveChangesAsync(); return {|SN4002:RedirectToAction(nameof(Index))|}; }
            }
            """;
        return Verify<ReplicaReadAfterRedirect>.Async(reports ? source : source.Replace("{|SN4002:", "").Replace("|}", ""), test =>
        {
            test.OutputKind = OutputKind.DynamicallyLinkedLibrary;
            test.GlobalOptions["secondnode.pinned"] = value;
        });
    }
}
