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
}
