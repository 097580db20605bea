using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Package;

/// <summary>The packed package does its work in a project of somebody else's.</summary>
[Collection(PackageCollection.Name)]
public class InstalledPackageTests(PackedPackage package)
{
    [Fact]
    public async Task FreshMvcProject_ShowsTheWarnings_AndFailsWhenWarningsAreErrors()
    {
        using var folder = new TemporaryFolder();
        package.WriteConfig(folder.Path);
        (await Tool.DotnetAsync(folder.Path, "new", "mvc", "-n", "Shop", "-o", ".", "--no-restore")).Succeeded();
        (await Tool.DotnetAsync(folder.Path, "add", "Shop.csproj", "package", "SecondNode.Analyzers", "--version", package.Version)).Succeeded();

        var program = await File.ReadAllTextAsync(folder["Program.cs"]);
        Assert.Contains("var app = builder.Build();", program);
        await File.WriteAllTextAsync(folder["Program.cs"], program
            .Replace("var app = builder.Build();", "builder.Services.AddSession();\nvar app = builder.Build();\napp.UseSession();"));
        await File.WriteAllTextAsync(folder["Controllers/CartController.cs"], """
            using Microsoft.AspNetCore.Mvc;

            namespace Shop.Controllers;

            public class CartController(IWebHostEnvironment environment) : Controller
            {
                private static readonly Dictionary<string, List<string>> Carts = [];

                [HttpPost]
                public IActionResult Add(string user, string item)
                {
                    if (!Carts.TryGetValue(user, out var cart))
                    {
                        Carts[user] = cart = [];
                    }

                    cart.Add(item);
                    return RedirectToAction("Index", "Home");
                }

                [HttpPost]
                public IActionResult Empty(string user)
                {
                    Carts.Remove(user);
                    return RedirectToAction("Index", "Home");
                }

                [HttpPost]
                public async Task<IActionResult> Photo(IFormFile file)
                {
                    var path = Path.Combine(environment.WebRootPath, "photos", Path.GetFileName(file.FileName));
                    await using var stream = System.IO.File.Create(path);
                    await file.CopyToAsync(stream);
                    return Ok();
                }
            }
            """);

        var build = (await Tool.DotnetAsync(folder.Path, "build", "Shop.csproj")).Succeeded();
        Assert.All(["SN1001", "SN2001", "SN3001"], id => Assert.Contains($"warning {id}:", build.Output));
        Assert.DoesNotContain("AD0001", build.Output);
        Assert.DoesNotContain("CS8032", build.Output);

        var strict = await Tool.DotnetAsync(folder.Path, "build", "Shop.csproj", "--no-incremental", "-warnaserror");
        Assert.NotEqual(0, strict.ExitCode);
        Assert.Contains("error SN1001:", strict.Output);

        // The generated sarif is what other CI tools read.
        (await Tool.DotnetAsync(folder.Path, "build", "Shop.csproj", "--no-incremental", "-p:ErrorLog=shop.sarif%2Cversion=2.1")).Succeeded();
        Assert.Contains("\"ruleId\": \"SN2001\"", await File.ReadAllTextAsync(folder["shop.sarif"]));
    }

    [Fact]
    public async Task SwitchedOff_OrSingleNode_IsSilent()
    {
        using var folder = new TemporaryFolder();
        package.WriteConfig(folder.Path);
        (await Tool.DotnetAsync(folder.Path, "new", "mvc", "-n", "Shop", "-o", ".", "--no-restore")).Succeeded();
        (await Tool.DotnetAsync(folder.Path, "add", "Shop.csproj", "package", "SecondNode.Analyzers", "--version", package.Version)).Succeeded();
        var program = await File.ReadAllTextAsync(folder["Program.cs"]);
        await File.WriteAllTextAsync(folder["Program.cs"], program
            .Replace("var app = builder.Build();", "builder.Services.AddSession();\nvar app = builder.Build();\napp.UseSession();"));

        Assert.DoesNotContain("SN1001", (await Tool.DotnetAsync(folder.Path, "build", "Shop.csproj", "-p:SecondNodeScope=None")).Succeeded().Output);
        await File.WriteAllTextAsync(folder[".editorconfig"], "root = true\n[*.cs]\ndotnet_diagnostic.SN1001.severity = none\n");
        Assert.DoesNotContain("SN1001", (await Tool.DotnetAsync(folder.Path, "build", "Shop.csproj", "--no-incremental")).Succeeded().Output);
        File.Delete(folder[".editorconfig"]);
        await File.WriteAllTextAsync(folder[".globalconfig"], "is_global = true\nsecondnode.single_node = true\n");
        Assert.DoesNotContain("SN1001", (await Tool.DotnetAsync(folder.Path, "build", "Shop.csproj", "--no-incremental")).Succeeded().Output);
    }

