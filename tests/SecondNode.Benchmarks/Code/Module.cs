namespace SecondNode.Benchmarks.Code;

/// <summary>One business object of the generated application, from the table to the controller.</summary>
internal sealed class Module(string area, string noun, int number)
{
    public string Area => area;

    public string Entity { get; } = area + noun;

    public Hazard Hazard { get; } = Hazards.OfModule(number);

    private string Namespace => "Shop." + area;

    public IEnumerable<string> Registrations() =>
        [
            $"services.AddScoped<I{Entity}Repository, {Entity}Repository>();",
            Hazard == Hazard.SingletonState ? $"services.AddSingleton<{Entity}Totals>();" : $"services.AddScoped<{Entity}Totals>();",
            $"services.AddScoped<I{Entity}Service, {Entity}Service>();",
        ];

    public IEnumerable<(string Path, string Text)> Files() =>
        [
            ($"{area}/{Entity}.cs", EntityFile()),
            ($"{area}/{Entity}Models.cs", ModelsFile()),
            ($"{area}/{Entity}Configuration.cs", ConfigurationFile()),
            ($"{area}/{Entity}Repository.cs", RepositoryFile()),
            ($"{area}/{Entity}Totals.cs", TotalsFile()),
            ($"{area}/{Entity}Service.cs", ServiceFile()),
            ($"{area}/{Entity}Controller.cs", number % 2 == 0 ? PagesFile() : ApiFile()),
        ];

    private string EntityFile() =>
        $$"""
        namespace {{Namespace}};

        /// <summary>A {{noun.ToLowerInvariant()}} as it is stored.</summary>
        public class {{Entity}}
        {
            public int Id { get; set; }

            public string Name { get; set; } = "";

            public string? Description { get; set; }

            public {{Entity}}Status Status { get; private set; }

            public decimal Amount { get; private set; }

            public int OwnerId { get; set; }

            public DateTimeOffset CreatedAt { get; init; }

            public DateTimeOffset? ClosedAt { get; private set; }

            public ICollection<{{Entity}}Line> Lines { get; } = new List<{{Entity}}Line>();

            public bool IsOpen => Status is {{Entity}}Status.New or {{Entity}}Status.Active;

            public void AddLine(string text, int quantity, decimal price)
            {
                if (quantity <= 0)
                {
                    throw new ArgumentOutOfRangeException(nameof(quantity));
                }

                Lines.Add(new {{Entity}}Line { Text = text, Quantity = quantity, Price = price });
                Amount = Lines.Sum(line => line.Quantity * line.Price);
                if (Status == {{Entity}}Status.New)
                {
                    Status = {{Entity}}Status.Active;
                }
            }

            public void Close(DateTimeOffset now)
            {
                if (!IsOpen)
                {
                    throw new InvalidOperationException($"{Name} is closed already.");
                }

                Status = {{Entity}}Status.Closed;
                ClosedAt = now;
            }
        }

        public class {{Entity}}Line
        {
            public int Id { get; set; }

            public string Text { get; set; } = "";

            public int Quantity { get; set; }

            public decimal Price { get; set; }
        }

        public enum {{Entity}}Status
        {
            New,
            Active,
            Closed,
            Cancelled,
        }

        """;

    private string ModelsFile() =>
        $$"""
        using System.ComponentModel.DataAnnotations;

        namespace {{Namespace}};

        public sealed record {{Entity}}Row(int Id, string Name, decimal Amount, {{Entity}}Status Status);

        public sealed record {{Entity}}Details(int Id, string Name, string? Description, decimal Amount, IReadOnlyList<{{Entity}}LineModel> Lines);

        public sealed record {{Entity}}LineModel(string Text, int Quantity, decimal Price);

        public sealed class {{Entity}}Input : IValidatableObject
        {
            [Required, StringLength(200)]
            public string Name { get; set; } = "";

            [StringLength(2000)]
            public string? Description { get; set; }

            public List<{{Entity}}LineModel> Lines { get; set; } = [];

            public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
            {
                if (Lines.Count == 0)
                {
                    yield return new ValidationResult("At least one line is needed.", [nameof(Lines)]);
                }

                foreach (var line in Lines.Where(l => l.Quantity < 1 || l.Price < 0))
                {
                    yield return new ValidationResult($"'{line.Text}' has a wrong quantity or price.", [nameof(Lines)]);
                }
            }
        }

        public static class {{Entity}}Mapping
        {
            public static {{Entity}}Row ToRow(this {{Entity}} entity) => new(entity.Id, entity.Name, entity.Amount, entity.Status);

            public static {{Entity}}Details ToDetails(this {{Entity}} entity) =>
                new(entity.Id, entity.Name, entity.Description, entity.Amount, [.. entity.Lines.Select(l => new {{Entity}}LineModel(l.Text, l.Quantity, l.Price))]);
        }

        """;

