using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Robustness;

/// <summary>The time grows with the code, not faster. The limit is many times what a slow machine needs: it is for what never ends.</summary>
public class LargeCodeTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static TheoryData<string> Shapes => [.. Code.Keys];

    private static Dictionary<string, Func<string>> Code { get; } = new()
    {
        ["50,000 lines of services"] = () => Web("", Many(2000, i => $$"""
            public class Service{{i}}(ShopDb db)
            {
                private static readonly Dictionary<int, string> Names{{i}} = new() { [1] = "one" };

                public int Sum(int[] numbers)
                {
                    var sum = 0;
                    foreach (var number in numbers)
                    {
                        if (number < {{i}})
                        {
                            continue;
                        }

                        sum += number * 2;
                    }

                    return Names{{i}}.TryGetValue(sum, out var name) ? name.Length : sum;
                }

                public void Add(Order order)
                {
                    order.Id = {{i}};
                    db.Orders.Add(order);
                }
            }

            """)),
        ["thousands of methods that call each other"] = () => Web($"{string.Concat(Many(2000, i => $"public Task M{i}(int n) => n > {i} ? M{(i * 7 + 1) % 2000}(n - 1) : n < 3 ? M{(i * 13 + 5) % 2000}(n - 2) : db.SaveChangesAsync();"))}", ""),
        ["hundreds of readers and writers in a circle"] = () => Web($"{string.Concat(Many(500, i => $"public async Task<int> R{i}(int n) {{ if (n == {i}) {{ db.Orders.Add(new Order()); await db.SaveChangesAsync(); }} return n > {i} ? await R{(i + 1) % 500}(n) : await readDb.Orders.CountAsync(); }}"))}", ""),
        ["each calls ten others"] = () => Web($"{string.Concat(Many(300, i => $"public async Task F{i}() {{ {string.Concat(Many(10, j => $"await F{(i * 31 + j * 7 + 1) % 300}(); "))} await readDb.Orders.CountAsync(); db.Orders.Add(new Order()); await db.SaveChangesAsync(); }}"))}", ""),
        ["thousands of static fields"] = () => Web($"{string.Concat(Many(2000, i => $"private static readonly Dictionary<int, string> s{i} = new(); public void Put{i}() => s{i}[1] = \"\";"))}", ""),
        ["one field in thousands of places"] = () => Web($"private static readonly Dictionary<int, string> Kept = new(); {string.Concat(Many(3000, i => $"public void Put{i}() => Kept[{i}] = \"\"; public string? Get{i}() => Kept.TryGetValue({i}, out var v) ? v : null;"))}", ""),
        ["one body of a thousand statements"] = () => Web($"public async Task Long(int n) {{ {string.Concat(Many(500, i => $"if (n == {i}) {{ db.Orders.Add(new Order()); await db.SaveChangesAsync(); }} else await readDb.Orders.CountAsync();"))} }}", ""),
        ["one file name in thousands of places"] = () => Web($"private string Name(int n) => Path.Combine(\"App_Data\", n + \".txt\"); {string.Concat(Many(2000, i => $"public void Save{i}() => System.IO.File.WriteAllText(Name({i}), \"\"); public string Load{i}() => System.IO.File.ReadAllText(Name({i}));"))}", ""),
        ["thousands of implementations of an interface"] = () => Web("", $"public interface IPart {{ void Do(string s); }} {string.Concat(Many(2000, i => $"public class Part{i} : IPart {{ private Dictionary<string, string> kept = new(); public void Do(string s) => kept[s] = s; }}"))}"),
        ["a table of 25,000 lines"] = () => Web("", $"public static class Table {{ public static readonly Dictionary<string, string> All = new() {{\n{string.Concat(Many(25_000, i => $"[\"k{i}\"] = \"v{i}\",\n"))} }}; }}"),
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public Task LargeCode_IsAnalyzedInTime(string shape) => Runs.TimeAsync(Runs.Of(Framework.WebWithPackages, Code[shape]()), Limit);

    private static string Many(int count, Func<int, string> part) => string.Join('\n', Enumerable.Range(0, count).Select(part));

    private static string Web(string members, string types) =>
        $$"""
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.EntityFrameworkCore;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddDbContext<ShopDb>(o => o.UseNpgsql(builder.Configuration.GetConnectionString("Shop")));
        builder.Services.AddDbContext<ShopReadDb>(o => o.UseNpgsql(builder.Configuration.GetConnectionString("ShopReplica")));
        builder.Services.AddControllers();
        var app = builder.Build();
        app.MapControllers();
        app.Run();

        public class LargeController(ShopDb db, ShopReadDb readDb) : Controller
        {
            public int Index() => db.Orders.Count() + readDb.Orders.Count();
            {{members}}
        }

        {{types}}

        public class Order { public int Id { get; set; } }

        public class ShopDb(DbContextOptions<ShopDb> options) : DbContext(options) { public DbSet<Order> Orders => Set<Order>(); }

        public class ShopReadDb(DbContextOptions<ShopReadDb> options) : DbContext(options) { public DbSet<Order> Orders => Set<Order>(); }
        """;
}