    /// <summary>The library is compiled first, and the application sees nothing of it but its reference assembly.</summary>
    [Fact]
    public async Task WhatALibraryDoesToData_IsKnownInTheApplicationThatUsesIt()
    {
        using var folder = new TemporaryFolder();
        package.WriteConfig(folder.Path);
        var reference = $"<ItemGroup><PackageReference Include=\"SecondNode.Analyzers\" Version=\"{package.Version}\" PrivateAssets=\"all\" /></ItemGroup>";
        Directory.CreateDirectory(folder["Data"]);
        Directory.CreateDirectory(folder["Shop"]);
        await File.WriteAllTextAsync(folder["Data/Data.csproj"], $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <SecondNodeEffectsFile>../Shop/secondnode.effects.copy.txt</SecondNodeEffectsFile>
              </PropertyGroup>
              {reference}
            </Project>
            """);
        await File.WriteAllTextAsync(folder["Data/Orders.cs"], """
            using System.Data.Common;

            namespace Data;

            public interface IOrders
            {
                Task AddAsync();

                Task<object?> CountAsync();
            }

            public class Orders(DbDataSource primary, DbDataSource replica) : IOrders
            {
                public async Task AddAsync()
                {
                    await using var connection = await primary.OpenConnectionAsync();
                    await using var command = connection.CreateCommand();
                    command.CommandText = "INSERT INTO orders (id) VALUES (1)";
                    await command.ExecuteNonQueryAsync();
                }

                public async Task<object?> CountAsync()
                {
                    await using var connection = await replica.OpenConnectionAsync();
                    await using var command = connection.CreateCommand();
                    command.CommandText = "SELECT count(*) FROM orders";
                    return await command.ExecuteScalarAsync();
                }
            }
            """);
        await File.WriteAllTextAsync(folder["Shop/Shop.csproj"], $"""
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              {reference}
              <ItemGroup><ProjectReference Include="../Data/Data.csproj" /></ItemGroup>
            </Project>
            """);
        await File.WriteAllTextAsync(folder["Shop/Program.cs"], """
            var app = WebApplication.CreateBuilder(args).Build();
            app.MapPost("/orders", async (Data.IOrders orders) => { await orders.AddAsync(); return await orders.CountAsync(); });
            app.Run();
            """);

        var build = (await Tool.DotnetAsync(folder["Shop"], "build", "Shop.csproj")).Succeeded();
        Assert.Contains("Program.cs(2,95): warning SN4001:", build.Output);
        Assert.DoesNotContain("AD0001", build.Output);
        Assert.DoesNotContain("CS8785", build.Output);
        Assert.Contains("M:Data.IOrders.CountAsync|", await File.ReadAllTextAsync(folder["Shop/secondnode.effects.copy.txt"]));
    }

    /// <summary>An old project is no SDK project: it imports what the package has under <c>build</c>, and nothing adds analyzers but that.</summary>
    [Fact]
    public async Task ProjectWithPackagesConfig_GetsTheAnalyzersAndItsConfiguration()
    {
        using var folder = new TemporaryFolder();
        await System.IO.Compression.ZipFile.ExtractToDirectoryAsync(package.File, folder["packages/SecondNode.Analyzers"], TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder["packages.config"], "<packages><package id=\"SecondNode.Analyzers\" version=\"1.0.0\" targetFramework=\"net48\" /></packages>");
        await File.WriteAllTextAsync(folder["Web.config"], "<configuration />");
        await File.WriteAllTextAsync(folder["Shop.csproj"], """
            <Project ToolsVersion="15.0" DefaultTargets="Build" xmlns="http://schemas.microsoft.com/developer/msbuild/2003">
              <Import Project="packages/SecondNode.Analyzers/build/SecondNode.Analyzers.props" />
              <PropertyGroup>
                <OutputType>Library</OutputType>
                <TargetFrameworkVersion>v4.8</TargetFrameworkVersion>
              </PropertyGroup>
              <Import Project="$(MSBuildToolsPath)/Microsoft.CSharp.targets" />
              <Import Project="packages/SecondNode.Analyzers/build/SecondNode.Analyzers.targets" />
            </Project>
            """);

        var items = (await Tool.DotnetAsync(folder.Path, "msbuild", "Shop.csproj", "-getItem:Analyzer", "-getItem:AdditionalFiles")).Succeeded().Output;
        Assert.Contains("SecondNode.Analyzers.dll\"", items);
        Assert.Contains("SecondNode.CodeFixes.dll\"", items);
        Assert.Contains("Web.config\"", items);
        Assert.Contains("Shop.csproj\"", items);
    }
}
