using SecondNode.Analyzers.Rules.Replicas;
using SecondNode.Tests.Testing;
using Verifier = SecondNode.Tests.Testing.Verify<SecondNode.Analyzers.Rules.Replicas.ReplicaReadAfterWrite>;

namespace SecondNode.Tests.Rules.Replicas;

public class ReplicaReadAfterWriteTests
{
    /// <summary>Two contexts over two connection strings, both with the same entities.</summary>
    internal const string Contexts = """
        public class Customer { public int Id { get; set; } public string Name { get; set; } = ""; }
        public class Line { public int Id { get; set; } public int Quantity { get; set; } }
        public class Order
        {
            public int Id { get; set; }
            public string Status { get; set; } = "";
            public Customer Customer { get; set; } = null!;
            public List<Line> Lines { get; } = new();
            public void Cancel() => Status = "cancelled";
            public bool IsOpen() => Status == "open";
        }
        public class Shop(DbContextOptions<Shop> options) : DbContext(options)
        {
            public DbSet<Order> Orders => Set<Order>();
            public DbSet<Customer> Customers => Set<Customer>();
        }
        public class ReadShop(DbContextOptions<ReadShop> options) : DbContext(options)
        {
            public DbSet<Order> Orders => Set<Order>();
            public DbSet<Customer> Customers => Set<Customer>();
        }
        """;

    internal const string Program = """
        using Microsoft.EntityFrameworkCore;
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddDbContext<Shop>(o => o.UseNpgsql(builder.Configuration.GetConnectionString("Default")));
        builder.Services.AddDbContext<ReadShop>(o => o.UseNpgsql(builder.Configuration.GetConnectionString("ReadReplica")));
        builder.Build().Run();

        """;

    internal static string Service(string members) =>
        Program + Contexts + "\npublic class Service(Shop _db, ReadShop _read)\n{\n" + members + "\n}\n";

    [Theory]
    [InlineData("await {|SN4001:_read.Orders.ToListAsync()|};")]
    [InlineData("await {|SN4001:_read.Orders.FirstAsync(o => o.Id == order.Id)|};")]
    [InlineData("await {|SN4001:_read.Orders.AsNoTracking().Where(o => o.Id > 1).OrderBy(o => o.Id).CountAsync()|};")]
    [InlineData("{|SN4001:_read.Orders.Any()|}.ToString();")]
    [InlineData("await {|SN4001:_read.Orders.FindAsync(order.Id)|};")]
    [InlineData("await {|SN4001:_read.FindAsync<Order>(order.Id)|};")]
    [InlineData("await {|SN4001:_read.Set<Order>().SingleAsync()|};")]
    [InlineData("foreach (var o in {|SN4001:_read.Orders|}) { }")]
    [InlineData("await foreach (var o in {|SN4001:_read.Orders.AsAsyncEnumerable()|}) { }")]
    [InlineData("var q = _read.Orders.Where(o => o.Id > 1); q = q.OrderBy(o => o.Id); await {|SN4001:q.ToListAsync()|};")]
    [InlineData("await {|SN4001:(from o in _read.Orders where o.Id > 1 select o).ToListAsync()|};")]
    [InlineData("await {|SN4001:(from c in _read.Customers join o in _read.Orders on c.Id equals o.Customer.Id select c).ToListAsync()|};")]
    [InlineData("await {|SN4001:_read.Orders.FromSql($\"select * from orders\").ToListAsync()|};")]
    [InlineData("await {|SN4001:_read.Database.SqlQuery<int>($\"select count(*) from orders\").ToListAsync()|};")]
    [InlineData("if (order.Id > 1) { await {|SN4001:_read.Orders.ToListAsync()|}; }")]
    [InlineData("for (var i = 0; i < 3; i++) { await {|SN4001:_read.Orders.ToListAsync()|}; }")]
    [InlineData("var o = order.Id switch { 1 => null, _ => await {|SN4001:_read.Orders.FirstAsync()|} };")]
    [InlineData("try { order.Id++; } finally { await {|SN4001:_read.Orders.ToListAsync()|}; }")]
    [InlineData("await using (var t = await _db.Database.BeginTransactionAsync()) { await t.CommitAsync(); } await {|SN4001:_read.Orders.ToListAsync()|};")]
    public Task Read_AfterSave_Reports(string read) =>
        Verifier.Async(Service("public async Task M(Order order) { _db.Orders.Add(order); await _db.SaveChangesAsync(); " + read + " }"));

