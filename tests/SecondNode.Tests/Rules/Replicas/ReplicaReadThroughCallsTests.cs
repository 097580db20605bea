using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using SecondNode.Analyzers.Rules.Replicas;
using SecondNode.Tests.Testing;
using Verifier = SecondNode.Tests.Testing.Verify<SecondNode.Analyzers.Rules.Replicas.ReplicaReadAfterWrite>;

namespace SecondNode.Tests.Rules.Replicas;

/// <summary>Write and read are in methods that the reported one calls.</summary>
public class ReplicaReadThroughCallsTests
{
    private const string Services = """

        public interface IOrders { Task AddAsync(Order order); void Stage(Order order); Task SaveAsync(); Task AddAndWaitAsync(Order order); Order Rename(Order order); }
        public class Orders(Shop db) : IOrders
        {
            public async Task AddAsync(Order order) { db.Orders.Add(order); await db.SaveChangesAsync(); }
            public void Stage(Order order) => db.Orders.Add(order);
            public Task SaveAsync() => db.SaveChangesAsync();
            public async Task AddAndWaitAsync(Order order) { db.Orders.Add(order); await db.SaveChangesAsync(); await Task.Delay(2000); }
            public Order Rename(Order order) { order.Status = "x"; return order; }
        }
        public interface IOrderQueries { Task<List<Order>> AllAsync(); Task<List<Customer>> CustomersAsync(); Task<int> CountAsync(IQueryable<Order> query); IQueryable<Order> Query(); }
        public class OrderQueries(ReadShop read) : IOrderQueries
        {
            public Task<List<Order>> AllAsync() => read.Orders.ToListAsync();
            public async Task<List<Customer>> CustomersAsync() => await read.Customers.ToListAsync();
            public Task<int> CountAsync(IQueryable<Order> query) => query.CountAsync();
            public IQueryable<Order> Query() => read.Orders;
        }
        public class Repository<T>(Shop db) where T : class { public async Task AddAsync(T item) { db.Set<T>().Add(item); await db.SaveChangesAsync(); } }
        public class ReadRepository<T>(ReadShop read) where T : class { public Task<List<T>> AllAsync() => read.Set<T>().ToListAsync(); }
        public static class OrderExtensions
        {
            public static async Task PlaceAsync(this Shop db, Order order) { db.Add(order); await db.SaveChangesAsync(); }
            public static Task<Order?> LastAsync(this ReadShop read) => read.Orders.FirstOrDefaultAsync();
        }

        """;

    private static string Service(string members) =>
        ReplicaReadAfterWriteTests.Program + ReplicaReadAfterWriteTests.Contexts + Services +
        "public class Service(IOrders orders, IOrderQueries queries, Repository<Order> repository, Repository<Customer> customers, ReadRepository<Order> reads, Shop _db, ReadShop _read)\n{\n" + members + "\n}\n";

    [Theory]
    [InlineData("await orders.AddAsync(order); await {|SN4001:_read.Orders.ToListAsync()|};")]
    [InlineData("await orders.AddAsync(order); await {|SN4001:queries.AllAsync()|};")]
    [InlineData("await orders.AddAsync(order); return {|SN4001:queries.AllAsync()|};")]
    [InlineData("_db.Orders.Add(order); await _db.SaveChangesAsync(); await {|SN4001:queries.AllAsync()|};")]
    [InlineData("orders.Stage(order); await orders.SaveAsync(); await {|SN4001:queries.AllAsync()|};")]
    [InlineData("orders.Stage(order); await _db.SaveChangesAsync(); await {|SN4001:queries.AllAsync()|};")]
    [InlineData("_db.Add(order); await orders.SaveAsync(); await {|SN4001:queries.AllAsync()|};")]
    [InlineData("await repository.AddAsync(order); await {|SN4001:reads.AllAsync()|};")]
    [InlineData("await _db.PlaceAsync(order); await {|SN4001:_read.LastAsync()|};")]
    [InlineData("await orders.AddAsync(order); await {|SN4001:queries.CountAsync(_read.Orders)|};")]
    [InlineData("await orders.AddAsync(order); await {|SN4001:queries.CountAsync(_read.Orders.Where(o => o.Id == 1))|};")]
    [InlineData("await SaveItAsync(order); await {|SN4001:ListAsync()|};")]
    [InlineData("var task = orders.AddAsync(order); await task; await {|SN4001:queries.AllAsync()|};")]
    [InlineData("if (order.Id == 0) await orders.AddAsync(order); await {|SN4001:queries.AllAsync()|};")]
    [InlineData("await Task.Run(() => orders.AddAsync(order)); await {|SN4001:queries.AllAsync()|};")]
    public Task Read_AfterWrite_Reports(string body) => Verifier.Async(Service($$"""
        public async Task<object> M(Order order) { {{body}} return order; }
        private async Task SaveItAsync(Order order) => await orders.AddAsync(order);
        private async Task<List<Order>> ListAsync() { await Task.Yield(); return await queries.AllAsync(); }
        """.Replace("return order;", body.Contains("return") ? "" : "return order;")));

