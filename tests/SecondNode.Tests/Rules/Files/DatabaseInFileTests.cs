using Microsoft.CodeAnalysis;
using SecondNode.Analyzers.Rules.Files;
using SecondNode.Tests.Testing;
using Verify = SecondNode.Tests.Testing.Verify<SecondNode.Analyzers.Rules.Files.DatabaseInFile>;

namespace SecondNode.Tests.Rules.Files;

/// <summary>Databases in files: which are the application's data, and which are not.</summary>
public class DatabaseInFileTests
{
    private static string Program(string body, string types = "") => $$"""
        using LiteDB;
        using Microsoft.Data.Sqlite;
        using Microsoft.EntityFrameworkCore;

        var builder = WebApplication.CreateBuilder(args);
        var configuration = builder.Configuration;
        var app = builder.Build();
        {{body}}
        app.Run();

        public class Db(DbContextOptions<Db> options) : DbContext(options);
        {{types}}
        """;

    [Theory]
    [InlineData("builder.Services.AddDbContext<Db>(o => o.{|SN3005:UseSqlite|}(\"Data Source=app.db\"));")]
    [InlineData("builder.Services.AddDbContext<Db>(o => o.{|SN3005:UseSqlite|}(configuration.GetConnectionString(\"Default\"), s => s.CommandTimeout(5)));")]
    [InlineData("builder.Services.{|SN3005:AddSqlite<Db>|}(\"Data Source=app.db\");")]
    [InlineData("app.MapGet(\"/\", () => { using var c = {|SN3005:new SqliteConnection(\"Data Source=app.db\")|}; });")]
    [InlineData("app.MapGet(\"/\", () => { using SqliteConnection c = {|SN3005:new(configuration[\"Db\"])|}; });")]
    [InlineData("app.MapGet(\"/\", () => { using var c = {|SN3005:new Microsoft.Data.Sqlite.SqliteConnection(\"Data Source=app.db\")|}; });")]
    [InlineData("builder.Services.AddSingleton(_ => {|SN3005:new LiteDatabase(\"app.db\")|});")]
    [InlineData("using var c = {|SN3005:new LiteDatabase(new ConnectionString(\"app.db\"))|};")]
    [InlineData("using var c = {|SN3005:new LiteRepository(\"app.db\")|};")]
    public Task DatabaseInAFile_Reports(string body) => Verify.Async(Program(body));

    [Theory]
    [InlineData("builder.Services.AddDbContext<Db>(o => o.UseSqlServer(\"Server=(localdb)\\\\mssqllocaldb;Database=App\"));", "UseSqlServer")]
    public Task LocalDb_IsASuggestionBesideItsServer(string body, string name) => Verify.Async(
        Program(body.Replace(name, "{|#0:" + name + "|}")),
        test => test.ExpectedDiagnostics.Add(Expect.Suggestion(DatabaseInFile.Descriptor)));

    [Theory]
    [InlineData("builder.Services.AddDbContext<Db>(o => o.UseSqlite(\"Data Source=:memory:\"));")]
    [InlineData("builder.Services.AddDbContext<Db>(o => o.UseSqlite(\"Data Source=x;Mode=Memory;Cache=Shared\"));")]
    [InlineData("builder.Services.AddDbContext<Db>(o => o.UseSqlite(\"Data Source=geo.db;Mode=ReadOnly\"));")]
    [InlineData("var memory = new SqliteConnection(\"DataSource=:memory:\"); builder.Services.AddDbContext<Db>(o => o.UseSqlite(memory));")]
    [InlineData("var text = new SqliteConnectionStringBuilder { DataSource = \"x\", Mode = SqliteOpenMode.Memory }.ToString(); using var c = new SqliteConnection(text);")]
    [InlineData("using var c = new LiteDatabase(new MemoryStream());")]
    [InlineData("using var c = new LiteDatabase(\":memory:\");")]
    [InlineData("builder.Services.AddDbContext<Db>(o => o.UseSqlServer(configuration.GetConnectionString(\"Default\")));")]
    [InlineData("builder.Services.AddDbContext<Db>(o => o.UseNpgsql(configuration.GetConnectionString(\"Default\")));")]
    [InlineData("if (builder.Environment.IsDevelopment()) { builder.Services.AddDbContext<Db>(o => o.UseSqlite(\"Data Source=app.db\")); }")]
    public Task OtherDatabases_AreSilent(string body) => Verify.Async(Program(body));

