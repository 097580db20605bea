using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using SecondNode.Tests.Testing;
using Verifier = SecondNode.Tests.Testing.Verify<SecondNode.Analyzers.Rules.Replicas.WriteOnReplica>;

using Fixer = SecondNode.Tests.Testing.Verify<SecondNode.Analyzers.Rules.Replicas.WriteOnReplica, SecondNode.CodeFixes.Replicas.WriteToPrimary>;

namespace SecondNode.Tests.Rules.Replicas;

public class WriteOnReplicaTests
{
    private const string Usings = """
        using Dapper;
        using Microsoft.Data.SqlClient;
        using Microsoft.EntityFrameworkCore;
        using Npgsql;
        public class Order { public int Id { get; set; } }

        """;

    private static string Service(string members) => Usings + "public class Service(NpgsqlMultiHostDataSource source, IConfiguration configuration)\n{\n" + members + "\n}\n";

    private static void Library(Testing.AnalyzerTest<SecondNode.Analyzers.Rules.Replicas.WriteOnReplica> test) => test.OutputKind = OutputKind.DynamicallyLinkedLibrary;

    [Theory]
    [InlineData("await using var c = await source.OpenConnectionAsync(TargetSessionAttributes.PreferStandby); await {|SN4004:c.ExecuteAsync(\"update orders set id = 1\")|};")]
    [InlineData("await using var c = await source.OpenConnectionAsync(TargetSessionAttributes.Standby); await {|SN4004:c.QueryAsync<int>(\"insert into orders values (1) returning id\")|};")]
    [InlineData("await using var c = new SqlConnection(configuration.GetConnectionString(\"Shop\") + \";ApplicationIntent=ReadOnly\"); await {|SN4004:c.ExecuteAsync(\"delete from orders\")|};")]
    public Task Write_OverAReplicasConnection_Reports(string body) => Verifier.Async(Service("public async Task M() { " + body + " }"), Library);

    [Theory]
    [InlineData("await using var c = await source.OpenConnectionAsync(TargetSessionAttributes.PreferStandby); await c.QueryAsync<int>(\"select id from orders\");")]
    [InlineData("await using var c = await source.OpenConnectionAsync(TargetSessionAttributes.Primary); await c.ExecuteAsync(\"update orders set id = 1\");")]
    [InlineData("await using var c = new SqlConnection(configuration.GetConnectionString(\"Shop\")); await c.ExecuteAsync(\"delete from orders\");")]
    public Task LookAlike_IsSilent(string body) => Verifier.Async(Service("public async Task M() { " + body + " }"), Library);

    [Fact]
    public Task Context_OverAReplica_Reports() => Verifier.Async(Usings + """
        public class ReadDb(DbContextOptions<ReadDb> options) : DbContext(options)
        {
            public DbSet<Order> Orders => Set<Order>();
        }
        public class Service(ReadDb read)
        {
            public async Task M(Order order) { read.Orders.Add(order); await {|SN4004:read.SaveChangesAsync()|}; }
        }
        public static class Setup
        {
            public static void Add(IServiceCollection services, IConfiguration configuration) =>
                services.AddDbContext<ReadDb>(o => o.UseSqlServer(configuration.GetConnectionString("Shop") + ";ApplicationIntent=ReadOnly"));
        }
        """, Library);

