using SecondNode.Analyzers.Replicas;

namespace SecondNode.Tests.Replicas;

public class SqlTextTests
{
    [Theory]
    [InlineData("SELECT * FROM Orders", "orders", "")]
    [InlineData("select o.id from dbo.[Orders] o join \"Lines\" as l on l.order_id = o.id", "lines,orders", "")]
    [InlineData("SELECT a.x, b.y FROM a, b c, `d e` WHERE a.id = b.id", "a,b,d e", "")]
    [InlineData("SELECT * FROM Orders WHERE Id IN (SELECT OrderId FROM Payments)", "orders,payments", "")]
    [InlineData("SELECT * FROM (SELECT * FROM Inner1) t, Outer1", "inner1,outer1", "")]
    [InlineData("INSERT INTO Orders (Id, Name) VALUES (@id, @name)", "", "orders")]
    [InlineData("insert orders values (1)", "", "orders")]
    [InlineData("INSERT INTO archive.orders (id) SELECT id FROM orders2", "orders2", "orders")]
    [InlineData("INSERT INTO t (a) VALUES (1) ON CONFLICT (a) DO UPDATE SET a = 2 RETURNING a", "", "t")]
    [InlineData("INSERT INTO t (a) VALUES (1) ON DUPLICATE KEY UPDATE a = 2", "", "t")]
    [InlineData("INSERT OR REPLACE INTO t (a) VALUES (1)", "", "t")]
    [InlineData("UPDATE Orders SET Status = 1 WHERE Id = @id", "", "orders")]
    [InlineData("UPDATE o SET o.Status = 1 FROM Orders o JOIN Lines l ON l.OrderId = o.Id", "lines,orders", "orders")]
    [InlineData("UPDATE TOP (5) Jobs SET Taken = 1 OUTPUT inserted.Id", "", "jobs")]
    [InlineData("UPDATE ONLY orders SET a = 1", "", "orders")]
    [InlineData("DELETE FROM Orders WHERE Id = 1", "", "orders")]
    [InlineData("DELETE o FROM Orders o INNER JOIN Old x ON x.Id = o.Id", "old,orders", "orders")]
    [InlineData("DELETE FROM a USING b WHERE a.id = b.id", "b", "a")]
    [InlineData("MERGE INTO Target AS t USING Source AS s ON t.Id = s.Id WHEN MATCHED THEN UPDATE SET x = 1 WHEN NOT MATCHED THEN INSERT (Id) VALUES (1);", "source", "target")]
    [InlineData("MERGE dbo.Target t USING (SELECT 1) s ON 1 = 1 WHEN MATCHED THEN DELETE;", "", "target")]
    [InlineData("TRUNCATE TABLE Orders", "", "orders")]
    [InlineData("SELECT * INTO Backup1 FROM Orders", "orders", "backup1")]
    [InlineData("WITH recent AS (SELECT * FROM Orders) SELECT * FROM recent JOIN Users ON 1=1", "orders,users", "")]
    [InlineData("WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t), u AS MATERIALIZED (SELECT * FROM Nodes) SELECT * FROM t, u", "nodes", "")]
    [InlineData("WITH gone AS (DELETE FROM Orders RETURNING *) INSERT INTO Archive SELECT * FROM gone", "", "archive,orders")]
    [InlineData("SELECT EXTRACT(YEAR FROM created) FROM Orders", "orders", "")]
    [InlineData("SELECT TRIM(LEADING 'x' FROM name) FROM Users", "users", "")]
    [InlineData("SELECT 1 FROM a WHERE x IS DISTINCT FROM y", "a", "")]
    [InlineData("SELECT * FROM Jobs FOR UPDATE SKIP LOCKED", "jobs", "")]
    [InlineData("SELECT * FROM OPENJSON(@json) j JOIN Orders o ON o.Id = j.Id", "orders", "")]
    [InlineData("SELECT * FROM generate_series(1, 2)", "", "")]
    [InlineData("SELECT * FROM Orders WITH (NOLOCK), Lines (NOLOCK)", "lines,orders", "")]
    [InlineData("-- DELETE FROM Users\nSELECT /* FROM Nothing */ 'FROM Nobody' FROM Orders", "orders", "")]
    [InlineData("SELECT 'it''s FROM x', N'FROM y' FROM Orders", "orders", "")]
    [InlineData("BEGIN; UPDATE a SET x = 1; SELECT * FROM b; COMMIT", "b", "a")]
    [InlineData("SELECT * FROM #temp", "#temp", "")]
    [InlineData("SELECT replace(a, 'x', 'y') FROM t", "t", "")]
    [InlineData("CREATE TRIGGER x AFTER UPDATE ON Orders", "", "")]
    [InlineData("SELECT * FROM a LEFT JOIN b USING (id)", "a,b", "")]
    [InlineData("EXEC dbo.DoIt", "", "")]
    [InlineData("", "", "")]
    [InlineData("FROM", "", "")]
    [InlineData("UPDATE", "", "")]
    [InlineData("SELECT * FROM [unclosed", "unclosed", "")]
    [InlineData("((((", "", "")]
    public void Text_ReadsAndWritesTables(string sql, string reads, string writes)
    {
        var parsed = SqlText.Parse(sql);
        Assert.Equal(reads, string.Join(",", parsed.Reads));
        Assert.Equal(writes, string.Join(",", parsed.Writes));
    }

    [Theory]
    [InlineData("SELECT * FROM ¤.Orders WHERE Id = ¤", "orders")]
    [InlineData("SELECT * FROM [¤].[Orders]", "orders")]
    [InlineData("SELECT * FROM ¤", "")]
    [InlineData("SELECT * FROM [¤]", "")]
    [InlineData("SELECT * FROM Orders_¤", "")]
    public void Hole_InTheTable_IsNoTable(string sql, string reads) =>
        Assert.Equal(reads, string.Join(",", SqlText.Parse(sql.Replace('¤', SqlTokens.Hole)).Reads));

    [Fact]
    public void Wait_IsSeen() => Assert.True(SqlText.Parse("WAIT FOR LSN '0/1234'").WaitsForReplica);

    [Theory]
    [InlineData("User_ReadByIds", true, false, "user")]
    [InlineData("[dbo].[Order_UpdateMany]", false, true, "order")]
    [InlineData("usp_GetOrders", true, false, "order")]
    [InlineData("CreateCategory", false, true, "category")]
    [InlineData("DoIt", false, false, null)]
    public void Procedure_IsNamedAfterWhatItDoes(string name, bool reads, bool writes, string? noun) =>
        Assert.Equal((reads, writes, noun), ProcedureName.Of(name.Trim('[', ']').Replace("].[", ".")));
}
