using SecondNode.Analyzers.Rules.Files;
using SecondNode.CodeFixes.Files;
using SecondNode.Tests.Testing;
using Verify = SecondNode.Tests.Testing.Verify<SecondNode.Analyzers.Rules.Files.DatabaseInFile, SecondNode.CodeFixes.Files.UseDatabaseServer>;

namespace SecondNode.Tests.Files;

/// <summary>The provider of a server in the place of SQLite's: call, package, connection string.</summary>
public class UseDatabaseServerTests
{
    private static string Program(string body) => $$"""
        using Microsoft.EntityFrameworkCore;

        var builder = WebApplication.CreateBuilder(args);
        {{body}}
        builder.Build().Run();

        public class Shop(DbContextOptions<Shop> options) : DbContext(options);
        """;

    [Theory]
    [InlineData("builder.Services.AddDbContext<Shop>(o => o.{|SN3005:UseSqlite|}(\"Data Source=data/shop.db\"));", "builder.Services.AddDbContext<Shop>(o => o.UseNpgsql(builder.Configuration.GetConnectionString(\"ShopPostgres\")));", "ShopPostgres", "shop")]
    [InlineData("builder.Services.AddDbContext<Shop>(o => o.{|SN3005:UseSqlite|}(builder.Configuration.GetConnectionString(\"Default\")!));", "builder.Services.AddDbContext<Shop>(o => o.UseNpgsql(builder.Configuration.GetConnectionString(\"DefaultPostgres\")));", "DefaultPostgres", "app")]
    [InlineData("builder.Services.AddDbContext<Shop>(o => o.{|SN3005:UseSqlite|}(/* file */ $\"Data Source={args[0]}\", s => s.MigrationsAssembly(\"Shop\").CommandTimeout(5)));", "builder.Services.AddDbContext<Shop>(o => o.UseNpgsql(/* file */ builder.Configuration.GetConnectionString(\"Postgres\"), s => s.MigrationsAssembly(\"Shop\").CommandTimeout(5)));", "Postgres", "app")]
    [InlineData("builder.Services.{|SN3005:AddSqlite<Shop>|}(\"Data Source=shop.db\");", "builder.Services.AddNpgsql<Shop>(builder.Configuration.GetConnectionString(\"ShopPostgres\"));", "ShopPostgres", "shop")]
    public Task Sqlite_FixUsesPostgres(string before, string after, string name, string database) => Verify.Async(
        Program(before),
        Program(after),
        test =>
        {
            test.CodeActionEquivalenceKey = UseDatabaseServer.PostgresKey;
            test.AdditionalFiles["/app/appsettings.json"] = "{\n}\n";
            test.FixedAdditionalFiles["/app/appsettings.json"] = $"{{\n  \"ConnectionStrings\": {{\n    \"{name}\": \"Host=localhost;Database={database};Username=postgres\"\n  }}\n}}\n";
        });

    [Fact]
    public Task Sqlite_FixUsesSqlServer() => Verify.Async(
        Program("builder.Services.AddDbContext<Shop>(o => o.{|SN3005:UseSqlite|}(\"Data Source=shop.db\"));"),
        Program("builder.Services.AddDbContext<Shop>(o => o.UseSqlServer(builder.Configuration.GetConnectionString(\"ShopSqlServer\")));"),
        test => (test.CodeActionEquivalenceKey, test.CodeActionIndex) = (UseDatabaseServer.SqlServerKey, 1));

    [Fact]
    public Task StaticHelper_FixTakesConfigurationFromItsCallers() => Verify.Async(
        """
        using Microsoft.EntityFrameworkCore;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddShop();
        builder.Build().Run();

        public static class Registration
        {
            public static void AddShop(this IServiceCollection services) => services.AddDbContext<Shop>(o => o.{|SN3005:UseSqlite|}("Data Source=shop.db"));
        }

        public class Shop(DbContextOptions<Shop> options) : DbContext(options);
        """,
        """
        using Microsoft.EntityFrameworkCore;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddShop(builder.Configuration);
        builder.Build().Run();

        public static class Registration
        {
            public static void AddShop(this IServiceCollection services, IConfiguration configuration) => services.AddDbContext<Shop>(o => o.UseNpgsql(configuration.GetConnectionString("ShopPostgres")));
        }

        public class Shop(DbContextOptions<Shop> options) : DbContext(options);
        """,
        test => test.CodeActionEquivalenceKey = UseDatabaseServer.PostgresKey);

    [Theory]
    [InlineData("builder.Services.AddDbContext<Shop>(o => o.{|SN3005:UseSqlite|}(\"Data Source=shop.db\", s => s.ExecutionStrategy(d => null!)));")]
    [InlineData("builder.Services.AddSingleton(new {|SN3005:LiteDB.LiteDatabase|}(\"shop.db\"));")]
    public Task WhatHasNoCounterpart_FixIsNotOffered(string body) => Verify.NoFixAsync(Program(body.Replace("new {|SN3005:LiteDB.LiteDatabase|}(\"shop.db\")", "{|SN3005:new LiteDB.LiteDatabase(\"shop.db\")|}")));

    /// <summary>A second context gets a database of its own; the version of the package is that of Entity Framework Core in the project.</summary>
    [Fact]
    public async Task Package_IsAddedWithTheVersionOfEntityFrameworkCore()
    {
        var project = new EditingProject(Framework.WebWithPackages)
            .With("/app/Program.cs", Program("builder.Services.AddDbContext<Shop>(o => o.UseSqlite(\"Data Source=shop.db\"));"))
            .With(EditingProject.ProjectFile, "<Project Sdk=\"Microsoft.NET.Sdk.Web\">\n  <ItemGroup>\n    <PackageReference Include=\"Microsoft.EntityFrameworkCore.Sqlite\" Version=\"10.0.12\" />\n  </ItemGroup>\n</Project>\n")
            .With("/app/appsettings.json", "{}")
            .Project;
        foreach (var provider in project.MetadataReferences.Where(r => r.Display!.Contains("Npgsql.EntityFrameworkCore", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            project = project.RemoveMetadataReference(provider);
        }

        var found = Assert.Single((await FixRun.DiagnosticsAsync(project)), d => d.Id == DatabaseInFile.Id);
        var action = (await FixRun.OffersAsync(project, found)).Single(a => a.EquivalenceKey == UseDatabaseServer.PostgresKey);
        var texts = await FixRun.TextsAsync((await FixRun.ApplyAsync(action)).GetProject(project.Id)!);
        Assert.Contains("<PackageReference Include=\"Npgsql.EntityFrameworkCore.PostgreSQL\" Version=\"10.0.3\" />", texts[EditingProject.ProjectFile]);
    }
}
