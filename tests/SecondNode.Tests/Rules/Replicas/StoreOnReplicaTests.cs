using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using SecondNode.Tests.Testing;
using Fixer = SecondNode.Tests.Testing.Verify<SecondNode.Analyzers.Rules.Replicas.WriteOnReplica, SecondNode.CodeFixes.Replicas.WriteToPrimary>;
using Verifier = SecondNode.Tests.Testing.Verify<SecondNode.Analyzers.Rules.Replicas.WriteOnReplica>;

namespace SecondNode.Tests.Rules.Replicas;

/// <summary>Stores of a framework that are given a replica's context (row P6).</summary>
public class StoreOnReplicaTests
{
    private const string Contexts = """
        using Microsoft.AspNetCore.DataProtection;
        using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
        using Microsoft.AspNetCore.Identity;
        using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
        using Microsoft.EntityFrameworkCore;
        public class ReplicaAttribute : Attribute { }
        public class User : IdentityUser { }
        [Replica] public class ReadDb(DbContextOptions<ReadDb> options) : IdentityDbContext<User>(options) { }
        public class Db(DbContextOptions<Db> options) : IdentityDbContext<User>(options) { }
        [Replica] public class ReadKeys(DbContextOptions<ReadKeys> options) : DbContext(options), IDataProtectionKeyContext { public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>(); }
        public class Keys(DbContextOptions<Keys> options) : DbContext(options), IDataProtectionKeyContext { public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>(); }
        public class OtherDb(DbContextOptions<OtherDb> options) : DbContext(options) { }

        """;

    private static string Setup(string statement, string registered = "AddDbContext<Db>(o => o.UseSqlServer(\"a\")).AddDbContext<Keys>(o => o.UseSqlServer(\"a\"))") =>
        Contexts + "public static class Setup\n{\n    public static void Add(IServiceCollection services)\n    {\n        services." + registered + ".AddDbContext<ReadDb>(o => o.UseSqlServer(\"b\")).AddDbContext<ReadKeys>(o => o.UseSqlServer(\"b\"));\n        " + statement + "\n    }\n}\n";

    private static void Library(Testing.AnalyzerTest<SecondNode.Analyzers.Rules.Replicas.WriteOnReplica> test) => test.OutputKind = OutputKind.DynamicallyLinkedLibrary;

    private static void Library(FixTest<SecondNode.Analyzers.Rules.Replicas.WriteOnReplica, SecondNode.CodeFixes.Replicas.WriteToPrimary> test) => test.OutputKind = OutputKind.DynamicallyLinkedLibrary;

    [Theory]
    [InlineData("services.AddIdentity<User, IdentityRole>().{|SN4004:AddEntityFrameworkStores<ReadDb>|}().AddDefaultTokenProviders();")]
    [InlineData("services.AddIdentityCore<User>()?.{|SN4004:AddEntityFrameworkStores<ReadDb>|}();")]
    [InlineData("services.AddDataProtection().{|SN4004:PersistKeysToDbContext<ReadKeys>|}();")]
    public Task Store_OnAReplica_Reports(string statement) => Verifier.Async(Setup(statement), Library);

    [Fact]
    public Task StoreOfALibrary_OnAReplica_Reports() => Verifier.Async(
        Setup("new OpenIddictEntityFrameworkCoreBuilder().{|SN4004:UseDbContext<ReadDb>|}();") +
        "namespace Microsoft.Extensions.DependencyInjection { public class OpenIddictEntityFrameworkCoreBuilder { public OpenIddictEntityFrameworkCoreBuilder UseDbContext<T>() => this; } }",
        Library);

    [Theory]
    [InlineData("MassTransit.EntityFrameworkOutboxConfigurationExtensions.{|SN4004:AddEntityFrameworkOutbox<ReadDb>|}();", "MassTransit", "EntityFrameworkOutboxConfigurationExtensions", "AddEntityFrameworkOutbox")]
    [InlineData("IdentityServerEntityFrameworkBuilderExtensions.{|SN4004:AddOperationalStore<ReadDb>|}();", "Microsoft.Extensions.DependencyInjection", "IdentityServerEntityFrameworkBuilderExtensions", "AddOperationalStore")]
    [InlineData("IdentityServerEntityFrameworkBuilderExtensions.AddConfigurationStore<ReadDb>();", "Microsoft.Extensions.DependencyInjection", "IdentityServerEntityFrameworkBuilderExtensions", "AddConfigurationStore")]
    public Task StoreOfALibrary_ThatWrites_Reports(string statement, string ns, string type, string method) => Verifier.Async(
        Setup(statement) + "namespace " + ns + " { public static class " + type + " { public static void " + method + "<T>() { } } }",
        Library);

