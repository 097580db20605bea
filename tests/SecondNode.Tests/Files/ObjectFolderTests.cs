using SecondNode.CodeFixes.Files;
using SecondNode.Tests.Testing;
using Verify = SecondNode.Tests.Testing.Verify<SecondNode.Analyzers.Rules.Files.UploadOnNodeDisk, SecondNode.CodeFixes.Files.ShareFiles>;

namespace SecondNode.Tests.Files;

/// <summary>An upload goes to the object store that the application has, and what the project does with the folder follows.</summary>
public class ObjectFolderTests
{
    private const string Registration = """
        using Azure.Storage.Blobs;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton(new BlobContainerClient("connection", "media"));
        var app = builder.Build();
        """;

    [Fact]
    public Task UploadUnderTheContentRoot_GoesToTheContainer() => Verify.Async(
        Registration + """

        app.Run();

        public class Inbox(IHostEnvironment env)
        {
            public async Task Put(IFormFile file, CancellationToken cancellation)
            {
                Directory.CreateDirectory(Path.Combine(env.ContentRootPath, "inbox"));
                var path = Path.Combine(env.ContentRootPath, "inbox", file.FileName);
                // The whole file.
                await using (FileStream stream = {|SN3001:new FileStream(path, FileMode.Create)|})
                {
                    await file.CopyToAsync(stream, cancellation);
                }
            }
        }
        """,
        Registration + """

        app.Run();

        public class Inbox(IHostEnvironment env, BlobContainerClient container)
        {
            public async Task Put(IFormFile file, CancellationToken cancellation)
            {
                var path = "inbox/" + Path.GetFileName(file.FileName);
                // The whole file.
                await using (var stream = file.OpenReadStream())
                {
                    await container.GetBlobClient(path).UploadAsync(stream, overwrite: true, cancellationToken: cancellation);
                }
            }
        }
        """,
        test => test.CodeActionEquivalenceKey = ShareFiles.ObjectStore);

    [Fact]
    public Task NameThatTheClientGives_IsSafeInALocalToo() => Verify.Async(
        Registration + """

        app.MapPost("/", async (IFormFile file, BlobContainerClient media) =>
        {
            var unique = Guid.NewGuid() + "_" + file.FileName;
            using var stream = {|SN3001:File.Create(Path.Combine(app.Environment.ContentRootPath, "inbox", unique))|};
            await file.CopyToAsync(stream);
        });
        app.Run();
        """,
        Registration + """

        app.MapPost("/", async (IFormFile file, BlobContainerClient media) =>
        {
            var unique = Guid.NewGuid() + "_" + Path.GetFileName(file.FileName);
            using var stream = file.OpenReadStream();
            await media.GetBlobClient("inbox/" + unique).UploadAsync(stream, overwrite: true);
        });
        app.Run();
        """,
        test => test.CodeActionEquivalenceKey = ShareFiles.ObjectStore);

    [Fact]
    public Task UploadUnderTheWebRoot_IsServedFromTheContainer() => Verify.Async(
        Registration + """

        app.UseStaticFiles();
        app.MapPost("/logo", async (IFormFile file, IWebHostEnvironment env, BlobContainerClient media) =>
        {
            using var stream = {|SN3001:File.Create(Path.Combine(env.WebRootPath, "logos", file.FileName))|};
            await file.CopyToAsync(stream);
        });
        app.Run();
        """,
        Registration.Replace("using Azure.Storage.Blobs;", "using Azure.Storage.Blobs;\nusing Microsoft.AspNetCore.StaticFiles;") + """

        app.UseStaticFiles();
        app.MapGet("/logos/{**name}", async (string name, BlobContainerClient container, CancellationToken cancellation) =>
        {
            var blob = container.GetBlobClient("logos/" + name);
            var type = new FileExtensionContentTypeProvider().TryGetContentType(name, out var known) ? known : "application/octet-stream";
            return await blob.ExistsAsync(cancellation) ? Results.Stream(await blob.OpenReadAsync(cancellationToken: cancellation), type) : Results.NotFound();
        });
        app.MapPost("/logo", async (IFormFile file, IWebHostEnvironment env, BlobContainerClient media) =>
        {
            using var stream = file.OpenReadStream();
            await media.GetBlobClient("logos/" + Path.GetFileName(file.FileName)).UploadAsync(stream, overwrite: true);
        });
        app.Run();
        """,
        test => test.CodeActionEquivalenceKey = ShareFiles.ObjectStore);

