using Microsoft.CodeAnalysis;
using SecondNode.Tests.Testing;
using Verifier = SecondNode.Tests.Testing.Verify<SecondNode.Analyzers.Rules.Replicas.ReplicaReadAfterWrite>;

namespace SecondNode.Tests.Rules.Replicas;

/// <summary>The statement is given as text to a method of the program, which runs it on a connection of its own.</summary>
public class SqlThroughHelpersTests
{
    private const string Helpers = """
        using System.Data;
        using Dapper;
        using Microsoft.Data.SqlClient;
        public class Order { public int Id { get; set; } }
        public interface IDb { Task Execute(string command, object? values = null); Task<List<T>> Query<T>(string text); }
        public class Db(IConfiguration configuration) : IDb
        {
            public async Task Execute(string command, object? values = null) { using var c = new SqlConnection(configuration.GetConnectionString("Shop")); await c.ExecuteAsync(command, values); }
            public async Task<List<T>> Query<T>(string text) { using var c = new SqlConnection(configuration.GetConnectionString("Shop")); return (await c.QueryAsync<T>(text)).ToList(); }
            public Task Twice(string script) => Execute(script + ";" + script);
            public async Task Procedure(string name) { using var c = new SqlConnection(configuration.GetConnectionString("Shop")); await c.ExecuteAsync(name, commandType: CommandType.StoredProcedure); }
            public void Raw(string what) { using var c = new SqlConnection(configuration.GetConnectionString("Shop")); using var command = new SqlCommand(what, c); command.ExecuteNonQuery(); }
            public async Task Named(string sql) { using var c = new SqlConnection(configuration.GetConnectionString("Shop")); await c.ExecuteAsync(new CommandDefinition(sql)); }
            public Task Retried(string sql) => Retry(async () => { using var c = new SqlConnection(configuration.GetConnectionString("Shop")); await c.ExecuteAsync(sql); });
            private static Task Retry(Func<Task> run) => run();
            public void Created(string sql) { using var c = new SqlConnection(configuration.GetConnectionString("Shop")); var command = c.CreateCommand(); command.CommandText = sql; command.ExecuteNonQuery(); }
            public Task Static(string sql) => Statements.RunAsync(new SqlConnection(configuration.GetConnectionString("Shop")), sql);
            public void Log(string text) => Console.WriteLine(text);
        }
        public static class Statements { public static Task RunAsync(this IDbConnection connection, string text) => connection.ExecuteAsync(text); }
        public class ReadDb(IConfiguration configuration)
        {
            public async Task<List<T>> Query<T>(string text) { using var c = new SqlConnection(configuration.GetConnectionString("ShopReplica")); return (await c.QueryAsync<T>(text)).ToList(); }
            public async Task<List<T>> Deep<T>(string text) => await Query<T>($"{text} ORDER BY Id");
        }
        public static class Texts
        {
            public const string Insert = "INSERT INTO Orders (Id) VALUES (@id)";
            public static readonly string Update = "UPDATE Orders SET Id = @id";
            public static string Delete => "DELETE FROM Orders";
            public const string Table = "Orders";
        }
        public abstract class Base(IConfiguration configuration)
        {
            protected async Task Run(string statement) { using var c = new SqlConnection(configuration.GetConnectionString("Shop")); await c.ExecuteAsync(statement); }
            protected async Task<List<T>> List<T>(string statement) { using var c = new SqlConnection(configuration.GetConnectionString("ShopReplica")); return (await c.QueryAsync<T>(statement)).ToList(); }
        }
        public class Orders(IConfiguration configuration) : Base(configuration)
        {
            public Task Add() => Run("INSERT INTO Orders (Id) VALUES (1)");
            public Task<List<Order>> All() => List<Order>("SELECT * FROM Orders");
            public Task<List<Order>> Customers() => List<Order>("SELECT * FROM Customers");
            public async Task<List<Order>> Both() { await Run(Texts.Insert); return await {|#0:List<Order>("SELECT * FROM Orders")|}; }
        }

        """;

    private const string Tables = """
        public interface ITable<T> { Task Add(T item); }
        public abstract class Table<T>(IConfiguration configuration) : ITable<T>
        {
            protected abstract string Name { get; }
            public async Task Add(T item) { using var c = new SqlConnection(configuration.GetConnectionString("Shop")); await c.ExecuteAsync($"INSERT INTO {Name} (Id) VALUES (@id)", item); }
            public async Task Remove(int id) { using var c = new SqlConnection(configuration.GetConnectionString("Shop")); await c.ExecuteAsync($"DELETE FROM {typeof(T).Name}s WHERE Id = @id", new { id }); }
        }
        public class OrderTable(IConfiguration configuration) : Table<Order>(configuration) { protected override string Name => "Orders"; }
        public class CustomerTable(IConfiguration configuration) : Table<string>(configuration) { protected override string Name => "Customers"; }

        """;

