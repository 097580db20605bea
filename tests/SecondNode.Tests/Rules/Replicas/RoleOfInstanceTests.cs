using Microsoft.CodeAnalysis;
using SecondNode.Tests.Testing;
using Fixer = SecondNode.Tests.Testing.Verify<SecondNode.Analyzers.Rules.Replicas.ReplicaReadAfterWrite, SecondNode.CodeFixes.Replicas.ReadFromPrimary>;
using Verifier = SecondNode.Tests.Testing.Verify<SecondNode.Analyzers.Rules.Replicas.ReplicaReadAfterWrite>;
using Writes = SecondNode.Tests.Testing.Verify<SecondNode.Analyzers.Rules.Replicas.WriteOnReplica>;

namespace SecondNode.Tests.Rules.Replicas;

/// <summary>One class is constructed twice: with the primary's connection, and with the replica's.</summary>
public class RoleOfInstanceTests
{
    private const string Stores = """
        using Dapper;
        using Microsoft.Data.SqlClient;
        using Microsoft.EntityFrameworkCore;
        public class Order { public int Id { get; set; } }
        public interface IOrderStore { Task Add(Order order); Task<List<Order>> All(); }
        public abstract class Store(string connectionString) { protected SqlConnection Open() => new(connectionString); }
        public class OrderStore(string connectionString) : Store(connectionString), IOrderStore
        {
            public async Task Add(Order order) { using var c = Open(); await c.ExecuteAsync("INSERT INTO Orders (Id) VALUES (@Id)", order); }
            public async Task<List<Order>> All() { using var c = Open(); return (await c.QueryAsync<Order>("SELECT * FROM Orders")).ToList(); }
            public async Task<List<Order>> Twice() { await Add(new Order()); return await All(); }
        }
        public class OldStore
        {
            private readonly string _connectionString;
            public OldStore(IConfiguration configuration, string name) : this(configuration.GetConnectionString(name)!) { }
            public OldStore(string connectionString) { _connectionString = connectionString ?? throw new ArgumentNullException(nameof(connectionString)); }
            public void Add() { using var c = new SqlConnection(_connectionString); c.Execute("DELETE FROM Orders"); }
            public List<Order> All() { using var c = new SqlConnection(_connectionString); return c.Query<Order>("SELECT * FROM Orders").ToList(); }
            public List<Order> Helped() { using var c = new SqlConnection(_connectionString); return Read(c); }
            private static List<Order> Read(SqlConnection connection) => connection.Query<Order>("SELECT * FROM Orders").ToList();
        }
        public class Shop(DbContextOptions<Shop> options) : DbContext(options) { public DbSet<Order> Orders => Set<Order>(); }
        public class Repository(Shop db)
        {
            public async Task Add(Order order) { db.Add(order); await db.SaveChangesAsync(); }
            public Task<List<Order>> All() => db.Orders.ToListAsync();
        }
        public static class Setup
        {
            public static void Add(IServiceCollection services, IConfiguration configuration)
            {
                services.AddKeyedSingleton<IOrderStore>("primary", (_, _) => new OrderStore(configuration.GetConnectionString("Shop")!));
                services.AddKeyedSingleton<IOrderStore>("copy", (_, _) => new OrderStore(configuration.GetConnectionString("ShopReplica")!));
                services.AddKeyedScoped<Shop>("replica", (_, _) => new Shop(new DbContextOptionsBuilder<Shop>().UseNpgsql(configuration.GetConnectionString("ShopReplica")).Options));
                services.AddDbContext<Shop>(o => o.UseNpgsql(configuration.GetConnectionString("Shop")));
                services.AddScoped<Repository>();
                services.AddKeyedScoped<Repository>("copy", (s, _) => new Repository(s.GetRequiredKeyedService<Shop>("replica")));
            }
        }

        """;

    private const string Locals = "var primary = new OrderStore(configuration.GetConnectionString(\"Shop\")!); var copy = new OrderStore(configuration.GetConnectionString(\"ShopReplica\")!); ";
    private const string Old = "var primary = new OldStore(configuration.GetConnectionString(\"Shop\")!); var copy = new OldStore(configuration.GetConnectionString(\"ShopReplica\")!); ";
    private const string Service = "public class Service([FromKeyedServices(\"primary\")] IOrderStore primary, [FromKeyedServices(\"copy\")] IOrderStore copy)";
    private const string Repositories = "public class Service(Repository repository, [FromKeyedServices(\"copy\")] Repository copy)";
    private const string Plain = "public class Service(IConfiguration configuration)";
    private const string Fields = "public class Service(IConfiguration configuration) { private readonly OrderStore _copy = new(configuration.GetConnectionString(\"ShopReplica\")!); private readonly IOrderStore _primary = new OrderStore(configuration.GetConnectionString(\"Shop\")!);";

