using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using SecondNode.Analyzers.Rules.Replicas;
using SecondNode.CodeFixes.Replicas;
using SecondNode.Tests.Testing;
using Verifier = SecondNode.Tests.Testing.Verify<SecondNode.Analyzers.Rules.Replicas.ReplicaReadAfterRedirect>;
using Fixer = SecondNode.Tests.Testing.Verify<SecondNode.Analyzers.Rules.Replicas.ReplicaReadAfterRedirect, SecondNode.CodeFixes.Replicas.ReadFromPrimary>;

namespace SecondNode.Tests.Rules.Replicas;

public class ReplicaReadAfterRedirectTests
{
    private const string Services = """

        public class Orders(Shop db, ReadShop read)
        {
            public async Task AddAsync(Order order) { db.Orders.Add(order); await db.SaveChangesAsync(); }
            public Task<List<Order>> AllAsync() => read.Orders.ToListAsync();
            public Task<List<Order>> FreshAsync() => db.Orders.ToListAsync();
            public Task<List<Customer>> CustomersAsync() => read.Customers.ToListAsync();
        }

        """;

    private const string Usings = "using Microsoft.AspNetCore.Mvc;\nusing Microsoft.AspNetCore.Mvc.RazorPages;\n";

    private static string Controller(string members) =>
        Usings + ReplicaReadAfterWriteTests.Program + ReplicaReadAfterWriteTests.Contexts + Services + "public class OrdersController(Orders orders, Shop db, ReadShop read) : Controller\n{\n" + members + "\n}\n" + """
        public class HomeController(ReadShop read) : Controller
        {
            public async Task<IActionResult> List() => View(await read.Orders.ToListAsync());
            public IActionResult Index() => View();
        }
        """;

    private static string Post(string end, string parameters = "Order order") => $"[HttpPost] public async Task<IActionResult> Save({parameters}) {{ await orders.AddAsync(order); {end} }}\n";

    [Theory]
    [InlineData("return {|SN4002:RedirectToAction(nameof(Index))|};")]
    [InlineData("return {|SN4002:RedirectToAction(\"Index\")|};")]
    [InlineData("return {|SN4002:RedirectToAction(\"Index\", \"Orders\")|};")]
    [InlineData("return {|SN4002:RedirectToAction(\"List\", \"Home\", new { id = 1 })|};")]
    [InlineData("return {|SN4002:RedirectToActionPermanent(actionName: nameof(Index))|};")]
    [InlineData("if (order.Id == 0) return {|SN4002:RedirectToAction(nameof(Index))|}; return View();")]
    [InlineData("return order.Id == 0 ? View() : {|SN4002:RedirectToAction(nameof(Index))|};")]
    public Task Redirect_ToAnActionThatReadsTheReplica_Reports(string end) =>
        Verifier.Async(Controller(Post(end) + "public async Task<IActionResult> Index() => View(await orders.AllAsync());"));

    [Theory]
    [InlineData("public async Task<IActionResult> Index() => View(await orders.FreshAsync());")]
    [InlineData("public async Task<IActionResult> Index() => View(await orders.CustomersAsync());")]
    [InlineData("public async Task<IActionResult> Index() { await Task.Yield(); return View(); }")]
    [InlineData("[HttpPost] public async Task<IActionResult> Index() => View(await orders.AllAsync());")]
    [InlineData("[NonAction] public async Task<IActionResult> Other() => View(await orders.AllAsync()); public IActionResult Index() => View();")]
    [InlineData("public async Task<IActionResult> Index() { await Task.Yield(); return RedirectToAction(nameof(All)); } public async Task<IActionResult> All() => View(await orders.AllAsync());")]
    public Task Target_ThatDoesNotReadTheData_IsSilent(string target) => Verifier.Async(Controller(Post("return RedirectToAction(\"Index\");") + target));

    [Theory]
    [InlineData("return CreatedAtAction(nameof(Index), null);")]
    [InlineData("return View(\"Index\");")]
    [InlineData("return RedirectToAction(\"Index\", \"Home\");")]
    [InlineData("return RedirectToAction(\"Nowhere\", \"Elsewhere\");")]
    [InlineData("return RedirectToAction(order.Status);")]
    [InlineData("return Redirect(order.Status);")]
    public Task OtherResult_IsSilent(string end) => Verifier.Async(Controller(Post(end) + "public async Task<IActionResult> Index() => View(await orders.AllAsync());"));

