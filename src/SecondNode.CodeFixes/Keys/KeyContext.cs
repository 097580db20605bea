using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using SecondNode.Analyzers.Facts;
using SecondNode.CodeFixes.Editing;

namespace SecondNode.CodeFixes.Keys;

/// <summary>The application's database context that can hold the keys of Data Protection.</summary>
/// <param name="Type">The context.</param>
/// <param name="Document">Where it is declared.</param>
/// <param name="Declaration">The part that names its base class.</param>
/// <param name="IsReady">Whether it holds keys already.</param>
internal sealed record KeyContext(INamedTypeSymbol Type, Document Document, ClassDeclarationSyntax Declaration, bool IsReady)
{
    public const string Package = "Microsoft.AspNetCore.DataProtection.EntityFrameworkCore";

    private const string Namespace = "Microsoft.AspNetCore.DataProtection.EntityFrameworkCore";
    private const string Interface = "IDataProtectionKeyContext";
    private const string Property = "DataProtectionKeys";
    private static readonly string[] Registrations = ["AddDbContext", "AddDbContextPool", "AddDbContextFactory", "AddPooledDbContextFactory", "AddNpgsqlDbContext", "AddSqlServerDbContext", "AddNpgsql", "AddSqlServer"];

    /// <summary>Databases of one node, which would share nothing.</summary>
    private static readonly string[] LocalDatabases = ["UseSqlite", "UseInMemoryDatabase"];

    /// <summary>The registered context of the project whose database other nodes can reach, or null.</summary>
    public static async Task<KeyContext?> FindAsync(Project project, CancellationToken cancellation)
    {
        KeyContext? first = null;
        foreach (var document in project.Documents)
        {
            if (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root)
            {
                continue;
            }

            foreach (var call in TreeFacts.Of(root.SyntaxTree).CallsNamed(Registrations.Contains))
            {
                if (!call.Types.IsEmpty && !UsesLocalDatabase(root.FindNode(call.Span)) &&
                    await OfNameAsync(project, call.Types, cancellation).ConfigureAwait(false) is { } found)
                {
                    if (found.IsReady)
                    {
                        return found;
                    }

                    first ??= found;
                }
            }
        }

        return first;
    }

    /// <summary>Makes the context hold keys.</summary>
    public async Task WriteAsync(SolutionEdits edits, CancellationToken cancellation)
    {
        if (IsReady || !edits.Once("keys of " + Type.ToDisplayString()))
        {
            return;
        }

        await ProjectPackages.AddAsync(edits, Document.Project, Package, cancellation).ConfigureAwait(false);
        edits.Use(Document, Namespace);
        edits.Use(Document, "Microsoft.EntityFrameworkCore");
        var editor = await edits.EditorAsync(Document, cancellation).ConfigureAwait(false);
        editor.ReplaceNode(Declaration, (node, _) => WithKeys((ClassDeclarationSyntax)node));
    }

    private static ClassDeclarationSyntax WithKeys(ClassDeclarationSyntax declaration)
    {
        var types = declaration.BaseList!.Types;
        var last = types[types.Count - 1];
        declaration = declaration.WithBaseList(declaration.BaseList.WithTypes(types
            .Replace(last, last.WithoutTrailingTrivia())
            .Add(SyntaxFactory.SimpleBaseType(SyntaxFactory.ParseTypeName(Interface)).WithLeadingTrivia(SyntaxFactory.Space).WithTrailingTrivia(last.GetTrailingTrivia()))));
        var newLine = NewLine.Of(declaration.SyntaxTree.GetRoot());
        if (declaration.OpenBraceToken.IsKind(SyntaxKind.None))
        {
            // class AppContext(...) : DbContext(...);
            declaration = declaration.WithSemicolonToken(default).WithOpenBraceToken(SyntaxFactory.Token(SyntaxKind.OpenBraceToken)).WithCloseBraceToken(SyntaxFactory.Token(SyntaxKind.CloseBraceToken));
        }

        var sets = declaration.Members.OfType<PropertyDeclarationSyntax>().Where(IsSet).ToList();
        var before = sets.LastOrDefault();
        var property = SyntaxFactory.ParseMemberDeclaration($"public DbSet<DataProtectionKey> {Property} => Set<DataProtectionKey>();")!;
        var spread = sets.Count > 1 && before!.GetLeadingTrivia().Any(SyntaxKind.EndOfLineTrivia);
        var indent = before is null ? "" : before.GetLeadingTrivia().LastOrDefault(t => t.IsKind(SyntaxKind.WhitespaceTrivia)).ToString();
        property = property
            .WithLeadingTrivia(SyntaxFactory.ParseLeadingTrivia((before is not null && (spread || sets.Count == 1) ? newLine : "") + indent))
            .WithTrailingTrivia(SyntaxFactory.ParseTrailingTrivia(newLine))
            .WithAdditionalAnnotations(Formatter.Annotation);
        if (before is null && declaration.Members.FirstOrDefault() is { } following && !following.GetLeadingTrivia().Any(SyntaxKind.EndOfLineTrivia))
        {
            property = property.WithTrailingTrivia(SyntaxFactory.ParseTrailingTrivia(newLine + newLine));
        }

        return declaration.WithMembers(declaration.Members.Insert(before is null ? 0 : declaration.Members.IndexOf(before) + 1, property));
    }

    private static bool IsSet(PropertyDeclarationSyntax property) => property.Type is GenericNameSyntax { Identifier.ValueText: "DbSet" };

    private static bool UsesLocalDatabase(SyntaxNode registration) =>
        registration.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Any(name => LocalDatabases.Contains(name.Identifier.ValueText));

    /// <summary>The context of one of the names, in this project or in one that it references.</summary>
    private static async Task<KeyContext?> OfNameAsync(Project project, IEnumerable<string> names, CancellationToken cancellation)
    {
        var projects = project.ProjectReferences.Select(r => project.Solution.GetProject(r.ProjectId)).OfType<Project>().Where(p => p.Language == LanguageNames.CSharp).Prepend(project);
        foreach (var candidate in projects)
        {
            if (await candidate.GetCompilationAsync(cancellation).ConfigureAwait(false) is not { } compilation || compilation.GetTypeByMetadataName("Microsoft.EntityFrameworkCore.DbContext") is not { } dbContext)
            {
                continue;
            }

            foreach (var name in names)
            {
                foreach (var type in compilation.GetSymbolsWithName(name, SymbolFilter.Type, cancellation).OfType<INamedTypeSymbol>())
                {
                    if (type is { TypeKind: TypeKind.Class, IsAbstract: false, IsGenericType: false, ContainingType: null } && type.IsOrInherits(dbContext) &&
                        (candidate.Id == project.Id || type.DeclaredAccessibility == Accessibility.Public) && Of(candidate, type, cancellation) is { } found)
                    {
                        return found;
                    }
                }
            }
        }

        return null;
    }

    private static KeyContext? Of(Project project, INamedTypeSymbol type, CancellationToken cancellation)
    {
        var ready = type.AllInterfaces.Any(i => i.Name == Interface);
        if (!ready && HasMember(type))
        {
            return null;
        }

        foreach (var reference in type.DeclaringSyntaxReferences)
        {
            if (reference.GetSyntax(cancellation) is ClassDeclarationSyntax { BaseList: not null } declaration && project.Solution.GetDocument(reference.SyntaxTree) is { } document)
            {
                return new KeyContext(type, document, declaration, ready);
            }
        }

        return null;
    }

    private static bool HasMember(INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (!current.GetMembers(Property).IsEmpty)
            {
                return true;
            }
        }

        return false;
    }
}
