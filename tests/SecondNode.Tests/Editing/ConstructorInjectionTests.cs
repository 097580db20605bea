using Verify = SecondNode.Tests.Testing.Verify<SecondNode.Tests.Editing.NeedAnalyzer, SecondNode.Tests.Editing.NeedFix>;

namespace SecondNode.Tests.Editing;

public class ConstructorInjectionTests
{
    private const string Program = """
        using Microsoft.Extensions.Caching.Distributed;
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddScoped<Prices>();
        builder.Build().Run();

        static class Need
        {
            public static IDistributedCache Cache => null!;
            public static ILoggerFactory Log => null!;
        }
        """;

    private static Task FixAsync(string source, string fixedSource, string program = Program, string? fixedProgram = null) =>
        Verify.Async([program, source], [fixedProgram ?? program, fixedSource]);

    private static Task NoFixAsync(string source, string program = Program) => Verify.Async([program, source], [program, source]);

    [Fact]
    public Task NoConstructor_OneIsMade() => FixAsync(
        """
        class Prices
        {
            // A price.
            public byte[]? Get() => {|NEED:Need.Cache|}.Get("a");
        }
        """,
        """
        using Microsoft.Extensions.Caching.Distributed;

        class Prices
        {
            private readonly IDistributedCache _cache;

            public Prices(IDistributedCache cache)
            {
                _cache = cache;
            }

            // A price.
            public byte[]? Get() => _cache.Get("a");
        }
        """);

    [Fact]
    public Task TwoServicesInOneClass_TwoFields() => FixAsync(
        """
        using Microsoft.Extensions.Caching.Distributed;

        class Prices
        {
            public byte[]? Get() => {|NEED:Need.Cache|}.Get("a");
            public object? Log() => {|NEED:Need.Log|}.CreateLogger("a" + {|NEED:Need.Cache|});
        }
        """,
        """
        using Microsoft.Extensions.Caching.Distributed;

        class Prices
        {
            private readonly IDistributedCache _cache;
            private readonly ILoggerFactory _loggers;

            public Prices(IDistributedCache cache, ILoggerFactory loggers)
            {
                _cache = cache;
                _loggers = loggers;
            }

            public byte[]? Get() => _cache.Get("a");
            public object? Log() => _loggers.CreateLogger("a" + _cache);
        }
        """);

    [Fact]
    public Task Constructor_GetsParameterFieldAndAssignment() => FixAsync(
        """
        using Microsoft.Extensions.Caching.Distributed;

        namespace Shop;

        /// <summary>Prices.</summary>
        public class Prices
        {
            private readonly ILogger<Prices> _logger;

            public Prices(ILogger<Prices> logger)
            {
                _logger = logger;
                Warm();
            }

            private void Warm() => _logger.LogInformation("{}", {|NEED:Need.Cache|});
        }
        """,
        """
        using Microsoft.Extensions.Caching.Distributed;

        namespace Shop;

        /// <summary>Prices.</summary>
        public class Prices
        {
            private readonly ILogger<Prices> _logger;
            private readonly IDistributedCache _cache;

            public Prices(ILogger<Prices> logger, IDistributedCache cache)
            {
                _logger = logger;
                _cache = cache;
                Warm();
            }

            private void Warm() => _logger.LogInformation("{}", _cache);
        }
        """,
        Program.Replace("AddScoped<Prices>", "AddScoped<Shop.Prices>"));

