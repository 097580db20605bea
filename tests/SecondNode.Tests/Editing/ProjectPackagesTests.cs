using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using SecondNode.CodeFixes.Editing;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Editing;

public sealed class ProjectPackagesTests
{
    private const string Redis = "Microsoft.Extensions.Caching.StackExchangeRedis";
    private const string Central = "/Directory.Packages.props";

    [Theory]
    [InlineData("net8.0", "8.0.31")]
    [InlineData("net9.0", "9.0.20")]
    [InlineData("net10.0", "10.0.12")]
    [InlineData("net10.0-windows", "10.0.12")]
    [InlineData("net11.0", "11.0.0")]
    [InlineData("net7.0", "7.0.0")]
    [InlineData("netcoreapp3.1", "3.1.0")]
    [InlineData("net48", "8.0.31")]
    [InlineData("$(Tfm)", "10.0.12")]
    public async Task Version_FollowsTheTargetFramework(string framework, string version)
    {
        var (result, text) = await AddAsync(Project($"""
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup>
                <TargetFramework>{framework}</TargetFramework>
              </PropertyGroup>
            </Project>

            """));
        Assert.Equal(FileEdit.Done, result);
        Assert.Equal($"""
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup>
                <TargetFramework>{framework}</TargetFramework>
              </PropertyGroup>

              <ItemGroup>
                <PackageReference Include="{Redis}" Version="{version}" />
              </ItemGroup>
            </Project>

            """, text);
    }

    [Fact]
    public async Task TargetFrameworkFromTheBuild_IsUsed()
    {
        var (_, text) = await AddAsync(Project("""<Project Sdk="Microsoft.NET.Sdk.Web"></Project>""").WithProperty("TargetFramework", "net9.0"));
        Assert.Contains("\"9.0.20\"", text);
    }

    [Fact]
    public async Task SeveralTargets_TakeTheLowest()
    {
        var (_, text) = await AddAsync(Project("""
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup><TargetFrameworks>net10.0;net8.0</TargetFrameworks></PropertyGroup>
            </Project>
            """));
        Assert.Contains("\"8.0.31\"", text);
    }

    [Fact]
    public async Task SortedGroup_StaysSorted_AndCommentsStay()
    {
        var (_, text) = await AddAsync(Project("""
            <Project Sdk="Microsoft.NET.Sdk.Web">
            	<PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
            	<!-- data -->
            	<ItemGroup>
            		<PackageReference Include="Dapper" Version="2.1.86" /> <!-- fast -->
            		<!-- the database -->
            		<PackageReference Include="Npgsql" Version="10.0.3" />
            	</ItemGroup>
            </Project>
            """));
        Assert.Equal($"""
            <Project Sdk="Microsoft.NET.Sdk.Web">
            	<PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
            	<!-- data -->
            	<ItemGroup>
            		<PackageReference Include="Dapper" Version="2.1.86" /> <!-- fast -->
            		<PackageReference Include="{Redis}" Version="10.0.12" />
            		<!-- the database -->
            		<PackageReference Include="Npgsql" Version="10.0.3" />
            	</ItemGroup>
            </Project>
            """, text);
    }

    [Fact]
    public async Task UnsortedGroup_GetsItAtTheEnd_AndConditionalGroupsAreLeftAlone()
    {
        var (_, text) = await AddAsync(Project("""
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup Condition="'$(Configuration)' == 'Debug'">
                <PackageReference Include="Microsoft.Extensions.Caching.Abstractions" Version="10.0.0" />
              </ItemGroup>
              <ItemGroup>
                <PackageReference Include="Npgsql" Version="10.0.3">
                  <PrivateAssets>all</PrivateAssets>
                </PackageReference>
                <PackageReference Include="Dapper" Version="2.1.86" />
              </ItemGroup>
            </Project>
            """));
        Assert.Contains($"""
                <PackageReference Include="Dapper" Version="2.1.86" />
                <PackageReference Include="{Redis}" Version="10.0.12" />
              </ItemGroup>
            """, text);
    }

    [Fact]
    public async Task FirstOfASortedGroup_GoesBeforeTheOthers()
    {
        var (_, text) = await AddAsync(Project("""
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Npgsql" Version="10.0.3" />
              </ItemGroup>
            </Project>
            """));
        Assert.Contains($"""
              <ItemGroup>
                <PackageReference Include="{Redis}" Version="10.0.12" />
                <PackageReference Include="Npgsql" Version="10.0.3" />
            """, text);
    }

