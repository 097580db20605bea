using System.Collections.Immutable;

namespace SecondNode.Analyzers.Catalogue;

/// <summary>A database, or a log, that is a file.</summary>
/// <param name="Kind">What people call it.</param>
/// <param name="Parameter">The parameter that names the file or holds the connection string; empty where the file is chosen elsewhere. An overload without it is not meant.</param>
/// <param name="OnlyLocalDb">Whether the API is of a server, so that only a connection string of LocalDB makes it a file.</param>
/// <param name="Configured">Whether the library is only told to read its own configuration, which names the file or does not.</param>
internal sealed record FileStore(string Kind, string Parameter, bool OnlyLocalDb = false, bool Configured = false);

/// <summary>Calls that keep a database in a file of the node.</summary>
internal static class FileDatabaseApis
{
    public static readonly ImmutableArray<ApiRow<FileStore>> Rows = ImmutableArray.Create<ApiRow<FileStore>>(
        new("Microsoft.EntityFrameworkCore.SqliteDbContextOptionsBuilderExtensions", "UseSqlite", new("SQLite", "connectionString")),
        new("Microsoft.Extensions.DependencyInjection.SqliteServiceCollectionExtensions", "AddSqlite", new("SQLite", "connectionString")),
        new("Microsoft.Data.Sqlite.SqliteConnection", ".ctor", new("SQLite", "connectionString")),
        new("System.Data.SQLite.SQLiteConnection", ".ctor", new("SQLite", "connectionString"), Verified: false),
        new("SQLite.SQLiteConnection", ".ctor", new("SQLite", "databasePath"), Verified: false),
        new("SQLite.SQLiteAsyncConnection", ".ctor", new("SQLite", "databasePath"), Verified: false),
        new("LiteDB.LiteDatabase", ".ctor", new("LiteDB", "connectionString")),
        new("LiteDB.LiteRepository", ".ctor", new("LiteDB", "connectionString")),
        new("Quartz.AdoProviderExtensions", "UseMicrosoftSQLite", new("SQLite", "connectionString"), Verified: false),
        new("Quartz.AdoProviderExtensions", "UseSQLite", new("SQLite", "connectionString"), Verified: false),
        new("Hangfire.Storage.SQLite.SQLiteStorageExtensions", "UseSQLiteStorage", new("SQLite", "nameOrConnectionString"), Verified: false),
        new("Hangfire.LiteDB.LiteDbStorageExtensions", "UseLiteDbStorage", new("LiteDB", ""), Verified: false),
        new("Wolverine.Sqlite.SqliteConfigurationExtensions", "PersistMessagesWithSqlite", new("SQLite", "connectionString"), Verified: false),
        new("LinqToDB.DataOptionsExtensions", "UseSQLite", new("SQLite", "connectionString"), Verified: false),
        new("Microsoft.EntityFrameworkCore.SqlServerDbContextOptionsExtensions", "UseSqlServer", new("LocalDB", "connectionString", OnlyLocalDb: true)),
        new("Microsoft.Data.SqlClient.SqlConnection", ".ctor", new("LocalDB", "connectionString", OnlyLocalDb: true)),
        new("System.Data.SqlClient.SqlConnection", ".ctor", new("LocalDB", "connectionString", OnlyLocalDb: true), Verified: false));

    /// <summary>What is written where the application can run on a database server instead.</summary>
    public static readonly ImmutableArray<string> ServerWords = ImmutableArray.Create(
        "UseNpgsql", "UseSqlServer", "UseAzureSql", "UseMySql", "UseMySQL", "UseOracle", "UseMongoDB", "UseCosmos", "UseFirebird", "AddNpgsql", "AddSqlServer", "AddNpgsqlDbContext", "AddSqlServerDbContext", "AddMySqlDbContext",
        "NpgsqlConnection", "NpgsqlDataSource", "SqlConnection", "MySqlConnection", "OracleConnection", "MongoClient", "IMongoDatabase", "CosmosClient");

    /// <summary>The assemblies of Entity Framework Core's providers for database servers.</summary>
    public static readonly ImmutableHashSet<string> ServerProviders = ImmutableHashSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Npgsql.EntityFrameworkCore.PostgreSQL", "Microsoft.EntityFrameworkCore.SqlServer", "Pomelo.EntityFrameworkCore.MySql", "MySql.EntityFrameworkCore", "Oracle.EntityFrameworkCore");

    /// <summary>How the names of assemblies begin that reference such a provider without choosing it for the application.</summary>
    public static readonly ImmutableArray<string> Vendors = ImmutableArray.Create("Microsoft.", "System.", "Npgsql", "Pomelo.", "MySql", "Oracle.", "OpenIddict", "EFCore.", "Z.EntityFramework", "Hangfire", "Quartz", "MassTransit");
}

/// <summary>Calls that write a log to files of the node.</summary>
internal static class FileLogApis
{
    public static readonly ImmutableArray<ApiRow<FileStore>> Rows = ImmutableArray.Create<ApiRow<FileStore>>(
        new("Serilog.FileLoggerConfigurationExtensions", "File", new("Serilog", "path")),
        new("Serilog.RollingFileLoggerConfigurationExtensions", "RollingFile", new("Serilog", "pathFormat"), Verified: false),
        new("NLog.Targets.FileTarget", ".ctor", new("NLog", ""), Verified: false),
        new("log4net.Appender.FileAppender", ".ctor", new("log4net", ""), Verified: false),
        new("log4net.Appender.RollingFileAppender", ".ctor", new("log4net", ""), Verified: false),
        new("Microsoft.Extensions.Logging.FileLoggerExtensions", "AddFile", new("file logger", ""), Verified: false),
        new("NReco.Logging.File.FileLoggerExtensions", "AddFile", new("file logger", ""), Verified: false),
        new("Karambolo.Extensions.Logging.File.FileLoggerExtensions", "AddFile", new("file logger", ""), Verified: false),
        new("Serilog.ConfigurationLoggerConfigurationExtensions", "Configuration", new("Serilog", "", Configured: true), Verified: false),
        new("NLog.Web.AspNetExtensions", "UseNLog", new("NLog", "", Configured: true), Verified: false),
        new("NLog.Web.AspNetExtensions", "AddNLogWeb", new("NLog", "", Configured: true), Verified: false),
        new("NLog.Extensions.Logging.ConfigureExtensions", "AddNLog", new("NLog", "", Configured: true), Verified: false),
        new("Microsoft.Extensions.Logging.Log4NetExtensions", "AddLog4Net", new("log4net", "", Configured: true), Verified: false),
        new("log4net.Config.XmlConfigurator", "Configure", new("log4net", "", Configured: true), Verified: false));
}