    [Fact]
    public Task UploadWithS3_GoesToTheBucket() => Verify.Async(
        """
        using Amazon.S3;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton<IAmazonS3>(new AmazonS3Client());
        var app = builder.Build();
        app.UseStaticFiles();
        app.MapGet("/", () => "");
        app.Run();

        public class Logos(IWebHostEnvironment env)
        {
            public async Task Put(IFormFile file, CancellationToken cancellation)
            {
                var path = Path.Combine(env.WebRootPath, "logos", file.FileName);
                await using var stream = {|SN3001:new FileStream(path, FileMode.Create)|};
                await file.CopyToAsync(stream, cancellation);
            }
        }
        """,
        """
        using System.Net;
        using Amazon.S3;
        using Amazon.S3.Transfer;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton<IAmazonS3>(new AmazonS3Client());
        var app = builder.Build();
        app.UseStaticFiles();
        app.MapGet("/logos/{**name}", async (string name, IAmazonS3 s3, IConfiguration configuration, CancellationToken cancellation) =>
        {
            try
            {
                var found = await s3.GetObjectAsync(configuration["Storage:Bucket"], "logos/" + name, cancellation);
                return Results.Stream(found.ResponseStream, found.Headers.ContentType);
            }
            catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound)
            {
                return Results.NotFound();
            }
        });
        app.MapGet("/", () => "");
        app.Run();

        public class Logos(IWebHostEnvironment env, IAmazonS3 s3, IConfiguration configuration)
        {
            public async Task Put(IFormFile file, CancellationToken cancellation)
            {
                var path = "logos/" + Path.GetFileName(file.FileName);
                await using var stream = file.OpenReadStream();
                await new TransferUtility(s3).UploadAsync(stream, configuration["Storage:Bucket"], path, cancellation);
            }
        }
        """,
        test => test.CodeActionEquivalenceKey = ShareFiles.ObjectStore);

    [Fact]
    public Task UploadWithMinio_GoesToTheBucket() => Verify.Async(
        """
        using Minio;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddMinio(client => client.WithEndpoint("localhost:9000"));
        var app = builder.Build();
        app.UseStaticFiles();
        app.Run();

        public class Logos(IWebHostEnvironment env)
        {
            public async Task Put(IFormFile file)
            {
                await using var stream = {|SN3001:File.Create(Path.Combine(env.WebRootPath, "logos", file.FileName))|};
                await file.CopyToAsync(stream);
            }
        }
        """,
        """
        using Microsoft.AspNetCore.StaticFiles;
        using Minio;
        using Minio.DataModel.Args;
        using Minio.Exceptions;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddMinio(client => client.WithEndpoint("localhost:9000"));
        var app = builder.Build();
        app.UseStaticFiles();
        app.MapGet("/logos/{**name}", async (string name, IMinioClient minio, IConfiguration configuration, CancellationToken cancellation) =>
        {
            try
            {
                await minio.StatObjectAsync(new StatObjectArgs().WithBucket(configuration["Storage:Bucket"]).WithObject("logos/" + name), cancellation);
            }
            catch (ObjectNotFoundException)
            {
                return Results.NotFound();
            }

            var found = new GetObjectArgs().WithBucket(configuration["Storage:Bucket"]).WithObject("logos/" + name);
            var type = new FileExtensionContentTypeProvider().TryGetContentType(name, out var known) ? known : "application/octet-stream";
            return Results.Stream(body => minio.GetObjectAsync(found.WithCallbackStream((content, token) => content.CopyToAsync(body, token)), cancellation), type);
        });
        app.Run();

        public class Logos(IWebHostEnvironment env, IMinioClient minio, IConfiguration configuration)
        {
            public async Task Put(IFormFile file)
            {
                await using var stream = file.OpenReadStream();
                await minio.PutObjectAsync(new PutObjectArgs().WithBucket(configuration["Storage:Bucket"]).WithObject("logos/" + Path.GetFileName(file.FileName)).WithStreamData(stream).WithObjectSize(file.Length));
            }
        }
        """,
        test => test.CodeActionEquivalenceKey = ShareFiles.ObjectStore);