    [Fact]
    public Task ConstructorLayouts_AreKept() => FixAsync(
        """
        using Microsoft.Extensions.Caching.Distributed;

        class Prices
        {
            private readonly ILogger logger;

            public Prices(
                ILogger<Prices> logger,
                CancellationToken stop = default)
            {
                this.logger = logger;
            }

            public object Get() => {|NEED:Need.Cache|};
        }

        class Other
        {
            private readonly ILogger<Other> log;
            public Other(ILogger<Other> log) => this.log = log;
            public object Get() => {|NEED:Need.Cache|};
        }

        class Third
        {
            private readonly ILogger<Third> _log;
            public Third(ILogger<Third> log) { _log = log; }
            public object Get() => {|NEED:Need.Cache|};
        }
        """,
        """
        using Microsoft.Extensions.Caching.Distributed;

        class Prices
        {
            private readonly ILogger logger;
            private readonly IDistributedCache cache;

            public Prices(
                ILogger<Prices> logger,
                IDistributedCache cache,
                CancellationToken stop = default)
            {
                this.logger = logger;
                this.cache = cache;
            }

            public object Get() => cache;
        }

        class Other
        {
            private readonly ILogger<Other> log;
            private readonly IDistributedCache cache;

            public Other(ILogger<Other> log, IDistributedCache cache)
            {
                this.log = log;
                this.cache = cache;
            }
            public object Get() => cache;
        }

        class Third
        {
            private readonly ILogger<Third> _log;
            private readonly IDistributedCache _cache;

            public Third(ILogger<Third> log, IDistributedCache cache)
            {
                _log = log;
                _cache = cache;
            }
            public object Get() => _cache;
        }
        """);

    [Fact]
    public Task PrimaryConstructor_GetsAParameter() => FixAsync(
        """
        using Microsoft.Extensions.Caching.Distributed;

        class Prices(ILogger<Prices> logger)
        {
            public void Get() => logger.LogInformation("{}", {|NEED:Need.Cache|});
        }
        """,
        """
        using Microsoft.Extensions.Caching.Distributed;

        class Prices(ILogger<Prices> logger, IDistributedCache cache)
        {
            public void Get() => logger.LogInformation("{}", cache);
        }
        """);

    [Fact]
    public Task ExistingMembers_AreReused() => FixAsync(
        """
        using Microsoft.Extensions.Caching.Distributed;

        class Prices
        {
            private readonly IDistributedCache store;
            public Prices(IDistributedCache store) => this.store = store;
            public object Get() => {|NEED:Need.Cache|};
            public object Set(object store) => {|NEED:Need.Cache|};
        }

        class Base(IDistributedCache cache)
        {
            protected IDistributedCache Cache => cache;
        }

        class Derived(IDistributedCache other) : Base(other)
        {
            public object Get() => {|NEED:Need.Cache|};
        }

        class Primary(IDistributedCache distributed)
        {
            public object Get() => {|NEED:Need.Cache|};
            public object Get(IDistributedCache given) => {|NEED:Need.Cache|};
        }
        """,
        """
        using Microsoft.Extensions.Caching.Distributed;

        class Prices
        {
            private readonly IDistributedCache store;
            public Prices(IDistributedCache store) => this.store = store;
            public object Get() => store;
            public object Set(object store) => this.store;
        }

        class Base(IDistributedCache cache)
        {
            protected IDistributedCache Cache => cache;
        }

        class Derived(IDistributedCache other) : Base(other)
        {
            public object Get() => Cache;
        }

        class Primary(IDistributedCache distributed)
        {
            public object Get() => distributed;
            public object Get(IDistributedCache given) => given;
        }
        """);

    [Fact]
    public Task ParameterThatIsNotKept_IsKept() => FixAsync(
        """
        using Microsoft.Extensions.Caching.Distributed;

        class Prices
        {
            public Prices(IDistributedCache store)
            {
                store.Remove("a");
            }

            public object Get() => {|NEED:Need.Cache|};
        }
        """,
        """
        using Microsoft.Extensions.Caching.Distributed;

        class Prices
        {
            private readonly IDistributedCache _cache;

            public Prices(IDistributedCache store)
            {
                _cache = store;
                store.Remove("a");
            }

            public object Get() => _cache;
        }
        """);

    [Fact]
    public Task SeveralConstructors_AllGetIt() => FixAsync(
        """
        using Microsoft.Extensions.Caching.Distributed;

        class Prices
        {
            private readonly ILogger<Prices>? _logger;
            private readonly int _size;

            public Prices(ILogger<Prices> logger) : this(logger, 10)
            {
            }

            public Prices(ILogger<Prices> logger, int size)
            {
                _logger = logger;
                _size = size;
            }

            public object Get() => {|NEED:Need.Cache|};
        }
        """,
        """
        using Microsoft.Extensions.Caching.Distributed;

        class Prices
        {
            private readonly ILogger<Prices>? _logger;
            private readonly int _size;
            private readonly IDistributedCache _cache;

            public Prices(ILogger<Prices> logger, IDistributedCache cache) : this(logger, 10, cache)
            {
            }

            public Prices(ILogger<Prices> logger, int size, IDistributedCache cache)
            {
                _logger = logger;
                _size = size;
                _cache = cache;
            }

            public object Get() => _cache;
        }
        """);