    [Theory]
    [InlineData("await table.Add(new Order());" + Select)]
    [InlineData("await table.Remove(1);" + Select)]
    [InlineData("await byInterface.Add(new Order());" + Select)]
    public Task TableThatADerivedClassNames_Reports(string body) => Expect(body, parameters: "OrderTable table, ITable<Order> byInterface, ReadDb read", more: Tables);

    [Theory]
    [InlineData("await table.Add(\"\"); await read.Query<Order>(\"SELECT * FROM Orders\");")]
    [InlineData("await table.Remove(1); await read.Query<Order>(\"SELECT * FROM Orders\");")]
    [InlineData("await byInterface.Add(\"\"); await read.Query<Order>(\"SELECT * FROM Orders\");")]
    public Task TableThatAnotherClassNames_IsSilent(string body) => Expect(body, null, parameters: "CustomerTable table, ITable<string> byInterface, ReadDb read", more: Tables);

    private const string Runners = """
        public interface IConnections { Task<T> Do<T>(Func<SqlConnection, Task<T>> work, bool read = false); Task<T> WithReadConnection<T>(Func<SqlConnection, Task<T>> work); Task<T> WithConnection<T>(Func<SqlConnection, Task<T>> work); Task<T> OnReplica<T>(Func<SqlConnection, Task<T>> work); }
        public class Connections(IConfiguration configuration) : IConnections
        {
            public async Task<T> Do<T>(Func<SqlConnection, Task<T>> work, bool read = false) { using var c = new SqlConnection(configuration.GetConnectionString(read ? "ShopReplica" : "Shop")); return await work(c); }
            public async Task<T> WithReadConnection<T>(Func<SqlConnection, Task<T>> work) { using var c = new SqlConnection(configuration.GetConnectionString("ShopReplica")); await c.OpenAsync(); return await work(c); }
            public async Task<T> WithConnection<T>(Func<SqlConnection, Task<T>> work) { using var c = new SqlConnection(configuration.GetConnectionString("Shop")); return await work(c); }
            public Task<T> OnReplica<T>(Func<SqlConnection, Task<T>> work) => throw new NotSupportedException();
        }

        """;

    [Theory]
    [InlineData("await run.WithConnection(c => c.ExecuteAsync(\"DELETE FROM Orders\")); await run.WithReadConnection(c => [c.QueryAsync<Order>(\"SELECT * FROM Orders\")]);")]
    [InlineData("await run.WithConnection(async c => { await c.ExecuteAsync(\"DELETE FROM Orders\"); return 1; }); await run.WithReadConnection(async c => { var found = await [c.QueryAsync<Order>(\"SELECT * FROM Orders\")]; return found; });")]
    [InlineData("await own.WithConnection(c => c.ExecuteAsync(\"DELETE FROM Orders\")); await own.WithReadConnection(c => [c.QueryAsync<Order>(\"SELECT * FROM Orders\")]);")]
    public Task ConnectionThatAFunctionIsGiven_Reports(string body) => Expect(body, parameters: "IConnections run, Connections own", more: Runners);

    [Theory]
    [InlineData("await run.WithConnection(c => c.ExecuteAsync(\"DELETE FROM Orders\")); await run.OnReplica(c => [c.QueryAsync<Order>(\"SELECT * FROM Orders\")]);")]
    public Task ConnectionThatAFunctionIsGiven_ByTheNameOfTheMethod_Reports(string body) => Expect(body, parameters: "IConnections run", more: Runners);

    [Theory]
    [InlineData("await run.WithConnection(c => c.ExecuteAsync(\"DELETE FROM Orders\")); await run.WithConnection(c => c.QueryAsync<Order>(\"SELECT * FROM Orders\"));")]
    [InlineData("await run.Do(c => c.ExecuteAsync(\"DELETE FROM Orders\")); await run.Do(c => c.QueryAsync<Order>(\"SELECT * FROM Orders\"));")]
    [InlineData("await run.WithReadConnection(c => c.QueryAsync<Order>(\"SELECT * FROM Orders\")); await run.WithConnection(c => c.ExecuteAsync(\"DELETE FROM Orders\"));")]
    public Task ConnectionOfThePrimaryThatAFunctionIsGiven_IsSilent(string body) => Expect(body, null, parameters: "IConnections run", more: Runners);

    private const string Pair = """
        public interface IStore { Task Run(string statement); }
        public class StoreA(IConfiguration configuration) : IStore { public async Task Run(string statement) { using var c = new SqlConnection(configuration.GetConnectionString("Shop")); await c.ExecuteAsync(statement); } }
        public class StoreB : IStore { public Task Run(string statement) => Task.CompletedTask; }

        """;

    [Fact]
    public Task StatementThatOneOfTwoMayRun_Suggests() => Expect("await store.Run(Texts.Insert);" + Select, DiagnosticSeverity.Info, "IStore store, ReadDb read", Pair);