    [Fact]
    public Task WhatTheProjectReads_ComesOutOfTheContainer() => Verify.Async(
        Registration + """

        app.MapPost("/", async (IFormFile file, BlobContainerClient media) =>
        {
            using var stream = {|SN3001:File.Create(Path.Combine(app.Environment.ContentRootPath, "inbox", file.FileName))|};
            await file.CopyToAsync(stream);
        });
        app.MapGet("/", (string name, BlobContainerClient media) => File.ReadAllText(Path.Combine(app.Environment.ContentRootPath, "inbox", name)));
        app.MapGet("/file", async (string name, BlobContainerClient media) =>
        {
            var path = Path.Combine(app.Environment.ContentRootPath, "inbox", name);
            return File.Exists(path) ? Results.File(path, "image/png") : Results.NotFound();
        });
        app.MapDelete("/", async (string name, BlobContainerClient media, CancellationToken cancellation) =>
        {
            await File.WriteAllTextAsync(Path.Combine(app.Environment.ContentRootPath, "inbox", "deleted"), name, cancellation);
            File.Delete(Path.Combine(app.Environment.ContentRootPath, "inbox", name));
        });
        app.Run();
        """,
        Registration + """

        app.MapPost("/", async (IFormFile file, BlobContainerClient media) =>
        {
            using var stream = file.OpenReadStream();
            await media.GetBlobClient("inbox/" + Path.GetFileName(file.FileName)).UploadAsync(stream, overwrite: true);
        });
        app.MapGet("/", (string name, BlobContainerClient media) => media.GetBlobClient("inbox/" + name).DownloadContent().Value.Content.ToString());
        app.MapGet("/file", async (string name, BlobContainerClient media) =>
        {
            var path = "inbox/" + name;
            return (await media.GetBlobClient(path).ExistsAsync()).Value ? Results.Stream(await media.GetBlobClient(path).OpenReadAsync(), "image/png") : Results.NotFound();
        });
        app.MapDelete("/", async (string name, BlobContainerClient media, CancellationToken cancellation) =>
        {
            await media.GetBlobClient("inbox/deleted").UploadAsync(BinaryData.FromString(name), overwrite: true, cancellationToken: cancellation);
            await media.GetBlobClient("inbox/" + name).DeleteIfExistsAsync();
        });
        app.Run();
        """,
        test => test.CodeActionEquivalenceKey = ShareFiles.ObjectStore);

    [Fact]
    public Task HelperAndFieldThatNameTheFolder_Follow() => Verify.Async(
        Registration + """

        app.Run();

        public class Inbox
        {
            private readonly string _root;

            public Inbox(IHostEnvironment env)
            {
                _root = Path.Combine(env.ContentRootPath, "inbox");
                if (!Directory.Exists(_root))
                {
                    Directory.CreateDirectory(_root);
                }
            }

            private string PathOf(string name) => Path.Combine(_root, "files", name);

            public async Task Put(IFormFile file)
            {
                await using var stream = {|SN3001:new FileStream(PathOf(file.FileName), FileMode.Create)|};
                await file.CopyToAsync(stream);
            }

            public async Task<Stream> Get(string name) => File.OpenRead(PathOf(name));

            public byte[] Bytes(string name) => File.ReadAllBytes(PathOf(name));
        }
        """,
        Registration + """

        app.Run();

        public class Inbox
        {
            private readonly string _root;
            private readonly BlobContainerClient _container;

            public Inbox(IHostEnvironment env, BlobContainerClient container)
            {
                _container = container;
                _root = "inbox";
            }

            private string PathOf(string name) => string.Join("/", _root, "files", name);

            public async Task Put(IFormFile file)
            {
                await using var stream = file.OpenReadStream();
                await _container.GetBlobClient(PathOf(Path.GetFileName(file.FileName))).UploadAsync(stream, overwrite: true);
            }

            public async Task<Stream> Get(string name) => await _container.GetBlobClient(PathOf(name)).OpenReadAsync();

            public byte[] Bytes(string name) => _container.GetBlobClient(PathOf(name)).DownloadContent().Value.Content.ToArray();
        }
        """,
        test => test.CodeActionEquivalenceKey = ShareFiles.ObjectStore);

