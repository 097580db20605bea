using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace SecondNode.CodeFixes.Editing;

/// <summary>
/// Adds a package reference to the project file, and its version to the central file where versions are kept there. Both
/// files reach a fix as additional documents (see the package's build targets).
/// </summary>
internal static class ProjectPackages
{
    /// <summary>
    /// Writes the reference into the edits. Nothing is needed where the compilation references the package's assembly
    /// already, directly or through another project, or where the project file has the reference.
    /// </summary>
    public static async Task<FileEdit> AddAsync(SolutionEdits edits, Project project, string packageId, CancellationToken cancellation)
    {
        var compilation = await project.GetCompilationAsync(cancellation).ConfigureAwait(false);
        if (compilation is not null && IsReferenced(compilation, packageId))
        {
            return FileEdit.NotNeeded;
        }

        if (ProjectFile(project) is not { } file)
        {
            return FileEdit.ByHand;
        }

        var source = await edits.TextOfAsync(file, cancellation).ConfigureAwait(false);
        var text = source.ToString();
        if (XmlOutline.Parse(text) is not { Name: "Project" } root)
        {
            return FileEdit.ByHand;
        }

        if (ProjectItems.Has(root, "PackageReference", packageId))
        {
            return FileEdit.NotNeeded;
        }

        var frameworks = root.Descendants().Where(e => e.Name is "TargetFrameworks" or "TargetFramework").Select(e => e.ValueOf(text)).FirstOrDefault(v => v.Length > 0 && !v.Contains('$'));
        var major = PackageVersions.Major(frameworks ?? "") ?? PackageVersions.Major(Property(project, "TargetFramework")) ?? PackageVersions.Major(compilation);
        if ((PackageVersions.For(packageId, major) ?? PackageVersions.OfSibling(packageId, compilation)) is not { } version || !TakesPackageReferences(root))
        {
            return FileEdit.ByHand;
        }

        if (!IsCentral(project, root, text))
        {
            edits.SetText(file, source.WithChanges(ProjectItems.Add(text, root, "PackageReference", packageId, $" Version=\"{version}\"")));
            return FileEdit.Done;
        }

        if (CentralFile(project) is not { } central)
        {
            return FileEdit.ByHand;
        }

        var centralSource = await edits.TextOfAsync(central, cancellation).ConfigureAwait(false);
        var centralText = centralSource.ToString();
        if (XmlOutline.Parse(centralText) is not { Name: "Project" } centralRoot)
        {
            return FileEdit.ByHand;
        }

        if (!ProjectItems.Has(centralRoot, "PackageVersion", packageId))
        {
            edits.SetText(central, centralSource.WithChanges(ProjectItems.Add(centralText, centralRoot, "PackageVersion", packageId, $" Version=\"{version}\"")));
        }

        edits.SetText(file, source.WithChanges(ProjectItems.Add(text, root, "PackageReference", packageId, "")));
        return FileEdit.Done;
    }

    /// <summary>What <see cref="AddAsync"/> would do, for the title of a fix.</summary>
    public static Task<FileEdit> CheckAsync(Project project, string packageId, CancellationToken cancellation) =>
        AddAsync(new SolutionEdits(project.Solution), project, packageId, cancellation);

    /// <summary>Whether code may name the package's types: it is there, or can be added. Code that names a missing package does not compile.</summary>
    public static async Task<bool> CanUseAsync(Project project, string packageId, CancellationToken cancellation) =>
        await CheckAsync(project, packageId, cancellation).ConfigureAwait(false) != FileEdit.ByHand;

    /// <summary>Whether the assembly that the package is named after is referenced, by a package or a project in between too.</summary>
    public static bool IsReferenced(Compilation compilation, string packageId) =>
        compilation.ReferencedAssemblyNames.Any(n => string.Equals(n.Name, packageId, StringComparison.OrdinalIgnoreCase));

    private static TextDocument? ProjectFile(Project project)
    {
        var candidates = project.AdditionalDocuments.Where(d => PathOf(d).EndsWith(".csproj", StringComparison.OrdinalIgnoreCase)).ToList();
        return candidates.FirstOrDefault(d => string.Equals(PathOf(d), project.FilePath, StringComparison.OrdinalIgnoreCase)) ?? (candidates.Count == 1 ? candidates[0] : null);
    }

    private static TextDocument? CentralFile(Project project) =>
        project.AdditionalDocuments.FirstOrDefault(d => PathOf(d).EndsWith("Packages.props", StringComparison.OrdinalIgnoreCase));

    private static bool IsCentral(Project project, XmlElementSpan root, string text)
    {
        var own = root.Descendants().FirstOrDefault(e => e.Name == "ManagePackageVersionsCentrally")?.ValueOf(text) ?? "";
        var value = own.Length > 0 ? own : Property(project, "ManagePackageVersionsCentrally");
        return value.Length > 0 ? string.Equals(value, "true", StringComparison.OrdinalIgnoreCase) : CentralFile(project) is not null;
    }

    /// <summary>An old-style project takes package references too, but only one that has some says that it does not use packages.config.</summary>
    private static bool TakesPackageReferences(XmlElementSpan root) =>
        root["Sdk"] is not null || root.Descendants().Any(e => e.Name is "PackageReference" or "Sdk" || (e.Name == "Import" && e["Sdk"] is not null));

    private static string Property(Project project, string name) =>
        project.AnalyzerOptions.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue("build_property." + name, out var value) ? value.Trim() : "";

    private static string PathOf(TextDocument document) => document.FilePath ?? document.Name;
}