    [Fact]
    public Task Redirect_OnAPathWithoutAWrite_IsSilent() => Verifier.Async(Controller("""
        [HttpPost] public async Task<IActionResult> Save(Order order)
        {
            if (!ModelState.IsValid) return RedirectToAction(nameof(Index));
            await orders.AddAsync(order);
            return {|SN4002:RedirectToAction(nameof(Index))|};
        }
        public async Task<IActionResult> Index() => View(await orders.AllAsync());
        """));

    [Fact]
    public Task Overload_OfTheGet_IsTheTarget() => Verifier.Async(Controller("""
        [HttpGet] public async Task<IActionResult> Edit(int id) => View(await read.Orders.FirstAsync(o => o.Id == id));
        [HttpPost] public async Task<IActionResult> Edit(Order order)
        {
            db.Update(order);
            await db.SaveChangesAsync();
            return {|SN4002:RedirectToAction(nameof(Edit), new { order.Id })|};
        }
        """));

    [Fact]
    public Task Places_AreTheWriteAndTheRead() => Verifier.Async(
        Controller("""
        [HttpPost] public async Task<IActionResult> Save(Order order) { await {|#1:orders.AddAsync(order)|}; return {|#0:RedirectToAction(nameof(Index))|}; }
        public async Task<IActionResult> Index() => View(await {|#2:read.Orders.ToListAsync()|});
        """),
        test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("SN4002", DiagnosticSeverity.Warning).WithLocation(0).WithLocation(1).WithLocation(2).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)));

    [Fact]
    public Task RazorPage_Reports() => Verifier.Async(Usings + ReplicaReadAfterWriteTests.Program + ReplicaReadAfterWriteTests.Contexts + Services + """
        public class IndexModel(Orders orders) : PageModel
        {
            public List<Order> All { get; private set; } = [];
            public async Task OnGetAsync() => All = await orders.AllAsync();
            public async Task<IActionResult> OnPostAsync(Order order) { await orders.AddAsync(order); return {|SN4002:RedirectToPage()|}; }
        }
        public class CreateModel(Orders orders) : PageModel
        {
            public void OnGet() { }
            public async Task<IActionResult> OnPostAsync(Order order) { await orders.AddAsync(order); return {|SN4002:RedirectToPage("./Index")|}; }
            public async Task<IActionResult> OnPostMoreAsync(Order order) { await orders.AddAsync(order); return RedirectToPage(); }
        }
        """);

    [Fact]
    public Task Endpoints_Report() => Verifier.Async("""
        using Microsoft.EntityFrameworkCore;
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddDbContext<Shop>(o => o.UseNpgsql(builder.Configuration.GetConnectionString("Default")));
        builder.Services.AddDbContext<ReadShop>(o => o.UseNpgsql(builder.Configuration.GetConnectionString("ReadReplica")));
        var app = builder.Build();
        var orders = app.MapGroup("/orders");
        orders.MapGet("/", async (ReadShop read) => await read.Orders.ToListAsync());
        orders.MapGet("/{id}", async (int id, ReadShop read) => await read.Orders.FindAsync(id));
        app.MapGet("/customers", async (ReadShop read) => await read.Customers.ToListAsync());
        app.MapPost("/orders", async (Order order, Shop db) => { db.Add(order); await db.SaveChangesAsync(); return {|SN4002:Results.Redirect("/orders")|}; });
        app.MapPut("/orders", async (Order order, Shop db) => { db.Update(order); await db.SaveChangesAsync(); return {|SN4002:TypedResults.LocalRedirect($"/orders/{order.Id}?saved=1")|}; });
        app.MapPost("/other", async (Order order, Shop db) => { db.Add(order); await db.SaveChangesAsync(); return Results.Redirect("/customers"); });
        app.Run();

        """ + ReplicaReadAfterWriteTests.Contexts);

    [Fact]
    public Task TargetAction_ReadsItself_Fix() => Fixer.Async(
        Controller(Post("return {|SN4002:RedirectToAction(nameof(Index))|};") + "public async Task<IActionResult> Index() => View(await read.Orders.Include(o => o.Lines).ToListAsync());"),
        Controller(Post("return RedirectToAction(nameof(Index));") + "public async Task<IActionResult> Index() => View(await db.Orders.Include(o => o.Lines).ToListAsync());").Replace("OrdersController(Orders orders, Shop db, ReadShop read)", "OrdersController(Orders orders, Shop db)"));

    [Fact]
    public Task RouteNames_Report() => Verifier.Async(Usings + """
        using Microsoft.EntityFrameworkCore;
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddDbContext<Shop>(o => o.UseNpgsql(builder.Configuration.GetConnectionString("Default")));
        builder.Services.AddDbContext<ReadShop>(o => o.UseNpgsql(builder.Configuration.GetConnectionString("ReadReplica")));
        var app = builder.Build();
        app.MapControllerRoute("default", "{controller=Home}/{action=Index}");
        app.MapControllerRoute("list", "orders/all", new { controller = "Lists", action = "All" });
        app.MapGet("/orders/{id}", async (int id, ReadShop read) => await read.Orders.FindAsync(id)).RequireAuthorization().WithName("one");
        app.MapPut("/orders", async (Order order, Shop db) => { db.Update(order); await db.SaveChangesAsync(); return {|SN4002:TypedResults.RedirectToRoute("one", new { order.Id })|}; });
        app.MapPatch("/orders", async (Order order, Shop db) => { db.Update(order); await db.SaveChangesAsync(); return TypedResults.RedirectToRoute("none"); });
        app.Run();

        """ + ReplicaReadAfterWriteTests.Contexts + Services + """
        public class ListsController(ReadShop read) : Controller
        {
            public async Task<IActionResult> All() => View(await read.Orders.ToListAsync());
            [HttpGet("some", Name = "some")] public async Task<IActionResult> Some() => View(await read.Orders.ToListAsync());
            [HttpGet("some", Name = "twice")] public async Task<IActionResult> Once() => View(await read.Orders.ToListAsync());
            [HttpGet("some", Name = "twice")] public async Task<IActionResult> Twice() => View(await read.Orders.ToListAsync());
        }
        public class OrdersController(Orders orders) : Controller
        {
            [HttpPost] public async Task<IActionResult> A(Order order) { await orders.AddAsync(order); return {|SN4002:RedirectToRoute("list")|}; }
            [HttpPost] public async Task<IActionResult> B(Order order) { await orders.AddAsync(order); return {|SN4002:RedirectToRoutePermanent("Some", new { order.Id })|}; }
            [HttpPost] public async Task<IActionResult> C(Order order) { await orders.AddAsync(order); return RedirectToRoute("twice"); }
            [HttpPost] public async Task<IActionResult> D(Order order) { await orders.AddAsync(order); return RedirectToRoute("default"); }
            [HttpPost] public async Task<IActionResult> E(Order order) { await orders.AddAsync(order); return RedirectToRoute(new { action = "All" }); }
        }
        """);

    [Fact]
    public Task ServiceOfOneAction_Fix() => Fixer.Async(
        Controller(Post("return {|SN4002:RedirectToAction(nameof(Index))|};") + Post("return {|SN4002:RedirectToAction(nameof(Index))|};").Replace("Save(", "Update(") + "public async Task<IActionResult> Index() => View(await orders.AllAsync());"),
        Controller(Post("return RedirectToAction(nameof(Index));") + Post("return RedirectToAction(nameof(Index));").Replace("Save(", "Update(") + "public async Task<IActionResult> Index() => View(await orders.AllAsync());")
            .Replace("AllAsync() => read.Orders", "AllAsync() => db.Orders"));

    [Fact]
    public Task ServiceOfOthersToo_GetsAVariant_Fix() => Fixer.Async(
        Controller(Post("return {|SN4002:RedirectToAction(nameof(Index))|};") + "public async Task<IActionResult> Index() => View(await orders.AllAsync()); public async Task<IActionResult> Other() => View(await orders.AllAsync());"),
        Controller(Post("return RedirectToAction(nameof(Index));") + "public async Task<IActionResult> Index() => View(await orders.AllFromPrimaryAsync()); public async Task<IActionResult> Other() => View(await orders.AllAsync());")
            .Replace("public Task<List<Order>> AllAsync() => read.Orders.ToListAsync();\n", """
                public Task<List<Order>> AllAsync() => read.Orders.ToListAsync();

                    /// <summary>As <see cref="AllAsync"/>, from the primary: for who has just written.</summary>
                    public Task<List<Order>> AllFromPrimaryAsync() => db.Orders.ToListAsync();

                """));
}
