using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Rules.Replicas;

/// <summary>What the rules about replicas say, whole sentences.</summary>
public class MessageTests
{
    private const string Program = """
        using Dapper;
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.Azure.Cosmos;
        using Microsoft.Data.SqlClient;
        using Microsoft.EntityFrameworkCore;
        using Npgsql;
        using CommandFlags = StackExchange.Redis.CommandFlags;
        using IDatabase = StackExchange.Redis.IDatabase;
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddDbContext<Shop>(o => o.UseNpgsql(builder.Configuration.GetConnectionString("Shop")));
        builder.Services.AddDbContext<ReadShop>(o => o.UseNpgsql(builder.Configuration.GetConnectionString("ShopReplica")));
        §
        builder.Build().Run();
        public class Order { public int Id { get; set; } public string Status { get; set; } = ""; }
        public class Shop(DbContextOptions<Shop> options) : DbContext(options) { public DbSet<Order> Orders => Set<Order>(); }
        public class ReadShop(DbContextOptions<ReadShop> options) : DbContext(options) { public DbSet<Order> Orders => Set<Order>(); }

        """;

    private const string Service = "public class Service(Shop db, ReadShop readDb, IDatabase redis, string shop, string asked, NpgsqlMultiHostDataSource hosts, IConfiguration configuration) { private Task<List<Order>> All() => readDb.Orders.ToListAsync(); private async Task Add(Order order) { db.Add(order); await db.SaveChangesAsync(); } public async Task M(Order order) { await Task.Yield(); ";
    private const string Staged = "db.Add(order); await db.SaveChangesAsync(); ";
    private const string Slow = ", which lags behind: the user sees the old state";

    private static async Task Says(string id, string expected, string source)
    {
        var found = (await Analysis.RunAsync(Analysis.Compile([source]))).Where(d => d.Id == id).Select(d => d.GetMessage(System.Globalization.CultureInfo.InvariantCulture)).Distinct();
        Assert.Equal(expected, string.Join("\n", found));
    }

    private static string In(string body) => Program.Replace("§", "") + Service + body + " } }";

    [Theory]
    [InlineData(Staged + "await readDb.Orders.ToListAsync();", "'Order' was just written by 'SaveChangesAsync', but 'ToListAsync' reads it from a replica ('ReadShop' uses connection string 'ShopReplica')" + Slow)]
    [InlineData("await Add(order); await All();", "'Order' was just written by 'Add', but 'All' reads it from a replica ('ReadShop' uses connection string 'ShopReplica')" + Slow)]
    [InlineData("await db.Orders.ExecuteDeleteAsync(); await readDb.Database.GetDbConnection().QueryAsync<Order>(\"SELECT * FROM Orders\");", "'Order' was just written by 'ExecuteDeleteAsync', but 'QueryAsync' reads it from a replica ('ReadShop' uses connection string 'ShopReplica')" + Slow)]
    [InlineData(Staged + "foreach (var o in from one in readDb.Orders\n where one.Status == \"a very long text that nobody wants to read in a message\" select one) { _ = o; }", "'Order' was just written by 'SaveChangesAsync', but 'from one in readDb.Orders where one.Status == \"a very long …' reads it from a replica ('ReadShop' uses connection string 'ShopReplica')" + Slow)]
    [InlineData("using var w = new SqlConnection(shop); using var r = new SqlConnection(configuration.GetConnectionString(\"Standby\")); w.Execute(\"DELETE FROM Orders\"); r.Query<Order>(\"SELECT * FROM Orders\");", "'orders' was just written by 'Execute', but 'Query' reads it from a replica (connection string 'Standby')" + Slow)]
    [InlineData("using var w = new SqlConnection(shop); using var slave = new SqlConnection(asked); w.Execute(\"DELETE FROM Orders\"); slave.Query<Order>(\"SELECT * FROM Orders\");", "'orders' was just written by 'Execute', but 'Query' reads it from a replica (by the name 'slave')" + Slow)]
    [InlineData("await using var w = await hosts.OpenConnectionAsync(TargetSessionAttributes.Primary); await using var r = await hosts.OpenConnectionAsync(TargetSessionAttributes.PreferStandby); w.Execute(\"DELETE FROM Orders\"); r.Query<Order>(\"SELECT * FROM Orders\");", "'orders' was just written by 'Execute', but 'Query' reads it from a replica (the session asks for PreferStandby)" + Slow)]
    [InlineData("redis.StringSet(\"order:\" + order.Id, 1); redis.StringGet(\"order:\" + order.Id, CommandFlags.DemandReplica);", "'order:…' was just written by 'StringSet', but 'StringGet' reads it from a replica (the call asks for CommandFlags.DemandReplica)" + Slow)]
    [InlineData("redis.StringSet(asked, 1); redis.StringGet(asked, CommandFlags.PreferReplica);", "'asked' was just written by 'StringSet', but 'StringGet' reads it from a replica (the call asks for CommandFlags.PreferReplica)" + Slow)]
    [InlineData("using var w = new SqlConnection(shop); w.Execute(asked); await readDb.Orders.ToListAsync();", "")]
    public Task ReadAfterWrite(string body, string expected) => Says("SN4001", expected, In(body));