    [Fact]
    public Task InsideTheConstructor_ItsParameterIsUsed() => FixAsync(
        """
        using Microsoft.Extensions.Caching.Distributed;

        class Prices
        {
            private readonly object _x;

            public Prices(ILogger<Prices> logger)
            {
                _x = {|NEED:Need.Cache|}.ToString()!;
            }
        }
        """,
        """
        using Microsoft.Extensions.Caching.Distributed;

        class Prices
        {
            private readonly object _x;
            private readonly IDistributedCache _cache;

            public Prices(ILogger<Prices> logger, IDistributedCache cache)
            {
                _cache = cache;
                _x = cache.ToString()!;
            }
        }
        """);

    [Fact]
    public Task DerivedClasses_PassItOn() => FixAsync(
        """
        using Microsoft.Extensions.Caching.Distributed;

        abstract class Prices
        {
            public object Get() => {|NEED:Need.Cache|};
        }

        class A : Prices
        {
        }

        class B(ILogger<B> logger) : Prices
        {
            public object Log => logger;
        }

        class C : Prices
        {
            private readonly ILogger<C> _logger;

            public C(ILogger<C> logger)
            {
                _logger = logger;
            }
        }
        """,
        """
        using Microsoft.Extensions.Caching.Distributed;

        abstract class Prices
        {
            private readonly IDistributedCache _cache;

            protected Prices(IDistributedCache cache)
            {
                _cache = cache;
            }

            public object Get() => _cache;
        }

        class A : Prices
        {
            public A(IDistributedCache cache) : base(cache)
            {
            }
        }

        class B(ILogger<B> logger, IDistributedCache cache) : Prices(cache)
        {
            public object Log => logger;
        }

        class C : Prices
        {
            private readonly ILogger<C> _logger;

            public C(ILogger<C> logger, IDistributedCache cache) : base(cache)
            {
                _logger = logger;
            }
        }
        """);

    [Fact]
    public Task ConstructionsInSource_PassIt() => FixAsync(
        """
        using Microsoft.Extensions.Caching.Distributed;

        class Prices(int size)
        {
            public object Get() => {|NEED:Need.Cache|}.ToString() + size;
        }

        class Shop(ILogger<Shop> logger)
        {
            public Prices Make() => new(logger.GetHashCode());
        }

        static class Setup
        {
            public static void Add(IServiceCollection services) => services.AddSingleton(sp => new Prices(size: 3));
        }
        """,
        """
        using Microsoft.Extensions.Caching.Distributed;

        class Prices(int size, IDistributedCache cache)
        {
            public object Get() => cache.ToString() + size;
        }

        class Shop(ILogger<Shop> logger, IDistributedCache cache)
        {
            public Prices Make() => new(logger.GetHashCode(), cache);
        }

        static class Setup
        {
            public static void Add(IServiceCollection services) => services.AddSingleton(sp => new Prices(size: 3, cache: sp.GetRequiredService<IDistributedCache>()));
        }
        """);

    [Fact]
    public Task StaticHelpers_GetItFromTheirCallers() => FixAsync(
        """
        using Microsoft.Extensions.Caching.Distributed;

        class Prices
        {
            public object Get(int id) => Load(id);

            private static object Load(int id) => {|NEED:Need.Cache|}.ToString() + id;
        }
        """,
        """
        using Microsoft.Extensions.Caching.Distributed;

        class Prices
        {
            private readonly IDistributedCache _cache;

            public Prices(IDistributedCache cache)
            {
                _cache = cache;
            }

            public object Get(int id) => Load(id, _cache);

            private static object Load(int id, IDistributedCache cache) => cache.ToString() + id;
        }
        """);

