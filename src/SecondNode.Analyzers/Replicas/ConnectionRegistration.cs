using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SecondNode.Analyzers.Replicas;

/// <summary>Where a registration says which connection is meant: the call that is given one, and, where that cannot be followed, its words.</summary>
internal static class ConnectionRegistration
{
    /// <summary>Whether a call of that name gives a context or data source its connection.</summary>
    public static bool Connects(string name) =>
        name is "UseSqlServer" or "UseNpgsql" or "UseMySql" or "UseMySQL" or "UseSqlite" or "UseOracle" or "UseAzureSql" or "UseAzureSynapse" or "UseFirebird" or "UseDb2" or
            "AddSqlServer" or "AddNpgsql" or "AddSqlite" or "AddNpgsqlDataSource" or "AddMultiHostNpgsqlDataSource" or "AddNpgsqlDbContext" or "AddSqlServerDbContext" or "AddMySqlDbContext" or
            "AddKeyedNpgsqlDataSource" or "AddKeyedSqlServerClient" or "AddOracleDatabaseDbContext" or "AddAzureNpgsqlDbContext";

    /// <summary>The connection string, connection or data source that such a call is given, or null.</summary>
    public static IOperation? ArgumentOf(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            var type = argument.Value.Unwrap().Type;
            if (!argument.IsImplicit && (type?.SpecialType == SpecialType.System_String || TypeRoles.IsConnection(type) || TypeRoles.IsDataSource(type)))
            {
                return argument.Value;
            }
        }

        return null;
    }

    /// <summary>A registration whose connection cannot be followed still says something if it names a replica besides the type.</summary>
    public static RoleClaim? OfWords(SyntaxNode syntax)
    {
        RoleClaim? found = null;
        foreach (var token in TypeRegistrations.PartsOf(syntax).DescendantTokens())
        {
            if (token.Parent is TypeSyntax and not IdentifierNameSyntax || token.Parent?.FirstAncestorOrSelf<TypeArgumentListSyntax>() is not null || token.Parent?.Parent is ObjectCreationExpressionSyntax)
            {
                continue;
            }

            if (token.IsKind(SyntaxKind.IdentifierToken) || token.IsKind(SyntaxKind.StringLiteralToken))
            {
                switch (RoleWords.Of(token.ValueText))
                {
                    case NameHint.Hard:
                        return new RoleClaim(Role.Replica, Trust.Convention, "registered with '" + token.ValueText + "'");
                    case NameHint.Soft:
                        found ??= new RoleClaim(Role.Replica, Trust.SoftName, "registered with '" + token.ValueText + "'");
                        break;
                }
            }
        }

        return found;
    }
}
