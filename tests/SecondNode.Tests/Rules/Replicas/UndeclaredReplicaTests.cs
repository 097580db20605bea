using SecondNode.CodeFixes.Replicas;
using SecondNode.Tests.Testing;
using Fixer = SecondNode.Tests.Testing.Verify<SecondNode.Analyzers.Rules.Replicas.UndeclaredReplica, SecondNode.CodeFixes.Replicas.DeclareRole>;
using Verifier = SecondNode.Tests.Testing.Verify<SecondNode.Analyzers.Rules.Replicas.UndeclaredReplica>;

namespace SecondNode.Tests.Rules.Replicas;

public class UndeclaredReplicaTests
{
    private static string Context(string name, string setup = "", string attribute = "") => $$"""
        using Microsoft.AspNetCore.Builder;
        using Microsoft.EntityFrameworkCore;
        var builder = WebApplication.CreateBuilder(args);
        {{setup}}
        builder.Build().Run();
        public class Order { public int Id { get; set; } }
        {{attribute}}public class {{name}}(DbContextOptions options) : DbContext(options) { public DbSet<Order> Orders => Set<Order>(); }
        public class ReplicaAttribute : Attribute { }

        """;

    [Theory]
    [InlineData("ShopReplicaContext")]
    [InlineData("ReadOnlyDbContext")]
    [InlineData("SlaveDb")]
    public Task Context_WithOnlyItsName_Asks(string name) => Verifier.Async(Context("{|SN4005:" + name + "|}"));

    [Theory]
    [InlineData("ShopContext", "")]
    [InlineData("QueryContext", "")]
    [InlineData("ShopReplicaContext", "builder.Services.AddDbContext<ShopReplicaContext>(o => o.UseNpgsql(builder.Configuration.GetConnectionString(\"Replica\")));")]
    [InlineData("ReadOnlyDbContext", "builder.Services.AddDbContext<ReadOnlyDbContext>(o => o.UseNpgsql(builder.Configuration.GetConnectionString(\"Default\")));")]
    public Task Context_OfAnotherNameOrWithAConnection_IsSilent(string name, string setup) => Verifier.Async(Context(name, setup));

    [Fact]
    public Task DeclaredContext_IsSilent() => Verifier.Async(Context("ShopReplicaContext", attribute: "[Replica] "));

    [Fact]
    public Task Declaration_Fix() => Fixer.Async(
        Context("{|SN4005:ShopReplicaContext|}"),
        Context("ShopReplicaContext", attribute: "[Replica]\n"),
        test => test.CodeActionEquivalenceKey = DeclareRole.ReplicaKey);

    [Theory]
    [InlineData("root = true\n\n[*.cs]\nindent_size = 4\n\n[*.md]\nindent_size = 2\n", "root = true\n\n[*.cs]\nindent_size = 4\nsecondnode.replica_types = ShopReplicaContext\n\n[*.md]\nindent_size = 2\n", DeclareRole.ReplicaOptionKey)]
    [InlineData("root = true\n", "root = true\n\n[*.cs]\nsecondnode.primary_types = ShopReplicaContext\n", DeclareRole.PrimaryOptionKey)]
    [InlineData("[*]\nsecondnode.primary_types = Other", "[*]\nsecondnode.primary_types = Other | ShopReplicaContext", DeclareRole.PrimaryOptionKey)]
    public Task Option_OfAnEditorsFile_Fix(string before, string after, string key) => Fixer.Async(Context("{|SN4005:ShopReplicaContext|}"), Context("ShopReplicaContext"), test =>
    {
        test.CodeActionEquivalenceKey = key;
        test.TestState.AnalyzerConfigFiles.Add(("/app/.editorconfig", before));
        test.FixedState.AnalyzerConfigFiles.Add(("/app/.editorconfig", after));
        test.NoGlobalFile = true;
    });

    [Fact]
    public Task Option_OfAGlobalFile_ForSeveral_Fix() => Fixer.Async(
        Context("{|SN4005:ShopReplicaContext|}") + "namespace Deep { public class {|SN4005:StandbyDb|}(DbContextOptions o) : DbContext(o) { public DbSet<Order> Orders => Set<Order>(); } }",
        Context("ShopReplicaContext") + "namespace Deep { public class StandbyDb(DbContextOptions o) : DbContext(o) { public DbSet<Order> Orders => Set<Order>(); } }",
        test =>
        {
            test.CodeActionEquivalenceKey = DeclareRole.ReplicaOptionKey;
            test.NumberOfIncrementalIterations = 2;
            test.NumberOfFixAllIterations = 1;
            test.NoGlobalFile = true;
            test.TestState.AnalyzerConfigFiles.Add(("/.globalconfig", "is_global = true\nsecondnode.trust_names = suggest"));
            test.FixedState.AnalyzerConfigFiles.Add(("/.globalconfig", "is_global = true\nsecondnode.trust_names = suggest\nsecondnode.replica_types = ShopReplicaContext | Deep.StandbyDb\n"));
        });
}