    [Theory]
    [InlineData("_db.Add(order); await _db.SaveChangesAsync();")]
    [InlineData("_db.Update(order); _db.SaveChanges();")]
    [InlineData("_db.Orders.Remove(order); await _db.SaveChangesAsync().ConfigureAwait(false);")]
    [InlineData("_db.Orders.AddRange(order, order); _db.SaveChangesAsync().Wait();")]
    [InlineData("_db.Entry(order).State = EntityState.Modified; await _db.SaveChangesAsync();")]
    [InlineData("await _db.Orders.Where(o => o.Id == 1).ExecuteDeleteAsync();")]
    [InlineData("await _db.Orders.ExecuteUpdateAsync(s => s.SetProperty(o => o.Status, \"x\"));")]
    [InlineData("await _db.Database.ExecuteSqlAsync($\"update orders set status = 1\");")]
    [InlineData("await _db.Database.ExecuteSqlRawAsync(\"DELETE FROM Orders\");")]
    [InlineData("var o = await _db.Orders.FirstAsync(); o.Status = \"x\"; await _db.SaveChangesAsync();")]
    [InlineData("var o = await _db.Orders.FindAsync(1); o!.Cancel(); await _db.SaveChangesAsync();")]
    [InlineData("var o = await _db.Orders.FirstOrDefaultAsync() ?? throw new Exception(); o.Status += \"x\"; await _db.SaveChangesAsync();")]
    [InlineData("foreach (var o in _db.Orders.ToList()) { o.Cancel(); } await _db.SaveChangesAsync();")]
    [InlineData("var all = await _db.Orders.ToListAsync(); foreach (var o in all) o.Status = \"x\"; await _db.SaveChangesAsync();")]
    [InlineData("if (order.Id == 0) { _db.Orders.Add(order); } await _db.SaveChangesAsync();")]
    [InlineData("try { _db.Orders.Add(order); await _db.SaveChangesAsync(); } catch (Exception) { throw; }")]
    [InlineData("using (var t = _db.Database.BeginTransaction()) { _db.Orders.Add(order); _db.SaveChanges(); t.Commit(); }")]
    [InlineData("async Task Save() { _db.Orders.Add(order); await _db.SaveChangesAsync(); } await Save();")]
    [InlineData("await _db.Database.CreateExecutionStrategy().ExecuteAsync(async () => { _db.Orders.Add(order); await _db.SaveChangesAsync(); });")]
    [InlineData("Func<Task> save = async () => { _db.Orders.Add(order); await _db.SaveChangesAsync(); }; await save();")]
    [InlineData("_db.Orders.Add(order); var task = _db.SaveChangesAsync(); await task;")]
    [InlineData("if (await _db.Orders.FindAsync(order.Id) is { } o) { o.Status = \"x\"; await _db.SaveChangesAsync(); }")]
    [InlineData("if (await _db.Orders.FindAsync(order.Id) is not { } o) { return; } o.Status = \"x\"; await _db.SaveChangesAsync();")]
    [InlineData("switch (await _db.Orders.FindAsync(order.Id)) { case { Id: > 0 } o: o.Cancel(); break; } await _db.SaveChangesAsync();")]
    public Task Write_BeforeRead_Reports(string write) =>
        Verifier.Async(Service("public async Task M(Order order) { " + write + " await {|SN4001:_read.Orders.ToListAsync()|}; }"));

    [Fact]
    public Task LambdaInsideATry_ReadInItsFinally_Reports() => Verifier.Async(Service("""
        public async Task M(Order order)
        {
            if (order.Id > 1) { order.Id = 1; }
            if (order.Id > 2) { order.Id = 3; }
            if (order.Id > 4) { order.Id = 5; }
            try { await Task.Run(async () => { _db.Add(order); await _db.SaveChangesAsync(); }); }
            finally { if (order.Id > 6) { await {|SN4001:_read.Orders.ToListAsync()|}; } }
        }
        """));