    [Theory]
    [InlineData("services.AddIdentity<User, IdentityRole>().AddEntityFrameworkStores<Db>();")]
    [InlineData("services.AddDataProtection().PersistKeysToDbContext<Keys>();")]
    [InlineData("services.AddIdentity<User, IdentityRole>().AddEntityFrameworkStores<Missing>();")]
    [InlineData("Own<ReadDb>(); void AddEntityFrameworkStores<T>() { } void Own<T>() => AddEntityFrameworkStores<T>();")]
    public Task Store_OnThePrimary_IsSilent(string statement) => Verifier.Async(Setup(statement), test =>
    {
        Library(test);
        test.CompilerDiagnostics = CompilerDiagnostics.None;
    });

    [Theory]
    [InlineData("services.AddIdentity<User, IdentityRole>().{|SN4004:AddEntityFrameworkStores<ReadDb>|}().AddDefaultTokenProviders();", "services.AddIdentity<User, IdentityRole>().AddEntityFrameworkStores<Db>().AddDefaultTokenProviders();")]
    [InlineData("services.AddDataProtection().{|SN4004:PersistKeysToDbContext</* keys */ ReadKeys>|}();", "services.AddDataProtection().PersistKeysToDbContext</* keys */ Keys>();")]
    public Task Fix_GivesTheStoreThePrimarysContext(string before, string after) => Fixer.Async(Setup(before), Setup(after), Library);

    [Fact]
    public Task Fix_OfBoth_InOneStatement() => Fixer.Async(
        Setup("services.AddIdentity<User, IdentityRole>().{|SN4004:AddEntityFrameworkStores<ReadDb>|}().Services.AddDataProtection().{|SN4004:PersistKeysToDbContext<ReadKeys>|}();"),
        Setup("services.AddIdentity<User, IdentityRole>().AddEntityFrameworkStores<Db>().Services.AddDataProtection().PersistKeysToDbContext<Keys>();"),
        Library);

    [Fact]
    public Task Fix_IsNotOffered_WhereThePrimaryIsNotRegistered() => Fixer.NoFixAsync(
        Setup("services.AddIdentity<User, IdentityRole>().{|SN4004:AddEntityFrameworkStores<ReadDb>|}();", "AddDbContext<OtherDb>(o => o.UseSqlServer(\"a\"))"), Library);

    private const string Libraries = """
        namespace Microsoft.Extensions.DependencyInjection
        {
            public class OpenIddictEntityFrameworkCoreBuilder { public OpenIddictEntityFrameworkCoreBuilder UseDbContext(Type type) => this; }
            public interface IIdentityServerBuilder { }
            public class OperationalStoreOptions { public Action<DbContextOptionsBuilder>? ConfigureDbContext { get; set; } public string? ReplicaSchema { get; set; } }
            public static class IdentityServerEntityFrameworkBuilderExtensions { public static IIdentityServerBuilder AddOperationalStore(this IIdentityServerBuilder builder, Action<OperationalStoreOptions>? set = null) => builder; }
            public class CacheOptions { public string? ConnectionString { get; set; } public string? TableName { get; set; } }
            public static class SqlServerCachingServicesExtensions { public static IServiceCollection AddDistributedSqlServerCache(this IServiceCollection services, Action<CacheOptions> set) => services; }
            public static class PostgresCachingServicesExtensions { public static IServiceCollection AddDistributedPostgresCache(this IServiceCollection services, Action<CacheOptions> set) => services; }
            public class CapOptions { }
            public static class CapOptionsExtensions { public static CapOptions UseEntityFramework<T>(this CapOptions options) => options; public static CapOptions UseSqlServer(this CapOptions options, string connectionString) => options; public static CapOptions UsePostgreSql(this CapOptions options, Action<CacheOptions> set) => options; }
        }
        namespace Community.Microsoft.Extensions.Caching.PostgreSql { public static class PostGreSqlCachingServicesExtensions { public static IServiceCollection AddDistributedPostgreSqlCache(this IServiceCollection services, Action<CacheOptions> set) => services; } }
        namespace Hangfire { public static class SqlServerStorageExtensions { public static IGlobalConfiguration UseSqlServerStorage(this IGlobalConfiguration configuration, string nameOrConnectionString) => configuration; } }
        namespace Hangfire.SqlServer { public class SqlServerStorage(string nameOrConnectionString) { public string Name => nameOrConnectionString; } }
        namespace Hangfire.PostgreSql
        {
            public class PostgreSqlBootstrapperOptions { public PostgreSqlBootstrapperOptions UseNpgsqlConnection(string connectionString) => this; }
            public static class PostgreSqlBootstrapperConfigurationExtensions { public static object UsePostgreSqlStorage(this object configuration, Action<PostgreSqlBootstrapperOptions> configure) => configuration; public static object UsePostgreSqlStorage(this object configuration, string connectionString) => configuration; }
        }
        namespace Quartz
        {
            public class AdoProviderOptions { public string ConnectionString { set { } } public string TablePrefix { set { } } }
            public class PersistentStoreOptions { }
            public static class AdoProviderExtensions { public static void UseSqlServer(this PersistentStoreOptions options, string connectionString) { } public static void UsePostgres(this PersistentStoreOptions options, Action<AdoProviderOptions> configurer) { } }
        }
        namespace Wolverine.Postgresql { public static class PostgresqlConfigurationExtensions { public static void PersistMessagesWithPostgresql(this object options, string connectionString, string? schema = null) { } } }
        namespace Orleans.Hosting { public static class AdoNetGrainStorageSiloBuilderExtensions { public static object AddAdoNetGrainStorage(this object builder, string name, Action<CacheOptions> configure) => builder; } }

        """;