    private string ConfigurationFile() =>
        $$"""
        using Microsoft.EntityFrameworkCore;
        using Microsoft.EntityFrameworkCore.Metadata.Builders;

        namespace {{Namespace}};

        public sealed class {{Entity}}Configuration : IEntityTypeConfiguration<{{Entity}}>
        {
            public void Configure(EntityTypeBuilder<{{Entity}}> builder)
            {
                builder.ToTable("{{Entity}}");
                builder.HasKey(e => e.Id);
                builder.Property(e => e.Name).HasMaxLength(200).IsRequired();
                builder.Property(e => e.Description).HasMaxLength(2000);
                builder.Property(e => e.Amount).HasPrecision(18, 2);
                builder.HasIndex(e => new { e.OwnerId, e.Status });
                builder.HasMany(e => e.Lines).WithOne().OnDelete(DeleteBehavior.Cascade);
            }
        }

        """;

    private string RepositoryFile() =>
        $$"""
        using Microsoft.EntityFrameworkCore;
        using Shop.Data;

        namespace {{Namespace}};

        public interface I{{Entity}}Repository
        {
            Task<{{Entity}}?> FindAsync(int id, CancellationToken cancellation);

            Task<IReadOnlyList<{{Entity}}>> ListAsync(int ownerId, int page, CancellationToken cancellation);

            Task<IReadOnlyList<{{Entity}}>> SearchAsync(string text, CancellationToken cancellation);

            Task AddAsync({{Entity}} entity, CancellationToken cancellation);

            Task UpdateAsync({{Entity}} entity, CancellationToken cancellation);

            Task<bool> DeleteAsync(int id, CancellationToken cancellation);
        }

        public sealed class {{Entity}}Repository(ShopContext db{{(number % 3 == 0 ? ", ShopReadContext readDb" : "")}}, ILogger<{{Entity}}Repository> logger) : I{{Entity}}Repository
        {
            private const int PageSize = 20;

            public Task<{{Entity}}?> FindAsync(int id, CancellationToken cancellation) =>
                db.{{Entity}}s.Include(e => e.Lines).SingleOrDefaultAsync(e => e.Id == id, cancellation);

            public async Task<IReadOnlyList<{{Entity}}>> ListAsync(int ownerId, int page, CancellationToken cancellation) =>
                await db.{{Entity}}s.AsNoTracking()
                    .Where(e => e.OwnerId == ownerId && e.Status != {{Entity}}Status.Cancelled)
                    .OrderByDescending(e => e.CreatedAt)
                    .Skip(page * PageSize)
                    .Take(PageSize)
                    .ToListAsync(cancellation);

            public async Task<IReadOnlyList<{{Entity}}>> SearchAsync(string text, CancellationToken cancellation)
            {
                var query = {{(number % 3 == 0 ? "readDb" : "db")}}.{{Entity}}s.AsNoTracking();
                foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                {
                    query = query.Where(e => e.Name.Contains(word) || (e.Description != null && e.Description.Contains(word)));
                }

                return await query.OrderBy(e => e.Name).Take(100).ToListAsync(cancellation);
            }

            public async Task AddAsync({{Entity}} entity, CancellationToken cancellation)
            {
                db.{{Entity}}s.Add(entity);
                await db.SaveChangesAsync(cancellation);
                logger.LogInformation("Added {Name} as {Id}", entity.Name, entity.Id);
            }

            public async Task UpdateAsync({{Entity}} entity, CancellationToken cancellation)
            {
                db.{{Entity}}s.Update(entity);
                await db.SaveChangesAsync(cancellation);
            }

            public async Task<bool> DeleteAsync(int id, CancellationToken cancellation)
            {
                if (await db.{{Entity}}s.FindAsync([id], cancellation) is not { } entity)
                {
                    return false;
                }

                db.{{Entity}}s.Remove(entity);
                await db.SaveChangesAsync(cancellation);
                return true;
            }
        }

        """;

