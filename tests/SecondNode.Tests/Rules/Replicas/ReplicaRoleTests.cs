using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using SecondNode.Analyzers.Rules.Replicas;
using SecondNode.Tests.Testing;
using Verifier = SecondNode.Tests.Testing.Verify<SecondNode.Analyzers.Rules.Replicas.ReplicaReadAfterWrite>;

namespace SecondNode.Tests.Rules.Replicas;

/// <summary>Which connection is a replica, by where it comes from.</summary>
public class ReplicaRoleTests
{
    private const string Usings = """
        using System.Data;
        using System.Data.Common;
        using Dapper;
        using Microsoft.Data.SqlClient;
        using Microsoft.EntityFrameworkCore;
        using MongoDB.Driver;
        using Npgsql;
        using StackExchange.Redis;

        """;

    private const string Entity = "\npublic class Order { public int Id { get; set; } public string Status { get; set; } = \"\"; }\n";

    private static Task Reports(string source, Action<Testing.AnalyzerTest<ReplicaReadAfterWrite>>? configure = null) => Verifier.Async(Usings + source + Entity, configure ?? Library);

    private static void Library(Testing.AnalyzerTest<ReplicaReadAfterWrite> test) => test.OutputKind = OutputKind.DynamicallyLinkedLibrary;