    private static Task Expect(string body, DiagnosticSeverity? severity = DiagnosticSeverity.Warning, string parameters = "IDb db, Db own, ReadDb read, Orders orders", string more = "") =>
        Verifier.Async(
            Helpers.Replace("{|#0:", "{|SN4001:") + more + "public class Service(" + parameters + ")\n{\n    public async Task M(string asked)\n    {\n        " + (severity is null ? body : body.Replace("[", "{|#0:").Replace("]", "|}")) + "\n    }\n}\n",
            test =>
            {
                test.OutputKind = OutputKind.DynamicallyLinkedLibrary;
                if (severity is { } expected)
                {
                    test.ExpectedDiagnostics.Add(new Microsoft.CodeAnalysis.Testing.DiagnosticResult("SN4001", expected).WithLocation(0).WithOptions(Microsoft.CodeAnalysis.Testing.DiagnosticOptions.IgnoreAdditionalLocations));
                }
            });

    private const string Select = " await [read.Query<Order>(\"SELECT * FROM Orders\")];";

    [Theory]
    [InlineData("await own.Execute(\"INSERT INTO Orders (Id) VALUES (1)\");" + Select)]
    [InlineData("await db.Execute(\"UPDATE Orders SET Id = 1\");" + Select)]
    [InlineData("await db.Execute(values: null, command: \"DELETE FROM dbo.Orders\");" + Select)]
    [InlineData("await own.Twice(\"DELETE FROM Orders\");" + Select)]
    [InlineData("own.Raw(\"MERGE INTO Orders USING x ON 1 = 1 WHEN MATCHED THEN DELETE;\");" + Select)]
    [InlineData("await db.Execute(Texts.Insert);" + Select)]
    [InlineData("await db.Execute(Texts.Update);" + Select)]
    [InlineData("await db.Execute(Texts.Delete);" + Select)]
    [InlineData("await db.Execute($\"DELETE FROM {Texts.Table} WHERE Id = {asked}\");" + Select)]
    [InlineData("await db.Execute(\"\"\"\n            INSERT INTO Orders (Id)\n            VALUES (1)\n            \"\"\");" + Select)]
    [InlineData("var sql = \"DELETE FROM Orders\"; sql += \" WHERE Id = \" + asked; await db.Execute(sql);" + Select)]
    [InlineData("var sql = \"DELETE FROM Orders\"; if (asked.Length > 0) { sql += \" WHERE Id = @id\"; } await db.Execute(sql);" + Select)]
    [InlineData("var sql = new System.Text.StringBuilder(\"DELETE \"); sql.Append(\"FROM Orders\").AppendLine(\" WHERE Id = \").Append(asked); await db.Execute(sql.ToString());" + Select)]
    [InlineData("await own.Named(\"DELETE FROM Orders\");" + Select)]
    [InlineData("await own.Retried(\"DELETE FROM Orders\");" + Select)]
    [InlineData("own.Created(\"DELETE FROM Orders\");" + Select)]
    [InlineData("await own.Static(\"DELETE FROM Orders\");" + Select)]
    [InlineData("const string sql = \"DELETE \" + \"FROM Orders\"; await db.Execute(sql);" + Select)]
    [InlineData("await orders.Add();" + Select)]
    [InlineData("await db.Execute(Texts.Insert); await [orders.All()];")]
    [InlineData("await db.Execute(Texts.Insert); await [read.Deep<Order>(\"SELECT * FROM Orders\")];")]
    public Task StatementThatAHelperRuns_Reports(string body) => Expect(body);

    [Theory]
    [InlineData("await own.Procedure(\"Order_Create\"); await [read.Query<Order>(\"SELECT * FROM [Order]\")];")]
    public Task ProcedureThatAHelperRuns_Suggests(string body) => Expect(body.Replace("[Order]", "Order"), DiagnosticSeverity.Info);

    [Theory]
    [InlineData("await db.Execute(\"INSERT INTO Customers (Id) VALUES (1)\"); await read.Query<Order>(\"SELECT * FROM Orders\");")]
    [InlineData("own.Log(\"INSERT INTO Orders (Id) VALUES (1)\"); await read.Query<Order>(\"SELECT * FROM Orders\");")]
    [InlineData("await db.Query<Order>(\"SELECT * FROM Orders\"); await read.Query<Order>(\"SELECT * FROM Orders\");")]
    [InlineData("await db.Execute(Texts.Insert); await db.Query<Order>(\"SELECT * FROM Orders\");")]
    [InlineData("await db.Execute(Texts.Insert); await orders.Customers();")]
    [InlineData("await db.Execute(asked); await read.Query<Order>(\"SELECT * FROM Orders\");")]
    [InlineData("await read.Query<Order>(\"SELECT * FROM Orders\"); await db.Execute(Texts.Insert);")]
    public Task OtherTables_AreSilent(string body) => Expect(body, null);
}
