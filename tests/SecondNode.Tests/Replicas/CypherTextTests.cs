using SecondNode.Analyzers.Replicas;

namespace SecondNode.Tests.Replicas;

public class CypherTextTests
{
    [Theory]
    [InlineData("MATCH (o:Order) RETURN o", "Order", "")]
    [InlineData("match (o:Order {id: $id})-[:HAS]->(l:Line:Open) where l.x = 1 return o, l", "HAS,Line,Open,Order", "")]
    [InlineData("CREATE (o:Order {id: $id, name: 'MATCH (x:Nothing)'})", "", "Order")]
    [InlineData("MERGE (o:Order {id: $id}) ON CREATE SET o.at = $at ON MATCH SET o.at = $at RETURN o", "", "Order")]
    [InlineData("MATCH (o:Order) SET o.status = 'paid'", "Order", "Order")]
    [InlineData("MATCH (o:Order) WHERE o.id = 1 DETACH DELETE o", "Order", "Order")]
    [InlineData("MATCH (o:Order) DELETE (o)", "Order", "Order")]
    [InlineData("MATCH (a:A), (b:B) CREATE (a)-[:KNOWS]->(b)", "A,B", "KNOWS")]
    [InlineData("MATCH (o:Order) REMOVE o:Open SET o:Closed", "Order", "Closed,Open,Order")]
    [InlineData("MATCH (o:`My Order`) // MATCH (x:No)\nRETURN o /* (y:No) */", "My Order", "")]
    [InlineData("MATCH (o:A|B) RETURN o", "A,B", "")]
    [InlineData("MATCH (o) WHERE o:Order RETURN o", "Order", "")]
    [InlineData("UNWIND $rows AS row CREATE (:Line {id: row.id})", "", "Line")]
    [InlineData("MATCH (o:\uFFFC) RETURN o", "", "")]
    [InlineData("MATCH (o:Order", "Order", "")]
    [InlineData("'", "", "")]
    [InlineData("MATCH (n:", "", "")]
    [InlineData("", "", "")]
    public void Labels_AreReadFromStatements(string text, string reads, string writes)
    {
        var (read, written) = CypherText.Parse(text);
        Assert.Equal((reads, writes), (string.Join(",", read), string.Join(",", written)));
    }
}