    [Theory]
    [InlineData("await queries.AllAsync(); await orders.AddAsync(order);")]
    [InlineData("orders.Stage(order); await queries.AllAsync();")]
    [InlineData("await orders.AddAsync(order); await queries.CustomersAsync();")]
    [InlineData("await orders.AddAndWaitAsync(order); await queries.AllAsync();")]
    [InlineData("await customers.AddAsync(order.Customer); await reads.AllAsync();")]
    [InlineData("await orders.AddAsync(order); await queries.CountAsync(_db.Orders);")]
    [InlineData("await Task.WhenAll(orders.AddAsync(order), queries.AllAsync());")]
    [InlineData("var write = orders.AddAsync(order); await queries.AllAsync(); await write;")]
    [InlineData("orders.Rename(order); await queries.AllAsync();")]
    [InlineData("if (order.Id == 0) { await orders.AddAsync(order); } else { await queries.AllAsync(); }")]
    [InlineData("foreach (var o in await queries.AllAsync()) { } await orders.AddAsync(order);")]
    public Task LookAlike_IsSilent(string body) => Verifier.Async(Service("public async Task M(Order order) { " + body + " }"));

    [Fact]
    public Task ReadingLine_IsTheSecondLocation() => Verifier.Async(
        ReplicaReadAfterWriteTests.Service("""
            public async Task M(Order order) { _db.Add(order); {|#1:await _db.SaveChangesAsync()|}; await {|#0:ListAsync()|}; }
            private Task<List<Order>> ListAsync() => {|#2:_read.Orders.ToListAsync()|};
            """).Replace("{|#1:await _db.SaveChangesAsync()|}", "await {|#1:_db.SaveChangesAsync()|}"),
        test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("SN4001", DiagnosticSeverity.Warning).WithLocation(0).WithLocation(1).WithLocation(2).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)));

    [Fact]
    public Task Message_RunsItsHandler_Reports() => Verifier.Async(ReplicaReadAfterWriteTests.Program + ReplicaReadAfterWriteTests.Contexts + """

        public interface IRequest<T> { }
        public interface IRequestHandler<TRequest, TResult> { Task<TResult> Handle(TRequest request, CancellationToken cancellation); }
        public interface ISender { Task<T> Send<T>(IRequest<T> request); }
        public record Place(Order Order) : IRequest<int>;
        public record GetAll : IRequest<List<Order>>;
        public record GetCustomers : IRequest<List<Customer>>;
        public class PlaceHandler(Shop db) : IRequestHandler<Place, int>
        {
            public async Task<int> Handle(Place request, CancellationToken cancellation) { db.Add(request.Order); return await db.SaveChangesAsync(cancellation); }
        }
        public class GetAllHandler(ReadShop read) : IRequestHandler<GetAll, List<Order>>
        {
            public Task<List<Order>> Handle(GetAll request, CancellationToken cancellation) => read.Orders.ToListAsync(cancellation);
        }
        public class GetCustomersHandler(ReadShop read) : IRequestHandler<GetCustomers, List<Customer>>
        {
            public Task<List<Customer>> Handle(GetCustomers request, CancellationToken cancellation) => read.Customers.ToListAsync(cancellation);
        }
        public class Controller(ISender sender)
        {
            public async Task M(Order order)
            {
                await sender.Send(new Place(order));
                await {|SN4001:sender.Send(new GetAll())|};
                await sender.Send(new GetCustomers());
            }
        }
        """);

    [Fact]
    public Task Flag_ChoosesTheReplica_AtTheCall() => Verifier.Async("""
        using Dapper;
        using Npgsql;
        public class Repository(string connectionString, string readOnlyConnectionString)
        {
            public async Task Add(Order order)
            {
                await using var connection = new NpgsqlConnection(connectionString);
                await connection.ExecuteAsync("insert into orders values (1)");
            }
            public async Task<List<Order>> All(bool useReplica = false)
            {
                await using var connection = new NpgsqlConnection(useReplica ? readOnlyConnectionString : connectionString);
                return (await connection.QueryAsync<Order>("select * from orders")).ToList();
            }
            public Task<List<Order>> Page(bool fresh) => All(!fresh);
        }
        public class Service(Repository orders)
        {
            public async Task M(Order order)
            {
                await orders.Add(order);
                await orders.All();
                await orders.All(false);
                await {|SN4001:orders.All(useReplica: true)|};
            }
        }
        public class Order { public int Id { get; set; } }
        """, test => test.OutputKind = OutputKind.DynamicallyLinkedLibrary);

    [Fact]
    public Task Circles_End() => Verifier.Async(ReplicaReadAfterWriteTests.Service("""
        public async Task M(Order order) { await A(order, 3); await {|SN4001:C()|}; }
        private async Task A(Order order, int n) { if (n > 0) { await B(order, n - 1); } }
        private async Task B(Order order, int n) { _db.Add(order); await _db.SaveChangesAsync(); await A(order, n); }
        private async Task<Order?> C() => await D() ?? await _read.Orders.FirstOrDefaultAsync();
        private async Task<Order?> D() { await Task.Yield(); return await C(); }
        """));

    private const string Helpers = """
        using System.Data;
        using Microsoft.Data.SqlClient;
        public class Runner(string shop, string readOnlyConnection)
        {
            public async Task ExecuteAsync(SqlCommand command, Func<SqlCommand, Task> run, bool isReadOnly = false)
            {
                using var connection = new SqlConnection(isReadOnly ? readOnlyConnection : shop);
                command.Connection = connection;
                await run(command);
            }
        }
        public static class Commands
        {
            public static Task ExecuteReaderAsync(this SqlCommand command, Runner runner, bool isReadOnly = false) => runner.ExecuteAsync(command, c => c.ExecuteReaderAsync(), isReadOnly);
            public static Task ExecuteNonQueryAsync(this SqlCommand command, Runner runner) => runner.ExecuteAsync(command, c => c.ExecuteNonQueryAsync());
        }

        """;

    [Theory]
    [InlineData("await SaveAsync(); await {|#0:LoadAsync(true)|};")]
    [InlineData("await SaveAsync(); using var read = new SqlCommand(\"SELECT * FROM Resources\"); await {|#0:read.ExecuteReaderAsync(runner, isReadOnly: true)|};", "Resources")]
    [InlineData("await SaveAsync(); await LoadAsync(false);")]
    [InlineData("await LoadAsync(true); await SaveAsync();")]
    [InlineData("await SaveAsync(); await OtherAsync();")]
    public Task CommandThatAHelperRuns_Suggests(string body, string written = "x") => Verifier.Async(
        Helpers + "public class Store(Runner runner) { " + (written == "x"
            ? "private async Task SaveAsync() { using var command = new SqlCommand { CommandType = CommandType.StoredProcedure }; if (runner is null) { command.CommandText = \"dbo.MergeResourcesAndMore\"; } else { command.CommandText = \"dbo.MergeResources\"; } await command.ExecuteNonQueryAsync(runner); }"
            : "private async Task SaveAsync() { using var command = new SqlCommand(\"DELETE FROM Resources\"); await command.ExecuteNonQueryAsync(runner); }") + """
             private async Task LoadAsync(bool isReadOnly) { using var command = new SqlCommand { CommandText = "dbo.GetResources", CommandType = CommandType.StoredProcedure }; await command.ExecuteReaderAsync(runner, isReadOnly: isReadOnly); }
             private async Task OtherAsync() { using var command = new SqlCommand { CommandText = "dbo.GetUsers", CommandType = CommandType.StoredProcedure }; await command.ExecuteReaderAsync(runner, isReadOnly: true); }
             public async Task M() {
            """ + body + " } }",
        test =>
        {
            test.OutputKind = OutputKind.DynamicallyLinkedLibrary;
            if (body.Contains("#0"))
            {
                test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("SN4001", DiagnosticSeverity.Info).WithLocation(0).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations));
            }
        });
}
