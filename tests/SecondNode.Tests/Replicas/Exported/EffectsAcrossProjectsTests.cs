using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SecondNode.Analyzers.Replicas.Exported;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Replicas.Exported;

/// <summary>Contexts, repositories and handlers live in a library; the web project calls them.</summary>
public class EffectsAcrossProjectsTests
{
    private const string Library = """
        using Microsoft.EntityFrameworkCore;
        namespace Store;
        public class Customer { public int Id { get; set; } public string Email { get; set; } = ""; }
        public class Order { public int Id { get; set; } public string Status { get; set; } = ""; }
        public class Shop(DbContextOptions<Shop> options) : DbContext(options) { public DbSet<Order> Orders => Set<Order>(); public DbSet<Customer> Customers => Set<Customer>(); }
        public class ReadShop(DbContextOptions<ReadShop> options) : DbContext(options) { public DbSet<Order> Orders => Set<Order>(); public DbSet<Customer> Customers => Set<Customer>(); }
        public static class Registration
        {
            public static void AddStore(this IServiceCollection services, IConfiguration configuration)
            {
                services.AddDbContext<Shop>(o => o.UseNpgsql(configuration.GetConnectionString("Default")));
                services.AddDbContext<ReadShop>(o => o.UseNpgsql(configuration.GetConnectionString("ReadReplica")));
                services.AddScoped<IOrders, Orders>().AddScoped<IOrderQueries, OrderQueries>().AddScoped(typeof(IRepository<>), typeof(Repository<>)).AddScoped(typeof(IReads<>), typeof(Reads<>));
            }
        }
        public interface IOrders { Task AddAsync(Order order); void Stage(Order order); Task SaveAsync(); Task AddAndWaitAsync(Order order); }
        internal class Orders(Shop db) : IOrders
        {
            public async Task AddAsync(Order order) { db.Orders.Add(order); await db.SaveChangesAsync(); }
            public void Stage(Order order) => db.Orders.Add(order);
            public Task SaveAsync() => db.SaveChangesAsync();
            public async Task AddAndWaitAsync(Order order) { db.Orders.Add(order); await db.SaveChangesAsync(); await Task.Delay(2000); }
        }
        public interface IOrderQueries { Task<List<Order>> AllAsync(); Task<Order?> FindAsync(int id); Task<List<Customer>> CustomersAsync(); Task<List<Order>> ListAsync(bool useReplica = false); Task<int> CountAsync(IQueryable<Order> query); }
        internal class OrderQueries(ReadShop read, IConfiguration configuration) : IOrderQueries
        {
            public Task<List<Order>> AllAsync() => read.Orders.ToListAsync();
            public Task<Order?> FindAsync(int id) => read.Orders.FirstOrDefaultAsync(o => o.Id == id);
            public Task<List<Customer>> CustomersAsync() => read.Customers.ToListAsync();
            public async Task<List<Order>> ListAsync(bool useReplica = false)
            {
                using var connection = new Npgsql.NpgsqlConnection(useReplica ? configuration.GetConnectionString("ReadReplica") : configuration.GetConnectionString("Default"));
                return Dapper.SqlMapper.Query<Order>(connection, "SELECT * FROM orders").ToList();
            }
            public Task<int> CountAsync(IQueryable<Order> query) => query.CountAsync();
        }
        public interface IRepository<T> { Task AddAsync(T item); }
        public class Repository<T>(Shop db) : IRepository<T> where T : class { public async Task AddAsync(T item) { db.Set<T>().Add(item); await db.SaveChangesAsync(); } }
        public interface IReads<T> { Task<List<T>> AllAsync(); }
        public class Reads<T>(ReadShop read) : IReads<T> where T : class { public Task<List<T>> AllAsync() => read.Set<T>().ToListAsync(); }
        public abstract class OrderStore { public abstract Task PutAsync(Order order); }
        public class SqlOrderStore(Shop db) : OrderStore { public override async Task PutAsync(Order order) { db.Update(order); await db.SaveChangesAsync(); } }
        public static class OrderExtensions { public static async Task PlaceAsync(this Shop db, Order order) { db.Add(order); await db.SaveChangesAsync(); } }
        public interface ISql { Task Run(string statement); Task<List<T>> List<T>(string statement); }
        internal class Sql(IConfiguration configuration) : ISql
        {
            public async Task Run(string statement) { using var c = new Npgsql.NpgsqlConnection(configuration.GetConnectionString("Default")); await Dapper.SqlMapper.ExecuteAsync(c, statement); }
            public async Task<List<T>> List<T>(string statement) { using var c = new Npgsql.NpgsqlConnection(configuration.GetConnectionString("ReadReplica")); return (await Dapper.SqlMapper.QueryAsync<T>(c, statement + " LIMIT 9")).ToList(); }
        }
        public record Place(Order Order) : MediatR.IRequest<int>;
        public class PlaceHandler(Shop db) : MediatR.IRequestHandler<Place, int> { public async Task<int> Handle(Place request, CancellationToken token) { db.Add(request.Order); return await db.SaveChangesAsync(token); } }
        """;