    private static string Code(string type, string body) => Stores + type + (type == Fields ? "\n" : "\n{\n") + "    public async Task M(Order order)\n    {\n        " + body + "\n        await Task.Yield();\n    }\n}\n";

    [Theory]
    [InlineData(Plain, Locals + "await primary.Add(order); await {|SN4001:copy.All()|};")]
    [InlineData(Plain, Old + "primary.Add(); {|SN4001:copy.All()|}.ToString();")]
    [InlineData(Plain, Old + "primary.Add(); {|SN4001:copy.Helped()|}.ToString();")]
    [InlineData(Plain, "var primary = new OldStore(configuration.GetConnectionString(\"Shop\")!); primary.Add(); {|SN4001:new OldStore(configuration.GetConnectionString(\"ShopReplica\")!).All()|}.ToString();")]
    [InlineData(Plain, "var text = configuration.GetConnectionString(\"ShopReplica\")!; var copy = new OrderStore(text); var primary = new OrderStore(\"Server=a\"); await primary.Add(order); await {|SN4001:copy.All()|};")]
    [InlineData(Service, "await primary.Add(order); await {|SN4001:copy.All()|};")]
    [InlineData(Repositories, "await repository.Add(order); await {|SN4001:copy.All()|};")]
    [InlineData(Fields, "await _primary.Add(order); await {|SN4001:_copy.All()|};")]
    public Task InstanceForTheReplica_IsReadAfterAWrite_Reports(string type, string body) => Verifier.Async(Code(type, body), test => test.OutputKind = OutputKind.DynamicallyLinkedLibrary);

    [Theory]
    [InlineData(Plain, Locals + "await copy.All(); await primary.Add(order); await primary.All();")]
    [InlineData(Plain, Locals + "await copy.Add(order); await copy.All();")]
    [InlineData(Plain, Locals + "await copy.Twice(); await primary.Twice();")]
    [InlineData(Plain, Old + "primary.Add(); primary.Helped();")]
    [InlineData(Service, "await primary.Add(order); await primary.All();")]
    [InlineData(Repositories, "await repository.Add(order); await repository.All();")]
    [InlineData(Repositories, "await copy.All(); await repository.Add(order);")]
    public Task InstanceForThePrimary_IsSilent(string type, string body) => Verifier.Async(Code(type, body), test => test.OutputKind = OutputKind.DynamicallyLinkedLibrary);

    [Fact]
    public Task InstanceThatCannotBeFollowed_IsSilent() => Verifier.Async(
        Code("public class Service(Func<bool, OrderStore> stores, OrderStore given)", "await given.Add(order); await stores(true).All(); await given.All(); var replica = stores(false); await replica.All();"),
        test => test.OutputKind = OutputKind.DynamicallyLinkedLibrary);

    [Theory]
    [InlineData(Service, "await copy.All(); await primary.Add(order); await {|SN4001:copy.All()|};", "await copy.All(); await primary.Add(order); await primary.All();")]
    [InlineData(Plain, Old + "primary.Add(); {|SN4001:copy.All()|}.ToString();", Old + "primary.Add(); primary.All().ToString();")]
    public Task Fix_CallsTheInstanceThatWrote(string type, string before, string after) => Fixer.Async(Code(type, before), Code(type, after), test => test.OutputKind = OutputKind.DynamicallyLinkedLibrary);

    [Theory]
    [InlineData(Fields, "await _primary.Add(order); await {|SN4001:_copy.All()|};")]
    [InlineData(Plain, "new OldStore(\"Server=a\").Add(); var copy = new OldStore(configuration.GetConnectionString(\"ShopReplica\")!); {|SN4001:copy.All()|}.ToString();")]
    public Task Fix_IsNotOffered_WhereNoInstanceOfTheTypeIsAtHand(string type, string body) => Fixer.NoFixAsync(Code(type, body), test => test.OutputKind = OutputKind.DynamicallyLinkedLibrary);

    [Theory]
    [InlineData(Plain, Locals + "await {|SN4004:copy.Add(order)|}; await primary.Add(order);")]
    [InlineData(Service, "await {|SN4004:copy.Add(order)|}; await copy.All();")]
    [InlineData(Repositories, "await {|SN4004:copy.Add(order)|}; await repository.Add(order);")]
    public Task WriteThroughTheInstanceForTheReplica_Reports(string type, string body) => Writes.Async(Code(type, body), test => test.OutputKind = OutputKind.DynamicallyLinkedLibrary);
}
