using SecondNode.Analyzers.Rules.Keys;
using SecondNode.CodeFixes.Keys;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Rules.Keys;

public class KeysNotSharedTests
{
    [Theory]
    [InlineData("services.AddAuthentication().{|SN5001:AddCookie|}();")]
    [InlineData("services.AddAuthentication(\"x\").{|SN5001:AddCookie|}(o => { }).AddJwtBearer();")]
    [InlineData("services.AddIdentity<IdentityUser, IdentityRole>();", "AddIdentity<IdentityUser, IdentityRole>")]
    [InlineData("services.AddIdentityApiEndpoints<IdentityUser>();", "AddIdentityApiEndpoints<IdentityUser>")]
    [InlineData("services.AddAuthentication().{|SN5001:AddIdentityCookies|}();")]
    [InlineData("services.AddAuthentication().{|SN5001:AddApplicationCookie|}();")]
    [InlineData("services.AddAuthentication().{|SN5001:AddOpenIdConnect|}();")]
    [InlineData("services.AddAuthentication().{|SN5001:AddOAuth|}(\"x\", o => { });")]
    [InlineData("services.AddAuthentication().{|SN5001:AddBearerToken|}();")]
    [InlineData("services.AddIdentityCore<IdentityUser>().{|SN5001:AddDefaultTokenProviders|}();")]
    [InlineData("services.AddIdentityCore<IdentityUser>().{|SN5001:AddTokenProvider<DataProtectorTokenProvider<IdentityUser>>|}(\"x\");")]
    [InlineData("services.{|SN5001:AddSession|}(); builder.Build().UseSession();")]
    [InlineData("services.{|SN5001:AddServerSideBlazor|}();")]
    [InlineData("services.AddRazorComponents().{|SN5001:AddInteractiveServerComponents|}();")]
    [InlineData("services.{|SN5001:AddAntiforgery|}(o => o.HeaderName = \"X-XSRF-TOKEN\");")]
    [InlineData("services.{|SN5001:AddDataProtection|}(); services.AddAuthentication().AddCookie();")]
    [InlineData("services.{|SN5001:AddDataProtection|}().SetApplicationName(\"x\"); services.AddAuthentication().AddCookie();")]
    [InlineData("var p = services.BuildServiceProvider().GetRequiredService<IDataProtectionProvider>().{|SN5001:CreateProtector|}(\"x\");")]
    [InlineData("services.{|SN5001:AddDataProtection|}(); var p = services.BuildServiceProvider().GetDataProtector(\"x\");")]
    [InlineData("CookieExtensions.{|SN5001:AddCookie|}(services.AddAuthentication());")]
    [InlineData("services.AddAuthentication()?.{|SN5001:AddCookie|}();")]
    [InlineData("Action a = () => services.AddAuthentication().{|SN5001:AddCookie|}();")]
    public Task Consumer_Reports(string statements, string? generic = null) =>
        Verify<KeysNotShared>.Async(Program(generic is null ? statements : statements.Replace(generic, "{|SN5001:" + generic + "|}")));

    [Theory]
    [InlineData("services.AddIdentityCore<IdentityUser>().AddTokenProvider<EmailTokenProvider<IdentityUser>>(\"email\");")]
    [InlineData("services.AddControllersWithViews();")]
    [InlineData("services.AddRazorPages();")]
    [InlineData("services.AddRazorComponents();")]
    [InlineData("services.AddAuthentication().AddJwtBearer();")]
    [InlineData("services.AddAuthentication(); services.AddAuthorization(); services.AddControllers();")]
    [InlineData("services.AddDataProtection();")]
    [InlineData("services.AddSession();")]
    [InlineData("services.AddIdentityCore<IdentityUser>();")]
    [InlineData("services.AddSignalR();")]
    [InlineData("if (builder.Environment.IsDevelopment()) { services.AddAuthentication().AddCookie(); }")]
    [InlineData("new Other().AddCookie();")]
    public Task NothingProtected_IsSilent(string statements) => Verify<KeysNotShared>.Async([Program(statements), "class Other { public void AddCookie() { } }"]);

