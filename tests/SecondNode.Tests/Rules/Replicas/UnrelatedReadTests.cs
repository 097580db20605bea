using SecondNode.Tests.Testing;
using Fixer = SecondNode.Tests.Testing.Verify<SecondNode.Analyzers.Rules.Replicas.ReplicaReadAfterWrite, SecondNode.CodeFixes.Replicas.ReadFromPrimary>;
using WriteFixer = SecondNode.Tests.Testing.Verify<SecondNode.Analyzers.Rules.Replicas.WriteOnReplica, SecondNode.CodeFixes.Replicas.WriteToPrimary>;

namespace SecondNode.Tests.Rules.Replicas;

/// <summary>A fix moves the stale read, and no read of other data that goes over the same connection, builder or query.</summary>
public class UnrelatedReadTests
{
    private const string Usings = """
        using Dapper;
        using Microsoft.Data.SqlClient;
        using Microsoft.EntityFrameworkCore;
        using Npgsql;
        public class Order { public int Id { get; set; } }
        public class Country { public int Id { get; set; } }
        public class Shop(DbContextOptions<Shop> options) : DbContext(options) { public DbSet<Order> Orders => Set<Order>(); public DbSet<Country> Countries => Set<Country>(); }
        public class ReadShop(DbContextOptions<ReadShop> options) : DbContext(options) { public DbSet<Order> Orders => Set<Order>(); public DbSet<Country> Countries => Set<Country>(); }
        public static class Startup
        {
            public static void Add(IServiceCollection services, IConfiguration configuration)
            {
                services.AddDbContext<Shop>(o => o.UseNpgsql(configuration.GetConnectionString("Shop")));
                services.AddDbContext<ReadShop>(o => o.UseNpgsql(configuration.GetConnectionString("ShopReplica")));
                new FreeSql.FreeSqlBuilder().UseSlave("");
            }
        }
        namespace FreeSql
        {
            public class FreeSqlBuilder { public FreeSqlBuilder UseSlave(string connection) => this; }
            public interface ISelect<T> { ISelect<T> Where(System.Linq.Expressions.Expression<Func<T, bool>> e); ISelect<T> Master(); List<T> ToList(); long Count(); }
            public interface IInsert<T> { int ExecuteAffrows(); }
        }
        public interface IFreeSql { FreeSql.ISelect<T> Select<T>() where T : class; FreeSql.IInsert<T> Insert<T>(T item) where T : class; }
        public class Connections(string a, string b) { public SqlConnection Open(bool useReplica = false) => new(useReplica ? b : a); }

        """;

    private const string Parameters = "public class S(NpgsqlMultiHostDataSource source, Connections connections, string shop, string shopReplica, IConfiguration configuration, Shop db, ReadShop readDb, IFreeSql free) { public object[] All => [source, connections, shop, shopReplica, configuration, db, readDb, free]; ";

    private const string Stale = "{|SN4001:read.QueryAsync<Order>(\"SELECT * FROM Orders\")|}";
    private const string Other = "await read.QueryAsync<Country>(\"SELECT * FROM Countries\");";
    private const string Session = "await using (var write = await source.OpenConnectionAsync(TargetSessionAttributes.Primary)) { await write.ExecuteAsync(\"DELETE FROM Orders\"); } ";
    private const string Closed = "using (var write = new SqlConnection(shop)) { await write.ExecuteAsync(\"DELETE FROM Orders\"); } ";

    private static string Source(string body) => Usings + Parameters + "public async Task M(Order o) { " + body + " await Task.Yield(); } }";

    private static Task NoFix(string body) => Fixer.NoFixAsync(Source(body), test => test.OutputKind = Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary);

    private static Task Fixes(string before, string after) =>
        Fixer.Async(Source(before), Source(after), test => test.OutputKind = Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary);

    [Theory]
    [InlineData(Session + "await using var read = await source.OpenConnectionAsync(TargetSessionAttributes.PreferStandby); ")]
    [InlineData("using (var write = connections.Open()) { await write.ExecuteAsync(\"DELETE FROM Orders\"); } using var read = connections.Open(useReplica: true); ")]
    [InlineData(Closed + "using var read = new SqlConnection(shopReplica); ")]
    [InlineData("using (var write = new SqlConnection(configuration.GetConnectionString(\"Shop\"))) { await write.ExecuteAsync(\"DELETE FROM Orders\"); } using var read = new SqlConnection(configuration.GetConnectionString(\"ShopReplica\")); ")]
    [InlineData(Closed + "var b = new SqlConnectionStringBuilder(shop) { ApplicationIntent = ApplicationIntent.ReadOnly }; using var read = new SqlConnection(b.ConnectionString); ")]
    public async Task Connection_OverWhichOtherDataIsRead_NoFix(string opened)
    {
        await NoFix(opened + "await read.OpenAsync(); " + Other + " await " + Stale + ";");
        await NoFix(opened + "await read.OpenAsync(); await " + Stale + "; " + Other);
        await NoFix(opened + "await " + Stale + "; Func<Task> later = async () => { " + Other + " }; await later();");
    }