    /// <summary>What the tests need of MediatR, in an assembly of its own as there.</summary>
    private const string MediatR = "namespace MediatR; public interface IRequest<T> { } public interface IRequestHandler<TRequest, TResponse> { Task<TResponse> Handle(TRequest request, CancellationToken token); } public interface ISender { Task<T> Send<T>(IRequest<T> request, CancellationToken token = default); }";

    private static readonly Lazy<(CSharpCompilation Library, MetadataReference MediatR)> Store = new(() =>
    {
        var mediator = Projects.Library("MediatR", MediatR).As(Seen.Compiled);
        return (Projects.Library("Store", Library, [mediator]), mediator);
    });

    public static TheoryData<Seen> Views => [Seen.Compiled, Seen.ByReferenceAssembly, Seen.AsCompilation];

    private static CSharpCompilation Web(string members, Seen seen) =>
        Projects.Web(
            $$"""
            using Microsoft.AspNetCore.Mvc;
            using Microsoft.EntityFrameworkCore;
            using Store;
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddStore(builder.Configuration);
            builder.Build().Run();
            public class OrdersController(IOrders orders, IOrderQueries queries, IRepository<Order> repository, IRepository<Customer> customers, IReads<Order> reads, OrderStore store, Shop db, ReadShop read, ISql sql, MediatR.ISender sender) : Controller
            {
            {{members}}
            }
            """,
            Store.Value.Library.As(seen), Store.Value.MediatR);

    private static Task<string[]> FindAsync(string body, Seen seen) => Web("public async Task<object> M(Order order) { " + body + (body.Contains("return ", StringComparison.Ordinal) ? "" : " return order;") + " }", seen).FindingsAsync();

    private const string Read = "SN4001 Warning: queries.AllAsync()";

    [Theory]
    [InlineData("await orders.AddAsync(order); return await queries.AllAsync();", Read)]
    [InlineData("db.Add(order); await db.SaveChangesAsync(); return await queries.AllAsync();", Read)]
    [InlineData("orders.Stage(order); await orders.SaveAsync(); return await queries.AllAsync();", Read)]
    [InlineData("orders.Stage(order); await db.SaveChangesAsync(); return await queries.AllAsync();", Read)]
    [InlineData("db.Add(order); await orders.SaveAsync(); return await queries.AllAsync();", Read)]
    [InlineData("await orders.AddAsync(order); return await read.Orders.ToListAsync();", "SN4001 Warning: read.Orders.ToListAsync()")]
    [InlineData("await repository.AddAsync(order); return await queries.AllAsync();", Read)]
    [InlineData("await repository.AddAsync(order); return await reads.AllAsync();", "SN4001 Warning: reads.AllAsync()")]
    [InlineData("await store.PutAsync(order); return await queries.AllAsync();", Read)]
    [InlineData("await db.PlaceAsync(order); return await queries.AllAsync();", Read)]
    [InlineData("await sender.Send(new Place(order)); return await queries.AllAsync();", Read)]
    [InlineData("await sql.Run(\"DELETE FROM orders\"); return await queries.AllAsync();", Read)]
    [InlineData("await sql.Run(\"DELETE FROM orders\"); return await sql.List<Order>(\"SELECT * FROM orders\");", "SN4001 Warning: sql.List<Order>(\"SELECT * FROM orders\")")]
    [InlineData("await orders.AddAsync(order); return await queries.ListAsync(useReplica: true);", "SN4001 Warning: queries.ListAsync(useReplica: true)")]
    [InlineData("await orders.AddAsync(order); return await queries.CountAsync(read.Orders);", "SN4001 Warning: queries.CountAsync(read.Orders)")]
    [InlineData("await SaveItAsync(order); return await ListAsync(); } private Task SaveItAsync(Order order) => orders.AddAsync(order); private async Task<List<Order>> ListAsync() { await Task.Yield(); return await queries.AllAsync();", "SN4001 Warning: ListAsync()")]
    public async Task Read_AfterWrite_Reports(string body, string finding)
    {
        foreach (var seen in Enum.GetValues<Seen>())
        {
            Assert.Equal([finding], await FindAsync(body, seen));
        }
    }

