using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using SecondNode.Analyzers.Rules.Replicas;
using SecondNode.Tests.Testing;
using Fixer = SecondNode.Tests.Testing.Verify<SecondNode.Analyzers.Rules.Replicas.DecisionOnReplica, SecondNode.CodeFixes.Replicas.ReadFromPrimary>;
using Verifier = SecondNode.Tests.Testing.Verify<SecondNode.Analyzers.Rules.Replicas.DecisionOnReplica>;

namespace SecondNode.Tests.Rules.Replicas;

public class DecisionOnReplicaTests
{
    private const string Save = "_db.Orders.Add(order); await _db.SaveChangesAsync();";

    private static string Service(string body) => ReplicaReadAfterWriteTests.Service("public async Task<bool> M(Order order) { " + body + """
         await Task.Yield(); return true; }
        private async Task<bool> IsTakenAsync(string status) => await _read.Orders.AnyAsync(o => o.Status == status);
        private async Task SaveAsync(Order order) { _db.Orders.Add(order); await _db.SaveChangesAsync(); }
        """);

    [Theory]
    [InlineData("if (await {|SN4003:_read.Orders.AnyAsync(o => o.Status == order.Status)|}) return false; " + Save)]
    [InlineData("if (!await {|SN4003:_read.Orders.AnyAsync(o => o.Status == order.Status)|}) { " + Save + " }")]
    [InlineData("var taken = await {|SN4003:_read.Orders.AnyAsync(o => o.Status == order.Status)|}; if (taken) { throw new Exception(); } " + Save)]
    [InlineData("var old = await {|SN4003:_read.Orders.FirstOrDefaultAsync(o => o.Id == order.Id)|}; if (old is null) { " + Save + " }")]
    [InlineData("var old = await {|SN4003:_read.Orders.FirstOrDefaultAsync(o => o.Id == order.Id)|}; if (old != null) return false; " + Save)]
    [InlineData("var count = await {|SN4003:_read.Orders.CountAsync()|}; if (count > 10) return false; " + Save)]
    [InlineData("var count = await {|SN4003:_read.Orders.CountAsync()|}; var isFull = count > 10; if (!isFull) { " + Save + " }")]
    [InlineData("var last = await {|SN4003:_read.Orders.MaxAsync(o => o.Id)|}; order.Id = last + 1; _db.Orders.Add(new Order { Id = last + 1 }); await _db.SaveChangesAsync();")]
    [InlineData("var old = await {|SN4003:_read.Orders.FirstAsync()|}; old.Status = \"x\"; _db.Orders.Update(old); await _db.SaveChangesAsync();")]
    [InlineData("if (await {|SN4003:IsTakenAsync(order.Status)|}) return false; await SaveAsync(order);")]
    [InlineData("while (await {|SN4003:_read.Orders.AnyAsync(o => o.Id == order.Id)|}) { order = new Order { Id = order.Id + 1 }; } " + Save)]
    public Task Answer_DecidesTheWrite_Reports(string body) => Verifier.Async(Service(body));

    [Theory]
    [InlineData("var all = await _read.Orders.ToListAsync(); all.ToString(); " + Save)]
    [InlineData(Save + " if (await _read.Orders.AnyAsync()) return false;")]
    [InlineData("if (await _db.Orders.AnyAsync(o => o.Status == order.Status)) return false; " + Save)]
    [InlineData("if (await _read.Customers.AnyAsync()) return false; " + Save)]
    [InlineData("if (await _read.Orders.AnyAsync()) { order.Status = \"\"; } else { return false; } await Task.Yield();")]
    [InlineData("var old = await _read.Orders.FirstAsync(); _db.Orders.Add(new Order { Id = 1, Status = order.Status }); await _db.SaveChangesAsync();")]
    [InlineData("var old = await _read.Orders.FirstAsync(); await _db.Orders.Where(o => o.Id == old.Id).ExecuteDeleteAsync();")]
    public Task LookAlike_IsSilent(string body) => Verifier.Async(Service(body));

    [Theory]
    [InlineData("var old = await {|#0:_read.Orders.FirstOrDefaultAsync(o => o.Id == order.Id)|}; if (old is null) return false; _db.Orders.Update(order); await _db.SaveChangesAsync();")]
    [InlineData("var old = await {|#0:_read.Orders.FirstOrDefaultAsync(o => o.Id == order.Id)|}; if (old != null) { _db.Orders.Update(order); await _db.SaveChangesAsync(); }")]
    [InlineData("_ = await {|#0:_read.Orders.FirstOrDefaultAsync(o => o.Id == order.Id)|} ?? throw new Exception(); _db.Orders.Update(order); await _db.SaveChangesAsync();")]
    public Task Existence_Suggests(string body) => Verifier.Async(
        Service(body),
        test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("SN4003", DiagnosticSeverity.Info).WithLocation(0).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)));

    [Fact]
    public Task Check_MovesToThePrimary_Fix() => Fixer.Async(
        Service("if (await {|SN4003:_read.Orders.AnyAsync(o => o.Status == order.Status)|}) return false; " + Save),
        Service("if (await _db.Orders.AnyAsync(o => o.Status == order.Status)) return false; " + Save));

    [Fact]
    public Task CheckOfOneCaller_MovesWhereItStands_Fix() => Fixer.Async(
        Service("if (await {|SN4003:IsTakenAsync(order.Status)|}) return false; await SaveAsync(order);"),
        Service("if (await IsTakenAsync(order.Status)) return false; await SaveAsync(order);").Replace("=> await _read.Orders", "=> await _db.Orders").Replace("Service(Shop _db, ReadShop _read)", "Service(Shop _db)"));
}