    [Theory]
    [InlineData("await _read.Orders.ToListAsync(); _db.Orders.Add(order); await _db.SaveChangesAsync();")] // before
    [InlineData("_db.Orders.Add(order); await _read.Orders.ToListAsync(); await _db.SaveChangesAsync();")] // staged only
    [InlineData("_db.Orders.Add(order); await _db.SaveChangesAsync(); await _read.Customers.ToListAsync();")] // another entity
    [InlineData("_db.Orders.Add(order); await _db.SaveChangesAsync(); await _db.Orders.ToListAsync();")] // from the primary
    [InlineData("if (order.Id == 0) { _db.Orders.Add(order); await _db.SaveChangesAsync(); return; } await _read.Orders.ToListAsync();")] // early return
    [InlineData("if (order.Id == 0) { _db.Orders.Add(order); await _db.SaveChangesAsync(); } else { await _read.Orders.ToListAsync(); }")] // other branch
    [InlineData("switch (order.Id) { case 1: _db.Orders.Add(order); await _db.SaveChangesAsync(); break; default: await _read.Orders.ToListAsync(); break; }")]
    [InlineData("try { _db.Orders.Add(order); await _db.SaveChangesAsync(); } catch (DbUpdateException) { await _read.Orders.AnyAsync(); }")] // the write failed
    [InlineData("try { if (order.Id == 1) { _db.Orders.Add(order); await _db.SaveChangesAsync(); return; } } finally { order.Id = 2; } await _read.Orders.ToListAsync();")]
    [InlineData("using var t = _db.Database.BeginTransaction(); _db.Orders.Add(order); _db.SaveChanges(); t.Rollback(); await _read.Orders.ToListAsync();")]
    [InlineData("_db.Orders.Add(order); await _db.SaveChangesAsync(); await Task.Delay(5000); await _read.Orders.ToListAsync();")]
    [InlineData("_db.Orders.Add(order); await Task.WhenAll(_db.SaveChangesAsync(), _read.Orders.ToListAsync());")]
    [InlineData("_db.Orders.Add(order); var w = _db.SaveChangesAsync(); var r = _read.Orders.ToListAsync(); await Task.WhenAll(w, r);")]
    [InlineData("_db.Orders.Add(order); await _db.SaveChangesAsync(); var q = _read.Orders.Where(o => o.Id == 1).ToQueryString();")]
    [InlineData("_db.Orders.Add(order); _db.ChangeTracker.Clear(); await _db.SaveChangesAsync(); await _read.Orders.ToListAsync();")]
    [InlineData("var o = await _db.Orders.FirstAsync(); _db.Customers.Add(o.Customer); await _db.SaveChangesAsync(); await _read.Orders.ToListAsync();")] // loaded, not changed
    [InlineData("var o = await _db.Orders.AsNoTracking().FirstAsync(); o.Status = \"\"; _db.Customers.Add(o.Customer); await _db.SaveChangesAsync(); await _read.Orders.ToListAsync();")] // untracked
    [InlineData("var o = await _read.Orders.FirstAsync(); o.Status = \"\"; await _db.SaveChangesAsync(); await _read.Orders.ToListAsync();")] // not the primary's
    [InlineData("var o = await _db.Orders.FirstAsync(); if (o.IsOpen()) { await _db.SaveChangesAsync(); } await _read.Orders.ToListAsync();")]
    [InlineData("var copy = new Order(); copy.Status = \"x\"; await _db.SaveChangesAsync(); await _read.Orders.ToListAsync();")] // never added
    [InlineData("async Task Save() { _db.Orders.Add(order); await _db.SaveChangesAsync(); } await _read.Orders.ToListAsync(); await Save();")]
    [InlineData("async Task Save() { _db.Orders.Add(order); await _db.SaveChangesAsync(); } await Task.WhenAll(Save(), _read.Orders.ToListAsync());")]
    [InlineData("await _db.Customers.ExecuteDeleteAsync(); await _read.Orders.ToListAsync();")]
    public Task LookAlike_IsSilent(string body) =>
        Verifier.Async(Service("public async Task M(Order order) { " + body + " await Task.Yield(); }"));

    [Fact]
    public Task LoopCarried_Reports() =>
        Verifier.Async(Service("public async Task M(List<Order> orders) { foreach (var order in orders) { if (await {|SN4001:_read.Orders.AnyAsync(o => o.Id == order.Id)|}) continue; _db.Orders.Add(order); await _db.SaveChangesAsync(); } }"));

    [Fact]
    public Task Include_OfWhatWasWritten_Reports() =>
        Verifier.Async(Service("public async Task M(Customer customer) { _db.Customers.Update(customer); await _db.SaveChangesAsync(); await {|SN4001:_read.Orders.Include(o => o.Customer).ToListAsync()|}; }"));

