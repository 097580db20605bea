using System.Text;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Robustness;

/// <summary>
/// Generated code is deep, long and circular as no hand-written code is. Whatever the compiler reads, the rules must end: without an
/// overflow of the stack, which would take the host down, and in a time that grows with the code.
/// </summary>
public class DeepCodeTests
{
    private const int Deep = 2000;

    /// <summary>Where expressions and statements are deeper than this, the compiler itself overflows a stack of one megabyte when it makes operations (4.8 has no guard there).</summary>
    private const int Fluent = 250;

    public static TheoryData<string> Shapes => [.. Code.Keys];

    private static Dictionary<string, Func<string>> Code { get; } = new()
    {
        ["sum"] = () => InHandler($"var path = {Repeat("\"a\" + ", Deep)}\"b\"; File.WriteAllText(path, path); Known[path] = path;"),
        ["sum of calls"] = () => InHandler($"var path = {Repeat("Next(path0) + ", Deep)}\"b\"; File.WriteAllText(path, path);", "var path0 = file.FileName;"),
        ["parentheses"] = () => InHandler($"var path = {Repeat("(", 300)}file.FileName{Repeat(")", 300)}; File.WriteAllText(path, path);"),
        ["nested calls"] = () => InHandler($"var path = {Repeat("Next(", 150)}file.FileName{Repeat(")", 150)}; File.WriteAllText(path, path);"),
        ["fluent calls"] = () => InHandler($"var path = file.FileName{Repeat(".Trim()", Fluent)}; File.WriteAllText(path, path); Known[path{Repeat(".Trim()", Fluent)}] = path;"),
        ["fluent queries"] = () => InHandler($"db.Orders.Add(new Order()); await db.SaveChangesAsync(); var found = await readDb.Orders{Repeat(".Where(o => o.Id > 0)", Fluent)}.ToListAsync();"),
        ["conditionals"] = () => InHandler($"var path = {Repeat("file.Length > 1 ? \"a\" : ", 200)}file.FileName; File.WriteAllText(path, path); Known[path] = path;"),
        ["coalescing"] = () => InHandler($"string? n = null; var path = {Repeat("n ?? ", 200)}file.FileName; File.WriteAllText(path, path);"),
        ["else if"] = () => InHandler($"var path = \"\"; {string.Concat(Enumerable.Range(0, 300).Select(i => $"if (file.Length == {i}) path = \"{i}\"; else "))} path = file.FileName; File.WriteAllText(path, path);"),
        ["blocks"] = () => InHandler($"{Repeat("{ if (file.Length > 0) ", 120)} File.WriteAllText(file.FileName, \"\"); {Repeat("}", 120)}"),
        ["lambdas"] = () => InHandler($"Func<object> all = {Repeat("() => new Func<object>(", 40)}() => Known[file.FileName] = file.FileName{Repeat(")", 40)}; all();"),
        ["local functions"] = () => InHandler($"{string.Concat(Enumerable.Range(0, 50).Select(i => $"void F{i}() {{ "))} Known[file.FileName] = file.FileName; {string.Concat(Enumerable.Range(0, 50).Reverse().Select(i => $"}} F{i}(); "))}"),
        ["tries"] = () => InHandler($"{Repeat("try { ", 80)} db.Orders.Add(new Order()); await db.SaveChangesAsync(); await readDb.Orders.ToListAsync(); {Repeat("} finally { Known.Remove(\"\"); }", 80)}"),
        ["assignments"] = () => InHandler($"string a = \"\", b; {Repeat("b = a = ", 200)} file.FileName; File.WriteAllText(a, a);"),
        ["locals in a row"] = () => InHandler($"var p0 = file.FileName; {string.Concat(Enumerable.Range(1, Deep).Select(i => $"var p{i} = p{i - 1} + \"x\"; "))} File.WriteAllText(p{Deep}, p{Deep}); Known[p{Deep}] = p{Deep};"),
        ["methods in a row"] = () => InHandler($"File.WriteAllText(P{Deep}(file.FileName), Known.TryGetValue(P{Deep}(\"\"), out var v) ? v : \"\"); Known[P{Deep}(\"a\")] = P{Deep}(\"b\");", members: $"static string P0(string s) => s; {string.Concat(Enumerable.Range(1, Deep).Select(i => $"static string P{i}(string s) => P{i - 1}(s); "))}"),
        ["properties in a row"] = () => InHandler($"File.WriteAllText(P{Deep}, \"\");", members: $"static string P0 => Path.GetTempFileName(); {string.Concat(Enumerable.Range(1, Deep).Select(i => $"static string P{i} => P{i - 1}; "))}"),
        ["fields in a row"] = () => InHandler($"File.WriteAllText(f{Deep}, \"\");", members: $"static readonly string f0 = \"a\"; {string.Concat(Enumerable.Range(1, Deep).Select(i => $"static readonly string f{i} = f{i - 1} + \"b\"; "))}"),
        ["constants in a row"] = () => InHandler("File.WriteAllText(c900, \"\");", members: $"const string c0 = \"a\"; {string.Concat(Enumerable.Range(1, 900).Select(i => $"const string c{i} = c{i - 1} + \"b\"; "))}"),
        ["bases in a row"] = () => InHandler("new B200().M();", outside: $"class B0 {{ static Dictionary<int, int> kept = new(); public virtual void M() => kept[1] = 2; }} {string.Concat(Enumerable.Range(1, 200).Select(i => $"class B{i} : B{i - 1} {{ public override void M() => base.M(); }} "))}"),
        ["callers in a row"] = () => InHandler($"Save{Deep}();", members: $"static void Save0() => Known[\"\"] = \"\"; {string.Concat(Enumerable.Range(1, Deep).Select(i => $"static void Save{i}() => Save{i - 1}(); "))}"),
        ["writers in a row"] = () => InHandler($"await Save{Deep}(db); await Load{Deep}(readDb);", members: $"static Task Save0(ShopDb db) {{ db.Orders.Add(new Order()); return db.SaveChangesAsync(); }} static Task<List<Order>> Load0(ShopReadDb db) => db.Orders.ToListAsync(); {string.Concat(Enumerable.Range(1, Deep).Select(i => $"static Task Save{i}(ShopDb db) => Save{i - 1}(db); static Task<List<Order>> Load{i}(ShopReadDb db) => Load{i - 1}(db); "))}"),
        ["nested types"] = () => $"{string.Concat(Enumerable.Range(0, 150).Select(i => $"class N{i} {{ "))} static Dictionary<int, int> kept = new(); void M() => kept[1] = 2; {Repeat("}", 150)}",
        ["namespaces"] = () => $"{string.Concat(Enumerable.Range(0, 150).Select(i => $"namespace N{i} {{ "))} class C {{ static Dictionary<int, int> kept = new(); void M() => kept[1] = 2; }} {Repeat("}", 150)}",
        ["generics"] = () => $"class C {{ static {Repeat("Dictionary<string, List<", 40)}int{Repeat(">>", 40)} kept = new(); void M() => kept[\"\"] = new(); }}",
        ["arrays"] = () => $"class C {{ static string{Repeat("[]", 500)} kept = null!; void M() => kept = null!; }}",
        ["tuples"] = () => $"class C {{ static Dictionary<string, {Repeat("(int, ", 30)}int{Repeat(")", 30)}> kept = new(); void M() => kept[\"\"] = default; }}",
        ["collections"] = () => InHandler($"object[] all = {Repeat("[", 100)}{Repeat("]", 100)}; var x = {Repeat("new object[] { ", 100)}file.FileName{Repeat("}", 100)};"),
        ["patterns"] = () => InHandler($"if (file is {Repeat("{ Length: > 0 } and ", 200)}{{ Length: < 9 }}) Known[\"\"] = \"\";"),
        ["interpolations"] = () => InHandler($"var path = {Repeat("$\"{", 10)}file.FileName{Repeat("}\"", 10)}; File.WriteAllText(path, path);"),
        ["switch expression"] = () => InHandler($"var path = file.Length switch {{ {string.Concat(Enumerable.Range(0, 500).Select(i => $"{i} => \"{i}\", "))} _ => file.FileName }}; File.WriteAllText(path, path);"),
        ["registrations"] = () => $"var builder = WebApplication.CreateBuilder(args); builder.Services{string.Concat(Enumerable.Range(0, 250).Select(i => $".AddSingleton<S{i}>()"))}.AddSession(); var app = builder.Build(); app.UseSession(); app.Run(); {string.Concat(Enumerable.Range(0, 500).Select(i => $"class S{i} {{ Dictionary<int, int> kept = new(); public void M() => kept[1] = 2; }} "))}",
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public Task DeepCode_IsAnalyzedInTime(string shape) => Runs.TimeAsync(Runs.Of(Framework.WebWithPackages, Code[shape]()), TimeSpan.FromSeconds(20), concurrent: false);

    private static string Repeat(string text, int count) => new StringBuilder().Insert(0, text, count).ToString();

    private static string InHandler(string statements, string before = "", string members = "", string outside = "") =>
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

        public class FilesController(ShopDb db, ShopReadDb readDb) : Controller
        {
            private static readonly Dictionary<string, string> Known = new();

            [HttpPost]
            public async Task<IActionResult> Post(IFormFile file)
            {
                {{before}}
                {{statements}}
                await Task.Yield();
                return Ok(db.Orders.Count() + readDb.Orders.Count());
            }

            private static string Next(string text) => text + "x";
            {{members}}
        }

        public class Order { public int Id { get; set; } }

        public class ShopDb(DbContextOptions<ShopDb> options) : DbContext(options) { public DbSet<Order> Orders => Set<Order>(); }

        public class ShopReadDb(DbContextOptions<ShopReadDb> options) : DbContext(options) { public DbSet<Order> Orders => Set<Order>(); }

        {{outside}}
        """;
}