    [Theory]
    [InlineData("if (configuration[\"Provider\"] == \"Sqlite\") builder.Services.AddDbContext<Db>(o => o.{|#0:UseSqlite|}(\"Data Source=app.db\")); else builder.Services.AddDbContext<Db>(o => o.UseNpgsql(\"\"));")]
    [InlineData("app.MapGet(\"/\", () => { using var c = {|#0:new SqliteConnection(\"Data Source=cache.db\")|}; });")]
    [InlineData("using var old = {|#0:new SqliteConnection(\"Data Source=app.db\")|};")]
    public Task OneOfSeveral_IsASuggestion(string body) => Verify.Async(
        Program(body), test => test.ExpectedDiagnostics.Add(Expect.Suggestion(DatabaseInFile.Descriptor)));

    [Theory]
    [InlineData("Data Source=:memory:", "", false)]
    [InlineData("Data Source=geo.db;Mode=ReadOnly", "", false)]
    [InlineData("Data Source=app.db", "", true)]
    [InlineData("Data Source=:memory:", "Data Source=app.db", true)]
    public Task ConnectionStringOfAppSettings_Decides(string content, string production, bool reports) => Verify.Async(
        Program($"builder.Services.AddDbContext<Db>(o => o.{(reports ? "{|SN3005:UseSqlite|}" : "UseSqlite")}(configuration.GetConnectionString(\"Default\")));"),
        test =>
        {
            test.TestState.AdditionalFiles.Add(("/app/appsettings.json", $$"""{ "ConnectionStrings": { "Default": "{{content}}" } }"""));
            if (production.Length > 0)
            {
                test.TestState.AdditionalFiles.Add(("/app/appsettings.Production.json", $$"""{ "ConnectionStrings": { "Default": "{{production}}" } }"""));
            }
        });

    [Theory]
    [InlineData("System.Data.SQLite { public class SQLiteConnection { public SQLiteConnection(string connectionString) { } } }", "{|SN3005:new System.Data.SQLite.SQLiteConnection(\"Data Source=app.db\")|}")]
    [InlineData("SQLite { public class SQLiteConnection { public SQLiteConnection(string databasePath) { } } }", "{|SN3005:new SQLite.SQLiteConnection(\"app.db\")|}")]
    [InlineData("SQLite { public class SQLiteAsyncConnection { public SQLiteAsyncConnection(string databasePath) { } } }", "{|SN3005:new SQLite.SQLiteAsyncConnection(\"app.db\")|}")]
    [InlineData("Quartz { public static class AdoProviderExtensions { public static void UseSQLite(this object o, string connectionString) { } } }", "Quartz.AdoProviderExtensions.{|SN3005:UseSQLite|}(app, \"Data Source=app.db\")")]
    [InlineData("Quartz { public static class AdoProviderExtensions { public static void UseMicrosoftSQLite(this object o, string connectionString) { } } }", "Quartz.AdoProviderExtensions.{|SN3005:UseMicrosoftSQLite|}(app, \"Data Source=app.db\")")]
    [InlineData("Hangfire.Storage.SQLite { public static class SQLiteStorageExtensions { public static void UseSQLiteStorage(this object o, string nameOrConnectionString) { } } }", "Hangfire.Storage.SQLite.SQLiteStorageExtensions.{|SN3005:UseSQLiteStorage|}(app, \"app.db\")")]
    [InlineData("Hangfire.LiteDB { public static class LiteDbStorageExtensions { public static void UseLiteDbStorage(this object o) { } } }", "Hangfire.LiteDB.LiteDbStorageExtensions.{|SN3005:UseLiteDbStorage|}(app)")]
    [InlineData("Wolverine.Sqlite { public static class SqliteConfigurationExtensions { public static void PersistMessagesWithSqlite(this object o, string connectionString) { } } }", "Wolverine.Sqlite.SqliteConfigurationExtensions.{|SN3005:PersistMessagesWithSqlite|}(app, \"Data Source=app.db\")")]
    [InlineData("LinqToDB { public static class DataOptionsExtensions { public static void UseSQLite(this object o, string connectionString) { } } }", "LinqToDB.DataOptionsExtensions.{|SN3005:UseSQLite|}(app, \"Data Source=app.db\")")]
    public Task LibraryThatTheTestsDoNotHave_Reports(string declaration, string use) =>
        Verify.Async(Program($"app.MapGet(\"/\", () => {{ {(use.Contains("new ") ? "var db = " : "")}{use}; }});", "namespace " + declaration));

