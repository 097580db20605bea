using Microsoft.CodeAnalysis;
using SecondNode.Analyzers.Rules.Replicas;
using SecondNode.CodeFixes.Replicas;
using SecondNode.Tests.Testing;
using Fixer = SecondNode.Tests.Testing.Verify<SecondNode.Analyzers.Rules.Replicas.ReplicaReadAfterWrite, SecondNode.CodeFixes.Replicas.ReadFromPrimary>;

namespace SecondNode.Tests.Rules.Replicas;

public class ReadFromPrimaryTests
{
    private const string Usings = """
        using System.Data;
        using Dapper;
        using Microsoft.Data.SqlClient;
        using Microsoft.EntityFrameworkCore;
        using MongoDB.Driver;
        using Npgsql;
        using Redis = StackExchange.Redis;
        public class Order { public int Id { get; set; } public string Status { get; set; } = ""; }

        """;

    private static Task Fixes(string source, string expected) =>
        Fixer.Async(ReplicaReadAfterWriteTests.Service(source), Unread.Without(ReplicaReadAfterWriteTests.Service(expected), ReplicaReadAfterWriteTests.Service(source)));

    private static Task FixesPlain(string source, string expected) =>
        Fixer.Async(Usings + source, Unread.Without(Usings + expected, Usings + source), test => test.OutputKind = OutputKind.DynamicallyLinkedLibrary);

    [Fact]
    public Task Receiver_Fix() => Fixes("""
        public async Task<List<Order>> M(Order order)
        {
            _db.Orders.Add(order);
            await _db.SaveChangesAsync();
            // the list
            return await {|SN4001:_read.Orders // from the replica
                .Where(o => o.Id == order.Id)
                .ToListAsync()|};
        }
        """, """
        public async Task<List<Order>> M(Order order)
        {
            _db.Orders.Add(order);
            await _db.SaveChangesAsync();
            // the list
            return await _db.Orders // from the replica
                .Where(o => o.Id == order.Id)
                .ToListAsync();
        }
        """);

    [Fact]
    public Task SetAndFind_Fix() => Fixes("""
        public void M(Order order)
        {
            _db.Add(order);
            _db.SaveChanges();
            {|SN4001:_read.Set<Order>().Count()|}.ToString(); {|SN4001:_read.Find<Order>(1)|}!.ToString(); {|SN4001:this._read2.Orders.Find(1)|}!.ToString();
        }
        private readonly ReadShop _read2 = _read;
        """, """
        public void M(Order order)
        {
            _db.Add(order);
            _db.SaveChanges();
            _db.Set<Order>().Count().ToString(); _db.Find<Order>(1)!.ToString(); _db.Orders.Find(1)!.ToString();
        }
        private readonly ReadShop _read2 = _read;
        """);

    [Fact]
    public Task Join_MovesEverySet_Fix() => Fixes("""
        public void M(Order order)
        {
            _db.Add(order);
            _db.SaveChanges();
            {|SN4001:(from o in _read.Orders join c in _read.Customers on o.Customer.Id equals c.Id select c).ToList()|}.ToString();
        }
        """, """
        public void M(Order order)
        {
            _db.Add(order);
            _db.SaveChanges();
            (from o in _db.Orders join c in _db.Customers on o.Customer.Id equals c.Id select c).ToList().ToString();
        }
        """);

    [Fact]
    public Task ComposedQuery_MovesAtItsSource_Fix() => Fixes("""
        public async Task M(Order order)
        {
            var query = _read.Orders.AsNoTracking();
            if (order.Id > 1)
                query = query.Where(o => o.Id > 1);
            _db.Orders.Add(order);
            await _db.SaveChangesAsync();
            var count = await {|SN4001:query.CountAsync()|};
            var page = await {|SN4001:query.Skip(1).ToListAsync()|};
        }
        """, """
        public async Task M(Order order)
        {
            var query = _db.Orders.AsNoTracking();
            if (order.Id > 1)
                query = query.Where(o => o.Id > 1);
            _db.Orders.Add(order);
            await _db.SaveChangesAsync();
            var count = await query.CountAsync();
            var page = await query.Skip(1).ToListAsync();
        }
        """);

    [Fact]
    public Task WritePastTheTracker_AsksForFreshRows_Fix() => Fixes("""
        public async Task M(int id)
        {
            await _db.Orders.Where(o => o.Id == id).ExecuteUpdateAsync(s => s.SetProperty(o => o.Status, "paid"));
            await {|SN4001:_read.Orders.FirstAsync(o => o.Id == id)|};
            await {|SN4001:_read.Orders.Select(o => o.Status).FirstAsync()|};
        }
        """, """
        public async Task M(int id)
        {
            await _db.Orders.Where(o => o.Id == id).ExecuteUpdateAsync(s => s.SetProperty(o => o.Status, "paid"));
            await _db.Orders.AsNoTracking().FirstAsync(o => o.Id == id);
            await _db.Orders.Select(o => o.Status).FirstAsync();
        }
        """);

