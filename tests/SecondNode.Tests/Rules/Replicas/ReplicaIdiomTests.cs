using System.Text;
using Microsoft.CodeAnalysis;
using SecondNode.Tests.Testing;
using Fixer = SecondNode.Tests.Testing.Verify<SecondNode.Analyzers.Rules.Replicas.ReplicaReadAfterWrite, SecondNode.CodeFixes.Replicas.ReadFromPrimary>;

namespace SecondNode.Tests.Rules.Replicas;

/// <summary>Every way of saying replica, with what is found and what the fix makes of it: the table on the page of SN4001. <c>SECONDNODE_WRITE=1</c> writes it anew.</summary>
public class ReplicaIdiomTests
{
    private const string Begin = "<!-- idioms -->\n";
    private const string End = "<!-- /idioms -->";

    private const string Usings = """
        using Dapper;
        using Microsoft.Azure.Cosmos;
        using Microsoft.Data.SqlClient;
        using Microsoft.EntityFrameworkCore;
        using MongoDB.Driver;
        using Npgsql;
        using StackExchange.Redis;
        using Neo4j.Driver;
        using ShardingCore.Core.ShardingConfigurations;
        using ShardingCore.Sharding.Abstractions;
        using IDatabase = StackExchange.Redis.IDatabase;
        using CommandFlags = StackExchange.Redis.CommandFlags;
        public class Order { public int Id { get; set; } }
        public class Shop(DbContextOptions<Shop> options) : DbContext(options) { public DbSet<Order> Orders => Set<Order>(); }
        public class ReadShop(DbContextOptions<ReadShop> options) : DbContext(options) { public DbSet<Order> Orders => Set<Order>(); }
        public static class Startup
        {
            public static void Add(IServiceCollection services, IConfiguration configuration)
            {
                services.AddDbContext<Shop>(o => o.UseNpgsql(configuration.GetConnectionString("Shop")));
                services.AddDbContext<ReadShop>(o => o.UseNpgsql(configuration.GetConnectionString("ShopReplica")));
                services.AddKeyedScoped<Shop>("replica", (_, _) => new Shop(new DbContextOptionsBuilder<Shop>().UseNpgsql(configuration.GetConnectionString("ShopReplica")).Options));
                new SqlSugar.ConnectionConfig().SlaveConnectionConfigs.ToString();
                new FreeSql.FreeSqlBuilder().UseSlave("");
            }
        }
        namespace SqlSugar
        {
            public class ConnectionConfig { public List<string> SlaveConnectionConfigs { get; set; } = []; }
            public interface ISugarQueryable<T> { ISugarQueryable<T> Where(System.Linq.Expressions.Expression<Func<T, bool>> e); Task<List<T>> ToListAsync(); T First(); }
            public interface IInsertable<T> { int ExecuteCommand(); }
            public interface IUpdateable<T> { int ExecuteCommand(); }
            public interface ISqlSugarClient { ISugarQueryable<T> Queryable<T>(); ISugarQueryable<T> SlaveQueryable<T>(); ISugarQueryable<T> MasterQueryable<T>(); IInsertable<T> Insertable<T>(T item); IUpdateable<T> Updateable<T>(T item); void BeginTran(); }
        }
        namespace FreeSql
        {
            public class FreeSqlBuilder { public FreeSqlBuilder UseSlave(string connection) => this; }
            public interface ISelect<T> { ISelect<T> Where(System.Linq.Expressions.Expression<Func<T, bool>> e); ISelect<T> Master(); List<T> ToList(); }
            public interface IInsert<T> { int ExecuteAffrows(); }
        }
        namespace Marten
        {
            public interface IMartenQueryable<T> : IQueryable<T> { }
            public interface IQuerySession { IMartenQueryable<T> Query<T>(); Task<T?> LoadAsync<T>(int id); }
            public interface IDocumentSession : IQuerySession { void Store<T>(params T[] entities); Task SaveChangesAsync(); }
            public class MultiHostSettings { public TargetSessionAttributes ReadSessionPreference { get; set; } }
            public static class Hosts { public static void Set(MultiHostSettings settings) => settings.ReadSessionPreference = TargetSessionAttributes.PreferStandby; }
        }
        namespace Couchbase.KeyValue
        {
            public interface IGetResult { T ContentAs<T>(); }
            public interface IGetReplicaResult : IGetResult { bool IsActive { get; } }
            public interface ICouchbaseCollection { Task<IGetResult> GetAsync(string id, object? options = null); Task<IGetReplicaResult> GetAnyReplicaAsync(string id, object? options = null); Task<object> UpsertAsync<T>(string id, T content); }
        }
        namespace ServiceStack.Caching { public interface ICacheClient : IDisposable { T Get<T>(string key); bool Set<T>(string key, T value); } }
        namespace ServiceStack.Redis
        {
            public interface IRedisClient : ServiceStack.Caching.ICacheClient { string GetValue(string key); void SetValue(string key, string value); }
            public interface IRedisClientsManager { IRedisClient GetClient(); IRedisClient GetReadOnlyClient(); }
        }
        namespace Neo4j.Driver
        {
            public enum AccessMode { Read, Write }
            public class Bookmarks { }
            public class SessionConfigBuilder { public SessionConfigBuilder WithDefaultAccessMode(AccessMode mode) => this; public SessionConfigBuilder WithBookmarks(params Bookmarks[] bookmarks) => this; }
            public class Query(string text) { public string Text => text; }
            public interface IAsyncQueryRunner : IAsyncDisposable { Task<object> RunAsync(string query); Task<object> RunAsync(string query, object parameters); Task<object> RunAsync(Query query); }
            public interface IAsyncTransaction : IAsyncQueryRunner { Task CommitAsync(); }
            public interface IAsyncSession : IAsyncQueryRunner { Bookmarks LastBookmarks { get; } Task<T> ExecuteReadAsync<T>(Func<IAsyncQueryRunner, Task<T>> work); Task<T> ExecuteWriteAsync<T>(Func<IAsyncQueryRunner, Task<T>> work); Task<IAsyncTransaction> BeginTransactionAsync(); }
            public interface IDriver { IAsyncSession AsyncSession(); IAsyncSession AsyncSession(Action<SessionConfigBuilder> action); }
        }
        namespace ShardingCore.Sharding.Abstractions { public interface IShardingDbContext { } public static class ShardingReadWriteExtension { public static bool ReadWriteSeparationWriteOnly(this IShardingDbContext context) => true; } }
        namespace ShardingCore.Sharding { public abstract class AbstractShardingDbContext(DbContextOptions options) : DbContext(options), ShardingCore.Sharding.Abstractions.IShardingDbContext { } }
        namespace ShardingCore.Core.ShardingConfigurations
        {
            public enum ReadWriteDefaultEnableBehavior { DefaultDisable, DefaultEnable, OutTransactionEnable }
            public class ShardingConfigOptions { public void AddReadWriteSeparation(Func<object, object> configure, int strategy, ReadWriteDefaultEnableBehavior defaultEnableBehavior = ReadWriteDefaultEnableBehavior.DefaultDisable, int defaultPriority = 10) { } public void AddReadWriteNodeSeparation(Func<object, object> configure, int strategy, bool defaultEnable = false) { } /*more*/ }
        }
        public class Sharded(DbContextOptions<Sharded> options) : ShardingCore.Sharding.AbstractShardingDbContext(options) { public DbSet<Order> Orders => Set<Order>(); }
        namespace Cassandra
        {
            public enum ConsistencyLevel { Any, One, Two, Quorum = 4, All, LocalQuorum, EachQuorum, LocalOne = 10 }
            public interface IStatement { IStatement SetConsistencyLevel(ConsistencyLevel? level); }
            public class SimpleStatement(string query, params object[] values) : IStatement { public IStatement SetConsistencyLevel(ConsistencyLevel? level) => this; }
            public interface ISession { object Execute(IStatement statement); Task<object> ExecuteAsync(IStatement statement); }
        }
        public interface IConnections { SqlConnection OpenRead(); SqlConnection OpenWrite(); }
        public interface IFreeSql { FreeSql.ISelect<T> Select<T>() where T : class; FreeSql.IInsert<T> Insert<T>(T item) where T : class; }

        """;