    [Theory]
    [InlineData("services.AddDataProtection().PersistKeysToStackExchangeRedis(() => null!, \"keys\");")]
    [InlineData("services.AddDataProtection().PersistKeysToDbContext<KeyContext>();")]
    [InlineData("services.AddDataProtection().PersistKeysToFileSystem(new DirectoryInfo(\"keys\"));")]
    [InlineData("services.AddDataProtection().PersistKeysToRegistry(null!);")]
    [InlineData("services.AddDataProtection().UseEphemeralDataProtectionProvider();")]
    [InlineData("var dp = services.AddDataProtection(); dp.PersistKeysToStackExchangeRedis(() => null!, \"keys\");")]
    [InlineData("if (builder.Environment.IsDevelopment()) { services.AddDataProtection(); } else { services.AddDataProtection().PersistKeysToStackExchangeRedis(() => null!, \"keys\"); }")]
    [InlineData("services.Configure<KeyManagementOptions>(o => o.XmlRepository = null!);")]
    [InlineData("services.AddSingleton<IXmlRepository, Repository>();")]
    [InlineData("services.AddSingleton<IXmlRepository>(_ => new Repository());")]
    [InlineData("services.Add(ServiceDescriptor.Singleton(typeof(IXmlRepository), typeof(Repository)));")]
    [InlineData("services.AddKeys();")]
    public Task SharedKeys_AreSilent(string statement) => Verify<KeysNotShared>.Async(
        [Program("services.AddAuthentication().AddCookie(); " + statement),
        """
        using System.Xml.Linq;
        using Microsoft.AspNetCore.DataProtection;
        using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
        using Microsoft.AspNetCore.DataProtection.Repositories;
        using Microsoft.EntityFrameworkCore;
        class KeyContext : DbContext, IDataProtectionKeyContext { public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>(); }
        class Repository : IXmlRepository
        {
            public IReadOnlyCollection<XElement> GetAllElements() => [];
            public void StoreElement(XElement element, string friendlyName) { }
        }
        static class Extensions
        {
            public static void AddKeys(this IServiceCollection services) { services.AddDataProtection().AddKeyManagementOptions(o => o.XmlRepository = new Repository()); }
        }
        """]);

    [Theory]
    [InlineData("azure_appservice")]
    [InlineData("container_apps")]
    public Task PlatformSharesTheKeys_IsSilent(string platform) =>
        Verify<KeysNotShared>.Async(Program("services.AddAuthentication().AddCookie();"), t => t.GlobalOptions["secondnode.shared_keys_platform"] = platform);

    [Theory]
    [InlineData("none")]
    [InlineData("")]
    [InlineData("heroku")]
    public Task OtherPlatform_Reports(string platform) =>
        Verify<KeysNotShared>.Async(Program("services.AddAuthentication().{|SN5001:AddCookie|}();"), t => t.GlobalOptions["secondnode.shared_keys_platform"] = platform);

    [Fact]
    public Task Library_IsSilent() => Verify<KeysNotShared>.Async(
        "static class Setup { public static void Add(IServiceCollection services) => services.AddAuthentication().AddCookie(); }",
        t => t.OutputKind = Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary);

    [Theory]
    [InlineData("public class C : Microsoft.AspNetCore.Mvc.Controller { [Microsoft.AspNetCore.Mvc.ValidateAntiForgeryToken] public void Post() { } }")]
    [InlineData("public class C : Microsoft.AspNetCore.Mvc.Controller { public void Post() { TempData[\"x\"] = 1; } }")]
    [InlineData("public class C : Microsoft.AspNetCore.Mvc.RazorPages.PageModel { public void OnPostAsync() { } }")]
    [InlineData("public class C : Microsoft.AspNetCore.Mvc.RazorPages.PageModel { [Microsoft.AspNetCore.Mvc.TempData] public string? Notice { get; set; } }")]
    public Task FormsAndTempData_ReportOnThePages(string code) =>
        Verify<KeysNotShared>.Async([Program("services.{|SN5001:AddControllersWithViews|}();"), code]);

    [Theory]
    [InlineData("public class C : Microsoft.AspNetCore.Mvc.RazorPages.PageModel { public void OnGet() { } }")]
    [InlineData("[Microsoft.AspNetCore.Mvc.IgnoreAntiforgeryToken] public class C : Microsoft.AspNetCore.Mvc.RazorPages.PageModel { public void OnPost() { } }")]
    public Task PagesWithoutForms_AreSilent(string code) => Verify<KeysNotShared>.Async([Program("services.AddRazorPages();"), code]);

    [Fact]
    public Task SeveralConsumersInSeveralFiles_ReportOnceOnTheMostTelling() => Verify<KeysNotShared>.Async(
        [Program("services.AddSession(); Setup.Add(services); builder.Build().UseSession();"),
        """
        static class Setup
        {
            public static void Add(IServiceCollection services)
            {
                services.AddAntiforgery();
                services.AddAuthentication().{|SN5001:AddCookie|}().AddOpenIdConnect();
                services.AddAuthentication().AddCookie("other");
            }
        }
        """]);

