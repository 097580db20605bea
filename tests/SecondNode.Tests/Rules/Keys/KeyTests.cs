using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Rules.Keys;

/// <summary>What tests of fixes for keys share.</summary>
internal static class KeyTests
{
    public const string Project = "<Project Sdk=\"Microsoft.NET.Sdk.Web\">\n  <PropertyGroup>\n    <TargetFramework>net10.0</TargetFramework>\n  </PropertyGroup>\n</Project>\n";

    /// <summary>A settings file that gets the connection string of Redis.</summary>
    public static void WithFiles<TAnalyzer, TFix>(FixTest<TAnalyzer, TFix> test)
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TFix : CodeFixProvider, new()
    {
        test.AdditionalFiles["/app/appsettings.json"] = "{\n  \"AllowedHosts\": \"*\"\n}\n";
        test.FixedAdditionalFiles["/app/appsettings.json"] = "{\n  \"AllowedHosts\": \"*\",\n  \"ConnectionStrings\": {\n    \"Redis\": \"localhost:6379,abortConnect=false\"\n  }\n}\n";
    }

    /// <summary>A settings file that gets a key of Data Protection.</summary>
    public static Action<FixTest<TAnalyzer, TFix>> WithSetting<TAnalyzer, TFix>(string choice, string name, string value)
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TFix : CodeFixProvider, new() =>
        test =>
        {
            test.AdditionalFiles["/app/appsettings.json"] = "{\n  \"AllowedHosts\": \"*\"\n}\n";
            test.FixedAdditionalFiles["/app/appsettings.json"] = $"{{\n  \"AllowedHosts\": \"*\",\n  \"DataProtection\": {{\n    \"{name}\": \"{value}\"\n  }}\n}}\n";
            test.CodeActionEquivalenceKey = choice;
        };
}