    /// <param name="Says">How the code says replica.</param>
    /// <param name="Found">What is changed.</param>
    /// <param name="Fixed">What it becomes.</param>
    /// <param name="Source">A class with § for it, and the place of the finding marked.</param>
    private sealed record Idiom(string Says, string Found, string Fixed, string Source);

    private static readonly Idiom[] Idioms =
    [
        new("a context registered with the connection string of a replica", "readDb.Orders.ToListAsync()", "db.Orders.ToListAsync()",
            "public class S(Shop db, ReadShop readDb) { public async Task M(Order o) { db.Add(o); await db.SaveChangesAsync(); await {|SN4001:§|}; } }"),
        new("the same, and no primary in scope", "readDb.Orders.ToListAsync()", "db.Orders.ToListAsync()",
            "public class S(IDbContextFactory<Shop> factory, ReadShop readDb~) { public async Task M(Order o) { await using (var shop = factory.CreateDbContext()) { shop.Add(o); await shop.SaveChangesAsync(); } await {|SN4001:§|}; } }"),
        new("a keyed service", "replica.Orders.ToListAsync()", "db.Orders.ToListAsync()",
            "public class S(Shop db, [FromKeyedServices(\"replica\")] Shop replica) { public async Task M(Order o) { db.Add(o); await db.SaveChangesAsync(); await {|SN4001:§|}; } }"),
        new("a connection made from a replica's connection string", "read.QueryAsync<Order>(\"SELECT * FROM Orders\")", "write.QueryAsync<Order>(\"SELECT * FROM Orders\")",
            "public class S(string shop, string shopReplica) { public async Task M() { using var write = new SqlConnection(shop); using var read = new SqlConnection(shopReplica); await write.ExecuteAsync(\"DELETE FROM Orders\"); await {|SN4001:§|}; } }"),
        new("`ApplicationIntent` of a connection-string builder", "ApplicationIntent = ApplicationIntent.ReadOnly", "ApplicationIntent = ApplicationIntent.ReadWrite",
            "public class S(string shop) { public async Task M() { using (var write = new SqlConnection(shop)) { await write.ExecuteAsync(\"DELETE FROM Orders\"); } var b = new SqlConnectionStringBuilder(shop) { § }; using var read = new SqlConnection(b.ConnectionString); await {|SN4001:read.QueryAsync<Order>(\"SELECT * FROM Orders\")|}; } }"),
        new("the target session of Npgsql", "source.OpenConnectionAsync(TargetSessionAttributes.PreferStandby)", "source.OpenConnectionAsync(TargetSessionAttributes.Primary)",
            "public class S(NpgsqlMultiHostDataSource source) { public async Task M() { await using (var write = await source.OpenConnectionAsync(TargetSessionAttributes.Primary)) { await write.ExecuteAsync(\"DELETE FROM Orders\"); } await using var read = await §; await {|SN4001:read.QueryAsync<Order>(\"SELECT * FROM Orders\")|}; } }"),
        new("a flag of a method that opens connections", "connections.Open(useReplica: true)", "connections.Open()",
            "public class Connections(string a, string b) { public SqlConnection Open(bool useReplica = false) => new(useReplica ? b : a); } public class S(Connections connections) { public async Task M() { using (var write = connections.Open()) { await write.ExecuteAsync(\"DELETE FROM Orders\"); } using var read = §; await {|SN4001:read.QueryAsync<Order>(\"SELECT * FROM Orders\")|}; } }"),
        new("a flag of a method that reads", "orders.AllAsync(useReplica: true)", "orders.AllAsync()",
            "public class Orders(string shop, string shopReplica) { public async Task AddAsync() { using var c = new SqlConnection(shop); await c.ExecuteAsync(\"INSERT INTO Orders (Id) VALUES (1)\"); } public async Task<object> AllAsync(bool useReplica = false) { using var c = new SqlConnection(useReplica ? shopReplica : shop); return await c.QueryAsync<Order>(\"SELECT * FROM Orders\"); } } public class S(Orders orders) { public async Task M() { await orders.AddAsync(); await {|SN4001:§|}; } }"),
        new("a role that is a member of an enumeration", "connections.Open(Role.Follower)", "connections.Open(Role.Leader)",
            "public enum Role { Leader, Follower } public class Connections(string a, string b) { public SqlConnection Open(Role role) => new(role == Role.Leader ? a : b); } public class S(Connections connections) { public async Task M() { using (var write = connections.Open(Role.Leader)) { await write.ExecuteAsync(\"DELETE FROM Orders\"); } using var read = §; await {|SN4001:read.QueryAsync<Order>(\"SELECT * FROM Orders\")|}; } }"),
        new("the read preference of a MongoDB collection", "orders.Find(x => x.Id == 1)", "orders.WithReadPreference(ReadPreference.Primary).Find(x => x.Id == 1)",
            "public class S(IMongoDatabase database) { private readonly IMongoCollection<Order> orders = database.GetCollection<Order>(\"o\").WithReadPreference(ReadPreference.Secondary); public void M(Order o) { orders.InsertOne(o); {|SN4001:§|}.First(); } }"),
        new("the flags of a Redis command", "redis.StringGetAsync(\"k\", CommandFlags.PreferReplica)", "redis.StringGetAsync(\"k\")",
            "public class S(IDatabase redis) { public async Task M() { await redis.StringSetAsync(\"k\", 1); await {|SN4001:§|}; } }"),
        new("SqlSugar's own replicas", "sugar.Queryable<Order>().Where(o => o.Id == 1)", "sugar.MasterQueryable<Order>().Where(o => o.Id == 1)",
            "public class S(SqlSugar.ISqlSugarClient sugar) { public async Task M(Order o) { sugar.Insertable(o).ExecuteCommand(); await {|SN4001:§.ToListAsync()|}; } }"),
        new("SqlSugar's call of a replica", "sugar.SlaveQueryable<Order>()", "sugar.MasterQueryable<Order>()",
            "public class S(SqlSugar.ISqlSugarClient sugar) { public void M(Order o) { sugar.Updateable(o).ExecuteCommand(); {|SN4001:§.First()|}.ToString(); } }"),
        new("FreeSql's own replicas", "free.Select<Order>()", "free.Select<Order>().Master()",
            "public class S(IFreeSql free) { public void M(Order o) { free.Insert(o).ExecuteAffrows(); {|SN4001:§.Where(x => x.Id == 1).ToList()|}.ToString(); } }"),
        new("a data source for standbys", "standby.OpenConnectionAsync()", "primary.OpenConnectionAsync()",
            "public class S(NpgsqlMultiHostDataSource hosts) { private readonly NpgsqlDataSource primary = hosts.WithTargetSession(TargetSessionAttributes.Primary); private readonly NpgsqlDataSource standby = hosts.WithTargetSession(TargetSessionAttributes.PreferStandby); public async Task M() { await using (var write = await primary.OpenConnectionAsync()) { await write.ExecuteAsync(\"DELETE FROM Orders\"); } await using var read = await §; await {|SN4001:read.QueryAsync<Order>(\"SELECT * FROM Orders\")|}; } }"),
        new("a connection string, and the connection that wrote is closed", "new SqlConnection(shopReplica)", "new SqlConnection(shop)",
            "public class S(string shop, string shopReplica) { public async Task M() { using (var write = new SqlConnection(shop)) { await write.ExecuteAsync(\"DELETE FROM Orders\"); } using var read = §; await {|SN4001:read.QueryAsync<Order>(\"SELECT * FROM Orders\")|}; } }"),
        new("the same, asked by name", "configuration.GetConnectionString(\"ShopReplica\")", "configuration.GetConnectionString(\"Shop\")",
            "public class S(IConfiguration configuration) { public async Task M() { using (var write = new SqlConnection(configuration.GetConnectionString(\"Shop\"))) { await write.ExecuteAsync(\"DELETE FROM Orders\"); } using var read = new SqlConnection(§); await {|SN4001:read.QueryAsync<Order>(\"SELECT * FROM Orders\")|}; } }"),
        new("a factory that opens connections of either kind", "connections.OpenRead()", "connections.OpenWrite()",
            "public class Connections(IConfiguration configuration) : IConnections { public SqlConnection OpenRead() => new(configuration.GetConnectionString(\"Replica\")); public SqlConnection OpenWrite() => new(configuration.GetConnectionString(\"Shop\")); } public class S(IConnections connections) { public async Task M() { using (var write = connections.OpenWrite()) { await write.ExecuteAsync(\"DELETE FROM Orders\"); } using var read = §; await {|SN4001:read.QueryAsync<Order>(\"SELECT * FROM Orders\")|}; } }"),
        new("the settings of a MongoDB collection", "orders.CountDocuments(x => x.Id == 1)", "orders.WithReadPreference(ReadPreference.Primary).CountDocuments(x => x.Id == 1)",
            "public class S(IMongoDatabase database) { private readonly IMongoCollection<Order> orders = database.GetCollection<Order>(\"o\", new MongoCollectionSettings { ReadPreference = ReadPreference.SecondaryPreferred }); public void M(Order o) { orders.InsertOne(o); {|SN4001:§|}.ToString(); } }"),
        new("the settings of a MongoDB client", "orders.Find(x => x.Id == 2)", "orders.WithReadPreference(ReadPreference.Primary).Find(x => x.Id == 2)",
            "public class S { private readonly IMongoCollection<Order> orders; public S(string server) { var settings = MongoClientSettings.FromConnectionString(server); settings.ReadPreference = new ReadPreference(ReadPreferenceMode.Nearest); var client = new MongoClient(settings); orders = client.GetDatabase(\"shop\").GetCollection<Order>(\"o\"); } public void M(Order o) { orders.InsertOne(o); {|SN4001:§|}.First(); } }"),
        new("the URL of a MongoDB server", "orders.Find(x => x.Id == 3)", "orders.WithReadPreference(ReadPreference.Primary).Find(x => x.Id == 3)",
            "public class S { private readonly IMongoCollection<Order> orders = new MongoClient(\"mongodb://a,b/?readPreference=secondaryPreferred\").GetDatabase(\"shop\").GetCollection<Order>(\"o\"); public void M(Order o) { orders.InsertOne(o); {|SN4001:§|}.First(); } }"),
        new("a read-only client of ServiceStack.Redis", "manager.GetReadOnlyClient()", "manager.GetClient()",
            "public class S(ServiceStack.Redis.IRedisClientsManager manager) { public void M(Order o) { using (var redis = manager.GetClient()) { redis.Set(\"order:1\", o); } using var read = §; {|SN4001:read.Get<Order>(\"order:1\")|}.ToString(); } }"),
        new("the consistency of a request to Cosmos DB", "orders.ReadItemAsync<Order>(\"1\", key, new ItemRequestOptions { ConsistencyLevel = ConsistencyLevel.Eventual })", "orders.ReadItemAsync<Order>(\"1\", key)",
            "public class S(Container orders, PartitionKey key) { public async Task M(Order o) { await orders.UpsertItemAsync(o); await {|SN4001:§|}; } }"),
        new("the same, with other options", "new QueryRequestOptions { ConsistencyLevel = ConsistencyLevel.Eventual, MaxItemCount = 5 }", "new QueryRequestOptions { MaxItemCount = 5 }",
            "public class S(Container orders) { public async Task M(Order o) { await orders.CreateItemAsync(o); await {|SN4001:orders.GetItemQueryIterator<Order>(\"SELECT * FROM o\", requestOptions: §)|}.ReadNextAsync(); } }"),
        new("Couchbase's read from any replica", "orders.GetAnyReplicaAsync(\"k\")", "orders.GetAsync(\"k\")",
            "public class S(Couchbase.KeyValue.ICouchbaseCollection orders) { public async Task<Order> M(Order o) { await orders.UpsertAsync(\"k\", o); var found = await {|SN4001:§|}; return found.ContentAs<Order>(); } }"),
        new("Marten's sessions for queries", "read.Query<Order>().ToListAsync()", "session.Query<Order>().ToListAsync()",
            "public class S(Marten.IDocumentSession session, Marten.IQuerySession read) { public async Task M(Order o) { session.Store(o); await session.SaveChangesAsync(); await {|SN4001:§|}; } }"),
        new("the same, by id", "read.LoadAsync<Order>(1)", "session.LoadAsync<Order>(1)",
            "public class S(Marten.IDocumentSession session, Marten.IQuerySession read) { public async Task M(Order o) { session.Store(o); await session.SaveChangesAsync(); await {|SN4001:§|}; } }"),
        new("a query that is handed to another method", "Page(readDb.Orders)", "Page(db.Orders)",
            "public class S(Shop db, ReadShop readDb) { public async Task M(Order o) { db.Add(o); await db.SaveChangesAsync(); await {|SN4001:§|}; await Page(db.Orders); } private Task<List<Order>> Page(IQueryable<Order> all) => all.Take(10).ToListAsync(); }"),
        new("a method that nobody else calls", "=> readDb.Orders.ToListAsync()", "=> db.Orders.ToListAsync()",
            "public class S(Shop db, ReadShop readDb) { public async Task M(Order o) { db.Add(o); await db.SaveChangesAsync(); await {|SN4001:All()|}; } private Task<List<Order>> All() §; }"),
    ];

