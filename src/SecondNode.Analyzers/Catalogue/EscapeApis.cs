using System.Collections.Immutable;

namespace SecondNode.Analyzers.Catalogue;

/// <summary>Calls that keep a value for another request, or hand it to whoever makes the next one.</summary>
internal static class EscapeApis
{
    /// <summary>Each row says where the value goes, as the end of "its path …".</summary>
    public static readonly ImmutableArray<ApiRow<string>> Rows = ImmutableArray.CreateRange(All());

    /// <summary>Types whose indexer and <c>Add</c> are those of a dictionary.</summary>
    public static readonly ImmutableArray<string> TempData = ImmutableArray.Create("Microsoft.AspNetCore.Mvc.ViewFeatures.ITempDataDictionary", "System.Web.Mvc.TempDataDictionary");

    private static IEnumerable<ApiRow<string>> All()
    {
        const string session = "is kept in session";
        const string cache = "is kept in the distributed cache";
        const string database = "is saved in the database";
        const string queue = "goes to a job or message that any node may handle";
        const string client = "is sent to the client, whose next request may go to another node";

        yield return new("Microsoft.AspNetCore.Http.ISession", "Set", session);
        yield return new("Microsoft.AspNetCore.Http.SessionExtensions", "SetString", session);
        yield return new("System.Web.SessionState.HttpSessionState", "this[]", session);
        yield return new("System.Web.SessionState.HttpSessionState", "Add", session);
        yield return new("System.Web.HttpSessionStateBase", "this[]", session);
        yield return new("System.Web.HttpSessionStateBase", "Add", session);

        yield return new("Microsoft.Extensions.Caching.Distributed.IDistributedCache", "Set", cache);
        yield return new("Microsoft.Extensions.Caching.Distributed.IDistributedCache", "SetAsync", cache);
        yield return new("Microsoft.Extensions.Caching.Distributed.DistributedCacheExtensions", "SetString", cache);
        yield return new("Microsoft.Extensions.Caching.Distributed.DistributedCacheExtensions", "SetStringAsync", cache);
        yield return new("StackExchange.Redis.IDatabase", "StringSet", cache);
        yield return new("StackExchange.Redis.IDatabaseAsync", "StringSetAsync", cache);

        foreach (var member in new[] { "Add", "AddAsync", "AddRange", "AddRangeAsync", "Update" })
        {
            yield return new("Microsoft.EntityFrameworkCore.DbContext", member, database);
            yield return new("Microsoft.EntityFrameworkCore.DbSet`1", member, database);
        }

        yield return new("System.Data.Entity.DbSet`1", "Add", database, Verified: false);
        yield return new("Dapper.SqlMapper", "Execute", database);
        yield return new("Dapper.SqlMapper", "ExecuteAsync", database);
        yield return new("MongoDB.Driver.IMongoCollection`1", "InsertOne", database);
        yield return new("MongoDB.Driver.IMongoCollection`1", "InsertOneAsync", database);

        foreach (var member in new[] { "Enqueue", "Schedule", "ContinueJobWith" })
        {
            yield return new("Hangfire.BackgroundJob", member, queue);
            yield return new("Hangfire.BackgroundJobClientExtensions", member, queue);
        }

        foreach (var (type, member) in new[]
        {
            ("MassTransit.IPublishEndpoint", "Publish"), ("MassTransit.ISendEndpoint", "Send"), ("Azure.Messaging.ServiceBus.ServiceBusSender", "SendMessageAsync"),
            ("Azure.Storage.Queues.QueueClient", "SendMessage"), ("Azure.Storage.Queues.QueueClient", "SendMessageAsync"), ("RabbitMQ.Client.IModel", "BasicPublish"),
            ("RabbitMQ.Client.IChannel", "BasicPublishAsync"), ("Amazon.SQS.IAmazonSQS", "SendMessageAsync"), ("NServiceBus.IMessageSession", "Send"), ("NServiceBus.IMessageSession", "Publish"),
            ("Rebus.Bus.IBus", "Send"), ("Rebus.Bus.IBus", "Publish"),
        })
        {
            yield return new(type, member, queue, Verified: false);
        }

        foreach (var (type, members) in new[]
        {
            ("Microsoft.AspNetCore.Mvc.ControllerBase", "Ok Content Created CreatedAtAction CreatedAtRoute Accepted AcceptedAtAction Redirect LocalRedirect RedirectToAction RedirectToRoute RedirectToPage"),
            ("Microsoft.AspNetCore.Mvc.Controller", "Json"),
            ("Microsoft.AspNetCore.Mvc.RazorPages.PageBase", "Content Redirect LocalRedirect RedirectToAction RedirectToPage RedirectToRoute"),
            ("Microsoft.AspNetCore.Http.Results", "Ok Json Text Content Created CreatedAtRoute Accepted Redirect LocalRedirect RedirectToRoute"),
            ("Microsoft.AspNetCore.Http.TypedResults", "Ok Json Text Content Created CreatedAtRoute Accepted Redirect LocalRedirect RedirectToRoute"),
            ("Microsoft.AspNetCore.Http.HttpResponseWritingExtensions", "WriteAsync"),
            ("Microsoft.AspNetCore.Http.HttpResponseJsonExtensions", "WriteAsJsonAsync"),
            ("Microsoft.AspNetCore.Http.HttpResponse", "Redirect"),
            ("Microsoft.AspNetCore.Http.IResponseCookies", "Append"),
            ("Microsoft.AspNetCore.Mvc.UrlHelperExtensions", "Action Page RouteUrl"),
            ("Microsoft.AspNetCore.SignalR.ClientProxyExtensions", "SendAsync"),
            ("System.Web.HttpResponse", "Redirect Write"),
            ("System.Web.HttpResponseBase", "Redirect Write"),
        })
        {
            foreach (var member in members.Split(' '))
            {
                yield return new(type, member, client);
            }
        }

        foreach (var (type, members) in new[] { ("System.Web.Mvc.Controller", "Json Content Redirect RedirectToAction RedirectToRoute"), ("System.Web.Mvc.UrlHelper", "Action RouteUrl"), ("System.Web.Http.ApiController", "Ok Json Content Created Redirect") })
        {
            foreach (var member in members.Split(' '))
            {
                yield return new(type, member, client, Verified: false);
            }
        }
    }
}
