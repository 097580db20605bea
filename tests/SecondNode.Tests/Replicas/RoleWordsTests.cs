using SecondNode.Analyzers.Replicas;

namespace SecondNode.Tests.Replicas;

public class RoleWordsTests
{
    [Theory]
    [InlineData("ReadReplicaDbContext", NameHint.Hard)]
    [InlineData("_replica", NameHint.Hard)]
    [InlineData("readreplica", NameHint.Hard)]
    [InlineData("Slave1Context", NameHint.Hard)]
    [InlineData("SqlServerReadOnlyReplica", NameHint.Hard)]
    [InlineData("DBREPLICA_CONNECTION", NameHint.Hard)]
    [InlineData("ReadOnlyConnection", NameHint.Soft)]
    [InlineData("readonly", NameHint.Soft)]
    [InlineData("orders-ro", NameHint.Soft)]
    [InlineData("ReaderDb", NameHint.Soft)]
    [InlineData("DBREAD_CONNECTION_STRING", NameHint.Weak)]
    [InlineData("ReadDbContext", NameHint.Weak)]
    [InlineData("QueryContext", NameHint.Weak)]
    [InlineData("WriteDbContext", NameHint.Primary)]
    [InlineData("ReadWriteContext", NameHint.Primary)]
    [InlineData("DefaultConnection", NameHint.Primary)]
    [InlineData("SqlDataReader", NameHint.None)]
    [InlineData("ReplicationLag", NameHint.None)]
    [InlineData("ReplicaSetName", NameHint.None)]
    [InlineData("QueryString", NameHint.None)]
    [InlineData("Already", NameHint.None)]
    [InlineData("Roles", NameHint.None)]
    [InlineData("OrderDbContext", NameHint.None)]
    [InlineData("", NameHint.None)]
    [InlineData(null, NameHint.None)]
    public void Name_SaysRole(string? name, object hint) => Assert.Equal(hint, RoleWords.Of(name));

    [Theory]
    [InlineData("ReadDbContext", true)]
    [InlineData("_readConnection", true)]
    [InlineData("Replica", true)]
    [InlineData("ApplicationIntent", true)]
    [InlineData("Server=x;ApplicationIntent=ReadOnly", true)]
    [InlineData("ReaderDb", true)]
    [InlineData("QueryDbContext", true)]
    [InlineData("queryContext", false)]
    [InlineData("sqlQuery", false)]
    [InlineData("readerCheckDb", false)]
    [InlineData("IReadOnlyList", false)]
    [InlineData("ReadAsync", false)]
    [InlineData("SqlDataReader", false)]
    [InlineData("SecondaryButton", false)]
    [InlineData("QueryString", false)]
    [InlineData("Followers", false)]
    public void Name_IsEvidence(string text, bool expected) => Assert.Equal(expected, RoleWords.IsEvidence(text));
}