    /// <summary>Ways that are found, and have no fix: what to do is told in the page.</summary>
    private static readonly Idiom[] Unfixed =
    [
        new("a comment in the SQL for a proxy", "/*FORCE_SLAVE*/ SELECT * FROM Orders", "",
            "public class S(SqlConnection shop) { public async Task M() { await shop.ExecuteAsync(\"DELETE FROM Orders\"); await {|SN4001:shop.QueryAsync<Order>(\"§\")|}; } }"),
        new("a read as of a time that followers have", "SELECT * FROM Orders AS OF SYSTEM TIME follower_read_timestamp()", "",
            "public class S(NpgsqlConnection shop) { public async Task M() { await shop.ExecuteAsync(\"DELETE FROM Orders\"); await {|SN4001:shop.QueryAsync<Order>(\"§\")|}; } }"),
        new("ShardingCore's read nodes", "o.AddReadWriteSeparation(_ => nodes, 0, ReadWriteDefaultEnableBehavior.DefaultEnable)", "",
            "public class S(Sharded db, object nodes) { public void Set(ShardingCore.Core.ShardingConfigurations.ShardingConfigOptions o) { § ; } public async Task M(Order o) { db.Add(o); await db.SaveChangesAsync(); await {|SN4001:db.Orders.ToListAsync()|}; } }"),
        new("the options of a GridFS bucket", "new MongoDB.Driver.GridFS.GridFSBucketOptions { ReadPreference = ReadPreference.Secondary }", "",
            "public class S(IMongoDatabase database) { private readonly MongoDB.Driver.GridFS.GridFSBucket files = new(database, §); public async Task M(byte[] content) { await files.UploadFromBytesAsync(\"a\", content); await {|SN4001:files.DownloadAsBytesByNameAsync(\"a\")|}; } }"),
    ];