    [Fact]
    public Task MinimalApiHandlers_GetAParameter() => Verify.Async(
        """
        using Microsoft.Extensions.Caching.Distributed;
        var app = WebApplication.CreateBuilder(args).Build();
        app.MapGet("/", () => {|NEED:Need.Cache|}.Get("a"));
        app.MapGet("/{id}", async (string id, CancellationToken stop) => await Task.Run(() => {|NEED:Need.Cache|}.Get(id), stop));
        app.MapPost("/", Handlers.Post);
        app.MapPut("/", Put);
        app.Run(async context => await context.Response.WriteAsync({|NEED:Need.Cache|}.GetString("a") ?? ""));
        app.Run();

        string? Put(string x) => {|NEED:Need.Cache|}.GetString(x);

        static class Handlers
        {
            public static string? Post(string x) => {|NEED:Need.Cache|}.GetString(x);
        }

        static class Need
        {
            public static IDistributedCache Cache => null!;
        }
        """,
        """
        using Microsoft.Extensions.Caching.Distributed;
        var app = WebApplication.CreateBuilder(args).Build();
        app.MapGet("/", (IDistributedCache cache) => cache.Get("a"));
        app.MapGet("/{id}", async (string id, IDistributedCache cache, CancellationToken stop) => await Task.Run(() => cache.Get(id), stop));
        app.MapPost("/", Handlers.Post);
        app.MapPut("/", Put);
        app.Run(async context => await context.Response.WriteAsync(context.RequestServices.GetRequiredService<IDistributedCache>().GetString("a") ?? ""));
        app.Run();

        string? Put(string x, IDistributedCache cache) => cache.GetString(x);

        static class Handlers
        {
            public static string? Post(string x, IDistributedCache cache) => cache.GetString(x);
        }

        static class Need
        {
            public static IDistributedCache Cache => null!;
        }
        """);

    [Fact]
    public Task PartialClass_TheConstructorsPartIsEdited() => Verify.Async(
        [
            Program,
            """
            partial class Prices
            {
                public object Get() => {|NEED:Need.Cache|};
            }
            """,
            """
            partial class Prices
            {
                private readonly ILogger _logger;

                public Prices(ILogger<Prices> logger)
                {
                    _logger = logger;
                }
            }
            """,
        ],
        [
            Program,
            """
            partial class Prices
            {
                public object Get() => _cache;
            }
            """,
            """
            using Microsoft.Extensions.Caching.Distributed;

            partial class Prices
            {
                private readonly ILogger _logger;
                private readonly IDistributedCache _cache;

                public Prices(ILogger<Prices> logger, IDistributedCache cache)
                {
                    _logger = logger;
                    _cache = cache;
                }
            }
            """,
        ]);

    [Theory]
    [InlineData("static class Prices { public static object Get() => {|NEED:Need.Cache|}; public static object Other => Get(); }")]
    [InlineData("struct Prices { public object Get() => {|NEED:Need.Cache|}; }")]
    [InlineData("record Prices(string Name) { public object Get() => {|NEED:Need.Cache|}; }")]
    [InlineData("class Entity { public int Id { get; set; } public object Get() => {|NEED:Need.Cache|}; }")]
    [InlineData("class Prices { public static readonly Prices Instance = new Prices(); public object Get() => {|NEED:Need.Cache|}; }")]
    [InlineData("class Prices { object x = {|NEED:Need.Cache|}; public object Get() => x; }")]
    [InlineData("class PricesAttribute(ILogger logger) : System.Attribute { public object Get() => logger.ToString() + {|NEED:Need.Cache|}; }")]
    [InlineData("class Made { public object Get() => {|NEED:Need.Cache|}; public static object Make() => System.Activator.CreateInstance(typeof(Made))!; }")]
    [InlineData("class Made { public object Get() => {|NEED:Need.Cache|}; public static T Add<T>() where T : new() => new T(); public static Made Make() => Add<Made>(); }")]
    public Task WhereNothingInjects_NoFix(string source) => NoFixAsync(source, Program.Replace("<Prices>", "<object>"));
}