    [Fact]
    public Task Message_SaysWhatTheUserSees() => Verify<KeysNotShared>.Async(
        Program("services.{|#0:AddDataProtection|}(); services.AddAuthentication().AddCookie();"),
        t => t.ExpectedDiagnostics.Add(new Microsoft.CodeAnalysis.Testing.DiagnosticResult("SN5001", Microsoft.CodeAnalysis.DiagnosticSeverity.Warning).WithLocation(0).WithMessage(
            "'AddDataProtection' stores no keys: 'AddCookie' encrypts login cookies with keys that only this node has, so the next request that lands on another node is signed out")));

    [Fact]
    public Task HalfTyped_IsSilent() => Verify<KeysNotShared>.Async(
        Program("services.AddAuthentication().AddCookie(o => o."), t => t.CompilerDiagnostics = Microsoft.CodeAnalysis.Testing.CompilerDiagnostics.None);

    [Fact]
    public Task Cookie_FixAddsAStatement() => Verify<KeysNotShared, ShareKeys>.Async(
        """
        var builder = WebApplication.CreateBuilder(args);

        // Login
        builder.Services.AddAuthentication()
            .{|SN5001:AddCookie|}(options => options.LoginPath = "/login"); // cookies
        builder.Services.AddControllers();
        """,
        """
        using Microsoft.AspNetCore.DataProtection;
        using StackExchange.Redis;

        var builder = WebApplication.CreateBuilder(args);

        // Login
        builder.Services.AddAuthentication()
            .AddCookie(options => options.LoginPath = "/login"); // cookies

        builder.Services.AddDataProtection()
            .SetApplicationName("TestProject")
            .PersistKeysToStackExchangeRedis(ConnectionMultiplexer.Connect(builder.Configuration.GetConnectionString("Redis")), "DataProtection-Keys");
        builder.Services.AddControllers();
        """,
        KeyTests.WithFiles);

    [Fact]
    public Task AddDataProtection_FixGoesOnWithItsChain() => Verify<KeysNotShared, ShareKeys>.Async(
        """
        using StackExchange.Redis;

        class Startup
        {
            public void ConfigureServices(IServiceCollection services)
            {
                var multiplexer = ConnectionMultiplexer.Connect("redis");
                services.AddAuthentication().AddCookie();
                services.{|SN5001:AddDataProtection|}();
            }

            static void Main() { }
        }
        """,
        """
        using Microsoft.AspNetCore.DataProtection;
        using StackExchange.Redis;

        class Startup
        {
            public void ConfigureServices(IServiceCollection services)
            {
                var multiplexer = ConnectionMultiplexer.Connect("redis");
                services.AddAuthentication().AddCookie();
                services.AddDataProtection()
                    .SetApplicationName("TestProject")
                    .PersistKeysToStackExchangeRedis(multiplexer, "DataProtection-Keys");
            }

            static void Main() { }
        }
        """);

    [Fact]
    public Task NamedChain_FixKeepsTheName() => Verify<KeysNotShared, ShareKeys>.Async(
        """
        using Microsoft.AspNetCore.DataProtection;
        using StackExchange.Redis;

        var builder = WebApplication.CreateBuilder(args);
        var redis = ConnectionMultiplexer.Connect("redis");
        builder.Services.AddAuthentication().AddCookie();
        builder.Services.{|SN5001:AddDataProtection|}().SetApplicationName("Shop");
        """,
        """
        using Microsoft.AspNetCore.DataProtection;
        using StackExchange.Redis;

        var builder = WebApplication.CreateBuilder(args);
        var redis = ConnectionMultiplexer.Connect("redis");
        builder.Services.AddAuthentication().AddCookie();
        builder.Services.AddDataProtection().PersistKeysToStackExchangeRedis(redis, "DataProtection-Keys").SetApplicationName("Shop");
        """);