    public static TheoryData<string, string> Names => [.. Idioms.Select(i => (i.Says, i.Found))];

    [Theory]
    [MemberData(nameof(Names))]
    public Task Idiom_IsFoundAndFixed(string says, string found)
    {
        var idiom = Idioms.Single(i => i.Says == says && i.Found == found);
        return Fixer.Async(
            Usings + idiom.Source.Replace("§", found).Replace("~", ""),
            Unread.Without(Usings + idiom.Source.Replace("§", idiom.Fixed).Replace("~", ", Shop db").Replace("{|SN4001:", "").Replace("|}", ""), Usings + idiom.Source.Replace("§", idiom.Found).Replace("~", "")),
            test => test.OutputKind = OutputKind.DynamicallyLinkedLibrary);
    }

    public static TheoryData<string> UnfixedNames => [.. Unfixed.Select(i => i.Says)];

    [Theory]
    [MemberData(nameof(UnfixedNames))]
    public Task Idiom_IsFound_WithoutAFix(string says)
    {
        var idiom = Unfixed.Single(i => i.Says == says);
        return Fixer.NoFixAsync(Usings + idiom.Source.Replace("§", idiom.Found), test => test.OutputKind = OutputKind.DynamicallyLinkedLibrary);
    }

    [Theory]
    [InlineData("session.Store(o); await session.SaveChangesAsync(); await session.Query<Order>().ToListAsync();")]
    [InlineData("session.Store(o); await read.Query<Order>().ToListAsync(); await session.SaveChangesAsync();")]
    [InlineData("session.Store(o); await session.SaveChangesAsync(); await read.Query<Shop>().ToListAsync();")]
    [InlineData("await couchbase.UpsertAsync(\"k\", o); await couchbase.GetAsync(\"k\");")]
    [InlineData("await couchbase.UpsertAsync(\"k\", o); await couchbase.GetAnyReplicaAsync(\"other\");")]
    [InlineData("await items.UpsertItemAsync(o); await items.ReadItemAsync<Order>(\"1\", key);")]
    [InlineData("await items.UpsertItemAsync(o); await items.ReadItemAsync<Order>(\"1\", key, new ItemRequestOptions { ConsistencyLevel = ConsistencyLevel.Strong });")]
    [InlineData("await items.UpsertItemAsync(o); await items.ReadItemAsync<Shop>(\"1\", key, new ItemRequestOptions { ConsistencyLevel = ConsistencyLevel.Eventual });")]
    [InlineData("await shop.ExecuteAsync(\"DELETE FROM Orders\"); await shop.QueryAsync<Order>(\"/*FORCE_MASTER*/ SELECT * FROM Orders\");")]
    public Task ReadOfThePrimaryOrOfOtherData_IsSilent(string body) =>
        Verify<SecondNode.Analyzers.Rules.Replicas.ReplicaReadAfterWrite>.Async(
            Usings + "public class S(Marten.IDocumentSession session, Marten.IQuerySession read, Couchbase.KeyValue.ICouchbaseCollection couchbase, Container items, PartitionKey key, SqlConnection shop) { public async Task M(Order o) { " + body + " } }", test => test.OutputKind = OutputKind.DynamicallyLinkedLibrary);