    [Theory]
    [InlineData("await sql.Run(\"DELETE FROM customers\"); return await queries.AllAsync();")]
    [InlineData("await sql.Run(\"DELETE FROM orders\"); return await sql.List<Order>(\"SELECT * FROM customers\");")]
    [InlineData("await sql.Run(order.Status); return await queries.AllAsync();")]
    public async Task StatementAboutOtherData_IsSilent(string body)
    {
        foreach (var seen in Enum.GetValues<Seen>())
        {
            Assert.Empty(await FindAsync(body, seen));
        }
    }

    [Theory]
    [InlineData("await queries.AllAsync(); await orders.AddAsync(order);")]
    [InlineData("orders.Stage(order); await queries.AllAsync();")]
    [InlineData("await orders.AddAsync(order); await queries.CustomersAsync();")]
    [InlineData("await orders.AddAndWaitAsync(order); await queries.AllAsync();")]
    [InlineData("await customers.AddAsync(new Customer()); await reads.AllAsync();")]
    [InlineData("await orders.AddAsync(order); await queries.ListAsync();")]
    [InlineData("await orders.AddAsync(order); await queries.CountAsync(db.Orders);")]
    [InlineData("await Task.WhenAll(orders.AddAsync(order), queries.AllAsync());")]
    public async Task LookAlike_IsSilent(string body)
    {
        foreach (var seen in Enum.GetValues<Seen>())
        {
            Assert.Empty(await FindAsync(body, seen));
        }
    }

    [Theory]
    [MemberData(nameof(Views))]
    public async Task Redirect_ToAnActionThatReads_Reports(Seen seen) =>
        Assert.Equal(["SN4002 Warning: RedirectToAction(nameof(Index))"], await Web("public async Task<IActionResult> Index() => View(await queries.AllAsync()); [HttpPost] public async Task<IActionResult> Save(Order order) { await orders.AddAsync(order); return RedirectToAction(nameof(Index)); }", seen).FindingsAsync());

    [Theory]
    [MemberData(nameof(Views))]
    public async Task Read_ThatDecidesAWrite_Reports(Seen seen) =>
        Assert.Equal(["SN4003 Warning: queries.FindAsync(order.Id)"], await FindAsync("if (await queries.FindAsync(order.Id) is null) { await orders.AddAsync(order); }", seen));

    [Fact]
    public async Task ContextOfALibrary_HasTheRoleOfItsRegistrationThere()
    {
        // The name says nothing; the library's registration does.
        var library = Projects.Library("Store", Library.Replace("ReadShop", "Catalog").Replace("ReadReplica", "CatalogReplica"), [Store.Value.MediatR]).As(Seen.Compiled);
        var web = Projects.Web("using Microsoft.EntityFrameworkCore; using Store; WebApplication.CreateBuilder(args).Build().Run(); public class Service(Shop db, Catalog catalog) { public async Task M(Order order) { db.Add(order); await db.SaveChangesAsync(); await catalog.Orders.ToListAsync(); } }", library, Store.Value.MediatR);
        Assert.Equal(["SN4001 Warning: catalog.Orders.ToListAsync()"], await web.FindingsAsync());
    }

    [Fact]
    public async Task RegistrationOfTheApplication_SaysWhichServerItIs()
    {
        // The library knows a name; here both connections lead to one database.
        var library = Projects.Library("Store", Library.Replace("GetConnectionString(\"ReadReplica\")", "GetConnectionString(\"Default\")"), [Store.Value.MediatR]).As(Seen.Compiled);
        var web = Projects.Web("using Store; WebApplication.CreateBuilder(args).Build().Run(); public class Service(IOrders orders, IOrderQueries queries) { public async Task M(Order order) { await orders.AddAsync(order); await queries.AllAsync(); } }", library, Store.Value.MediatR);
        Assert.Empty(await web.FindingsAsync());
    }

