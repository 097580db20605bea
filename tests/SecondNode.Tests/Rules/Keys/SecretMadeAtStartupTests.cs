using SecondNode.Analyzers.Rules.Keys;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Rules.Keys;

public class SecretMadeAtStartupTests
{
    [Theory]
    [InlineData("var p = new TokenValidationParameters { IssuerSigningKey = new SymmetricSecurityKey({|SN5004:RandomNumberGenerator.GetBytes(32)|}) };")]
    [InlineData("var p = new TokenValidationParameters { IssuerSigningKeys = new[] { new RsaSecurityKey({|SN5004:RSA.Create(2048)|}) } };")]
    [InlineData("var p = new TokenValidationParameters { TokenDecryptionKey = new SymmetricSecurityKey({|SN5004:Aes.Create()|}.Key) };")]
    [InlineData("var p = new TokenValidationParameters(); p.IssuerSigningKey = new ECDsaSecurityKey({|SN5004:ECDsa.Create(ECCurve.NamedCurves.nistP256)|});")]
    [InlineData("var p = new TokenValidationParameters { IssuerSigningKey = new SymmetricSecurityKey(Encoding.UTF8.GetBytes({|SN5004:Guid.NewGuid()|}.ToString() + \"x\")) };")]
    [InlineData("var b = new byte[32]; {|SN5004:RandomNumberGenerator.Fill(b)|}; var p = new TokenValidationParameters { IssuerSigningKey = new SymmetricSecurityKey(b) };")]
    [InlineData("var d = new SecurityTokenDescriptor { SigningCredentials = new SigningCredentials(new RsaSecurityKey({|SN5004:RSA.Create()|}), \"RS256\") };")]
    [InlineData("var rsa = {|SN5004:RSA.Create()|}; var key = new RsaSecurityKey(rsa); var p = new TokenValidationParameters { IssuerSigningKey = key };")]
    [InlineData("services.AddSingleton(new RsaSecurityKey({|SN5004:RSA.Create()|}));")]
    [InlineData("services.AddSingleton<SecurityKey>(new RsaSecurityKey({|SN5004:new RSACryptoServiceProvider(2048)|}));")]
    [InlineData("services.AddOpenIddict().AddServer(o => o.AddSigningKey(new RsaSecurityKey({|SN5004:RSA.Create()|})));")]
    [InlineData("SecurityKey Make() => new RsaSecurityKey({|SN5004:RSA.Create()|}); var p = new TokenValidationParameters { IssuerSigningKey = Make() };")]
    [InlineData("services.AddAuthentication().AddJwtBearer(o => o.TokenValidationParameters.IssuerSigningKey = new RsaSecurityKey({|SN5004:RSA.Create()|}));")]
    public Task RandomKey_Reports(string statements) => Verify<SecretMadeAtStartup>.Async(Program(statements));

    [Theory]
    [InlineData("var p = new TokenValidationParameters { IssuerSigningKey = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(builder.Configuration[\"Key\"])) };")]
    [InlineData("var rsa = RSA.Create(); rsa.ImportFromPem(builder.Configuration[\"Pem\"]); var p = new TokenValidationParameters { IssuerSigningKey = new RsaSecurityKey(rsa) };")]
    [InlineData("var rsa = RSA.Create(); File.WriteAllText(\"key\", rsa.ExportRSAPrivateKeyPem()); var p = new TokenValidationParameters { IssuerSigningKey = new RsaSecurityKey(rsa) };")]
    [InlineData("var rsa = RSA.Create(new RSAParameters()); var p = new TokenValidationParameters { IssuerSigningKey = new RsaSecurityKey(rsa) };")]
    [InlineData("var salt = RandomNumberGenerator.GetBytes(16); var hash = Rfc2898DeriveBytes.Pbkdf2(\"p\", salt, 1, HashAlgorithmName.SHA256, 32);")]
    [InlineData("var nonce = Guid.NewGuid().ToString();")]
    [InlineData("var d = new SecurityTokenDescriptor { Issuer = Guid.NewGuid().ToString() };")]
    [InlineData("if (builder.Environment.IsDevelopment()) { var p = new TokenValidationParameters { IssuerSigningKey = new RsaSecurityKey(RSA.Create()) }; }")]
    [InlineData("var mac = new HMACSHA256(RandomNumberGenerator.GetBytes(32));")]
    public Task GivenKeyOrOtherUse_IsSilent(string statements) => Verify<SecretMadeAtStartup>.Async(Program(statements));

    [Theory]
    [InlineData("var p = new TokenValidationParameters { IssuerSigningKey = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(builder.Configuration[\"Key\"] ?? {|#0:Guid.NewGuid()|}.ToString())) };")]
    [InlineData("var p = new TokenValidationParameters { IssuerSigningKey = new SymmetricSecurityKey(args.Length > 0 ? Encoding.UTF8.GetBytes(args[0]) : {|#0:RandomNumberGenerator.GetBytes(32)|}) };")]
    public Task Default_IsASuggestion(string statements) => Verify<SecretMadeAtStartup>.Async(
        Program(statements),
        t => t.ExpectedDiagnostics.Add(new Microsoft.CodeAnalysis.Testing.DiagnosticResult("SN5004", Microsoft.CodeAnalysis.DiagnosticSeverity.Info).WithLocation(0)));