    private const string Graph = "await using var write = driver.AsyncSession(); await write.ExecuteWriteAsync(tx => tx.RunAsync(\"CREATE (o:Order {id: $id})\", new { id = 1 })); ";

    /// <summary>Ways that may be a replica's, and are suggested.</summary>
    private static readonly Idiom[] Suggested =
    [
        new("a Neo4j session without the bookmarks of the write", "driver.AsyncSession()", "driver.AsyncSession(o => o.WithBookmarks(write.LastBookmarks))",
            Graph + "await using var read = §; await read.ExecuteReadAsync(tx => {|#0:tx.RunAsync(\"MATCH (o:Order) RETURN o\")|});"),
        new("a Neo4j session for reads", "c.WithDefaultAccessMode(AccessMode.Read)", "c.WithDefaultAccessMode(AccessMode.Read).WithBookmarks(write.LastBookmarks)",
            Graph + "await using var read = driver.AsyncSession(c => §); await {|#0:read.RunAsync(new Neo4j.Driver.Query(\"MATCH (o:Order) RETURN o\"))|};"),
    ];

    public static TheoryData<string> SuggestedNames => [.. Suggested.Select(i => i.Says)];

    [Theory]
    [MemberData(nameof(SuggestedNames))]
    public Task Idiom_IsSuggestedAndFixed(string says)
    {
        var idiom = Suggested.Single(i => i.Says == says);
        return Fixer.Async(Source(idiom.Source.Replace("§", idiom.Found)), Source(idiom.Source.Replace("§", idiom.Fixed).Replace("{|#0:", "").Replace("|}", "")), test =>
        {
            test.OutputKind = OutputKind.DynamicallyLinkedLibrary;
            test.TestState.ExpectedDiagnostics.Add(new Microsoft.CodeAnalysis.Testing.DiagnosticResult("SN4001", DiagnosticSeverity.Info).WithLocation(0).WithOptions(Microsoft.CodeAnalysis.Testing.DiagnosticOptions.IgnoreAdditionalLocations));
        });

        static string Source(string body) => Usings + "public class S(Neo4j.Driver.IDriver driver) { public async Task M() { " + body + " } }";
    }