    [Fact]
    public async Task EmptyProjectElement_IsOpened()
    {
        var (_, text) = await AddAsync(Project("""<Project Sdk="Microsoft.NET.Sdk.Web" />"""));
        Assert.Equal($"""
            <Project Sdk="Microsoft.NET.Sdk.Web" >
              <ItemGroup>
                <PackageReference Include="{Redis}" Version="10.0.12" />
              </ItemGroup>
            </Project>
            """.Replace("Web\" >", "Web\" >"), text);
    }

    [Fact]
    public async Task WindowsLineEndings_AreKept()
    {
        var (_, text) = await AddAsync(Project("<Project Sdk=\"Microsoft.NET.Sdk.Web\">\r\n  <ItemGroup>\r\n    <PackageReference Include=\"Dapper\" Version=\"2.1.86\" />\r\n  </ItemGroup>\r\n</Project>\r\n"));
        Assert.Contains($"/>\r\n    <PackageReference Include=\"{Redis}\" Version=\"10.0.12\" />\r\n", text);
        Assert.DoesNotContain("\n", text.Replace("\r\n", ""));
    }

    [Fact]
    public async Task Encoding_IsKept()
    {
        var project = Project("<Project Sdk=\"Microsoft.NET.Sdk.Web\">\n</Project>");
        var edits = new SolutionEdits(project.Project.Solution);
        await ProjectPackages.AddAsync(edits, project.Project, Redis, TestContext.Current.CancellationToken);
        var text = await edits.TextOfAsync(project.Project.AdditionalDocuments.Single(), TestContext.Current.CancellationToken);
        Assert.Equal(3, text.Encoding!.GetPreamble().Length);
    }

    [Fact]
    public async Task CentralVersions_GetTheVersion_AndTheProjectTheReference()
    {
        var project = Project("""
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Dapper" />
              </ItemGroup>
            </Project>
            """).With(Central, """
            <Project>
              <PropertyGroup>
                <ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally>
              </PropertyGroup>
              <ItemGroup Label="Tests">
                <PackageVersion Include="xunit" Version="2.9.3" />
              </ItemGroup>
              <ItemGroup Label="App">
                <PackageVersion Include="Dapper" Version="2.1.86" />
                <PackageVersion Include="Microsoft.Extensions.Http" Version="10.0.0" />
              </ItemGroup>
            </Project>
            """);
        var (result, text) = await AddAsync(project);
        var (_, central) = await AddAsync(project, Central);
        Assert.Equal(FileEdit.Done, result);
        Assert.Contains($"""
                <PackageReference Include="Dapper" />
                <PackageReference Include="{Redis}" />
            """, text);
        Assert.Contains($"""
                <PackageVersion Include="Dapper" Version="2.1.86" />
                <PackageVersion Include="{Redis}" Version="10.0.12" />
                <PackageVersion Include="Microsoft.Extensions.Http" Version="10.0.0" />
            """, central);
    }

    [Fact]
    public async Task CentralVersionThatIsThere_IsKept()
    {
        var project = Project("""<Project Sdk="Microsoft.NET.Sdk.Web"><ItemGroup><PackageReference Include="Dapper" /></ItemGroup></Project>""")
            .With(Central, $"""<Project><ItemGroup><PackageVersion Include="{Redis}" Version="9.0.1" /></ItemGroup></Project>""");
        var (_, text) = await AddAsync(project);
        var (_, central) = await AddAsync(project, Central);
        Assert.Contains($"""<ItemGroup><PackageReference Include="Dapper" /><PackageReference Include="{Redis}" /></ItemGroup>""", text);
        Assert.DoesNotContain("10.0.12", central);
    }

    [Fact]
    public async Task ProjectThatOptsOutOfCentralVersions_GetsTheVersion()
    {
        var project = Project("""
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup><ManagePackageVersionsCentrally>false</ManagePackageVersionsCentrally></PropertyGroup>
            </Project>
            """).With(Central, "<Project></Project>");
        Assert.Contains("Version=", (await AddAsync(project)).Text);
        Assert.Equal("<Project></Project>", (await AddAsync(project, Central)).Text);
    }