    [Fact]
    public Task UntrackedReplica_StaysUntracked_Fix()
    {
        static string Source(string read) => ReplicaReadAfterWriteTests.Service("public async Task M(Order order) { _db.Orders.Add(order); await _db.SaveChangesAsync(); await " + read + "; }")
            .Replace("""GetConnectionString("ReadReplica"))""", """GetConnectionString("ReadReplica")).UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)""");
        return Fixer.Async(Source("{|SN4001:_read.Orders.ToListAsync()|}"), Unread.Without(Source("_db.Orders.AsNoTracking().ToListAsync()"), Source("_read.Orders.ToListAsync()")));
    }

    [Fact]
    public Task Loop_Fix() => Fixes(
        "public void M(Order order) { _db.Add(order); _db.SaveChanges(); foreach (var o in {|SN4001:_read.Orders|}) { } }",
        "public void M(Order order) { _db.Add(order); _db.SaveChanges(); foreach (var o in _db.Orders) { } }");

    [Fact]
    public Task ContextOfTheWriteIsGone_AnotherOneOfItsTypeReads_Fix() => Fixes("""
        public async Task M(Order order, IDbContextFactory<Shop> factory)
        {
            await using (var db = factory.CreateDbContext()) { db.Orders.Add(order); await db.SaveChangesAsync(); }
            await {|SN4001:_read.Orders.ToListAsync()|};
        }
        """, """
        public async Task M(Order order, IDbContextFactory<Shop> factory)
        {
            await using (var db = factory.CreateDbContext()) { db.Orders.Add(order); await db.SaveChangesAsync(); }
            await _db.Orders.ToListAsync();
        }
        """);

    private const string Contexts = """

        public class Shop(DbContextOptions<Shop> options) : DbContext(options) { public DbSet<Order> Orders => Set<Order>(); }
        public class ReadShop(DbContextOptions<ReadShop> options) : DbContext(options) { public DbSet<Order> Orders => Set<Order>(); }
        """;

    private const string Registered = """
        public static class Startup
        {
            public static void Add(IServiceCollection services, IConfiguration configuration)
            {
                services.AddDbContextFactory<Shop>(o => o.UseNpgsql(configuration.GetConnectionString("Primary")));
                services.AddDbContext<ReadShop>(o => o.UseNpgsql(configuration.GetConnectionString("Replica")));
            }
        }

        """;

    private static string Orders(string constructor, string read) => $$"""
        public class Orders({{constructor}})
        {
            public async Task<List<Order>> Add(Order order)
            {
                await using (var shop = factory.CreateDbContext())
                {
                    shop.Orders.Add(order);
                    await shop.SaveChangesAsync();
                }

                return await {{read}};
            }
        }
        """;

    [Fact]
    public Task NoContextOfThePrimaryInScope_OneIsInjected_Fix() => FixesPlain(
        Registered + Orders("IDbContextFactory<Shop> factory, ReadShop replica", "{|SN4001:replica.Orders.ToListAsync()|}") + Contexts,
        Registered + Orders("IDbContextFactory<Shop> factory, ReadShop replica, Shop db", "db.Orders.ToListAsync()") + Contexts);

    [Fact]
    public Task SetIsMissingOnThePrimary_NoFix() =>
        Fixer.NoFixAsync(ReplicaReadAfterWriteTests.Service("public void M(Order order) { _db.Add(order); _db.SaveChanges(); {|SN4001:_read.Orders.Any()|}.ToString(); }")
            .Replace("""
                public class Shop(DbContextOptions<Shop> options) : DbContext(options)
                {
                    public DbSet<Order> Orders => Set<Order>();
                """, """
                public class Shop(DbContextOptions<Shop> options) : DbContext(options)
                {
                """));

    [Fact]
    public Task Dapper_Fix() => FixesPlain("""
        public class Repository(string connectionString, string replicaConnectionString)
        {
            public void M()
            {
                using var write = new SqlConnection(connectionString);
                using var read = new SqlConnection(replicaConnectionString);
                write.Execute("INSERT INTO Orders (Id) VALUES (1)");
                {|SN4001:read.Query<Order>("SELECT * FROM Orders")|}.ToString();
                read.Query<Order>("SELECT * FROM Customers");
            }
        }
        """, """
        public class Repository(string connectionString, string replicaConnectionString)
        {
            public void M()
            {
                using var write = new SqlConnection(connectionString);
                using var read = new SqlConnection(replicaConnectionString);
                write.Execute("INSERT INTO Orders (Id) VALUES (1)");
                write.Query<Order>("SELECT * FROM Orders").ToString();
                read.Query<Order>("SELECT * FROM Customers");
            }
        }
        """);