    private const string Imports = "using Hangfire; using Hangfire.PostgreSql; using Hangfire.SqlServer; using Quartz; using Wolverine.Postgresql; using Orleans.Hosting; using Community.Microsoft.Extensions.Caching.PostgreSql;\n";

    private static string Given(string statement) => Imports + Setup(statement).Replace("IServiceCollection services)\n", "IServiceCollection services, IConfiguration settings, object bus)\n") + Libraries;

    /// <summary>Every store that is given a connection string, and where; § is the connection.</summary>
    public static TheoryData<string> Connected => new(
        "services.{|SN4004:AddDistributedSqlServerCache|}(o => { o.TableName = \"Cache\"; o.ConnectionString = §; });",
        "services.AddMemoryCache().{|SN4004:AddDistributedPostgresCache|}(o => o.ConnectionString = §);",
        "services.{|SN4004:AddDistributedPostgreSqlCache|}(o => o.ConnectionString = §);",
        "IGlobalConfiguration jobs = null!; jobs.{|SN4004:UseSqlServerStorage|}(§!);",
        "bus = new {|SN4004:SqlServerStorage|}(§!);",
        "bus.{|SN4004:UsePostgreSqlStorage|}(o => o.UseNpgsqlConnection(§!));",
        "bus.{|SN4004:UsePostgreSqlStorage|}(§!);",
        "new PersistentStoreOptions().{|SN4004:UseSqlServer|}(§!);",
        "new PersistentStoreOptions().{|SN4004:UsePostgres|}(o => { o.TablePrefix = \"a\"; o.ConnectionString = §!; });",
        "new CapOptions().{|SN4004:UseSqlServer|}(§!);",
        "new CapOptions().{|SN4004:UsePostgreSql|}(o => o.ConnectionString = §);",
        "bus.{|SN4004:PersistMessagesWithPostgresql|}(§!);",
        "bus.{|SN4004:AddAdoNetGrainStorage|}(\"a\", o => o.ConnectionString = §);",
        "IIdentityServerBuilder builder = null!; builder.{|SN4004:AddOperationalStore|}(o => o.ConfigureDbContext = b => b.UseSqlServer(§));");

    [Theory]
    [MemberData(nameof(Connected))]
    public Task Store_OverTheConnectionOfAReplica_Reports(string statement) =>
        Verifier.Async(Given(statement.Replace("§", "settings.GetConnectionString(\"ShopReplica\")")), Library);

    [Theory]
    [MemberData(nameof(Connected))]
    public Task Store_OverAConnectionThatSaysReadOnly_Reports(string statement) =>
        Verifier.Async(Given("var text = settings[\"Shop\"] + \";ApplicationIntent=ReadOnly\"; " + statement.Replace("§", "text")), Library);

    [Theory]
    [MemberData(nameof(Connected))]
    public Task Store_OverTheConnectionOfThePrimary_IsSilent(string statement) =>
        Verifier.Async(Given(statement.Replace("§", "settings.GetConnectionString(\"Shop\")").Replace("{|SN4004:", "").Replace("|}", "")), Library);

    [Theory]
    [InlineData("services.AddDistributedSqlServerCache(o => o.TableName = \"ReplicaCache\");")]
    [InlineData("services.AddDbContext<OtherDb>(o => o.UseSqlServer(settings.GetConnectionString(\"ShopReplica\")));")]
    [InlineData("IIdentityServerBuilder builder = null!; builder.AddOperationalStore(o => o.ReplicaSchema = \"replica\");")]
    [InlineData("if (services.BuildServiceProvider().GetRequiredService<IHostEnvironment>().IsDevelopment()) { services.AddDistributedSqlServerCache(o => o.ConnectionString = settings.GetConnectionString(\"ShopReplica\")); }")]
    public Task Words_ThatAreNotTheConnectionOfAStore_AreSilent(string statement) => Verifier.Async(Given(statement), Library);

    [Fact]
    public Task Store_OverAConnectionString_HasNoFix() => Fixer.NoFixAsync(Given("services.{|SN4004:AddDistributedSqlServerCache|}(o => o.ConnectionString = settings.GetConnectionString(\"ShopReplica\"));"), Library);

    [Theory]
    [InlineData("new OpenIddictEntityFrameworkCoreBuilder().{|SN4004:UseDbContext|}(typeof(ReadDb));", "new OpenIddictEntityFrameworkCoreBuilder().UseDbContext(typeof(Db));")]
    [InlineData("new CapOptions().{|SN4004:UseEntityFramework<ReadDb>|}();", "new CapOptions().UseEntityFramework<Db>();")]
    public Task Fix_OfAStoreOfALibrary(string before, string after) => Fixer.Async(Given(before), Given(after), Library);
}
