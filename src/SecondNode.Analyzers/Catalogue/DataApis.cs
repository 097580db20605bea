using System.Collections.Immutable;

namespace SecondNode.Analyzers.Catalogue;

/// <summary>What a call of a data library does, and where it says on what.</summary>
internal enum DataCall
{
    /// <summary>Writes the entities of the query it is called on, at once.</summary>
    QueryWrite,

    /// <summary>Runs SQL on a context's database.</summary>
    ContextSql,

    /// <summary>Runs SQL on a connection, for its effect.</summary>
    SqlExecute,

    /// <summary>Runs SQL on a connection, for its result.</summary>
    SqlQuery,

    /// <summary>Runs a command for its effect.</summary>
    CommandExecute,

    /// <summary>Runs a command for its result.</summary>
    CommandQuery,

    /// <summary>Writes the entity of its type argument or argument.</summary>
    EntityWrite,

    /// <summary>Reads the entity of its type argument.</summary>
    EntityRead,

    /// <summary>Writes documents; always on the primary.</summary>
    DocumentWrite,

    /// <summary>Reads documents.</summary>
    DocumentRead,

    /// <summary>Writes a key; always on the primary.</summary>
    KeyWrite,

    /// <summary>Reads a key, by the flags of the call or the role of the client.</summary>
    KeyRead,

    /// <summary>Reads a key from a replica: the call is for that.</summary>
    KeyReplicaRead,

    /// <summary>Writes items of its type argument; always on the primary.</summary>
    ItemWrite,

    /// <summary>Reads items of its type argument, with the consistency that its options ask for.</summary>
    ItemRead,

    /// <summary>Writes files of a bucket; always on the primary.</summary>
    FileWrite,

    /// <summary>Reads files of a bucket.</summary>
    FileRead,

    /// <summary>Runs the statement that it is given, for its effect or its result.</summary>
    StatementRun,

    /// <summary>Runs a statement on a graph.</summary>
    GraphRun,
}

/// <summary>The calls of data libraries that are told by their declaring type; LINQ terminals and saves are told by what they are called on.</summary>
internal static class DataApis
{
    private const string RelationalQueries = "Microsoft.EntityFrameworkCore.RelationalQueryableExtensions";
    private const string Queries = "Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions";
    private const string Facade = "Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions";
    private const string Dapper = "Dapper.SqlMapper";
    private const string Contrib = "Dapper.Contrib.Extensions.SqlMapperExtensions";
    private const string Command = "System.Data.Common.DbCommand";
    private const string AnyCommand = "System.Data.IDbCommand";
    private const string Documents = "MongoDB.Driver.IMongoCollection`1";
    private const string DocumentExtensions = "MongoDB.Driver.IMongoCollectionExtensions";
    private const string Bucket = "MongoDB.Driver.GridFS.IGridFSBucket`1";
    private const string SimpleBucket = "MongoDB.Driver.GridFS.IGridFSBucket";
    private const string Items = "Microsoft.Azure.Cosmos.Container";
    private const string Documented = "Couchbase.KeyValue.ICouchbaseCollection";
    private const string Cached = "ServiceStack.Caching.ICacheClient";
    private const string Client = "ServiceStack.Redis.IRedisClient";
    private const string Keys = "StackExchange.Redis.IDatabase";
    private const string AsyncKeys = "StackExchange.Redis.IDatabaseAsync";