    private string TotalsFile() =>
        $$"""
        namespace {{Namespace}};

        /// <summary>Adds up amounts.</summary>
        public class {{Entity}}Totals
        {
            {{(Hazard == Hazard.SingletonState ? "private readonly Dictionary<int, decimal> byOwner = new();" : "private static readonly Dictionary<string, decimal> Rates = new() { [\"EUR\"] = 1m, [\"USD\"] = 0.92m, [\"GBP\"] = 1.17m };")}}

            public decimal Total(IEnumerable<{{Entity}}> all)
            {
                var total = 0m;
                foreach (var one in all)
                {
                    total += one.IsOpen ? one.Amount : 0m;
                }

                return Math.Round(total, 2);
            }

            public IReadOnlyDictionary<{{Entity}}Status, decimal> ByStatus(IEnumerable<{{Entity}}> all)
            {
                var result = new Dictionary<{{Entity}}Status, decimal>();
                foreach (var group in all.GroupBy(one => one.Status))
                {
                    result[group.Key] = group.Sum(one => one.Amount);
                }

                return result;
            }

        {{(Hazard == Hazard.SingletonState
            ? """
                  public void Remember(int owner, decimal total) => byOwner[owner] = total;

                  public decimal? Remembered(int owner) => byOwner.TryGetValue(owner, out var total) ? total : null;
              """
            : """
                  public decimal Convert(decimal amount, string currency) => Rates.TryGetValue(currency, out var rate) ? amount * rate : throw new ArgumentException(currency);
              """)}}
        }

        """;

    private string ServiceFile() =>
        $$"""
        using System.Collections.Concurrent;
        using Microsoft.EntityFrameworkCore;
        using Microsoft.Extensions.Caching.Memory;
        using Shop.Data;

        namespace {{Namespace}};

        public interface I{{Entity}}Service
        {
            Task<{{Entity}}Details?> GetAsync(int id, CancellationToken cancellation);

            Task<IReadOnlyList<{{Entity}}Row>> ListAsync(int owner, int page, CancellationToken cancellation);

            Task<int> CreateAsync({{Entity}}Input input, int owner, CancellationToken cancellation);

            Task CloseAsync(int id, CancellationToken cancellation);

            Task<decimal> TotalAsync(int owner, CancellationToken cancellation);
        }

        public sealed class {{Entity}}Service(
            I{{Entity}}Repository repository,
            {{Entity}}Totals totals,
            IMemoryCache cache,
            ShopContext db,
            ShopReadContext readDb,
            ILogger<{{Entity}}Service> logger) : I{{Entity}}Service
        {
            {{(Hazard == Hazard.StaticCache ? $"private static readonly ConcurrentDictionary<int, {Entity}Details> Known = new();" : $"private static readonly string[] Reserved = [\"new\", \"edit\", \"{noun}\"];")}}

            public async Task<{{Entity}}Details?> GetAsync(int id, CancellationToken cancellation)
            {
                {{(Hazard == Hazard.StaticCache ? "if (Known.TryGetValue(id, out var known))\n        {\n            return known;\n        }\n" : "")}}
                var entity = await repository.FindAsync(id, cancellation);
                if (entity is null)
                {
                    logger.LogWarning("No {{noun}} {Id}", id);
                    return null;
                }

                {{(Hazard == Hazard.StaticCache ? "return Known[id] = entity.ToDetails();" : "return entity.ToDetails();")}}
            }

            public async Task<IReadOnlyList<{{Entity}}Row>> ListAsync(int owner, int page, CancellationToken cancellation)
            {
                var rows = new List<{{Entity}}Row>();
                foreach (var entity in await repository.ListAsync(owner, page, cancellation))
                {
                    if (entity.Amount == 0m && !entity.IsOpen)
                    {
                        continue;
                    }

                    rows.Add(entity.ToRow());
                }

                return rows;
            }

            public async Task<int> CreateAsync({{Entity}}Input input, int owner, CancellationToken cancellation)
            {
                var name = input.Name.Trim();
                {{(Hazard == Hazard.StaticCache ? "" : "if (Reserved.Contains(name))\n        {\n            throw new InvalidOperationException($\"'{name}' cannot be a name.\");\n        }\n")}}
                var entity = new {{Entity}} { Name = name, Description = input.Description, OwnerId = owner, CreatedAt = DateTimeOffset.UtcNow };
                foreach (var line in input.Lines)
                {
                    entity.AddLine(line.Text, line.Quantity, line.Price);
                }

                try
                {
                    await repository.AddAsync(entity, cancellation);
                }
                catch (DbUpdateException e) when (e.InnerException is not null)
                {
                    logger.LogError(e, "{Name} was not stored", name);
                    throw;
                }

                {{(Hazard == Hazard.InvalidatedMemoryCache ? $"cache.Remove($\"{Entity}:total:{{owner}}\");" : "")}}
                return entity.Id;
            }

            public async Task CloseAsync(int id, CancellationToken cancellation)
            {
                var entity = await repository.FindAsync(id, cancellation) ?? throw new KeyNotFoundException();
                entity.Close(DateTimeOffset.UtcNow);
                await repository.UpdateAsync(entity, cancellation);
                {{(Hazard == Hazard.StaticCache ? "Known.TryRemove(id, out _);" : "")}}
            }

            public async Task<decimal> TotalAsync(int owner, CancellationToken cancellation) =>
                await cache.GetOrCreateAsync($"{{Entity}}:total:{owner}", async entry =>
                {
                    entry.AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(5);
                    return totals.Total(await db.{{Entity}}s.Where(e => e.OwnerId == owner).ToListAsync(cancellation));
                });

            public async Task<int> CountAsync(int owner, CancellationToken cancellation)
            {
                {{(Hazard == Hazard.StaleRead ? $"db.{Entity}s.Add(new {Entity} {{ Name = \"count\", OwnerId = owner }});\n        await db.SaveChangesAsync(cancellation);" : "logger.LogDebug(\"Counting for {Owner}\", owner);")}}
                return await readDb.{{Entity}}s.CountAsync(e => e.OwnerId == owner, cancellation);
            }
        }

        """;