    [Fact]
    public Task NpgsqlSession_Fix() => FixesPlain("""
        public class Repository(NpgsqlMultiHostDataSource source)
        {
            public async Task M(CancellationToken cancellation)
            {
                await using var write = await source.OpenConnectionAsync(TargetSessionAttributes.Primary, cancellation);
                await write.ExecuteAsync("UPDATE orders SET status = 1");
                await using var read = await source.OpenConnectionAsync(TargetSessionAttributes.PreferStandby, cancellation);
                await {|SN4001:read.QueryAsync<Order>("SELECT * FROM orders")|};
            }
        }
        """, """
        public class Repository(NpgsqlMultiHostDataSource source)
        {
            public async Task M(CancellationToken cancellation)
            {
                await using var write = await source.OpenConnectionAsync(TargetSessionAttributes.Primary, cancellation);
                await write.ExecuteAsync("UPDATE orders SET status = 1");
                await using var read = await source.OpenConnectionAsync(TargetSessionAttributes.Primary, cancellation);
                await read.QueryAsync<Order>("SELECT * FROM orders");
            }
        }
        """);

    [Fact]
    public Task ReadIntentOfALocalBuilder_Fix() => FixesPlain("""
        public class Repository(string connectionString)
        {
            public void M()
            {
                using (var write = new SqlConnection(connectionString)) { write.Execute("DELETE FROM Orders"); }
                var builder = new SqlConnectionStringBuilder(connectionString) { ApplicationIntent = ApplicationIntent.ReadOnly };
                using var read = new SqlConnection(builder.ConnectionString);
                {|SN4001:read.Query<Order>("SELECT * FROM Orders")|}.ToString();
            }
        }
        """, """
        public class Repository(string connectionString)
        {
            public void M()
            {
                using (var write = new SqlConnection(connectionString)) { write.Execute("DELETE FROM Orders"); }
                var builder = new SqlConnectionStringBuilder(connectionString) { ApplicationIntent = ApplicationIntent.ReadWrite };
                using var read = new SqlConnection(builder.ConnectionString);
                read.Query<Order>("SELECT * FROM Orders").ToString();
            }
        }
        """);

    [Theory]
    [InlineData("connections.Open(\"a\", useReplica: true)", "connections.Open(\"a\")")]
    [InlineData("connections.Open(\"a\", true)", "connections.Open(\"a\")")]
    [InlineData("connections.Must(true, \"a\")", "connections.Must(false, \"a\")")]
    public Task BoolArgument_Fix(string before, string after)
    {
        static string Source(string open, string read) => $$"""
            public class Connections(string a, string b)
            {
                public SqlConnection Open(string name, bool useReplica = false) => new(useReplica ? b : a);
                public SqlConnection Must(bool readOnlyReplica, string name) => new(readOnlyReplica ? b : a);
            }
            public class Repository(Connections connections)
            {
                public void M()
                {
                    using (var write = connections.Open("a")) { write.Execute("DELETE FROM Orders"); }
                    using var read = {{open}};
                    {{read}}.ToString();
                }
            }
            """;
        return FixesPlain(Source(before, "{|SN4001:read.Query<Order>(\"SELECT * FROM Orders\")|}"), Source(after, "read.Query<Order>(\"SELECT * FROM Orders\")"));
    }

    [Theory]
    [InlineData("db.StringGetAsync(key, Redis.CommandFlags.PreferReplica)", "db.StringGetAsync(key)")]
    [InlineData("db.StringGetAsync(key, Redis.CommandFlags.DemandReplica | Redis.CommandFlags.NoRedirect)", "db.StringGetAsync(key, Redis.CommandFlags.NoRedirect)")]
    [InlineData("db.StringGetAsync(key, flags: Redis.CommandFlags.PreferReplica)", "db.StringGetAsync(key)")]
    public Task RedisFlag_Fix(string before, string after)
    {
        static string Source(string read) => "public class Store(Redis.IDatabase db) { public async Task M(string key) { await db.StringSetAsync(key, \"x\"); await " + read + "; } }";
        return FixesPlain(Source("{|SN4001:" + before + "|}"), Source(after));
    }

    [Fact]
    public Task Mongo_Fix() => FixesPlain("""
        public class Store(IMongoDatabase database)
        {
            private readonly IMongoCollection<Order> _orders = database.GetCollection<Order>("o").WithReadPreference(ReadPreference.Secondary);
            public void M(Order o)
            {
                _orders.InsertOne(o);
                {|SN4001:_orders.Find(x => x.Id == 1)|}.First();
                {|SN4001:_orders.WithReadPreference(ReadPreference.Nearest).Find(x => x.Id == 1)|}.First();
            }
        }
        """, """
        public class Store(IMongoDatabase database)
        {
            private readonly IMongoCollection<Order> _orders = database.GetCollection<Order>("o").WithReadPreference(ReadPreference.Secondary);
            public void M(Order o)
            {
                _orders.InsertOne(o);
                _orders.WithReadPreference(ReadPreference.Primary).Find(x => x.Id == 1).First();
                _orders.WithReadPreference(ReadPreference.Primary).Find(x => x.Id == 1).First();
            }
        }
        """);
}