    [Theory]
    [InlineData(Session + "await using var read = await source.OpenConnectionAsync(TargetSessionAttributes.PreferStandby); ", "PreferStandby", "Primary")]
    [InlineData("using (var write = connections.Open()) { await write.ExecuteAsync(\"DELETE FROM Orders\"); } using var read = connections.Open(useReplica: true); ", "useReplica: true", "")]
    [InlineData(Closed + "using var read = new SqlConnection(shopReplica); ", "(shopReplica)", "(shop)")]
    [InlineData(Closed + "var b = new SqlConnectionStringBuilder(shop) { ApplicationIntent = ApplicationIntent.ReadOnly }; b.ApplicationName = \"shop\"; using var read = new SqlConnection(b.ConnectionString); ", "ApplicationIntent.ReadOnly", "ApplicationIntent.ReadWrite")]
    public Task Connection_OverWhichOnlyThisIsRead_Fix(string opened, string before, string after) =>
        Fixes(opened + "await read.OpenAsync(); await " + Stale + "; await read.CloseAsync();", opened.Replace(before, after) + "await read.OpenAsync(); await read.QueryAsync<Order>(\"SELECT * FROM Orders\"); await read.CloseAsync();");

    [Fact]
    public Task Connection_OverWhichTwoStaleReadsGo_Fix() => Fixes(
        Session + "await using var read = await source.OpenConnectionAsync(TargetSessionAttributes.PreferStandby); await " + Stale + "; await {|SN4001:read.QueryAsync<int>(\"SELECT COUNT(*) FROM Orders\")|};",
        Session + "await using var read = await source.OpenConnectionAsync(TargetSessionAttributes.Primary); await read.QueryAsync<Order>(\"SELECT * FROM Orders\"); await read.QueryAsync<int>(\"SELECT COUNT(*) FROM Orders\");");

    [Fact]
    public Task Connection_BesideTheOneThatWrote_MovesThisReadOnly_Fix()
    {
        const string opened = "await using var write = await source.OpenConnectionAsync(TargetSessionAttributes.Primary); await write.ExecuteAsync(\"DELETE FROM Orders\"); await using var read = await source.OpenConnectionAsync(TargetSessionAttributes.PreferStandby); ";
        return Fixes(opened + Other + " await " + Stale + ";", opened + Other + " await write.QueryAsync<Order>(\"SELECT * FROM Orders\");");
    }

    [Fact]
    public Task Builder_OfTwoConnections_StaysAsItIs_Fix()
    {
        const string opened = Closed + "var b = new SqlConnectionStringBuilder(shop) { ApplicationIntent = ApplicationIntent.ReadOnly }; using var read = new SqlConnection(§); using var more = new SqlConnection(b.ConnectionString); await more.QueryAsync<Country>(\"SELECT * FROM Countries\"); await ";
        return Fixes(opened.Replace("§", "b.ConnectionString") + Stale + ";", opened.Replace("§", "shop") + "read.QueryAsync<Order>(\"SELECT * FROM Orders\");");
    }

    [Fact]
    public Task Command_OfTheConnection_ThatReadsOtherData_NoFix() => NoFix(
        Session + "await using var read = await source.OpenConnectionAsync(TargetSessionAttributes.PreferStandby); await using var command = new NpgsqlCommand(\"SELECT * FROM Countries\", read); await using (var rows = await command.ExecuteReaderAsync()) { } await " + Stale + ";");

    [Fact]
    public Task Connection_ThatIsHandedToSomebodyElse_NoFix() => NoFix(
        Session + "await using var read = await source.OpenConnectionAsync(TargetSessionAttributes.PreferStandby); GC.KeepAlive(read); await " + Stale + ";");

    [Fact]
    public Task Query_ThatRanBeforeTheWrite_NoFix() => NoFix("var all = readDb.Orders.Where(x => x.Id > 1); await all.CountAsync(); db.Add(o); await db.SaveChangesAsync(); await {|SN4001:all.ToListAsync()|};");

    [Fact]
    public Task Query_ThatRunsTwiceAfterTheWrite_Fix() => Fixes(
        "db.Add(o); await db.SaveChangesAsync(); var all = readDb.Orders.Where(x => x.Id > 1); await {|SN4001:all.CountAsync()|}; await {|SN4001:all.ToListAsync()|};",
        "db.Add(o); await db.SaveChangesAsync(); var all = db.Orders.Where(x => x.Id > 1); await all.CountAsync(); await all.ToListAsync();");

    [Fact]
    public Task Context_OfWhichOtherDataIsRead_Fix() => Fixes(
        "await readDb.Orders.CountAsync(); db.Add(o); await db.SaveChangesAsync(); await readDb.Countries.ToListAsync(); await {|SN4001:readDb.Orders.ToListAsync()|};",
        "await readDb.Orders.CountAsync(); db.Add(o); await db.SaveChangesAsync(); await readDb.Countries.ToListAsync(); await db.Orders.ToListAsync();");

    [Fact]
    public Task RoutedQuery_ThatRanBeforeTheWrite_NoFix() => NoFix("var all = free.Select<Order>(); all.Count(); free.Insert(o).ExecuteAffrows(); {|SN4001:all.ToList()|}.ToString();");

    [Fact]
    public Task Write_OverAConnectionThatReadsOtherData_NoFix() => WriteFixer.NoFixAsync(
        Source("await using var c = await source.OpenConnectionAsync(TargetSessionAttributes.PreferStandby); await c.QueryAsync<Country>(\"SELECT * FROM Countries\"); await {|SN4004:c.ExecuteAsync(\"DELETE FROM Orders\")|};"),
        test => test.OutputKind = Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary);
}