    [Fact]
    public Task Fallback_IsASuggestion() => Verify.Async(
        Program("", """
            public class Own : DbContext
            {
                protected override void OnConfiguring(DbContextOptionsBuilder options)
                {
                    if (!options.IsConfigured)
                    {
                        options.{|#0:UseSqlite|}("Data Source=own.db");
                    }
                }
            }
            """),
        test => test.ExpectedDiagnostics.Add(Expect.Suggestion(DatabaseInFile.Descriptor)));

    [Fact]
    public Task DesignTimeFactory_IsSilent() => Verify.Async(
        Program("", """
            public class Factory : Microsoft.EntityFrameworkCore.Design.IDesignTimeDbContextFactory<Db>
            {
                public Db CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<Db>().UseSqlite("Data Source=app.db").Options);
            }
            """));

    [Theory]
    [InlineData("using (var c = new SqliteConnection($\"Filename={path}\")) { c.Open(); }")]
    [InlineData("using var c = new SqliteConnection(path); c.Open();")]
    [InlineData("var file = Path.Combine(path, \"old.db\"); using var c = new SqliteConnection($\"Filename={file}\");")]
    public Task OpenedInPassing_IsSilent(string body) => Verify.Async(Program("", $"public class Upgrade {{ public void Perform(string path) {{ {body} }} }}"));

    [Theory]
    [InlineData("public class Orders(IConfiguration configuration) { public void Add() { using var c = {|#0:new SqliteConnection(configuration[\"Db\"])|}; } }")]
    [InlineData("public class Factory { public SqliteConnection Open(string path) => {|#0:new SqliteConnection($\"Filename={path}\")|}; }")]
    public Task ConnectionOfARepository_IsASuggestion(string type) => Verify.Async(
        Program("", type), test => test.ExpectedDiagnostics.Add(Expect.Suggestion(DatabaseInFile.Descriptor)));

    [Theory]
    [InlineData(OutputKind.ConsoleApplication)]
    [InlineData(OutputKind.WindowsApplication)]
    public Task WorkerOrDesktopClientWithTheWebFrameworkInReach_IsSilent(OutputKind kind) => Verify.Async(
        """
        using Microsoft.EntityFrameworkCore;

        var host = Host.CreateDefaultBuilder(args).ConfigureServices(services => services.AddDbContext<DbContext>(o => o.UseSqlite("Data Source=app.db"))).Build();
        host.Run();
        """,
        test => test.OutputKind = kind);

    [Fact]
    public Task Library_IsASuggestion() => Verify.Async(
        """
        using Microsoft.EntityFrameworkCore;

        public static class Registration
        {
            public static void Use(DbContextOptionsBuilder options, string connection) => options.{|#0:UseSqlite|}(connection);
        }
        """,
        test =>
        {
            test.OutputKind = OutputKind.DynamicallyLinkedLibrary;
            test.ExpectedDiagnostics.Add(Expect.Suggestion(DatabaseInFile.Descriptor));
        });

    [Fact]
    public Task HalfTypedCode_IsSilent() => Verify.Async(
        """
        using Microsoft.EntityFrameworkCore;
        var x = new SqliteConnection(;
        o.UseSqlite(
        UseSqlite.
        """,
        test => test.CompilerDiagnostics = Microsoft.CodeAnalysis.Testing.CompilerDiagnostics.None);
}