    [Fact]
    public Task WhatAControllerSends_ComesOutOfTheBucket() => Verify.Async(
        """
        using Amazon.S3;
        using Microsoft.AspNetCore.Mvc;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton<IAmazonS3>(new AmazonS3Client());
        builder.Build().Run();

        public class FilesController(IWebHostEnvironment env, IAmazonS3 s3, IConfiguration configuration) : ControllerBase
        {
            [HttpPost]
            public async Task Put(IFormFile file)
            {
                await using var stream = {|SN3001:System.IO.File.Create(Path.Combine(env.ContentRootPath, "inbox", file.FileName))|};
                await file.CopyToAsync(stream);
            }

            [HttpGet]
            public async Task<IActionResult> Get(string name) => PhysicalFile(Path.Combine(env.ContentRootPath, "inbox", name), "image/png", name);

            [HttpDelete]
            public async Task Delete(string name) => System.IO.File.Delete(Path.Combine(env.ContentRootPath, "inbox", name));
        }
        """.Replace("public async Task Delete(string name) => System.IO.File.Delete(Path.Combine(env.ContentRootPath, \"inbox\", name));", "public async Task Delete(string name) { System.IO.File.Delete(Path.Combine(env.ContentRootPath, \"inbox\", name)); }"),
        """
        using Amazon.S3;
        using Amazon.S3.Transfer;
        using Microsoft.AspNetCore.Mvc;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton<IAmazonS3>(new AmazonS3Client());
        builder.Build().Run();

        public class FilesController(IWebHostEnvironment env, IAmazonS3 s3, IConfiguration configuration) : ControllerBase
        {
            [HttpPost]
            public async Task Put(IFormFile file)
            {
                await using var stream = file.OpenReadStream();
                await new TransferUtility(s3).UploadAsync(stream, configuration["Storage:Bucket"], "inbox/" + Path.GetFileName(file.FileName));
            }

            [HttpGet]
            public async Task<IActionResult> Get(string name) => File(await s3.GetObjectStreamAsync(configuration["Storage:Bucket"], "inbox/" + name, null), "image/png", name);

            [HttpDelete]
            public async Task Delete(string name) { await s3.DeleteObjectAsync(configuration["Storage:Bucket"], "inbox/" + name); }
        }
        """,
        test => test.CodeActionEquivalenceKey = ShareFiles.ObjectStore);

    /// <summary>Where a use of the folder cannot follow, only the configured directory moves all.</summary>
    [Theory]
    [InlineData("app.MapGet(\"/\", () => Directory.GetFiles(Path.Combine({0}, \"inbox\")));")]
    [InlineData("app.MapGet(\"/\", (string name) => {{ try {{ return File.ReadAllText(Path.Combine({0}, \"inbox\", name)); }} catch (FileNotFoundException) {{ return \"\"; }} }});")]
    [InlineData("app.MapGet(\"/\", (string name) => File.ReadLines(Path.Combine({0}, \"inbox\", name)));")]
    public Task UseThatCannotFollow_KeepsTheDirectory(string use) => Verify.Async(
        Registration + "\n" + string.Format(use, "app.Environment.ContentRootPath") + """

        app.MapPost("/", async (IFormFile file) =>
        {
            using var stream = {|SN3001:File.Create(Path.Combine(app.Environment.ContentRootPath, "inbox", file.FileName))|};
            await file.CopyToAsync(stream);
        });
        app.Run();
        """,
        Registration + "\n" + string.Format(use, "Path.GetFullPath(app.Configuration[\"Storage:ContentRoot\"], app.Environment.ContentRootPath)") + """

        app.MapPost("/", async (IFormFile file) =>
        {
            using var stream = File.Create(Path.Combine(Path.GetFullPath(app.Configuration["Storage:ContentRoot"], app.Environment.ContentRootPath), "inbox", Path.GetFileName(file.FileName)));
            await file.CopyToAsync(stream);
        });
        app.Run();
        """,
        test => test.CodeActionIndex = 0);
}