    [Fact]
    public Task Projection_OverWhatWasWritten_Reports() =>
        Verifier.Async(Service("public async Task M(Customer customer) { _db.Customers.Update(customer); await _db.SaveChangesAsync(); await {|SN4001:_read.Orders.Select(o => o.Customer.Name).ToListAsync()|}; }"));

    [Fact]
    public Task GraphThatIsAdded_CountsAsWritten() =>
        Verifier.Async(Service("public async Task M() { var order = new Order { Lines = { new Line() } }; _db.Orders.Add(order); await _db.SaveChangesAsync(); await {|SN4001:_read.Set<Line>().ToListAsync()|}; }"));

    [Fact]
    public Task ReturnedQuery_Reports() =>
        Verifier.Async(Service("public IQueryable<Order> M(Order order) { _db.Orders.Add(order); _db.SaveChanges(); return {|SN4001:_read.Orders.Where(o => o.Id == order.Id)|}; }"));

    [Fact]
    public Task QueryHandedToAHelper_Reports() =>
        Verifier.Async(Service("static Task<int> Page<T>(IQueryable<T> q) => q.CountAsync(); public async Task M(Order order) { _db.Orders.Add(order); _db.SaveChanges(); await {|SN4001:Page(_read.Orders.Where(o => o.Id == order.Id))|}; }"));

    [Fact]
    public Task GenericRepository_Reports() =>
        Verifier.Async(Program + Contexts + """
            public class Repository<T>(Shop db, ReadShop read) where T : class
            {
                public async Task<T?> Add(T entity, int id)
                {
                    db.Set<T>().Add(entity);
                    await db.SaveChangesAsync();
                    return await {|SN4001:read.Set<T>().FindAsync(id)|};
                }
            }
            """);

    [Fact]
    public Task Endpoints_AreFlowsOfTheirOwn() =>
        Verifier.Async("""
            using Microsoft.EntityFrameworkCore;
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddDbContext<Shop>(o => o.UseNpgsql(builder.Configuration.GetConnectionString("Default")));
            builder.Services.AddDbContext<ReadShop>(o => o.UseNpgsql(builder.Configuration.GetConnectionString("ReadReplica")));
            var app = builder.Build();
            app.MapPost("/a", async (Order order, Shop db) => { db.Orders.Add(order); await db.SaveChangesAsync(); });
            app.MapGet("/a", async (ReadShop read) => await read.Orders.ToListAsync());
            app.MapPost("/b", async (Order order, Shop db, ReadShop read) =>
            {
                db.Orders.Add(order);
                await db.SaveChangesAsync();
                return await {|SN4001:read.Orders.ToListAsync()|};
            });
            app.Run();

            """ + Contexts);

    [Fact]
    public Task InterfaceContexts_Report() =>
        Verifier.Async(Program + Contexts + """
            public interface IShop { DbSet<Order> Orders { get; } Task<int> SaveChangesAsync(CancellationToken cancellation = default); }
            public interface IReadShop { DbSet<Order> Orders { get; } }
            public class MyShop(DbContextOptions<MyShop> options) : DbContext(options), IShop { public DbSet<Order> Orders => Set<Order>(); }
            public class MyReplica(DbContextOptions<MyReplica> options) : DbContext(options), IReadShop { public DbSet<Order> Orders => Set<Order>(); }
            public static class Setup
            {
                public static void Add(IServiceCollection services, IConfiguration configuration)
                {
                    var primary = configuration.GetConnectionString("Shop");
                    var copy = configuration["ConnectionStrings:ShopReplica"];
                    services.AddDbContext<IShop, MyShop>(o => o.UseSqlServer(primary));
                    services.AddDbContextPool<MyReplica>(o => o.UseSqlServer(copy));
                    services.AddScoped<IReadShop>(sp => sp.GetRequiredService<MyReplica>());
                }
            }
            public class Handler(IShop shop, IReadShop read)
            {
                public async Task Handle(Order order)
                {
                    shop.Orders.Add(order);
                    await shop.SaveChangesAsync();
                    await {|SN4001:read.Orders.ToListAsync()|};
                }
            }
            """);

    [Fact]
    public Task BrokenCode_IsSilent() =>
        Verifier.Async(
            Service("public async Task M(Order order) { _db.Orders.Add(; await _db.SaveChangesAsync(); await _read.Orders.Missing(); foreach (var x in _read.Nothing) { return } "),
            test => test.CompilerDiagnostics = Microsoft.CodeAnalysis.Testing.CompilerDiagnostics.None);
}
