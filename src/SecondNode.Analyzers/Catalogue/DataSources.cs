using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Facts.State;

namespace SecondNode.Analyzers.Catalogue;

/// <summary>
/// Types whose members give data, by full name without arity, and what kind of data. Asked for the type that a member is
/// called on and its base types and interfaces. Names that end a type of the application's own say the same, less surely.
/// </summary>
internal static class DataSources
{
    /// <summary>The well-known types.</summary>
    public static readonly Dictionary<string, ValueOrigin> ByType = Make();

    /// <summary>Their names, for a cheap first question.</summary>
    public static readonly TypeNames Names = NamesOf(ByType.Keys);

    /// <summary>What the end of a type's name says of an application's own types.</summary>
    public static readonly (string Suffix, ValueOrigin Origin)[] BySuffix =
    [
        ("Repository", ValueOrigin.Database),
        ("RepositoryAsync", ValueOrigin.Database),
        ("UnitOfWork", ValueOrigin.Database),
        ("DbContext", ValueOrigin.Database),
        ("DataContext", ValueOrigin.Database),
        ("DbConnection", ValueOrigin.Database),
        ("Dao", ValueOrigin.Database),
        ("Repo", ValueOrigin.Database),
        ("HttpClient", ValueOrigin.Remote),
        ("ApiClient", ValueOrigin.Remote),
    ];

    private static TypeNames NamesOf(IEnumerable<string> all)
    {
        var names = new TypeNames();
        foreach (var name in all)
        {
            names.Add(name);
        }

        return names;
    }

    private static Dictionary<string, ValueOrigin> Make()
    {
        var found = new Dictionary<string, ValueOrigin>(StringComparer.Ordinal);
        foreach (var (origin, names) in new (ValueOrigin Origin, string[] Names)[]
        {
            (ValueOrigin.Request,
            [
                "Microsoft.AspNetCore.Http.HttpContext", "Microsoft.AspNetCore.Http.HttpRequest", "Microsoft.AspNetCore.Http.IHttpContextAccessor", "Microsoft.AspNetCore.Http.ISession",
                "Microsoft.AspNetCore.Http.IHeaderDictionary", "Microsoft.AspNetCore.Http.IQueryCollection", "Microsoft.AspNetCore.Http.IFormCollection", "Microsoft.AspNetCore.Http.IFormFile",
                "Microsoft.AspNetCore.Http.IRequestCookieCollection", "Microsoft.AspNetCore.SignalR.HubCallerContext", "System.Security.Claims.ClaimsPrincipal", "System.Security.Principal.IPrincipal",
                "System.Security.Principal.IIdentity", "Microsoft.AspNetCore.Routing.RouteData", "System.Web.HttpContext", "System.Web.HttpContextBase", "System.Web.HttpRequest",
                "System.Web.HttpRequestBase", "System.Web.HttpPostedFileBase", "System.Web.SessionState.HttpSessionState", "System.Web.HttpSessionStateBase", "Microsoft.Owin.IOwinContext",
                "Microsoft.AspNetCore.Authentication.AuthenticationTicket", "Microsoft.AspNetCore.Components.Authorization.AuthenticationState",
                "System.Web.UI.IPostBackDataHandler",
            ]),
            (ValueOrigin.Database,
            [
                "Microsoft.EntityFrameworkCore.DbContext", "Microsoft.EntityFrameworkCore.DbSet", "Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions", "System.Linq.IQueryable",
                "Microsoft.EntityFrameworkCore.IDbContextFactory", "System.Data.IDbConnection", "System.Data.IDbCommand", "System.Data.IDataReader", "System.Data.IDataRecord", "System.Data.IDataAdapter",
                "Dapper.SqlMapper", "MongoDB.Driver.IMongoCollection", "MongoDB.Driver.IAsyncCursorSource", "MongoDB.Driver.IMongoCollectionExtensions", "Marten.IQuerySession", "Raven.Client.Documents.Session.IDocumentSession",
                "Raven.Client.Documents.Session.IAsyncDocumentSession", "NHibernate.ISession", "StackExchange.Redis.IDatabaseAsync", "Microsoft.Extensions.Caching.Distributed.IDistributedCache",
                "System.Data.Entity.DbContext", "System.Data.Entity.DbSet", "System.Data.Entity.QueryableExtensions", "System.Data.Entity.IDbSet", "Microsoft.AspNetCore.Identity.UserManager",
                "Microsoft.AspNetCore.Identity.RoleManager", "LiteDB.ILiteCollection", "Microsoft.Azure.Cosmos.Container", "Nest.IElasticClient", "Lucene.Net.Search.IndexSearcher",
                "System.Web.Security.MembershipProvider", "System.Web.Security.Membership", "System.Web.Security.MembershipUser", "System.Web.Security.Roles",
            ]),
            (ValueOrigin.Remote,
            [
                "System.Net.Http.HttpMessageInvoker", "System.Net.Http.Json.HttpClientJsonExtensions", "System.Net.WebClient", "System.Net.WebRequest", "System.Net.WebResponse",
                "System.Net.Http.HttpResponseMessage", "System.Net.Http.HttpContent", "Grpc.Core.ClientBase", "Azure.Storage.Blobs.BlobContainerClient", "Amazon.Runtime.AmazonServiceClient",
                "RestSharp.IRestClient", "System.Net.Dns", "System.Net.WebSockets.WebSocket",
            ]),
            (ValueOrigin.File, ["System.IO.File", "System.IO.Directory", "System.IO.FileSystemInfo", "System.IO.TextReader", "System.IO.FileStream", "Microsoft.Extensions.FileProviders.IFileProvider", "Microsoft.Extensions.FileProviders.IFileInfo"]),
            (ValueOrigin.Configuration, ["Microsoft.Extensions.Configuration.IConfiguration", "Microsoft.Extensions.Configuration.ConfigurationBinder", "Microsoft.Extensions.Options.IOptions", "Microsoft.Extensions.Options.IOptionsMonitor", "Microsoft.Extensions.Options.IOptionsSnapshot", "System.Configuration.ConfigurationManager"]),
            (ValueOrigin.Environment, ["System.DateTime", "System.DateTimeOffset", "System.TimeProvider", "System.Random", "System.Guid", "System.Environment", "System.Diagnostics.Stopwatch", "System.Security.Cryptography.RandomNumberGenerator"]),
            (ValueOrigin.Code, ["System.Activator", "System.AppDomain", "System.Runtime.Loader.AssemblyLoadContext"]),
            (ValueOrigin.Service, ["System.IServiceProvider", "Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions", "Microsoft.Extensions.DependencyInjection.ActivatorUtilities"]),
        })
        {
            foreach (var name in names)
            {
                found.Add(name, origin);
            }
        }

        return found;
    }
}