    public static readonly ImmutableArray<ApiRow<DataCall>> Rows =
    ImmutableArray.CreateRange<ApiRow<DataCall>>([
        .. Of(Queries, DataCall.QueryWrite, "ExecuteDelete", "ExecuteDeleteAsync", "ExecuteUpdate", "ExecuteUpdateAsync"),
        // Up to EF Core 9 they were declared here.
        .. Of(RelationalQueries, DataCall.QueryWrite, "ExecuteDelete", "ExecuteDeleteAsync", "ExecuteUpdate", "ExecuteUpdateAsync").Select(r => r with { Verified = false }),
        .. Of(Facade, DataCall.ContextSql, "ExecuteSql", "ExecuteSqlAsync", "ExecuteSqlInterpolated", "ExecuteSqlInterpolatedAsync", "ExecuteSqlRaw", "ExecuteSqlRawAsync"),
        .. Of("System.Data.Entity.Database", DataCall.ContextSql, "ExecuteSqlCommand", "ExecuteSqlCommandAsync").Select(r => r with { Verified = false }),
        .. Of(Dapper, DataCall.SqlExecute, "Execute", "ExecuteAsync"),
        .. Of(
            Dapper, DataCall.SqlQuery, "ExecuteReader", "ExecuteReaderAsync", "ExecuteScalar", "ExecuteScalarAsync", "Query", "QueryAsync", "QueryFirst", "QueryFirstAsync",
            "QueryFirstOrDefault", "QueryFirstOrDefaultAsync", "QueryMultiple", "QueryMultipleAsync", "QuerySingle", "QuerySingleAsync", "QuerySingleOrDefault", "QuerySingleOrDefaultAsync", "QueryUnbufferedAsync"),
        .. Of(Contrib, DataCall.EntityWrite, "Delete", "DeleteAll", "DeleteAllAsync", "DeleteAsync", "Insert", "InsertAsync", "Update", "UpdateAsync").Select(r => r with { Verified = false }),
        .. Of(Contrib, DataCall.EntityRead, "Get", "GetAll", "GetAllAsync", "GetAsync").Select(r => r with { Verified = false }),
        .. Of(Command, DataCall.CommandExecute, "ExecuteNonQuery", "ExecuteNonQueryAsync"),
        .. Of(Command, DataCall.CommandQuery, "ExecuteReader", "ExecuteReaderAsync", "ExecuteScalar", "ExecuteScalarAsync"),
        .. Of(AnyCommand, DataCall.CommandExecute, "ExecuteNonQuery"),
        .. Of(AnyCommand, DataCall.CommandQuery, "ExecuteReader", "ExecuteScalar"),
        .. Of(
            Documents, DataCall.DocumentWrite, "BulkWrite", "BulkWriteAsync", "DeleteMany", "DeleteManyAsync", "DeleteOne", "DeleteOneAsync", "FindOneAndDelete", "FindOneAndDeleteAsync",
            "FindOneAndReplace", "FindOneAndReplaceAsync", "FindOneAndUpdate", "FindOneAndUpdateAsync", "InsertMany", "InsertManyAsync", "InsertOne", "InsertOneAsync", "ReplaceOne", "ReplaceOneAsync",
            "UpdateMany", "UpdateManyAsync", "UpdateOne", "UpdateOneAsync"),
        .. Of(
            DocumentExtensions, DataCall.DocumentWrite, "DeleteMany", "DeleteManyAsync", "DeleteOne", "DeleteOneAsync", "FindOneAndDelete", "FindOneAndDeleteAsync",
            "FindOneAndReplace", "FindOneAndReplaceAsync", "FindOneAndUpdate", "FindOneAndUpdateAsync", "ReplaceOne", "ReplaceOneAsync", "UpdateMany", "UpdateManyAsync", "UpdateOne", "UpdateOneAsync"),
        .. Of(
            Documents, DataCall.DocumentRead, "Aggregate", "AggregateAsync", "CountDocuments", "CountDocumentsAsync", "Distinct", "DistinctAsync", "EstimatedDocumentCount", "EstimatedDocumentCountAsync", "FindAsync", "FindSync"),
        .. Of(DocumentExtensions, DataCall.DocumentRead, "Aggregate", "CountDocuments", "CountDocumentsAsync", "Distinct", "DistinctAsync", "Find", "FindAsync", "FindSync"),
        .. Both(
            DataCall.KeyWrite, "HashDecrement", "HashDelete", "HashIncrement", "HashSet", "KeyDelete", "KeyRename", "ListLeftPush", "ListRemove", "ListRightPush", "ListSetByIndex", "ListTrim", "SetAdd", "SetRemove",
            "SortedSetAdd", "SortedSetIncrement", "SortedSetRemove", "StreamAdd", "StringAppend", "StringDecrement", "StringIncrement", "StringSet", "StringSetRange"),
        .. Both(
            DataCall.KeyRead, "HashExists", "HashGet", "HashGetAll", "HashKeys", "HashLength", "HashValues", "KeyExists", "KeyTimeToLive", "KeyType", "ListGetByIndex", "ListLength", "ListRange", "SetContains", "SetLength",
            "SetMembers", "SortedSetLength", "SortedSetRangeByRank", "SortedSetRangeByRankWithScores", "SortedSetRangeByScore", "SortedSetRank", "SortedSetScore", "StreamRange", "StreamRead", "StringGet", "StringGetRange", "StringLength"),
        .. Of(Bucket, DataCall.FileWrite, "Delete", "DeleteAsync", "Rename", "RenameAsync", "UploadFromBytes", "UploadFromBytesAsync", "UploadFromStream", "UploadFromStreamAsync"),
        .. Of(SimpleBucket, DataCall.FileWrite, "UploadFromBytes", "UploadFromBytesAsync", "UploadFromStream", "UploadFromStreamAsync"),
        .. Of(
            Bucket, DataCall.FileRead, "DownloadAsBytes", "DownloadAsBytesAsync", "DownloadAsBytesByName", "DownloadAsBytesByNameAsync", "DownloadToStream", "DownloadToStreamAsync", "Find", "FindAsync",
            "OpenDownloadStream", "OpenDownloadStreamAsync", "OpenDownloadStreamByName", "OpenDownloadStreamByNameAsync"),
        .. Of(Items, DataCall.ItemWrite, "CreateItemAsync", "DeleteItemAsync", "PatchItemAsync", "ReplaceItemAsync", "UpsertItemAsync"),
        .. Of(Items, DataCall.ItemRead, "GetItemLinqQueryable", "GetItemQueryIterator", "ReadItemAsync", "ReadManyItemsAsync"),
        .. Of(Documented, DataCall.KeyWrite, "InsertAsync", "MutateInAsync", "RemoveAsync", "ReplaceAsync", "UpsertAsync").Select(r => r with { Verified = false }),
        .. Of(Documented, DataCall.KeyReplicaRead, "GetAllReplicasAsync", "GetAnyReplicaAsync").Select(r => r with { Verified = false }),
        .. Of(Cached, DataCall.KeyWrite, "Add", "Decrement", "Increment", "Remove", "Replace", "Set").Select(r => r with { Verified = false }),
        .. Of(Cached, DataCall.KeyRead, "Get").Select(r => r with { Verified = false }),
        .. Of(Client, DataCall.KeyWrite, "DecrementValue", "IncrementValue", "SetValue").Select(r => r with { Verified = false }),
        .. Of(Client, DataCall.KeyRead, "ContainsKey", "GetValue").Select(r => r with { Verified = false }),
        .. Of("Neo4j.Driver.IAsyncQueryRunner", DataCall.GraphRun, "RunAsync").Select(r => r with { Verified = false }),
        .. Of("Neo4j.Driver.IQueryRunner", DataCall.GraphRun, "Run").Select(r => r with { Verified = false }),
        .. Of("Cassandra.ISession", DataCall.StatementRun, "Execute", "ExecuteAsync").Select(r => r with { Verified = false }),
    ]);

    public static readonly ApiTable<DataCall> Apis = new(Rows);

    private static IEnumerable<ApiRow<DataCall>> Of(string type, DataCall call, params string[] members) => members.Select(member => new ApiRow<DataCall>(type, member, call));

    private static IEnumerable<ApiRow<DataCall>> Both(DataCall call, params string[] members) => Of(Keys, call, members).Concat(Of(AsyncKeys, call, [.. members.Select(m => m + "Async")]));
}
