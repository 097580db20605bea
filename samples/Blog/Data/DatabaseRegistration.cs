using Blog.Options;
using Microsoft.EntityFrameworkCore;

namespace Blog.Data;

public static class DatabaseRegistration
{
    public static IServiceCollection AddBlogDatabase(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        var options = configuration.GetSection(DatabaseOptions.Section).Get<DatabaseOptions>() ?? new DatabaseOptions();
        if (options.Provider == DatabaseProvider.PostgreSql)
        {
            services.AddDbContext<BlogDbContext>(db => db.UseNpgsql(configuration.GetConnectionString("Blog")));
            services.AddDbContext<BlogReplicaContext>(db => db.UseNpgsql(configuration.GetConnectionString("BlogReplica")));
            return services;
        }

        // Embedded: one file plays both roles, so that a first look needs no server.
        var folder = Path.Combine(environment.ContentRootPath, "App_Data");
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, options.File);
        services.AddDbContext<BlogDbContext>(db => db.UseSqlite($"Data Source={file}"));
        services.AddDbContext<BlogReplicaContext>(db => db.UseSqlite($"Data Source={file};Mode=ReadOnly"));
        return services;
    }
}