    [Fact]
    public Task StaticFieldOfAnotherFile_Reports() => Verify<SecretMadeAtStartup>.Async(
        [Program("services.AddAuthentication().AddJwtBearer(o => o.TokenValidationParameters = new() { IssuerSigningKey = Keys.Signing });"),
        """
        using System.Security.Cryptography;
        using Microsoft.IdentityModel.Tokens;
        static class Keys
        {
            private static readonly byte[] Secret = {|SN5004:RandomNumberGenerator.GetBytes(64)|};
            public static SecurityKey Signing => new SymmetricSecurityKey(Secret);
        }
        """]);

    [Fact]
    public Task HmacOfAStaticField_Reports() => Verify<SecretMadeAtStartup>.Async(
        ["return;",
        """
        using System.Security.Cryptography;
        class Links
        {
            private static readonly byte[] Secret = {|SN5004:RandomNumberGenerator.GetBytes(64)|};
            private static readonly byte[] Salt = RandomNumberGenerator.GetBytes(64);
            public byte[] Sign(byte[] link) { using var mac = new HMACSHA256(Secret); return mac.ComputeHash(link); }
        }
        """]);

    [Fact]
    public Task HmacOfASingleton_Reports() => Verify<SecretMadeAtStartup>.Async(
        [Program("services.AddSingleton<Links>(); services.AddScoped<Scoped>();"),
        """
        using System.Security.Cryptography;
        class Links
        {
            private readonly byte[] secret;
            public Links() { secret = {|SN5004:RandomNumberGenerator.GetBytes(64)|}; }
            public byte[] Sign(byte[] link) => HMACSHA256.HashData(secret, link);
        }
        class Scoped
        {
            private readonly byte[] secret = RandomNumberGenerator.GetBytes(64);
            public byte[] Sign(byte[] link) => HMACSHA256.HashData(secret, link);
        }
        """]);

    [Fact]
    public Task RecursiveAndHalfTyped_IsSilent() => Verify<SecretMadeAtStartup>.Async(
        Program("SecurityKey Make() => Make(); var k = new RsaSecurityKey(RSA.Create()); k = k; var p = new TokenValidationParameters { IssuerSigningKey = new RsaSecurityKey(RSA."),
        t => t.CompilerDiagnostics = Microsoft.CodeAnalysis.Testing.CompilerDiagnostics.None);

    [Theory]
    [InlineData("var token = new Token { Value = Guid.NewGuid().ToString() }; database.Add(token);")]
    [InlineData("Token token; token = new Token { Value = Guid.NewGuid().ToString() }; database.Add(token);")]
    [InlineData("var token = new Token(); token.Value = Guid.NewGuid().ToString(); database.SaveToken(token);")]
    [InlineData("database.Update(token => token.Value = Guid.NewGuid().ToString());")]
    [InlineData("database.Update(token => { token.Value = Guid.NewGuid().ToString(); });")]
    public Task SecretThatIsStored_IsSilent(string statements) => Verify<SecretMadeAtStartup>.Async([
        Program("Database database = new();\n" + statements + "\nservices.Configure<TokenValidationParameters>(o => o.IssuerSigningKey = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(database.Load().Value)));"),
        "class Token { public string Value { get; set; } = \"\"; } class Database { public void Add(Token t) { } public void SaveToken(Token t) { } public void Update(Action<Token> change) { } public Token Load() => new(); }"]);

    [Fact]
    public Task SecretOfAnOptionsObject_Reports() => Verify<SecretMadeAtStartup>.Async([
        Program("var token = new Token { Value = {|SN5004:Guid.NewGuid()|}.ToString() };\nservices.Configure<TokenValidationParameters>(o => o.IssuerSigningKey = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(token.Value)));"),
        "class Token { public string Value { get; set; } = \"\"; }"]);

    [Theory]
    [InlineData("public static class Crypto { public static SecurityKey New() => new RsaSecurityKey(RSA.Create(2048)); public static void Use(Builder builder) => builder.AddSigningCredential(New()); }")]
    [InlineData("public static class Crypto { static readonly SecurityKey Key = new RsaSecurityKey({|SN5004:RSA.Create(2048)|}); public static void Use(Builder builder) => builder.AddSigningCredential(Key); }")]
    public Task Library_ReportsOnlyWhatItKeeps(string type) => Verify<SecretMadeAtStartup>.Async(
        "using System.Security.Cryptography;\nusing Microsoft.IdentityModel.Tokens;\npublic class Builder { public void AddSigningCredential(SecurityKey key) { } }\n" + type,
        test => test.OutputKind = Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary);

    private static string Program(string statements) =>
        "using System.Security.Cryptography;\nusing System.Text;\nusing Microsoft.IdentityModel.Tokens;\n\nvar builder = WebApplication.CreateBuilder(args);\nvar services = builder.Services;\n" + statements;
}