    [Fact]
    public async Task CentralFileOfTwoProjects_GetsTheEditsOfBoth()
    {
        const string props = "<Project>\n  <ItemGroup>\n    <PackageVersion Include=\"Dapper\" Version=\"2.1.86\" />\n  </ItemGroup>\n</Project>\n";
        var project = Project("""<Project Sdk="Microsoft.NET.Sdk.Web" />""").With(Central, props);
        var other = ProjectId.CreateNewId();
        var solution = project.Project.Solution
            .AddProject(ProjectInfo.Create(other, VersionStamp.Default, "Other", "Other", LanguageNames.CSharp, filePath: "/other/Other.csproj", metadataReferences: References.Of(Framework.Web)))
            .AddAdditionalDocument(DocumentId.CreateNewId(other), "Other.csproj", SourceText.From("<Project Sdk=\"Microsoft.NET.Sdk.Web\" />"), filePath: "/other/Other.csproj")
            .AddAdditionalDocument(DocumentId.CreateNewId(other), "Directory.Packages.props", SourceText.From(props), filePath: Central);
        var edits = new SolutionEdits(solution);
        await ProjectPackages.AddAsync(edits, solution.GetProject(project.Project.Id)!, Redis, TestContext.Current.CancellationToken);
        await ProjectPackages.AddAsync(edits, solution.GetProject(other)!, "Microsoft.Extensions.Caching.Hybrid", TestContext.Current.CancellationToken);
        var changed = await edits.ToSolutionAsync(TestContext.Current.CancellationToken);
        foreach (var id in changed.GetDocumentIdsWithFilePath(Central))
        {
            var text = (await changed.GetAdditionalDocument(id)!.GetTextAsync(TestContext.Current.CancellationToken)).ToString();
            Assert.Contains(Redis, text);
            Assert.Contains("Hybrid", text);
        }
    }

    [Fact]
    public async Task SecondRun_ChangesNothing()
    {
        var project = Project("<Project Sdk=\"Microsoft.NET.Sdk.Web\">\n</Project>");
        var (_, once) = await AddAsync(project);
        var (result, twice) = await AddAsync(Project(once));
        Assert.Equal(FileEdit.NotNeeded, result);
        Assert.Equal(once, twice);
        var (_, twoCalls) = await project.EditAsync(EditingProject.ProjectFile, async (edits, p) =>
        {
            await ProjectPackages.AddAsync(edits, p, Redis, TestContext.Current.CancellationToken);
            return await ProjectPackages.AddAsync(edits, p, Redis, TestContext.Current.CancellationToken);
        });
        Assert.Equal(once, twoCalls);
    }

    [Fact]
    public async Task ReferencedAssembly_NeedsNothing()
    {
        var project = new EditingProject(Framework.WebWithPackages).With(EditingProject.ProjectFile, "<Project Sdk=\"Microsoft.NET.Sdk.Web\">\n</Project>");
        Assert.Equal(FileEdit.NotNeeded, (await AddAsync(project)).Result);
    }

    [Theory]
    [InlineData("<Project Sdk=\"Microsoft.NET.Sdk.Web\"><ItemGroup></Project>")]
    [InlineData("")]
    [InlineData("not xml")]
    [InlineData("<Project ToolsVersion=\"15.0\"><ItemGroup><Reference Include=\"System\" /></ItemGroup></Project>")]
    [InlineData("<Project Sdk=\"Microsoft.NET.Sdk.Web\"><PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup></Project>")]
    public async Task FileThatCannotBeEdited_IsLeftAlone(string text)
    {
        var (result, after) = await AddAsync(Project(text));
        Assert.Equal(FileEdit.ByHand, result);
        Assert.Equal(text, after);
    }

    [Fact]
    public async Task NoProjectFile_IsByHand() =>
        Assert.Equal(FileEdit.ByHand, await ProjectPackages.CheckAsync(new EditingProject().Project, Redis, TestContext.Current.CancellationToken));

    private static EditingProject Project(string text) => new EditingProject().With(EditingProject.ProjectFile, text);

    private static Task<(FileEdit Result, string Text)> AddAsync(EditingProject project, string path = EditingProject.ProjectFile) =>
        project.EditAsync(path, (edits, p) => ProjectPackages.AddAsync(edits, p, Redis, TestContext.Current.CancellationToken));
}