    private string ApiFile() =>
        $$"""
        using Microsoft.AspNetCore.Authorization;
        using Microsoft.AspNetCore.Mvc;

        namespace {{Namespace}};

        [ApiController]
        [Authorize]
        [Route("api/{{Entity.ToLowerInvariant()}}")]
        public sealed class {{Entity}}Controller(I{{Entity}}Service service, IWebHostEnvironment environment, {{Entity}}Totals totals) : ControllerBase
        {
            private int Owner => int.Parse(User.FindFirst("sub")!.Value);

            [HttpGet]
            public async Task<ActionResult<IReadOnlyList<{{Entity}}Row>>> List(int page, CancellationToken cancellation) => Ok(await service.ListAsync(Owner, page, cancellation));

            [HttpGet("{id:int}")]
            public async Task<ActionResult<{{Entity}}Details>> Get(int id, CancellationToken cancellation) =>
                await service.GetAsync(id, cancellation) is { } found ? Ok(found) : NotFound();

            [HttpPost]
            public async Task<ActionResult<int>> Post({{Entity}}Input input, CancellationToken cancellation)
            {
                if (!ModelState.IsValid)
                {
                    return BadRequest(ModelState);
                }

                var id = await service.CreateAsync(input, Owner, cancellation);
                return CreatedAtAction(nameof(Get), new { id }, id);
            }

            [HttpPost("{id:int}/close")]
            public async Task<IActionResult> Close(int id, CancellationToken cancellation)
            {
                try
                {
                    await service.CloseAsync(id, cancellation);
                    return NoContent();
                }
                catch (KeyNotFoundException)
                {
                    return NotFound();
                }
            }

            [HttpGet("template")]
            public IActionResult Template() => File(System.IO.File.OpenRead(Path.Combine(environment.ContentRootPath, "templates", "{{Entity}}.csv")), "text/csv");
        {{Extra()}}
        }

        """;