    [Theory]
    [InlineData(Graph + "await write.ExecuteReadAsync(tx => tx.RunAsync(\"MATCH (o:Order) RETURN o\"));")]
    [InlineData(Graph + "await using var read = driver.AsyncSession(o => o.WithBookmarks(write.LastBookmarks)); await read.ExecuteReadAsync(tx => tx.RunAsync(\"MATCH (o:Order) RETURN o\"));")]
    [InlineData(Graph + "await using var read = driver.AsyncSession(); await read.ExecuteReadAsync(tx => tx.RunAsync(\"MATCH (o:Customer) RETURN o\"));")]
    [InlineData(Graph + "await using var read = driver.AsyncSession(); await read.RunAsync(\"MATCH (o:Order) RETURN o\");")]
    [InlineData(Graph + "await given.ExecuteReadAsync(tx => tx.RunAsync(\"MATCH (o:Order) RETURN o\"));")]
    [InlineData("await using var read = driver.AsyncSession(); await read.ExecuteReadAsync(tx => tx.RunAsync(\"MATCH (o:Order) RETURN o\")); " + Graph)]
    public Task SessionThatWaits_OrOtherData_IsSilent(string body) =>
        Verify<SecondNode.Analyzers.Rules.Replicas.ReplicaReadAfterWrite>.Async(
            Usings + "public class S(Neo4j.Driver.IDriver driver, Neo4j.Driver.IAsyncSession given) { public async Task M() { " + body + " } }", test => test.OutputKind = OutputKind.DynamicallyLinkedLibrary);

