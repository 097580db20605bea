using System.Collections.Immutable;

namespace SecondNode.CodeFixes.Files;

/// <summary>An object store that an application may have, and how an object is put into it and handed out.</summary>
/// <param name="Client">The service, by its full name.</param>
/// <param name="Name">What a parameter or field for it is called.</param>
/// <param name="BucketKey">The configuration key of the bucket; null where the client is of one already.</param>
/// <param name="Title">What people call the place.</param>
internal sealed record ObjectStore(string Client, string Name, string? BucketKey, string Title)
{
    public static readonly ObjectStore AzureBlobs = new("Azure.Storage.Blobs.BlobContainerClient", "container", null, "the blob container");

    public static readonly ObjectStore S3 = new("Amazon.S3.IAmazonS3", "s3", "Storage:Bucket", "the S3 bucket that 'Storage:Bucket' names");

    public static readonly ObjectStore Minio = new("Minio.IMinioClient", "minio", "Storage:Bucket", "the MinIO bucket that 'Storage:Bucket' names");

    /// <summary>The stores, the first one that the application registers wins.</summary>
    public static readonly ImmutableArray<ObjectStore> All = ImmutableArray.Create(AzureBlobs, S3, Minio);

    /// <summary>The class that code registers or constructs behind the client's interface.</summary>
    public string? Implementation => this == S3 ? "AmazonS3Client" : this == Minio ? "MinioClient" : null;

    /// <summary>The method by which the store's own library registers the client.</summary>
    public string? Registration => this == Minio ? "AddMinio" : null;

    /// <summary>The types that the written code names besides the client: older versions of the library have them elsewhere.</summary>
    public string[] Needed => this == Minio ? ["Minio.DataModel.Args.PutObjectArgs", "Minio.Exceptions.ObjectNotFoundException"] : [];

    /// <summary>The client's type.</summary>
    public string ShortClient => Client[(Client.LastIndexOf('.') + 1)..];

    /// <summary>The namespaces of what an upload names.</summary>
    public string[] UploadNamespaces => this == S3 ? ["Amazon.S3.Transfer"] : this == Minio ? ["Minio.DataModel.Args"] : [];

    /// <summary>The namespaces of what the endpoint names.</summary>
    public string[] ServingNamespaces => this == S3 ? ["Amazon.S3", "Microsoft.Extensions.Configuration", "System.Net"] :
        this == Minio ? ["Microsoft.AspNetCore.StaticFiles", "Microsoft.Extensions.Configuration", "Minio", "Minio.DataModel.Args", "Minio.Exceptions"] : ["Azure.Storage.Blobs", "Microsoft.AspNetCore.StaticFiles"];

    /// <summary>The call that uploads a stream; <paramref name="token"/> is empty where there is none.</summary>
    public string Upload(string client, string stream, string key, string? bucket, string size, bool asynchronous, string token) =>
        this == Minio
            ? $"{client}.PutObjectAsync(new PutObjectArgs().WithBucket({bucket}).WithObject({key}).WithStreamData({stream}).WithObjectSize({size}){(token.Length > 0 ? "), " + token + ")" : "))")}"
            : this == S3
            ? $"new TransferUtility({client}).UploadAsync({stream}, {bucket}, {key}{(token.Length > 0 ? ", " + token : "")})"
            : $"{client}.GetBlobClient({key}).{(asynchronous ? "UploadAsync" : "Upload")}({stream}, overwrite: true{(token.Length > 0 ? ", cancellationToken: " + token : "")})";

    /// <summary>The endpoint that hands out the objects of a folder.</summary>
    public string[] Endpoint(string application, string requestPath, string folder) =>
        this == Minio
            ?
            [
                $"{application}.MapGet(\"{requestPath}/{{**name}}\", async (string name, IMinioClient minio, IConfiguration configuration, CancellationToken cancellation) =>",
                "{",
                "    try",
                "    {",
                $"        await minio.StatObjectAsync(new StatObjectArgs().WithBucket(configuration[\"{BucketKey}\"]).WithObject(\"{folder}/\" + name), cancellation);",
                "    }",
                "    catch (ObjectNotFoundException)",
                "    {",
                "        return Results.NotFound();",
                "    }",
                "",
                $"    var found = new GetObjectArgs().WithBucket(configuration[\"{BucketKey}\"]).WithObject(\"{folder}/\" + name);",
                "    var type = new FileExtensionContentTypeProvider().TryGetContentType(name, out var known) ? known : \"application/octet-stream\";",
                "    return Results.Stream(body => minio.GetObjectAsync(found.WithCallbackStream((content, token) => content.CopyToAsync(body, token)), cancellation), type);",
                "});",
            ]
            : this == S3
            ?
            [
                $"{application}.MapGet(\"{requestPath}/{{**name}}\", async (string name, IAmazonS3 s3, IConfiguration configuration, CancellationToken cancellation) =>",
                "{",
                "    try",
                "    {",
                $"        var found = await s3.GetObjectAsync(configuration[\"{BucketKey}\"], \"{folder}/\" + name, cancellation);",
                "        return Results.Stream(found.ResponseStream, found.Headers.ContentType);",
                "    }",
                "    catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound)",
                "    {",
                "        return Results.NotFound();",
                "    }",
                "});",
            ]
            :
            [
                $"{application}.MapGet(\"{requestPath}/{{**name}}\", async (string name, BlobContainerClient container, CancellationToken cancellation) =>",
                "{",
                $"    var blob = container.GetBlobClient(\"{folder}/\" + name);",
                "    var type = new FileExtensionContentTypeProvider().TryGetContentType(name, out var known) ? known : \"application/octet-stream\";",
                "    return await blob.ExistsAsync(cancellation) ? Results.Stream(await blob.OpenReadAsync(cancellationToken: cancellation), type) : Results.NotFound();",
                "});",
            ];
}
