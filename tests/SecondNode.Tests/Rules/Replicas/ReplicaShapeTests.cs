using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using SecondNode.Tests.Testing;
using Verifier = SecondNode.Tests.Testing.Verify<SecondNode.Analyzers.Rules.Replicas.ReplicaReadAfterWrite>;

namespace SecondNode.Tests.Rules.Replicas;

/// <summary>Shapes in which applications hide their replicas: routers, factories, selectors, wrappers, helpers that take SQL.</summary>
public class ReplicaShapeTests
{
    private const string Usings = """
        using System.Data.Common;
        using Microsoft.Data.SqlClient;
        using Microsoft.EntityFrameworkCore;
        using MongoDB.Driver;
        using Npgsql;
        using Dapper;
        using StackExchange.Redis;
        using IDatabase = StackExchange.Redis.IDatabase;
        using CommandFlags = StackExchange.Redis.CommandFlags;
        public class Order { public int Id { get; set; } }
        public class Shop(DbContextOptions options) : DbContext(options) { public DbSet<Order> Orders => Set<Order>(); }

        """;

    private static Task Expect(string source, string severity) => Verifier.Async(
        Usings + (severity == "" ? source.Replace("{|SN4001:", "").Replace("|}", "") : severity == "info" ? source.Replace("{|SN4001:", "{|#0:") : source),
        test =>
        {
            test.OutputKind = OutputKind.DynamicallyLinkedLibrary;
            if (severity == "info")
            {
                test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("SN4001", DiagnosticSeverity.Info).WithLocation(0).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations));
            }
        });

    [Fact]
    public Task RouterOfContexts_Reports() => Expect("""
        public class Router(IConfiguration configuration)
        {
            public Shop GetWriteContext() => new(new DbContextOptionsBuilder().UseNpgsql(configuration.GetConnectionString("Primary")).Options);
            public Shop GetReadContext() => new(new DbContextOptionsBuilder().UseNpgsql(configuration.GetConnectionString("Replica1")).Options);
        }
        public class Repository(Router router)
        {
            public async Task<List<Order>> AddAsync(Order order)
            {
                using var db = router.GetWriteContext();
                db.Orders.Add(order);
                await db.SaveChangesAsync();
                return await {|SN4001:router.GetReadContext().Orders.AsNoTracking().ToListAsync()|};
            }
        }
        """, "warning");

    [Fact]
    public Task FactoryInterfaceOfContexts_Suggests() => Expect("""
        public interface IShopFactory { Shop CreateReadOnlyContext(); Shop CreateReadWriteContext(); }
        public class Repository(IShopFactory factory)
        {
            public async Task<List<Order>> AddAsync(Order order)
            {
                await using (var db = factory.CreateReadWriteContext()) { db.Orders.Add(order); await db.SaveChangesAsync(); }
                await using var read = factory.CreateReadOnlyContext();
                return await {|SN4001:read.Orders.ToListAsync()|};
            }
        }
        """, "info");

    [Theory]
    [InlineData("TargetSessionAttributes.PreferStandby", "info")]
    [InlineData("TargetSessionAttributes.Primary", "")]
    public Task HelperThatTakesSqlAndASession_Suggests(string session, string severity) => Expect($$"""
        public class SqlService(NpgsqlMultiHostDataSource source)
        {
            public async Task<List<object>> RowsAsync(string query, object[] values, TargetSessionAttributes session)
            {
                await using var connection = await source.OpenConnectionAsync(session);
                await using var command = new NpgsqlCommand(query, connection);
                await using var reader = await command.ExecuteReaderAsync();
                return [];
            }
            public async Task RunAsync(string query, object[] values)
            {
                await using var connection = await source.OpenConnectionAsync(TargetSessionAttributes.Primary);
                await using var command = new NpgsqlCommand(query, connection);
                await command.ExecuteNonQueryAsync();
            }
        }
        public class Posts(SqlService sql)
        {
            public async Task<object> AddAsync(int id)
            {
                await sql.RunAsync("INSERT INTO public.posts (id) VALUES (@id)", [id]);
                return await {|SN4001:sql.RowsAsync(@"SELECT id FROM public.posts WHERE id = @id", [id], {{session}})|};
            }
        }
        """, severity);

    [Theory]
    [InlineData("await cache.SetAsync(\"a\", \"1\"); return await {|SN4001:cache.GetAsync(\"a\")|};", "warning")]
    [InlineData("await cache.SetAsync(\"a\", \"1\"); return await {|SN4001:cache.GetAsync(\"b\")|};", "")]
    [InlineData("await cache.SetAsync(id, \"1\"); return await {|SN4001:cache.GetAsync(id)|};", "warning")]
    [InlineData("await cache.SetAsync(id, \"1\"); return await {|SN4001:cache.GetAsync(other)|};", "")]
    [InlineData("await cache.RankAsync(id); return await {|SN4001:cache.RankOfAsync(id)|};", "warning")]
    [InlineData("await cache.RankAsync(id); return await {|SN4001:cache.OtherAsync(id)|};", "")]
    [InlineData("await cache.SetAsync(id, \"1\"); return await {|SN4001:cache.RetriedAsync(id)|};", "warning")]
    public Task WrapperOfRedis_ReportsForTheSameKey(string body, string severity) => Expect($$"""
        public class Retry { public Task<T> ExecuteAsync<T>(Func<Task<T>> run) => run(); }
        public class Cache(IDatabase redis, Retry retry)
        {
            public async Task SetAsync(string key, string value) => await redis.StringSetAsync(key, value);
            public virtual async Task<string> GetAsync(string key) => (await redis.StringGetAsync(key, CommandFlags.PreferReplica))!;
            public async Task<string> RetriedAsync(string key) => (await retry.ExecuteAsync(async () => await redis.StringGetAsync(key, CommandFlags.PreferReplica)))!;
            public async Task RankAsync(string id) { var key = RankKey(id); await redis.StringSetAsync(key, "1"); }
            public async Task<string> RankOfAsync(string id) { var key = RankKey(id); return (await redis.StringGetAsync(key, CommandFlags.PreferReplica))!; }
            public async Task<string> OtherAsync(string id) { var key = OtherKey(id); return (await redis.StringGetAsync(key, CommandFlags.PreferReplica))!; }
            private static string RankKey(string id) => $"rank:{id}";
            private static string OtherKey(string id) { return "other:" + id; }
        }
        public class Service(Cache cache) { public async Task<string> M(string id, string other) { {{body}} } }
        """, severity);

    [Fact]
    public Task TwoRedisServers_ByName_Report() => Expect("""
        public class Service(IDatabase primaryRedis, IDatabase replicaRedis)
        {
            public async Task M() { await primaryRedis.StringSetAsync("a", 1); {|SN4001:replicaRedis.StringGet("a")|}.ToString(); }
        }
        """, "info");

    [Fact]
    public Task ClientOfMongo_ThatASettingChooses_Suggests() => Expect("""
        public class Store(bool secondaryPreferred, string server)
        {
            private IMongoClient Client()
            {
                var client = new MongoClient(server);
                if (secondaryPreferred) { return client.WithReadPreference(ReadPreference.SecondaryPreferred).WithReadConcern(ReadConcern.Available); }
                return client.WithReadPreference(ReadPreference.Primary).WithReadConcern(ReadConcern.Majority);
            }
            public async Task<Order> M(Order order)
            {
                var orders = Client().GetDatabase("shop").GetCollection<Order>("orders");
                await orders.InsertOneAsync(order);
                return await {|SN4001:orders.Find(o => o.Id == order.Id)|}.FirstAsync();
            }
        }
        """, "info");

    [Theory]
    [InlineData("isReadOnly: true", "info")]
    [InlineData("isReadOnly: false", "")]
    public Task BuilderWithAnIntentByTwoConditions_Suggests(string argument, string severity) => Expect($$"""
        public class Connections(string server, bool hasReplica)
        {
            public DbConnection Open(bool isReadOnly)
            {
                var builder = new SqlConnectionStringBuilder(server) { ApplicationIntent = hasReplica && isReadOnly ? ApplicationIntent.ReadOnly : ApplicationIntent.ReadWrite };
                var connection = new SqlConnection(builder.ConnectionString);
                connection.Open();
                return connection;
            }
        }
        public class Repository(Connections connections)
        {
            public void M()
            {
                using (var write = connections.Open(isReadOnly: false)) { write.Execute("DELETE FROM Orders"); }
                using var read = connections.Open({{argument}});
                {|SN4001:read.Query<Order>("SELECT * FROM Orders")|}.ToString();
            }
        }
        """, severity);

    [Theory]
    [InlineData("useReadReplica: true", "warning")]
    [InlineData("", "")]
    public Task MethodThatBuildsConnectionStrings_Reports(string argument, string severity) => Expect($$"""
        public class Settings
        {
            public string? Server { get; set; }
            public string? ReadReplica { get; set; }
            public string Connection(bool useReadReplica = false)
            {
                if (ReadReplica is { Length: > 0 } replica && useReadReplica) return replica;
                return Server!;
            }
        }
        public class Repository(Settings settings)
        {
            public void M()
            {
                using (var write = new NpgsqlConnection(settings.Connection())) { write.Execute("DELETE FROM orders"); }
                using var read = new NpgsqlConnection(settings.Connection({{argument}}));
                {|SN4001:read.Query<Order>("SELECT * FROM orders")|}.ToString();
            }
        }
        """, severity);

    [Theory]
    [InlineData("ReadDbConnection", "warning")]
    [InlineData("Other", "")]
    public Task ContextWithTheNameOfItsConnectionString_Reports(string name, string severity) => Expect($$"""
        [ConnectionStringName("{{name}}")] public class Orders : DbContext { public DbSet<Order> All => Set<Order>(); }
        public class ConnectionStringNameAttribute(string name) : Attribute { public string Name => name; }
        public class Writer : DbContext { public DbSet<Order> All => Set<Order>(); }
        public class Service(Writer db, Orders orders)
        {
            public const string ReadDbConnection = "";
            public async Task M(Order o) { db.Add(o); await db.SaveChangesAsync(); await {|SN4001:orders.All.ToListAsync()|}; }
        }
        """, severity);

    [Theory]
    [InlineData("conditional ? TargetSessionAttributes.ReadWrite : TargetSessionAttributes.PreferStandby", "info")]
    [InlineData("conditional ? TargetSessionAttributes.ReadWrite : TargetSessionAttributes.Primary", "")]
    public Task SessionThatIsChosenAtRunTime_Suggests(string session, string severity) => Expect($$"""
        public class Repository(NpgsqlMultiHostDataSource source, bool conditional)
        {
            public async Task M()
            {
                await using (var write = await source.OpenConnectionAsync(TargetSessionAttributes.Primary)) { await write.ExecuteAsync("DELETE FROM orders"); }
                await using var read = await source.OpenConnectionAsync({{session}});
                await {|SN4001:read.QueryAsync<Order>("SELECT * FROM orders")|};
            }
        }
        """, severity);

    [Fact]
    public Task SessionsSpreadOverAllHosts_Suggest() => Expect("""
        public class Repository(string server)
        {
            public async Task M()
            {
                await using (var write = new NpgsqlConnection(server)) { await write.ExecuteAsync("DELETE FROM orders"); }
                await using var read = new NpgsqlConnection("Host=a,b;Database=shop;Target Session Attributes=any;Load Balance Hosts=true");
                await {|SN4001:read.QueryAsync<Order>("SELECT * FROM orders")|};
            }
        }
        """, "info");
}