    private const string Enabled = "o.AddReadWriteNodeSeparation(_ => nodes, 0, true);";

    [Theory]
    [InlineData("o.AddReadWriteSeparation(_ => nodes, 0);", "db.Add(order); await db.SaveChangesAsync(); await db.Orders.ToListAsync();")]
    [InlineData("o.AddReadWriteSeparation(_ => nodes, 0, ReadWriteDefaultEnableBehavior.DefaultDisable);", "db.Add(order); await db.SaveChangesAsync(); await db.Orders.ToListAsync();")]
    [InlineData(Enabled + " o.AutoUseWriteConnectionStringAfterWriteDb = true;", "db.Add(order); await db.SaveChangesAsync(); await db.Orders.ToListAsync();")]
    [InlineData(Enabled, "db.Add(order); await db.SaveChangesAsync(); db.ReadWriteSeparationWriteOnly(); await db.Orders.ToListAsync();")]
    [InlineData(Enabled, "await db.Orders.ToListAsync(); db.Add(order); await db.SaveChangesAsync();")]
    [InlineData(Enabled, "await using var t = await db.Database.BeginTransactionAsync(); db.Add(order); await db.SaveChangesAsync(); await db.Orders.ToListAsync();")]
    [InlineData(Enabled, "shop.Add(order); await shop.SaveChangesAsync(); await shop.Orders.ToListAsync();")]
    public Task ReadNodesThatAreNotAsked_AreSilent(string setup, string body) =>
        Verify<SecondNode.Analyzers.Rules.Replicas.ReplicaReadAfterWrite>.Async(
            Usings.Replace("/*more*/", setup.Contains("AutoUse") ? "public bool AutoUseWriteConnectionStringAfterWriteDb { get; set; }" : "") + "public class S(Sharded db, Shop shop, object nodes) { public void Set(ShardingConfigOptions o) { " + setup + " } public async Task M(Order order) { " + body + " } }", test => test.OutputKind = OutputKind.DynamicallyLinkedLibrary);