    private string PagesFile() =>
        $$"""
        using Microsoft.AspNetCore.Authorization;
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.EntityFrameworkCore;
        using Shop.Data;

        namespace {{Namespace}};

        [Authorize]
        public sealed class {{Entity}}Controller(I{{Entity}}Service service, ShopContext db, ShopReadContext readDb, IWebHostEnvironment environment, {{Entity}}Totals totals) : Controller
        {
            private int Owner => int.Parse(User.FindFirst("sub")!.Value);

            public async Task<IActionResult> Index(int page, CancellationToken cancellation)
            {
                HttpContext.Session.SetString("{{Entity}}.page", page.ToString());
                return View(await service.ListAsync(Owner, page, cancellation));
            }

            public async Task<IActionResult> Details(int id, CancellationToken cancellation)
            {
                var found = await service.GetAsync(id, cancellation);
                return found is null ? NotFound() : View(found);
            }

            public async Task<IActionResult> Recent(CancellationToken cancellation) =>
                View(await {{(Hazard == Hazard.StaleRedirect ? "readDb" : "db")}}.{{Entity}}s.Where(e => e.OwnerId == Owner).OrderByDescending(e => e.CreatedAt).Take(10).ToListAsync(cancellation));

            public async Task<IActionResult> Report(CancellationToken cancellation) =>
                View(await readDb.{{Entity}}s.GroupBy(e => e.Status).Select(g => new { g.Key, Count = g.Count(), Sum = g.Sum(e => e.Amount) }).ToListAsync(cancellation));

            [HttpPost, ValidateAntiForgeryToken]
            public async Task<IActionResult> Rename(int id, string name, CancellationToken cancellation)
            {
                var entity = await db.{{Entity}}s.SingleOrDefaultAsync(e => e.Id == id && e.OwnerId == Owner, cancellation);
                if (entity is null)
                {
                    return NotFound();
                }

                entity.Name = name;
                await db.SaveChangesAsync(cancellation);
                return RedirectToAction(nameof(Recent));
            }

            [HttpPost, ValidateAntiForgeryToken]
            public async Task<IActionResult> Create({{Entity}}Input input, CancellationToken cancellation)
            {
                if (!ModelState.IsValid)
                {
                    return View(input);
                }

                var id = await service.CreateAsync(input, Owner, cancellation);
                TempData["notice"] = $"{input.Name} is saved.";
                return RedirectToAction(nameof(Details), new { id });
            }

            [HttpPost, ValidateAntiForgeryToken]
            public async Task<IActionResult> Close(int id, CancellationToken cancellation)
            {
                await service.CloseAsync(id, cancellation);
                return RedirectToAction(nameof(Index));
            }
        {{Extra()}}
        }

        """;

    /// <summary>Members of the controller that have a hazard, or look like it.</summary>
    private string Extra() => Hazard switch
    {
        Hazard.Upload => $$"""

                [HttpPost]
                public async Task<IActionResult> Photo(int id, IFormFile file, CancellationToken cancellation)
                {
                    var path = Path.Combine(environment.WebRootPath, "{{Entity}}", id + ".jpg");
                    await using var stream = new FileStream(path, FileMode.Create);
                    await file.CopyToAsync(stream, cancellation);
                    return Ok();
                }
            """,
        Hazard.LocalFile => $$"""

                [HttpPost]
                public async Task<IActionResult> Note(string text, CancellationToken cancellation)
                {
                    await System.IO.File.WriteAllTextAsync(Path.Combine(environment.ContentRootPath, "App_Data", "{{Entity}}.txt"), text, cancellation);
                    return Ok();
                }

                [HttpGet]
                public async Task<string> Note(CancellationToken cancellation) =>
                    await System.IO.File.ReadAllTextAsync(Path.Combine(environment.ContentRootPath, "App_Data", "{{Entity}}.txt"), cancellation);
            """,
        Hazard.StaticSetting => $$"""

                public static string Theme { get; set; } = "light";

                [HttpPost]
                public IActionResult SetTheme(string theme)
                {
                    Theme = theme;
                    return Ok();
                }

                [HttpGet]
                public string GetTheme() => Theme;
            """,
        Hazard.SingletonState => """

                [HttpPost]
                public IActionResult Remember(int owner, decimal total)
                {
                    totals.Remember(owner, total);
                    return Ok();
                }

                [HttpGet]
                public decimal? Remembered(int owner) => totals.Remembered(owner);
            """,
        _ => $$"""

                [HttpGet]
                public async Task<IActionResult> Import(IFormFile file, CancellationToken cancellation)
                {
                    using var reader = new StreamReader(file.OpenReadStream());
                    var count = 0;
                    while (await reader.ReadLineAsync(cancellation) is { } line)
                    {
                        count += line.Contains(';') ? 1 : 0;
                    }

                    _ = totals;
                    return Ok(new { count, environment.EnvironmentName });
                }
            """,
    };
}