    [Fact]
    public Task DatabaseOfAnotherFile_FixMakesItHoldTheKeys() => Verify<KeysNotShared, ShareKeys>.Async(
        ["""
        using App.Data;
        using Microsoft.EntityFrameworkCore;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddDbContext<ShopContext>(o => o.UseSqlServer("x"));
        builder.Services.AddAuthentication().{|SN5001:AddCookie|}();
        builder.Services.AddControllers();
        """,
        """
        using Microsoft.EntityFrameworkCore;

        namespace App.Data;

        public class ShopContext(DbContextOptions<ShopContext> options)
            : DbContext(options)
        {
            public DbSet<Order> Orders => Set<Order>();

            // All of them.
            public DbSet<Order> Archive => Set<Order>();

            public int Count() => 1;
        }

        public class Order { public int Id { get; set; } }
        """],
        ["""
        using App.Data;
        using Microsoft.AspNetCore.DataProtection;
        using Microsoft.EntityFrameworkCore;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddDbContext<ShopContext>(o => o.UseSqlServer("x"));
        builder.Services.AddAuthentication().AddCookie();
        builder.Services.AddDataProtection()
            .SetApplicationName("TestProject")
            .PersistKeysToDbContext<ShopContext>();
        builder.Services.AddControllers();
        """,
        """
        using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
        using Microsoft.EntityFrameworkCore;

        namespace App.Data;

        public class ShopContext(DbContextOptions<ShopContext> options)
            : DbContext(options), IDataProtectionKeyContext
        {
            public DbSet<Order> Orders => Set<Order>();

            // All of them.
            public DbSet<Order> Archive => Set<Order>();

            public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

            public int Count() => 1;
        }

        public class Order { public int Id { get; set; } }
        """],
        t => t.CodeActionEquivalenceKey = ShareKeys.DatabaseKey);

    [Fact]
    public Task EmptyContext_FixMakesItHoldTheKeys() => Verify<KeysNotShared, ShareKeys>.Async(
        ["""
        using Microsoft.EntityFrameworkCore;

        class Startup
        {
            public IServiceCollection ConfigureServices(IServiceCollection services)
            {
                services.AddDbContextPool<ShopContext>(o => o.UseNpgsql("x"));
                return services.AddAuthentication().{|SN5001:AddCookie|}().Services;
            }

            static void Main() { }
        }
        """,
        """
        using Microsoft.EntityFrameworkCore;

        class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options);
        """],
        ["""
        using Microsoft.AspNetCore.DataProtection;
        using Microsoft.EntityFrameworkCore;

        class Startup
        {
            public IServiceCollection ConfigureServices(IServiceCollection services)
            {
                services.AddDbContextPool<ShopContext>(o => o.UseNpgsql("x"));
                services.AddDataProtection()
                    .SetApplicationName("TestProject")
                    .PersistKeysToDbContext<ShopContext>();
                return services.AddAuthentication().AddCookie().Services;
            }

            static void Main() { }
        }
        """,
        """
        using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
        using Microsoft.EntityFrameworkCore;

        class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options), IDataProtectionKeyContext
        {
            public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();
        }
        """],
        t => t.CodeActionEquivalenceKey = ShareKeys.DatabaseKey);

    /// <summary>The context of a database that lies in a file would share nothing.</summary>
    [Fact]
    public Task LocalDatabaseOrNoConfiguration_HasNoFix() => Verify<KeysNotShared, ShareKeys>.NoFixAsync(
        """
        using Microsoft.EntityFrameworkCore;

        class Startup
        {
            public void ConfigureServices(IServiceCollection services)
            {
                services.AddDbContext<ShopContext>(o => o.UseSqlite("x"));
                services.AddAuthentication().{|SN5001:AddCookie|}();
            }

            static void Main() { }
        }

        class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options);
        """);

    /// <summary>A start-up class that does not take the configuration yet can: the host makes it.</summary>
    [Fact]
    public Task StartupWithoutConfiguration_FixTakesIt() => Verify<KeysNotShared, ShareKeys>.Async(
        """
        Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(web => web.UseStartup<Startup>()).Build().Run();

        class Startup
        {
            public void ConfigureServices(IServiceCollection services)
            {
                services.AddAuthentication().{|SN5001:AddCookie|}();
            }

            public void Configure(IApplicationBuilder app) => app.UseAuthentication();
        }
        """,
        """
        using Microsoft.AspNetCore.DataProtection;

        Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(web => web.UseStartup<Startup>()).Build().Run();

        class Startup
        {
            private readonly IConfiguration _configuration;

            public Startup(IConfiguration configuration)
            {
                _configuration = configuration;
            }

            public void ConfigureServices(IServiceCollection services)
            {
                services.AddAuthentication().AddCookie();
                services.AddDataProtection()
                    .SetApplicationName("TestProject")
                    .PersistKeysToFileSystem(new DirectoryInfo(_configuration["DataProtection:KeyDirectory"]));
            }

            public void Configure(IApplicationBuilder app) => app.UseAuthentication();
        }
        """,
        KeyTests.WithSetting<KeysNotShared, ShareKeys>(ShareKeys.DirectoryKey, "KeyDirectory", "/mnt/shared/data-protection-keys"));