    [Fact]
    public async Task LibraryOfALibrary_IsSeenThroughIt()
    {
        var store = Store.Value.Library.As(Seen.Compiled);
        var services = Projects.Library("Services", "namespace Services; public class Checkout(Store.IOrders orders) { public Task PayAsync(Store.Order order) => orders.AddAsync(order); }", [store, Store.Value.MediatR]);
        Assert.Single(services.Effects());
        var web = Projects.Web("using Store; WebApplication.CreateBuilder(args).Build().Run(); public class Service(Services.Checkout checkout, IOrderQueries queries) { public async Task M(Order order) { await checkout.PayAsync(order); await queries.AllAsync(); } }", services.As(Seen.Compiled), store, Store.Value.MediatR);
        Assert.Equal(["SN4001 Warning: queries.AllAsync()"], await web.FindingsAsync());
    }

    [Fact]
    public async Task EffectsFile_SaysWhatAnImplementationThatIsNotReferencedDoes()
    {
        const string contracts = "namespace Contracts; public class Order { public int Id { get; set; } } public interface IOrders { Task AddAsync(Order order); } public interface IOrderQueries { Task<List<Order>> AllAsync(); }";
        const string handler = "using Contracts; namespace Application; public class Handler(IOrders orders, IOrderQueries queries) { public async Task<object> Handle(Order order) { await orders.AddAsync(order); return await queries.AllAsync(); } }";
        const string implementation = "using Contracts; using Microsoft.EntityFrameworkCore; namespace Data; class Shop : DbContext { public DbSet<Order> Orders => Set<Order>(); } class ShopReplica : DbContext { public DbSet<Order> Orders => Set<Order>(); } class Orders(Shop db) : IOrders { public async Task AddAsync(Order order) { db.Add(order); await db.SaveChangesAsync(); } } class OrderQueries(ShopReplica db) : IOrderQueries { public Task<List<Order>> AllAsync() => db.Orders.ToListAsync(); }";
        var shared = Projects.Library("Contracts", contracts).As(Seen.Compiled);
        var data = Projects.Library("Data", implementation, [shared]);
        var application = Projects.Library("Application", handler, [shared]);
        Assert.Empty(await application.FindingsAsync());

        var file = Analysis.File("/app/secondnode.effects.txt", "# What Data does\r\n\r\n" + string.Join("\r\n", data.Effects()) + "\r\nM:half a line|\r\n");
        Assert.Equal(["SN4001 Warning: queries.AllAsync()"], await application.FindingsAsync(file));

        // The generated source itself is such a file.
        var generated = Analysis.File("/app/secondnode.effects.Data.txt", data.SyntaxTrees.Single(t => t.FilePath.EndsWith("Effects.g.cs", StringComparison.Ordinal)).ToString());
        Assert.Equal(["SN4001 Warning: queries.AllAsync()"], await application.FindingsAsync(generated));
    }

    [Fact]
    public async Task LibraryWithoutLines_IsSilent()
    {
        var library = Projects.Library("Store", Library, [Store.Value.MediatR], new() { ["build_property.SecondNodeEffects"] = "never" });
        Assert.Empty(library.Effects());
        var web = Projects.Web("using Store; WebApplication.CreateBuilder(args).Build().Run(); public class Service(IOrders orders, IOrderQueries queries) { public async Task M(Order order) { await orders.AddAsync(order); await queries.AllAsync(); } }", library.As(Seen.Compiled), Store.Value.MediatR);
        Assert.Empty(await web.FindingsAsync());
    }

    [Fact]
    public void WhereNothingSpeaksOfAReplica_NothingIsWritten_UnlessAsked()
    {
        const string source = "using Microsoft.EntityFrameworkCore; namespace Store; public class Order { public int Id { get; set; } } public class Shop : DbContext { } public class Orders(Shop db) { public async Task AddAsync(Order order) { db.Add(order); await db.SaveChangesAsync(); } }";
        Assert.Single(Projects.Library("Store", source).SyntaxTrees, t => t.FilePath.EndsWith("Store.cs", StringComparison.Ordinal));
        Assert.Empty(Projects.Library("Store", source).Effects());
        Assert.Single(Projects.Library("Store", source, null, new() { ["build_property.SecondNodeEffects"] = "always" }).Effects());
        Assert.Empty(Projects.Library("Store", source + " class Replica { }", null, new() { ["build_property.SecondNodeScope"] = "None" }).Effects());
        Assert.Empty(Projects.Library("Store", source + " class Replica { }", null, new() { ["secondnode.single_node"] = "true" }).Effects());
    }