    [Fact]
    public Task Connection_ThatIsOnlyNamedAReplicas_Suggests() => Verifier.Async(
        Service("public async Task M() { await using var c = new SqlConnection(configuration.GetConnectionString(\"ReadReplica\")); await {|#0:c.ExecuteAsync(\"delete from orders\")|}; }"),
        test =>
        {
            Library(test);
            test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("SN4004", DiagnosticSeverity.Info).WithLocation(0));
        });

    private const string Contexts = """
        [Replica] public class ReadDb(DbContextOptions<ReadDb> options) : DbContext(options) { public DbSet<Order> Orders => Set<Order>(); }
        public class Db(DbContextOptions<Db> options) : DbContext(options) { public DbSet<Order> Orders => Set<Order>(); }
        public class ReplicaAttribute : Attribute { }
        public static class Setup { public static void Add(IServiceCollection services) => services.AddDbContext<Db>(o => o.UseSqlServer("a")).AddDbContext<ReadDb>(o => o.UseSqlServer("b")); }

        """;

    private static Task Fixes(string before, string after) =>
        Fixer.Async(Usings + before, Usings + after, test => test.OutputKind = OutputKind.DynamicallyLinkedLibrary);

    [Theory]
    [InlineData("await source.OpenConnectionAsync(TargetSessionAttributes.PreferStandby)", "await source.OpenConnectionAsync(TargetSessionAttributes.Primary)")]
    [InlineData("new SqlConnection(new SqlConnectionStringBuilder(configuration[\"a\"]) { ApplicationIntent = ApplicationIntent.ReadOnly }.ConnectionString)", null)]
    public Task Choice_Fix(string before, string? after)
    {
        const string rest = "; await {|SN4004:c.ExecuteAsync(\"update orders set id = 1\")|};";
        return Fixer.Async(
            Service("public async Task M() { await using var c = " + before + rest + " }"),
            Service("public async Task M() { await using var c = " + (after is null ? before + rest : after + rest.Replace("{|SN4004:", "").Replace("|}", "")) + " }"),
            test => test.OutputKind = OutputKind.DynamicallyLinkedLibrary);
    }

    [Fact]
    public Task Context_MovesWithAllThatBelongsToIt_Fix() => Fixes(
        Contexts + """
        public class Service(Db db, ReadDb read)
        {
            public async Task M(int id)
            {
                var order = await read.Orders.FindAsync(id); // loaded
                read.Orders.Remove(order!);
                await {|SN4004:read.SaveChangesAsync()|};
            }
            public Task<List<Order>> All() => read.Orders.ToListAsync();
            public Task<List<Order>> Fresh() => db.Orders.ToListAsync();
        }
        """,
        Contexts + """
        public class Service(Db db, ReadDb read)
        {
            public async Task M(int id)
            {
                var order = await db.Orders.FindAsync(id); // loaded
                db.Orders.Remove(order!);
                await db.SaveChangesAsync();
            }
            public Task<List<Order>> All() => read.Orders.ToListAsync();
            public Task<List<Order>> Fresh() => db.Orders.ToListAsync();
        }
        """);

    [Fact]
    public Task Parameter_ThatNothingReadsAnyMore_Goes_Fix() => Fixes(
        Contexts + "public class Service(ReadDb read, Db db) { public async Task M(Order order) { read.Add(order); await {|SN4004:read.SaveChangesAsync()|}; } public bool Has => db is not null; }",
        Contexts + "public class Service(Db db) { public async Task M(Order order) { db.Add(order); await db.SaveChangesAsync(); } public bool Has => db is not null; }");

    [Fact]
    public Task Parameter_OfAConstructorThatIsCalled_Stays_Fix() => Fixes(
        Contexts + "public class Service(Db db, ReadDb read) { public async Task M(Order order) { read.Add(order); await {|SN4004:read.SaveChangesAsync()|}; } public bool Has => db is not null; public static Service Make(Db a, ReadDb b) => new(a, b); }",
        Contexts + "public class Service(Db db, ReadDb read) { public async Task M(Order order) { db.Add(order); await db.SaveChangesAsync(); } public bool Has => db is not null; public static Service Make(Db a, ReadDb b) => new(a, b); }");

    [Fact]
    public Task TwoContextsThatFit_NoFix() => Fixer.NoFixAsync(
        Usings + Contexts + "public class Other(DbContextOptions<Other> options) : DbContext(options) { public DbSet<Order> Orders => Set<Order>(); } public class Service(ReadDb read) { public async Task M(Order order) { read.Orders.Add(order); await {|SN4004:read.SaveChangesAsync()|}; } }",
        test => test.OutputKind = OutputKind.DynamicallyLinkedLibrary);

    [Fact]
    public Task Connection_BesideIt_Fix() => Fixes(
        "public class ReplicaAttribute : Attribute { } public class Service(SqlConnection primary, [Replica] SqlConnection other) { public async Task M() { await {|SN4004:other.ExecuteAsync(\"delete from orders\")|}; await other.QueryAsync<int>(\"select id from orders\"); } public object A => primary; }",
        "public class ReplicaAttribute : Attribute { } public class Service(SqlConnection primary, [Replica] SqlConnection other) { public async Task M() { await primary.ExecuteAsync(\"delete from orders\"); await other.QueryAsync<int>(\"select id from orders\"); } public object A => primary; }");
}
