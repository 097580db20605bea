using SecondNode.Analyzers.Rules.Session;
using SecondNode.CodeFixes.Session;
using SecondNode.Tests.Rules.Session;

namespace SecondNode.Tests.Session;

/// <summary>The fix of SN1003: web.config, the package, and the marks that a shared store needs.</summary>
public class ShareClassicSessionTests
{
    private const string Page = "class P : Page { void M() { Session[\"a\"] = 1; } }";
    private const string Reported = "class P : Page { void M() { {|SN1003:Session[\"a\"]|} = 1; } }";
    private const string PackageProject = "<Project Sdk=\"Microsoft.NET.Sdk\">\n  <ItemGroup>\n    <PackageReference Include=\"Dapper\" Version=\"2.1.35\" />\n  </ItemGroup>\n</Project>\n";

    [Fact]
    public Task Redis_IsFirst_WhereThePackageCanBeAdded() => FixAsync(
        """
        <?xml version="1.0"?>
        <configuration>
          <configSections>
            <section name="shop" type="Shop.Section" />
          </configSections>
          <system.web>
            <!-- forty minutes are enough -->
            <sessionState mode="InProc" cookieName="shop" timeout="40" />
            <compilation debug="true" />
          </system.web>
          <system.webServer>
            <modules runAllManagedModulesForAllRequests="true">
              <remove name="WebDAVModule" />
            </modules>
          </system.webServer>
        </configuration>
        """,
        """
        <?xml version="1.0"?>
        <configuration>
          <configSections>
            <section name="shop" type="Shop.Section" />
          </configSections>
          <connectionStrings>
            <add name="Redis" connectionString="localhost:6379,abortConnect=false" />
          </connectionStrings>
          <system.web>
            <!-- forty minutes are enough -->
            <sessionState mode="Custom" customProvider="RedisSessionStateStore" cookieName="shop" timeout="40">
              <providers>
                <add name="RedisSessionStateStore" type="Microsoft.Web.Redis.RedisSessionStateProvider, Microsoft.Web.RedisSessionStateProvider" connectionString="Redis" />
              </providers>
            </sessionState>
            <compilation debug="true" />
          </system.web>
          <system.webServer>
            <modules runAllManagedModulesForAllRequests="true">
              <remove name="WebDAVModule" />
              <remove name="Session" />
              <add name="Session" type="Microsoft.AspNet.SessionState.SessionStateModuleAsync, Microsoft.AspNet.SessionState.SessionStateModule" preCondition="integratedMode" />
            </modules>
          </system.webServer>
        </configuration>
        """,
        project: (PackageProject, PackageProject.Replace("  </ItemGroup>", "    <PackageReference Include=\"Microsoft.Web.RedisSessionStateProvider\" Version=\"5.0.4\" />\n  </ItemGroup>")));

    [Fact]
    public Task SqlServer_IsFirst_WithoutPackageReferences() => FixAsync(
        "<configuration>\r\n\t<system.web>\r\n\t\t<compilation />\r\n\t</system.web>\r\n</configuration>\r\n",
        "<configuration>\r\n\t<connectionStrings>\r\n\t\t<add name=\"SessionState\" connectionString=\"Data Source=localhost;Integrated Security=SSPI\" />\r\n\t</connectionStrings>\r\n\t<system.web>\r\n\t\t<compilation />\r\n\t\t<sessionState mode=\"SQLServer\" sqlConnectionString=\"SessionState\" />\r\n\t</system.web>\r\n</configuration>\r\n");

    [Fact]
    public Task EmptyConfiguration_GetsItsSections() => FixAsync(
        "<configuration />\n",
        "<configuration>\n  <connectionStrings>\n    <add name=\"SessionState\" connectionString=\"Data Source=localhost;Integrated Security=SSPI\" />\n  </connectionStrings>\n  <system.web>\n    <sessionState mode=\"SQLServer\" sqlConnectionString=\"SessionState\" />\n  </system.web>\n</configuration>\n");

    [Fact]
    public Task Providers_OfTheOldSection_AreReplaced_AndConnectionStringsKept() => FixAsync(
        """
        <configuration>
          <connectionStrings>
            <add name="Shop" connectionString="x" />
          </connectionStrings>
          <system.web>
            <sessionState mode="InProc" customProvider="Default">
              <providers>
                <add name="Default" type="System.Web.Providers.DefaultSessionStateProvider" />
              </providers>
            </sessionState>
          </system.web>
        </configuration>
        """,
        """
        <configuration>
          <connectionStrings>
            <add name="Shop" connectionString="x" />
            <add name="SessionState" connectionString="Data Source=localhost;Integrated Security=SSPI" />
          </connectionStrings>
          <system.web>
            <sessionState mode="SQLServer" sqlConnectionString="SessionState" />
          </system.web>
        </configuration>
        """);

    [Fact]
    public Task ConnectionStringsInAnotherFile_HaveNoFix()
    {
        const string config = "<configuration><connectionStrings configSource=\"c.config\" /></configuration>";
        return ClassicSite.FixAsync<ClassicSessionInProcess, ShareClassicSession>(Reported, Reported, new() { ["/app/Web.config"] = config }, []);
    }

    [Fact]
    public Task Values_AreMarkedWithIt() => ClassicSite.FixAsync<ClassicSessionInProcess, ShareClassicSession>(
        "class P : Page { void M() { {|SN1003:Session[\"a\"]|} = 1; Session[\"b\"] = new Cart(); } }\nclass Cart { }",
        "class P : Page { void M() { Session[\"a\"] = 1; Session[\"b\"] = new Cart(); } }\n[Serializable]\nclass Cart { }",
        new() { ["/app/Web.config"] = "<configuration><system.web><sessionState /></system.web></configuration>" },
        new() { ["/app/Web.config"] = "<configuration><connectionStrings>\n  <add name=\"SessionState\" connectionString=\"Data Source=localhost;Integrated Security=SSPI\" />\n</connectionStrings>\n<system.web><sessionState mode=\"SQLServer\" sqlConnectionString=\"SessionState\" /></system.web></configuration>" });

    [Fact]
    public Task ValueThatNoStoreCanHold_HasNoFix()
    {
        const string source = "class P : Page { void M() { {|SN1003:Session[\"a\"]|} = 1; Session[\"b\"] = new HttpCookie(\"b\"); } }";
        return ClassicSite.FixAsync<ClassicSessionInProcess, ShareClassicSession>(source, source, new() { ["/app/Web.config"] = "<configuration />" }, []);
    }

    private static Task FixAsync(string config, string fixedConfig, (string Before, string After)? project = null)
    {
        var (before, after) = (new Dictionary<string, string> { ["/app/Web.config"] = config }, new Dictionary<string, string> { ["/app/Web.config"] = fixedConfig });
        if (project is var (file, fixedFile))
        {
            before.Add("/app/App.csproj", file);
            after.Add("/app/App.csproj", fixedFile);
        }

        return ClassicSite.FixAsync<ClassicSessionInProcess, ShareClassicSession>(Reported, Page, before, after);
    }
}