    [Fact]
    public void Lines_AreTheSameInEveryRun_AndAnEditThatChangesNoneChangesNoOutput()
    {
        var plain = Store.Value.Library.RemoveSyntaxTrees(Store.Value.Library.SyntaxTrees.Where(t => t.FilePath.EndsWith("Effects.g.cs", StringComparison.Ordinal)));
        Assert.Equal(plain.SyntaxTrees.Length + 1, Store.Value.Library.SyntaxTrees.Length);
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new EffectsGenerator().AsSourceGenerator()], driverOptions: new(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        driver = driver.RunGenerators(plain, TestContext.Current.CancellationToken);
        var first = driver.GetRunResult().GeneratedTrees.Single().ToString();
        driver = driver.RunGenerators(plain.AddSyntaxTrees(CSharpSyntaxTree.ParseText("class Other { }", (CSharpParseOptions)plain.SyntaxTrees[0].Options)), TestContext.Current.CancellationToken);
        Assert.Equal(first, driver.GetRunResult().GeneratedTrees.Single().ToString());
        Assert.All(driver.GetRunResult().Results.Single().TrackedOutputSteps.SelectMany(s => s.Value).SelectMany(s => s.Outputs), o => Assert.Equal(IncrementalStepRunReason.Cached, o.Reason));
    }

    [Fact]
    public void TextOfAConnectionString_IsNotWritten()
    {
        var library = Projects.Library("Store", Library.Replace("configuration.GetConnectionString(\"ReadReplica\")", "\"Host=replica;Password=hush;Target Session Attributes=prefer-standby\""), [Store.Value.MediatR]);
        Assert.NotEmpty(library.Effects());
        Assert.DoesNotContain(library.Effects(), line => line.Contains("hush", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("M:Store.IOrderQueries.AllAsync")]
    [InlineData("M:Store.IOrderQueries.AllAsync|||||||")]
    [InlineData("M:Store.IOrderQueries.AllAsync||7||||")]
    [InlineData("M:Store.IOrderQueries.AllAsync||x!!|>|,|1>2>3|z")]
    [InlineData("M:Store.IOrderQueries.AllAsync||0||||s|R")]
    [InlineData("M:Store.IOrderQueries.AllAsync||0|||||R;t:Nowhere;2,5,0,,;9>9;1;e:Nowhere==")]
    [InlineData("M:Store.IOrderQueries.AllAsync||0|||||R;p99;2,5,0,,;;1;e")]
    [InlineData("M:Store.IOrderQueries.AllAsync||99999999999999999999|||||R;;2,5,0,,;;1;q")]
    [InlineData("M:Store.IOrderQueries.AllAsync||0|||||R;;9,9,0,,;;1;eP7==")]
    [InlineData("M:Store.IOrderQueries.AllAsync||0|||||%;%2;%GG,,,,;;;")]
    [InlineData("M:Store.IOrderQueries.AllAsync||0|||||R;;2,5,0,,;;1;qorders=orders;s99")]
    [InlineData("M:Store.IOrderQueries.AllAsync||0|||||R;;2,5,0,,;;1;qorders=orders;sp;p")]
    [InlineData("M:(|||||||")]
    [InlineData("M:.|!|||||")]
    [InlineData("T:Store.ReadShop|nonsense")]
    [InlineData("T:|2,5,0,,")]
    public async Task LineThatIsNotUnderstood_IsIgnored(string line)
    {
        var library = Projects.Library("Store", Library, [Store.Value.MediatR], new() { ["build_property.SecondNodeEffects"] = "never" });
        library = library.AddSyntaxTrees(CSharpSyntaxTree.ParseText($"[assembly: System.Reflection.AssemblyMetadata(\"{EffectText.Key}\", {SymbolDisplay.FormatLiteral(line, quote: true)})]\n[assembly: System.Reflection.AssemblyMetadata(\"{EffectText.Key}\", null)]", (CSharpParseOptions)library.SyntaxTrees[0].Options));
        var web = Projects.Web("using Store; WebApplication.CreateBuilder(args).Build().Run(); public class Service(IOrders orders, IOrderQueries queries, Shop db, ReadShop read) { public async Task M(Order order) { db.Add(order); await db.SaveChangesAsync(); await orders.AddAsync(order); await queries.AllAsync(); } }", library.As(Seen.Compiled), Store.Value.MediatR);
        Assert.Empty(await web.FindingsAsync());
    }
}
