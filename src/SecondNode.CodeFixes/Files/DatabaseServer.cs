using System.Collections.Immutable;

namespace SecondNode.CodeFixes.Files;

/// <summary>A database server and how Entity Framework Core talks to it.</summary>
/// <param name="Key">The equivalence key of the fix.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Package">The provider's package.</param>
/// <param name="Use">The call on the options.</param>
/// <param name="Add">The call on the services.</param>
/// <param name="Suffix">What the name of the connection string ends with.</param>
/// <param name="Value">A placeholder for a developer's machine; <c>{0}</c> is the database.</param>
internal sealed record DatabaseServer(string Key, string Name, string Package, string Use, string Add, string Suffix, string Value)
{
    public static readonly ImmutableArray<DatabaseServer> All = ImmutableArray.Create(
        new DatabaseServer(UseDatabaseServer.PostgresKey, "PostgreSQL", "Npgsql.EntityFrameworkCore.PostgreSQL", "UseNpgsql", "AddNpgsql", "Postgres", "Host=localhost;Database={0};Username=postgres"),
        new DatabaseServer(UseDatabaseServer.SqlServerKey, "SQL Server", "Microsoft.EntityFrameworkCore.SqlServer", "UseSqlServer", "AddSqlServer", "SqlServer", "Server=localhost;Database={0};Trusted_Connection=True;TrustServerCertificate=True"));
}