    /// <summary>The only finding is a suggestion.</summary>
    private static Task Suggests(string source) =>
        Verifier.Async(
            Usings + source.Replace("{|SN4001:", "{|#0:") + Entity,
            test =>
            {
                Library(test);
                test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("SN4001", DiagnosticSeverity.Info).WithLocation(0).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations));
            });

    private static string TwoContexts(string write, string read, string registration) => $$"""
        public class {{write}}(DbContextOptions<{{write}}> options) : DbContext(options) { public DbSet<Order> Orders => Set<Order>(); }
        public class {{read}}(DbContextOptions<{{read}}> options) : DbContext(options) { public DbSet<Order> Orders => Set<Order>(); }
        public class Service({{write}} one, {{read}} two)
        {
            public async Task M(Order order)
            {
                one.Orders.Add(order);
                await one.SaveChangesAsync();
                await {|SN4001:two.Orders.ToListAsync()|};
            }
        }
        public static class Setup
        {
            public static void Add(IServiceCollection services, IConfiguration configuration)
            {
                {{registration}}
            }
        }
        """;

    private static string Quiet(string source) => source.Replace("{|SN4001:", "").Replace("|}", "");

    [Theory]
    [InlineData("Default", "Replica")]
    [InlineData("Default", "ReadOnly")]
    [InlineData("Shop", "shop-standby")]
    [InlineData("Write", "Read")]
    [InlineData("Default", "Reporting")]
    public Task Registration_WithTheConnectionStringOfAReplica_Reports(string one, string two) =>
        Reports(TwoContexts("ADb", "BDb", $"""
            services.AddDbContext<ADb>(o => o.UseSqlServer(configuration.GetConnectionString("{one}")));
            services.AddDbContext<BDb>((sp, o) => o.UseSqlServer(configuration.GetConnectionString("{two}"), s => s.EnableRetryOnFailure()));
            """));

    [Fact]
    public Task Registration_WithReadIntent_Reports() =>
        Reports(TwoContexts("ADb", "BDb", """
            var cs = configuration.GetConnectionString("Default");
            services.AddDbContext<ADb>(o => o.UseSqlServer(cs));
            services.AddDbContext<BDb>(o => o.UseSqlServer(cs + ";ApplicationIntent=ReadOnly"));
            """));

    [Fact]
    public Task Registration_WithABuilder_Reports() =>
        Reports(TwoContexts("ADb", "BDb", """
            services.AddDbContext<ADb>(o => o.UseSqlServer(configuration.GetConnectionString("Default")));
            services.AddDbContext<BDb>(o => o.UseSqlServer(new SqlConnectionStringBuilder(configuration.GetConnectionString("Default")) { ApplicationIntent = ApplicationIntent.ReadOnly }.ConnectionString));
            """));

    [Fact]
    public Task Registrations_InAChain_AreToldApart() =>
        Reports(TwoContexts("ADb", "BDb", """
            services.AddDbContext<BDb>(o => o.UseSqlServer(configuration.GetConnectionString("Replica")))
                .AddDbContext<ADb>(o => o.UseSqlServer(configuration.GetConnectionString("Default")));
            """));

    [Fact]
    public Task PrimaryAtTheEndOfAChain_IsNoReplica() =>
        Reports(Quiet(TwoContexts("BDb", "ADb", """
            services.AddDbContext<BDb>(o => o.UseSqlServer(configuration.GetConnectionString("Replica")))
                .AddDbContext<ADb>(o => o.UseSqlServer(configuration.GetConnectionString("Default")));
            """)));

    [Fact]
    public Task ClassicContext_OverANamedConnectionString_Reports() =>
        Reports("""
            public class A : System.Data.Entity.DbContext { public A() : base("name=Shop") { } public System.Data.Entity.DbSet<Order> Orders { get; set; } = null!; }
            public class B : System.Data.Entity.DbContext { public B() : base("name=ShopReadOnly") { } public System.Data.Entity.DbSet<Order> Orders { get; set; } = null!; }
            public class Service
            {
                public void M(Order order)
                {
                    using var db = new A();
                    db.Orders.Add(order);
                    db.SaveChanges();
                    using var read = new B();
                    {|SN4001:read.Orders.Where(o => o.Id == 1).ToList()|}.ToString();
                }
            }
            namespace System.Data.Entity
            {
                public class DbContext : IDisposable { public void Dispose() { } public DbContext(string nameOrConnectionString) { } public int SaveChanges() => 0; }
                public abstract class DbSet<T> : IQueryable<T>
                {
                    public T Add(T entity) => entity;
                    public abstract Type ElementType { get; }
                    public abstract System.Linq.Expressions.Expression Expression { get; }
                    public abstract IQueryProvider Provider { get; }
                    public abstract IEnumerator<T> GetEnumerator();
                    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
                }
            }
            """);

    [Fact]
    public Task Registration_InAnotherFile_Reports() =>
        Verifier.Async(
            [Usings + TwoContexts("ADb", "BDb", "Other.Register(services, configuration);") + Entity, """
            using Microsoft.EntityFrameworkCore;
            public static class Other
            {
                private const string Name = "ReadReplica";
                public static void Register(IServiceCollection services, IConfiguration configuration)
                {
                    services.AddDbContextFactory<ADb>(options => options.UseNpgsql(configuration.GetConnectionString("Main")));
                    services.AddDbContextPool<BDb>(options => options.UseNpgsql(configuration.GetConnectionString(Name)));
                }
            }
            """],
            Library);

    [Theory]
    [InlineData("ShopDb", "ReadOnlyShopDb")]
    [InlineData("ShopDb", "ReplicaShopDb")]
    [InlineData("WriteDb", "ReadDb")]
    public Task SameConnectionString_IsSilent(string one, string two) =>
        Reports(Quiet(TwoContexts(one, two, $"""
            services.AddDbContext<{one}>(o => o.UseSqlServer(configuration.GetConnectionString("Default")));
            services.AddDbContext<{two}>(o => o.UseSqlServer(configuration.GetConnectionString("Default")).UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking));
            """)));

    [Fact]
    public Task SameVariable_IsSilent() =>
        Reports(Quiet(TwoContexts("WriteDb", "ReadDb", """
            var replicaAware = configuration.GetConnectionString("Default");
            services.AddDbContext<WriteDb>(o => o.UseSqlServer(replicaAware));
            services.AddDbContext<ReadDb>(o => o.UseSqlServer(replicaAware));
            """)));

    [Fact]
    public Task InMemoryDatabaseOfOneName_IsSilent() =>
        Reports(Quiet(TwoContexts("WriteDb", "ReadDb", """
            services.AddDbContext<WriteDb>(o => o.UseInMemoryDatabase("x"));
            services.AddDbContext<ReadDb>(o => o.UseInMemoryDatabase("x"));
            """)));

    [Theory]
    [InlineData("ShopDb", "OtherDb")]
    [InlineData("ShopDb", "QueryDb")]
    public Task NamesThatSayNothing_AreSilent(string one, string two) => Reports(Quiet(TwoContexts(one, two, "")));

    [Fact]
    public Task TypeNameAlone_OfAReadOnlyContext_Suggests() => Suggests(TwoContexts("ShopDb", "ReadOnlyShopDb", ""));

    [Fact]
    public Task PairOfNames_Suggests() => Suggests(TwoContexts("WriteShopDb", "ReadShopDb", ""));

    [Fact]
    public Task TypeNameThatSaysReplica_BesideAnotherContext_Reports() => Reports(TwoContexts("ShopDb", "ReplicaShopDb", ""));

    [Fact]
    public Task ContextThatIsSavedThrough_IsNoReplica() =>
        Reports(Quiet(TwoContexts("ShopDb", "ReadOnlyShopDb", "")) + "public class Other(ReadOnlyShopDb db) { public void M() { db.Orders.Add(new Order()); db.SaveChanges(); } }");

    [Fact]
    public Task AppSettings_WithTheSameContent_AreSilent() =>
        Reports(
            Quiet(TwoContexts("ADb", "BDb", """
                services.AddDbContext<ADb>(o => o.UseSqlServer(configuration.GetConnectionString("Default")));
                services.AddDbContext<BDb>(o => o.UseSqlServer(configuration.GetConnectionString("ReadOnly")));
                """)),
            test =>
            {
                Library(test);
                test.TestState.AdditionalFiles.Add(("/app/appsettings.json", """{ "ConnectionStrings": { "Default": "Server=a;Database=b", "ReadOnly": "Server=a; Database=b;" } }"""));
            });

    [Fact]
    public Task AppSettings_OfDevelopment_DoNotCount() =>
        Reports(
            TwoContexts("ADb", "BDb", """
                services.AddDbContext<ADb>(o => o.UseSqlServer(configuration.GetConnectionString("Default")));
                services.AddDbContext<BDb>(o => o.UseSqlServer(configuration.GetConnectionString("ReadOnly")));
                """),
            test =>
            {
                Library(test);
                test.TestState.AdditionalFiles.Add(("/app/appsettings.Development.json", """{ "ConnectionStrings": { "Default": "Server=a", "ReadOnly": "Server=a" } }"""));
            });

    [Fact]
    public Task AppSettings_WithReadIntent_Reports() =>
        Reports(
            TwoContexts("ADb", "BDb", """
                services.AddDbContext<ADb>(o => o.UseSqlServer(configuration.GetConnectionString("One")));
                services.AddDbContext<BDb>(o => o.UseSqlServer(configuration.GetConnectionString("Two")));
                """),
            test =>
            {
                Library(test);
                test.TestState.AdditionalFiles.Add(("/app/appsettings.json", """{ "ConnectionStrings": { "One": "Server=a", "Two": "Server=a;Application Intent=ReadOnly" } } // end"""));
            });

    [Fact]
    public Task OptionReplicaTypes_Reports() =>
        Reports(TwoContexts("ADb", "BDb", ""), test => { Library(test); test.GlobalOptions["secondnode.replica_types"] = "X.Y | BDb"; });

    [Fact]
    public Task OptionPrimaryTypes_IsSilent() =>
        Reports(Quiet(TwoContexts("ShopDb", "ReplicaDb", "")), test => { Library(test); test.GlobalOptions["secondnode.primary_types"] = "ReplicaDb"; });

    [Fact]
    public Task OptionConnectionNames_Reports() =>
        Reports(
            TwoContexts("ADb", "BDb", """services.AddDbContext<BDb>(o => o.UseSqlServer(configuration.GetConnectionString("B-2")));"""),
            test => { Library(test); test.GlobalOptions["secondnode.replica_connection_names"] = "B-*"; });

    [Fact]
    public Task Attribute_OnTheType_Reports() =>
        Reports(TwoContexts("ADb", "BDb", "").Replace("public class BDb", "[My.Replica] public class BDb") + "\nnamespace My { public class ReplicaAttribute : Attribute { } }");

    [Fact]
    public async Task ContextOfAReferencedProject_IsJudgedByItsName()
    {
        // A project reference in an editor: the type has source, but in another compilation.
        var library = Analysis.Compile(
            [
                "using Microsoft.EntityFrameworkCore;" + Entity + """
                public class ADb : DbContext { public DbSet<Order> Orders => Set<Order>(); }
                public class ReplicaDb : DbContext
                {
                    public ReplicaDb(DbContextOptions<ReplicaDb> options) : base(options) { }
                    public DbSet<Order> Orders => Set<Order>();
                    protected override void OnConfiguring(DbContextOptionsBuilder b) => b.UseSqlServer("Server=x");
                }
                """,
            ],
            kind: OutputKind.DynamicallyLinkedLibrary);
        var application = Analysis.Compile(
            ["public class Service(ADb a, ReplicaDb b) { public void M(Order o) { a.Add(o); a.SaveChanges(); b.Orders.ToList(); } }"],
            kind: OutputKind.DynamicallyLinkedLibrary).AddReferences(library.ToMetadataReference());
        Assert.Equal("SN4001", Assert.Single(await Analysis.RunAsync(application)).Id);
    }

    [Fact]
    public Task OnConfiguring_Reports() =>
        Reports("""
            public class ADb : DbContext { public DbSet<Order> Orders => Set<Order>(); }
            public class BDb(IConfiguration configuration) : DbContext
            {
                public DbSet<Order> Orders => Set<Order>();
                protected override void OnConfiguring(DbContextOptionsBuilder b) => b.UseSqlServer(configuration.GetConnectionString("Slave"));
            }
            public class Service(ADb a, BDb b) { public void M(Order o) { a.Add(o); a.SaveChanges(); {|SN4001:b.Orders.ToList()|}.ToString(); } }
            """);

    [Fact]
    public Task KeyedContexts_Report() =>
        Reports("""
            public class Db(DbContextOptions<Db> options) : DbContext(options) { public DbSet<Order> Orders => Set<Order>(); }
            public class Service
            {
                private readonly Db _a;
                private readonly Db _b;
                public Service([FromKeyedServices("primary")] Db a, [FromKeyedServices("replica")] Db b) { (_a, _b) = (a, b); }
                public void M(Order o) { _a.Add(o); _a.SaveChanges(); {|SN4001:_b.Orders.ToList()|}.ToString(); }
            }
            public static class Setup
            {
                public static void Add(IServiceCollection services, IConfiguration configuration)
                {
                    services.AddKeyedScoped<Db>("primary", (sp, _) => new Db(new DbContextOptionsBuilder<Db>().UseSqlServer(configuration.GetConnectionString("A")).Options));
                    services.AddKeyedScoped<Db>("replica", (sp, _) => new Db(new DbContextOptionsBuilder<Db>().UseSqlServer(configuration.GetConnectionString("B")).Options));
                }
            }
            """);

    [Fact]
    public Task Factories_Report() =>
        Reports("""
            public class ADb(DbContextOptions<ADb> options) : DbContext(options) { public DbSet<Order> Orders => Set<Order>(); }
            public class ReplicaDb(DbContextOptions<ReplicaDb> options) : DbContext(options) { public DbSet<Order> Orders => Set<Order>(); }
            public class Service(IDbContextFactory<ADb> factory, IDbContextFactory<ReplicaDb> other)
            {
                public async Task M(Order o)
                {
                    await using (var db = await factory.CreateDbContextAsync()) { db.Orders.Add(o); await db.SaveChangesAsync(); }
                    await using var read = other.CreateDbContext();
                    await {|SN4001:read.Orders.ToListAsync()|};
                }
            }
            """);

    [Fact]
    public Task DapperConnections_ByConnectionString_Report() =>
        Reports("""
            public class Repository(IConfiguration configuration)
            {
                private readonly string _primary = configuration.GetConnectionString("Default")!;
                private readonly string _other = configuration.GetConnectionString("ReadReplica")!;
                public async Task M(Order o)
                {
                    using (var connection = new SqlConnection(_primary)) { await connection.ExecuteAsync("UPDATE dbo.Orders SET Status = @Status WHERE Id = @Id", o); }
                    using var read = new SqlConnection(_other);
                    await {|SN4001:read.QueryAsync<Order>("SELECT * FROM Orders")|};
                    await read.QueryAsync<Order>("SELECT * FROM Customers");
                }
            }
            """);

    [Fact]
    public Task DapperConnections_ByFactory_Report() =>
        Reports("""
            public interface IConnections { IDbConnection CreateWrite(); IDbConnection CreateRead(); }
            public class Connections(IConfiguration configuration) : IConnections
            {
                public IDbConnection CreateWrite() => new NpgsqlConnection(configuration["ConnectionStrings:Main"]);
                public IDbConnection CreateRead() { return new NpgsqlConnection(configuration["ConnectionStrings:Follower"]); }
            }
            public class Repository(IConnections connections)
            {
                public Order M(Order o)
                {
                    using var write = connections.CreateWrite();
                    const string sql = "INSERT INTO orders (status) " + "VALUES (@Status)";
                    write.Execute(sql, o);
                    using var read = connections.CreateRead();
                    return {|SN4001:read.QuerySingle<Order>($"SELECT * FROM orders WHERE id = {o.Id}")|};
                }
            }
            """);

    [Fact]
    public Task DapperConnections_ByName_Suggest() =>
        Suggests("""
            public class Repository(IDbConnection connection, IDbConnection readOnlyConnection)
            {
                public void M(Order o) { connection.Execute("DELETE FROM orders"); {|SN4001:readOnlyConnection.Query<Order>("SELECT * FROM orders")|}.ToString(); }
            }
            """);

    [Fact]
    public Task Command_Reports() =>
        Reports("""
            public class Repository(string connectionString, string readOnlyConnectionString)
            {
                public async Task M()
                {
                    await using var a = new SqlConnection(connectionString);
                    await using (var cmd = new SqlCommand("INSERT INTO Orders (Id) OUTPUT inserted.Id VALUES (1)", a)) { await cmd.ExecuteScalarAsync(); }
                    await using var b = new SqlConnection(readOnlyConnectionString);
                    await using var read = b.CreateCommand();
                    read.CommandText = "SELECT count(*) FROM Orders";
                    await {|SN4001:read.ExecuteScalarAsync()|};
                }
            }
            """);

    [Fact]
    public Task SelectOnTheSameConnection_IsSilent() =>
        Reports("""
            public class Repository(string replicaConnectionString)
            {
                public void M()
                {
                    using var a = new SqlConnection(replicaConnectionString);
                    a.Execute("INSERT INTO Orders (Id) VALUES (1)");
                    a.Query<Order>("SELECT * FROM Orders");
                }
            }
            """);

    [Theory]
    [InlineData("PreferStandby", true)]
    [InlineData("Standby", true)]
    [InlineData("ReadOnly", true)]
    [InlineData("Primary", false)]
    [InlineData("PreferPrimary", false)]
    [InlineData("Any", false)]
    public Task NpgsqlSession(string session, bool reports)
    {
        var source = $$"""
            public class Repository(NpgsqlMultiHostDataSource source)
            {
                public async Task M(CancellationToken cancellation)
                {
                    await using var write = await source.OpenConnectionAsync(TargetSessionAttributes.Primary, cancellation);
                    await write.ExecuteAsync("UPDATE orders SET status = 1");
                    await using var read = await source.OpenConnectionAsync(TargetSessionAttributes.{{session}}, cancellation);
                    await {|SN4001:read.QueryAsync<Order>("SELECT * FROM orders")|};
                }
            }
            """;
        return Reports(reports ? source : Quiet(source));
    }

    [Theory]
    [InlineData("CommandFlags.PreferReplica", "\"order:\" + id", true)]
    [InlineData("CommandFlags.DemandReplica", "$\"order:{id}\"", true)]
    [InlineData("CommandFlags.PreferReplica | CommandFlags.NoRedirect", "$\"order:{id}\"", true)]
    [InlineData("CommandFlags.None", "$\"order:{id}\"", false)]
    [InlineData("CommandFlags.DemandMaster", "$\"order:{id}\"", false)]
    [InlineData("CommandFlags.PreferReplica", "$\"customer:{id}\"", false)]
    [InlineData("CommandFlags.PreferReplica", "id", false)]
    public Task RedisFlags(string flags, string key, bool reports)
    {
        var source = $$"""
            public class Store(IDatabase db)
            {
                public async Task M(string id)
                {
                    await db.StringSetAsync($"order:{id}", "x");
                    await {|SN4001:db.StringGetAsync({{key}}, {{flags}})|};
                }
            }
            """;
        return Verifier.Async(Usings.Replace("using Dapper;", "") + (reports ? source : Quiet(source)) + Entity, Library);
    }

    [Theory]
    [InlineData("SecondaryPreferred", true)]
    [InlineData("Secondary", true)]
    [InlineData("Nearest", true)]
    [InlineData("PrimaryPreferred", false)]
    [InlineData("Primary", false)]
    public Task MongoPreference(string preference, bool reports)
    {
        var source = $$"""
            public class Store
            {
                private readonly IMongoCollection<Order> _orders;
                public Store(IMongoDatabase db) { _orders = db.GetCollection<Order>("orders").WithReadPreference(ReadPreference.{{preference}}); }
                public async Task M(Order o, IClientSessionHandle session)
                {
                    await _orders.InsertOneAsync(o);
                    await {|SN4001:_orders.Find(x => x.Id == o.Id)|}.FirstAsync();
                    await _orders.Find(session, x => x.Id == o.Id).FirstAsync();
                    {|SN4001:_orders.AsQueryable().Where(x => x.Id == 1).ToList()|}.ToString();
                }
            }
            """;
        return Reports(reports ? source : Quiet(source));
    }

    [Fact]
    public Task BoolArgument_Reports() =>
        Reports("""
            public class Connections(IConfiguration configuration)
            {
                public SqlConnection Open(bool useReplica = false) => new(useReplica ? configuration["Replica"] : configuration["Default"]);
            }
            public class Repository(Connections connections)
            {
                public void M()
                {
                    using var a = connections.Open();
                    a.Execute("INSERT INTO Orders (Id) VALUES (1)");
                    using var b = connections.Open(useReplica: true);
                    {|SN4001:b.Query<Order>("SELECT * FROM Orders")|}.ToString();
                    using var c = connections.Open(useReplica: false);
                    c.Query<Order>("SELECT * FROM Orders");
                }
            }
            """);

    [Fact]
    public Task DeclaredRepository_Reports() =>
        Reports(
            """
            public interface IReadOrders { Task<IReadOnlyList<Order>> All(); Task<int> Count(); }
            public class Db(DbContextOptions<Db> options) : DbContext(options) { public DbSet<Order> Orders => Set<Order>(); }
            public class Service(Db db, IReadOrders read)
            {
                public async Task M(Order o) { db.Orders.Add(o); await db.SaveChangesAsync(); await {|SN4001:read.All()|}; await read.Count(); }
            }
            """,
            test => { Library(test); test.GlobalOptions["secondnode.replica_types"] = "IReadOrders"; });

    [Fact]
    public Task StoredProcedures_Suggest() =>
        Suggests("""
            public class Repository(IConfiguration configuration)
            {
                public void M(Order o)
                {
                    using var a = new SqlConnection(configuration.GetConnectionString("Default"));
                    a.Execute("[dbo].[Order_Update]", o, commandType: CommandType.StoredProcedure);
                    using var b = new SqlConnection(configuration.GetConnectionString("ReadReplica"));
                    {|SN4001:b.Query<Order>("[dbo].[Order_ReadById]", commandType: CommandType.StoredProcedure)|}.ToString();
                    b.Query<Order>("[dbo].[OrderUser_ReadById]", commandType: CommandType.StoredProcedure);
                }
            }
            """);

    [Fact]
    public Task EfAndDapperMeetAtTheTable() =>
        Reports("""
            public class Db(DbContextOptions<Db> options) : DbContext(options) { public DbSet<Order> Orders => Set<Order>(); }
            public class Service(Db db, IConfiguration configuration)
            {
                public async Task M(Order o)
                {
                    db.Orders.Add(o);
                    await db.SaveChangesAsync();
                    await using var read = new SqlConnection(configuration.GetConnectionString("Replica"));
                    await {|SN4001:read.QueryAsync<int>("select count(*) from [dbo].[Orders]")|};
                }
            }
            """);

    [Fact]
    public Task WaitingSql_IsSilent() =>
        Reports("""
            public class Service(string connectionString, string replicaConnectionString)
            {
                public async Task M(Order o)
                {
                    await using var write = new NpgsqlConnection(connectionString);
                    await write.ExecuteAsync("DELETE FROM orders");
                    await using var read = new NpgsqlConnection(replicaConnectionString);
                    await read.ExecuteAsync("WAIT FOR LSN '0/1'");
                    await read.QueryAsync<int>("select count(*) from orders");
                }
            }
            """);
}
