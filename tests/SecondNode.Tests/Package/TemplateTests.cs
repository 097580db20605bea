using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Package;

/// <summary>What somebody sees who installs the package in a new project: the warnings that a reviewer would expect, and no others.</summary>
[Collection(PackageCollection.Name)]
public class TemplateTests(BuiltTemplates templates) : IClassFixture<BuiltTemplates>
{
    /// <summary>A page without a login protects nothing; a circuit and a login do. Logins are kept in a file of SQLite.</summary>
    private static readonly Dictionary<(string Template, string Authentication), string[]> Expected = new()
    {
        [("mvc", "None")] = [],
        [("mvc", "Individual")] = ["SN3005 Program.cs UseSqlite", "SN5001 Program.cs AddDefaultIdentity"],
        [("webapp", "None")] = [],
        [("webapp", "Individual")] = ["SN3005 Program.cs UseSqlite", "SN5001 Program.cs AddDefaultIdentity"],
        [("webapi", "None")] = [],
        [("blazor", "None")] = ["SN5001 Program.cs AddInteractiveServerComponents"],
        [("blazor", "Individual")] = ["SN5001 Program.cs AddIdentityCookies", "SN3005 Program.cs UseSqlite"],
    };

    public static TheoryData<string, string> All => [.. BuiltTemplates.All];

    [Theory]
    [MemberData(nameof(All))]
    public void Template_HasTheExpectedWarnings(string template, string authentication)
    {
        SkipWhereMissing(template, authentication);
        Assert.Equal(Expected[(template, authentication)], templates.Before(template, authentication));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void FixedTemplate_BuildsWithoutFixableWarnings(string template, string authentication)
    {
        SkipWhereMissing(template, authentication);
        Assert.DoesNotContain(templates.After(template, authentication), finding => ShippedRules.HasFix(finding.Split(' ')[0]));
    }

    private void SkipWhereMissing(string template, string authentication) =>
        Assert.SkipWhen(templates.Missing(template, authentication) is not null, $"{template} --auth {authentication} was not built: {templates.Missing(template, authentication)}");
}
