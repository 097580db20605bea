using SecondNode.Analyzers.Rules.Session;
using SecondNode.CodeFixes.Session;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Session;

public class ShareTempDataTests
{
    private const string Start = "var builder = WebApplication.CreateBuilder(args);\n";

    [Theory]
    [InlineData("builder.Services.AddMvc().{|SN1002:AddSessionStateTempDataProvider|}(); // pages\n", "builder.Services.AddMvc(); // pages\n")]
    [InlineData(
        "builder.Services.AddMvc()\n    .{|SN1002:AddSessionStateTempDataProvider|}()\n    .AddViewLocalization();\n",
        "builder.Services.AddMvc()\n    .AddViewLocalization();\n")]
    [InlineData(
        "builder.Services.AddMvc()\n    .AddViewLocalization()\n    // notices\n    .{|SN1002:AddSessionStateTempDataProvider|}();\n",
        "builder.Services.AddMvc()\n    .AddViewLocalization()\n    // notices\n    ;\n")]
    [InlineData(
        "var mvc = builder.Services.AddMvc();\nmvc.{|SN1002:AddSessionStateTempDataProvider|}();\nmvc.AddViewLocalization();\n",
        "var mvc = builder.Services.AddMvc();\nmvc.AddViewLocalization();\n")]
    [InlineData(
        "var mvc = builder.Services.AddMvc();\n// notices\nmvc.{|SN1002:AddSessionStateTempDataProvider|}();\nmvc.AddViewLocalization();\n",
        "var mvc = builder.Services.AddMvc();\n// notices\nmvc.AddViewLocalization();\n")]
    [InlineData(
        "var mvc = builder.Services.AddMvc();\nvoid Add(bool session)\n{\n    if (session)\n        mvc.{|SN1002:AddSessionStateTempDataProvider|}();\n    mvc.AddViewLocalization();\n}\n",
        "var mvc = builder.Services.AddMvc();\nvoid Add(bool session)\n{\n    mvc.AddViewLocalization();\n}\n")]
    [InlineData("var mvc = builder.Services.AddMvc().{|SN1002:AddSessionStateTempDataProvider|}();\n", "var mvc = builder.Services.AddMvc();\n")]
    public Task Cookie_FixDeletesTheCall(string before, string after) => Verify<TempDataInSession, ShareTempData>.Async(
        Start + before, Start + after, test => test.CompilerDiagnostics = Microsoft.CodeAnalysis.Testing.CompilerDiagnostics.Errors);

    [Fact]
    public Task Session_FixRegistersASharedCache() => Verify<TempDataInSession, ShareTempData>.Async(
        Start + "\n// pages\nbuilder.Services.AddMvc()\n    .{|SN1002:AddSessionStateTempDataProvider|}();\nbuilder.Services.AddSession();\n",
        Start + "\nbuilder.Services.AddStackExchangeRedisCache(options => options.Configuration = builder.Configuration.GetConnectionString(\"Redis\"));\n\n// pages\nbuilder.Services.AddMvc()\n    .AddSessionStateTempDataProvider();\nbuilder.Services.AddSession();\n",
        test => test.CodeActionEquivalenceKey = ShareDistributedCache.RedisKey);

    [Fact]
    public Task Branch_HasNoCookieFixWhereAnElseFollows() => Verify<TempDataInSession, ShareTempData>.NoFixAsync(
        "class Setup { void Add(IMvcBuilder mvc, bool session) { if (session) mvc.{|SN1002:AddSessionStateTempDataProvider|}(); else mvc.AddCookieTempDataProvider(); } }\nclass P { static void Main() { } }");
}
