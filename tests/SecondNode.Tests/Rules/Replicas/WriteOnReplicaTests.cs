using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using SecondNode.Tests.Testing;
using Verifier = SecondNode.Tests.Testing.Verify<SecondNode.Analyzers.Rules.Replicas.WriteOnReplica>;

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
}