    [Theory]
    [InlineData("await {|SN4001:db.Orders.FirstAsync(x => x.Id == 1)|};")]
    [InlineData("await {|SN4001:db.Orders.FindAsync(1)|};")]
    [InlineData("await {|SN4001:Read(db)|};")]
    public Task ReadNodesAfterASave_Reports(string read) =>
        Verify<SecondNode.Analyzers.Rules.Replicas.ReplicaReadAfterWrite>.Async(
            Usings + "public class S(Sharded db, object nodes) { public void Set(ShardingConfigOptions o) { " + Enabled + " } private static Task<int> Read(Sharded db) => db.Orders.CountAsync(); public async Task M(Order order) { db.Add(order); await db.SaveChangesAsync(); " + read + " } }", test => test.OutputKind = OutputKind.DynamicallyLinkedLibrary);

    [Theory]
    [InlineData("LocalOne", "new Cassandra.SimpleStatement(\"INSERT INTO orders (id) VALUES (1)\")", true)]
    [InlineData("One", "new Cassandra.SimpleStatement(\"UPDATE orders SET a = 1 WHERE id = 1\").SetConsistencyLevel(Cassandra.ConsistencyLevel.LocalQuorum)", true)]
    [InlineData("LocalQuorum", "new Cassandra.SimpleStatement(\"INSERT INTO orders (id) VALUES (1)\")", false)]
    [InlineData("One", "new Cassandra.SimpleStatement(\"INSERT INTO customers (id) VALUES (1)\")", false)]
    public Task Cassandra_OneAnswerIsEnough_Suggests(string level, string write, bool suggests) =>
        Verify<SecondNode.Analyzers.Rules.Replicas.ReplicaReadAfterWrite>.Async(
            Usings + "public class S(Cassandra.ISession session) { public async Task M() { await session.ExecuteAsync(" + write + "); var read = new Cassandra.SimpleStatement(\"SELECT * FROM orders\").SetConsistencyLevel(Cassandra.ConsistencyLevel." + level + "); await " + (suggests ? "{|#0:session.ExecuteAsync(read)|}" : "session.ExecuteAsync(read)") + "; } }",
            test =>
            {
                test.OutputKind = OutputKind.DynamicallyLinkedLibrary;
                if (suggests)
                {
                    test.TestState.ExpectedDiagnostics.Add(new Microsoft.CodeAnalysis.Testing.DiagnosticResult("SN4001", DiagnosticSeverity.Info).WithLocation(0).WithOptions(Microsoft.CodeAnalysis.Testing.DiagnosticOptions.IgnoreAdditionalLocations));
                }
            });

    [Theory]
    [InlineData("sugar.Insertable(o).ExecuteCommand(); await sugar.MasterQueryable<Order>().Where(x => x.Id == 1).ToListAsync();")]
    [InlineData("sugar.BeginTran(); sugar.Insertable(o).ExecuteCommand(); await sugar.Queryable<Order>().ToListAsync();")]
    [InlineData("await sugar.Queryable<Order>().ToListAsync(); sugar.Insertable(o).ExecuteCommand();")]
    [InlineData("free.Insert(o).ExecuteAffrows(); free.Select<Order>().Master().Where(x => x.Id == 1).ToList();")]
    [InlineData("free.Insert(o).ExecuteAffrows(); free.Select<Shop>().ToList(); await Task.Yield();")]
    public Task RoutedRead_OfThePrimaryOrOfOtherData_IsSilent(string body) =>
        Verify<SecondNode.Analyzers.Rules.Replicas.ReplicaReadAfterWrite>.Async(Usings + "public class S(SqlSugar.ISqlSugarClient sugar, IFreeSql free) { public async Task M(Order o) { " + body + " } }", test => test.OutputKind = OutputKind.DynamicallyLinkedLibrary);

    [Fact]
    public void Page_ShowsTheTable()
    {
        var file = Path.Combine(References.RepositoryRoot, "src", "SecondNode.Analyzers", "Rules", "Replicas", "SN4001.md");
        var page = File.ReadAllText(file);
        var (begin, end) = (page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, page.IndexOf(End, StringComparison.Ordinal));
        Assert.True(begin >= Begin.Length && end >= begin, "The page has no place for the table.");
        var table = new StringBuilder("| the code says replica by | found | after the fix |\n|---|---|---|\n");
        foreach (var idiom in Idioms.Concat(Suggested).Concat(Unfixed))
        {
            table.Append("| ").Append(idiom.Says).Append(" | `").Append(idiom.Found).Append("` | ").Append(idiom.Fixed.Length > 0 ? "`" + idiom.Fixed + "`" : "no fix").Append(" |\n");
        }

        if (Environment.GetEnvironmentVariable("SECONDNODE_WRITE") == "1")
        {
            File.WriteAllText(file, page[..begin] + table + page[end..]);
            return;
        }

        Assert.Equal(table.ToString(), page[begin..end]);
    }
}