    [Theory]
    [InlineData("public async Task<IActionResult> Index() => View(await readDb.Orders.ToListAsync());", "ToListAsync")]
    [InlineData("public async Task<IActionResult> Index() => View(await Load()); private Task<List<Order>> Load() => readDb.Orders.Where(o => o.Id > 0).ToListAsync();", "ToListAsync")]
    public Task ReadInTheNextRequest(string action, string read) => Says(
        "SN4002",
        $"'Order' was just written by 'SaveChangesAsync', and the page that this leads to reads it with '{read}' from a replica ('ReadShop' uses connection string 'ShopReplica')" + Slow,
        Program.Replace("§", "") + "public class OrdersController(Shop db, ReadShop readDb) : Controller { " + action + " [HttpPost] public async Task<IActionResult> Add(Order order) { " + Staged + "return RedirectToAction(nameof(Index)); } }");

    [Theory]
    [InlineData("if (!await readDb.Orders.AnyAsync(o => o.Id == order.Id)) { " + Staged + " }", "'AnyAsync' asks a replica ('ReadShop' uses connection string 'ShopReplica'), which lags behind, and 'SaveChangesAsync' then writes 'Order' by that answer: duplicates, or newer data overwritten")]
    [InlineData("if ((await All()).Count == 0) { await Add(order); }", "'All' asks a replica ('ReadShop' uses connection string 'ShopReplica'), which lags behind, and 'Add' then writes 'Order' by that answer: duplicates, or newer data overwritten")]
    public Task Decision(string body, string expected) => Says("SN4003", expected, In(body));

    [Theory]
    [InlineData("await using var r = await hosts.OpenConnectionAsync(TargetSessionAttributes.Standby); r.Execute(\"DELETE FROM Orders\");", "'Execute' writes over a connection to a replica (the session asks for Standby): the server refuses it, or the primary never learns of it")]
    public Task Write(string body, string expected) => Says("SN4004", expected, In(body));

    [Fact]
    public Task WriteOfAStore() => Says(
        "SN4004",
        "What 'UseSqlServerStorage' sets up writes over a connection to a replica (connection string 'ShopReplica'): the server refuses it, or the primary never learns of it",
        Program.Replace("§", "Hangfire.SqlServerStorageExtensions.UseSqlServerStorage(null!, builder.Configuration.GetConnectionString(\"ShopReplica\")!);") +
        "namespace Hangfire { public static class SqlServerStorageExtensions { public static object UseSqlServerStorage(object configuration, string nameOrConnectionString) => configuration; } }");

    [Theory]
    [InlineData("public class OrdersReplicaContext(DbContextOptions<OrdersReplicaContext> options) : DbContext(options) { public DbSet<Order> Orders => Set<Order>(); }", "'OrdersReplicaContext' looks like a replica by its name alone: declare whether it is one, so that reads after writes are judged rightly")]
    public Task Undeclared(string type, string expected) => Says("SN4005", expected, Program.Replace("§", "") + type);

    [Theory]
    [InlineData("await new CosmosClient(\"a\").GetContainer(\"a\", \"b\").UpsertItemAsync(new Order()); await new CosmosClient(\"a\").GetContainer(\"a\", \"b\").ReadItemAsync<Order>(\"1\", default);", "'CosmosClient' remembers the session tokens of what it has written in the memory of this node: the next request, on another node, may read the state before it")]
    public Task SessionToken(string body, string expected) => Says("SN4006", expected, In(body));
}
