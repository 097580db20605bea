using Microsoft.CodeAnalysis;
using SecondNode.Analyzers.Replicas;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Replicas;

/// <summary>What methods do, as their callers see it, without a diagnostic.</summary>
public class MethodSummariesTests
{
    private const string Program = """
        using Microsoft.EntityFrameworkCore;
        [Replica] public class ReadShop : DbContext { public DbSet<Order> Orders => Set<Order>(); }
        public class Shop : DbContext { public DbSet<Order> Orders => Set<Order>(); }
        public class Order { public int Id { get; set; } public string Status { get; set; } = ""; }
        public class ReplicaAttribute : Attribute { }

        """;

    private static string Of(string members)
    {
        var context = RuleContexts.Of(Program + "public class S(Shop db, ReadShop read) { " + members + " }");
        var summary = context.Replicas.Summaries.Of((IMethodSymbol)context.Symbol("M"));
        return string.Join("; ", ((string[])[
            .. summary.Reads.Select(r => "reads " + Data(r)),
            .. summary.ReadsAfterSave.Select(r => "reads " + Data(r.Read) + " after a save"),
            .. summary.Saves.Select(_ => "saves"),
            .. summary.Changes.Select(c => (c.Write is null ? "stages " : "writes ") + Data(c.What)),
            .. summary.Settles ? ["settles"] : Array.Empty<string>()]).Distinct());

        static string Data(DataEffect effect) => string.Join(",", effect.What.Select(w => w.Display));
    }

    [Theory]
    [InlineData("public Task<List<Order>> M() => read.Orders.ToListAsync();", "reads Order")]
    [InlineData("public Task<List<Order>> M() => db.Orders.ToListAsync();", "")]
    [InlineData("public void M(Order o) => db.Add(o);", "stages Order")]
    [InlineData("public Task M() => db.SaveChangesAsync();", "saves")]
    [InlineData("public async Task M(Order o) { db.Add(o); await db.SaveChangesAsync(); }", "saves; writes Order")]
    [InlineData("public async Task M(Order o) { db.Add(o); if (o.Id == 1) return; await db.SaveChangesAsync(); }", "saves; stages Order; writes Order")]
    [InlineData("public async Task M(Order o) { await db.SaveChangesAsync(); await read.Orders.ToListAsync(); }", "reads Order; reads Order after a save; saves")]
    [InlineData("public async Task M(Order o) { db.Add(o); await db.SaveChangesAsync(); await Task.Delay(1); }", "settles")]
    [InlineData("public Task M(Order o) => Inner(o); private async Task Inner(Order o) { db.Add(o); await db.SaveChangesAsync(); }", "saves; writes Order")]
    [InlineData("public async Task M(Order o) { if (o.Id > 0) await M(o); await read.Orders.ToListAsync(); }", "reads Order")]
    [InlineData("public Task<int> M(IQueryable<Order> query) => query.CountAsync();", "reads Order")]
    [InlineData("public int M(int x) => x;", "")]
    public void Effects_AreSeenByCallers(string members, string expected)
    {
        var found = Of(members);
        Assert.Equal(expected.Split("; ").Order(), found.Split("; ").Order());
    }
}
