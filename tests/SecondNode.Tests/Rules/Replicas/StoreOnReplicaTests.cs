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
}