    /// <summary>A helper of the start-up code gets the configuration from its caller.</summary>
    [Fact]
    public Task HelperWithoutConfiguration_FixPassesIt() => Verify<KeysNotShared, ShareKeys>.Async(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddLogin();

        static class Login
        {
            public static IServiceCollection AddLogin(this IServiceCollection services)
            {
                services.AddAuthentication().{|SN5001:AddCookie|}();
                return services;
            }
        }
        """,
        """
        using Microsoft.AspNetCore.DataProtection;
        using StackExchange.Redis;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddLogin(builder.Configuration);

        static class Login
        {
            public static IServiceCollection AddLogin(this IServiceCollection services, IConfiguration configuration)
            {
                services.AddAuthentication().AddCookie();
                services.AddDataProtection()
                    .SetApplicationName("TestProject")
                    .PersistKeysToStackExchangeRedis(ConnectionMultiplexer.Connect(configuration.GetConnectionString("Redis")), "DataProtection-Keys");
                return services;
            }
        }
        """,
        KeyTests.WithFiles);

    /// <summary>StackExchange.Redis has a Role, an Order, a Condition, … too.</summary>
    [Fact]
    public Task NameOfRedisInTheFile_FixQualifies() => Verify<KeysNotShared, ShareKeys>.Async(
        [
            """
            using Shop;

            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddIdentityCore<Person>().AddRoles<Role>();
            builder.Services.AddAuthentication().{|SN5001:AddCookie|}();
            """,
            "namespace Shop;\npublic class Person;\npublic class Role;",
        ],
        [
            """
            using Microsoft.AspNetCore.DataProtection;
            using Shop;

            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddIdentityCore<Person>().AddRoles<Role>();
            builder.Services.AddAuthentication().AddCookie();
            builder.Services.AddDataProtection()
                .SetApplicationName("TestProject")
                .PersistKeysToStackExchangeRedis(StackExchange.Redis.ConnectionMultiplexer.Connect(builder.Configuration.GetConnectionString("Redis")), "DataProtection-Keys");
            """,
            "namespace Shop;\npublic class Person;\npublic class Role;",
        ],
        KeyTests.WithFiles);

    [Fact]
    public Task BuilderOfAPart_FixUsesItsServices() => Verify<KeysNotShared, ShareKeys>.Async(
        """
        using Microsoft.AspNetCore.Authentication;

        static class Setup
        {
            static void Main() { }

            static void AddLogin(AuthenticationBuilder authentication, IConfiguration configuration)
            {
                if (configuration["Login"] == "cookie")
                    authentication.{|SN5001:AddCookie|}();
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Authentication;
        using Microsoft.AspNetCore.DataProtection;

        static class Setup
        {
            static void Main() { }

            static void AddLogin(AuthenticationBuilder authentication, IConfiguration configuration)
            {
                if (configuration["Login"] == "cookie")
                    authentication.AddCookie();

                authentication.Services.AddDataProtection()
                    .SetApplicationName("TestProject")
                    .PersistKeysToFileSystem(new DirectoryInfo(configuration["DataProtection:KeyDirectory"]));
            }
        }
        """,
        KeyTests.WithSetting<KeysNotShared, ShareKeys>(ShareKeys.DirectoryKey, "KeyDirectory", "/mnt/shared/data-protection-keys"));

    [Fact]
    public Task Redis_FixAddsThePackage() => Verify<KeysNotShared, ShareKeys>.Async(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddAuthentication().{|SN5001:AddCookie|}();
        """,
        """
        using Microsoft.AspNetCore.DataProtection;
        using StackExchange.Redis;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddAuthentication().AddCookie();
        builder.Services.AddDataProtection()
            .SetApplicationName("TestProject")
            .PersistKeysToStackExchangeRedis(ConnectionMultiplexer.Connect(builder.Configuration.GetConnectionString("Redis")), "DataProtection-Keys");
        """,
        t =>
        {
            t.Framework = Framework.Web;
            t.CompilerDiagnostics = Microsoft.CodeAnalysis.Testing.CompilerDiagnostics.None;
            KeyTests.WithFiles(t);
            t.AdditionalFiles["/app/App.csproj"] = KeyTests.Project;
            t.FixedAdditionalFiles["/app/App.csproj"] = KeyTests.Project.Replace("</Project>", "\n  <ItemGroup>\n    <PackageReference Include=\"Microsoft.AspNetCore.DataProtection.StackExchangeRedis\" Version=\"10.0.14\" />\n  </ItemGroup>\n</Project>");
        });

    [Fact]
    public Task SeedingHelper_IsNotThePlace() => Verify<KeysNotShared>.Async([
        "Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(web => web.UseStartup<Startup>()).Build().Run();",
        """
        using Microsoft.AspNetCore.Identity;
        class Data
        {
            public static void Seed()
            {
                var services = new ServiceCollection();
                services.AddLogging();
                services.AddIdentity<IdentityUser, IdentityRole>().AddDefaultTokenProviders();
                using var provider = services.BuildServiceProvider();
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Identity;
        class Startup
        {
            public void ConfigureServices(IServiceCollection services) => services.{|SN5001:AddIdentity<IdentityUser, IdentityRole>|}();
            public void Configure(IApplicationBuilder app) { }
        }
        """]);

    [Theory]
    [InlineData("services.AddIdentity<IdentityUser, IdentityRole>(); services.AddAuthentication().AddJwtBearer(); services.AddControllers();")]
    [InlineData("services.AddIdentity<IdentityUser, IdentityRole>().{|SN5001:AddDefaultTokenProviders|}(); services.AddAuthentication().AddJwtBearer(); services.AddControllers();")]
    public Task BearerApiWithIdentity_ReportsOnlyWhatItProtects(string statements) => Verify<KeysNotShared>.Async(
        Program(statements) + "\nclass Login(SignInManager<IdentityUser> manager) { public Task Check(IdentityUser user) => manager.CheckPasswordSignInAsync(user, \"\", false); }");

    [Theory]
    [InlineData("class Login(SignInManager<IdentityUser> manager) { public Task In() => manager.PasswordSignInAsync(\"a\", \"b\", true, true); }", "")]
    [InlineData("", "services.AddControllersWithViews();")]
    public Task BearerAndCookies_Report(string type, string statement) => Verify<KeysNotShared>.Async(
        Program("services.{|SN5001:AddIdentity<IdentityUser, IdentityRole>|}(); services.AddAuthentication().AddJwtBearer(); " + statement) + "\n" + type);

    [Theory]
    [InlineData(
        "builder.Services.AddAuthentication().{|SN5001:AddCookie|}();\n",
        "builder.Services.AddAuthentication().AddCookie();\nbuilder.Services.AddDataProtection()\n    .SetApplicationName(\"TestProject\");\n")]
    [InlineData(
        "builder.Services.{|SN5001:AddDataProtection|}().SetApplicationName(\"Shop\");\nbuilder.Services.AddAuthentication().AddCookie();\n",
        "builder.Services.AddDataProtection().SetApplicationName(\"Shop\");\n!builder.Services.AddAuthentication().AddCookie();\n")]
    public Task RegisteredConnection_FixUsesIt(string before, string after)
    {
        const string start = "using Microsoft.AspNetCore.DataProtection;\nusing StackExchange.Redis;\n\nvar builder = WebApplication.CreateBuilder(args);\nbuilder.Services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(\"localhost\"));\n";
        const string store = "builder.Services.AddOptions<KeyManagementOptions>().Configure<IConnectionMultiplexer>((options, redis) =>\n    options.XmlRepository = new RedisXmlRepository(() => redis.GetDatabase(), \"DataProtection-Keys\"));\n";
        return Verify<KeysNotShared, ShareKeys>.Async(
            start + before + "builder.Build().Run();\n",
            start.Replace("DataProtection;\n", "DataProtection;\nusing Microsoft.AspNetCore.DataProtection.KeyManagement;\nusing Microsoft.AspNetCore.DataProtection.StackExchangeRedis;\n") +
            (after.Contains('!') ? after.Replace("!", store) : after + store) + "builder.Build().Run();\n",
            test => test.CodeActionEquivalenceKey = ShareKeys.RedisKey);
    }

    private static string Program(string statements) =>
        "using Microsoft.AspNetCore.DataProtection;\nusing Microsoft.AspNetCore.DataProtection.KeyManagement;\nusing Microsoft.AspNetCore.DataProtection.Repositories;\nusing Microsoft.AspNetCore.Identity;\n\n" +
        "var builder = WebApplication.CreateBuilder(args);\nvar services = builder.Services;\n" + statements;
}
