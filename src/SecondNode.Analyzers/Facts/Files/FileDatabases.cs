using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Catalogue;
using SecondNode.Analyzers.Scope;

namespace SecondNode.Analyzers.Facts.Files;

/// <summary>A database that is a file of the node.</summary>
/// <param name="Operation">The call or construction.</param>
/// <param name="Store">What it is.</param>
/// <param name="IsCertain">Whether the application has no other database to run on.</param>
internal sealed record FileDatabase(IOperation Operation, FileStore Store, bool IsCertain);

/// <summary>Judges databases in files: those in memory, those that are only read, and those of a developer's machine are not meant.</summary>
internal sealed class FileDatabases(RuleContext context)
{
    private static readonly ApiTable<FileStore> Apis = new(FileDatabaseApis.Rows);
    private static readonly string[] Harmless = [":memory:", "Mode=Memory", "Mode=ReadOnly", "Read Only=True", "ReadOnly=true", "SqliteOpenMode.Memory", "SqliteOpenMode.ReadOnly"];
    private readonly PathTracer paths = new(context.Types, new AssignedValues(context));
    private readonly FilePlaces places = new(context, new AssignedValues(context));
    private readonly Lazy<ImmutableArray<(string Name, IReadOnlyDictionary<string, string> Values)>> settings = new(() => AppSettingsFiles.Of(context.AnalyzerOptions.AdditionalFiles, context.Cancellation));
    private readonly Lazy<bool> hasServer = new(() => FileDatabaseApis.ServerWords.Any(context.Registrations.Mentions) || IsServerBehindLibrary(context.Types.Assemblies));

    /// <summary>The words of which one is written wherever such a database is used.</summary>
    public static IReadOnlyCollection<string> Words => Apis.WrittenNames;

    /// <summary>The databases of a file, in the order of the source.</summary>
    public IEnumerable<FileDatabase> In(SemanticModel model) =>
        WrittenUses.Of(Apis, context.FactsOf(model.SyntaxTree)).Select(node => model.GetOperation(node, context.Cancellation)).OfType<IOperation>().Select(Judge).OfType<FileDatabase>();

    private FileDatabase? Judge(IOperation operation)
    {
        if (WrittenUses.Match(Apis, operation) is not var (store, argument) || places.IsTool || DevelopmentCode.Contains(operation.Syntax) || IsDesignTime(operation.Syntax))
        {
            return null;
        }

        var origin = argument is null ? PathOrigin.Unknown : paths.Trace(argument);
        var written = argument is { ConstantValue: { HasValue: true, Value: string constant } } ? constant : argument?.Syntax.ToString() + string.Join(";", origin.Literals);
        if (store.OnlyLocalDb && written.IndexOf("(localdb)", StringComparison.OrdinalIgnoreCase) < 0)
        {
            return null;
        }

        if (IsHarmless(written) || IsConfiguredHarmless(origin) || (argument is not null and not { ConstantValue.HasValue: true } && BuiltInMemory(operation)))
        {
            return null;
        }

        // Code that opens an old file to move its content, or a tool's, says nothing of where the application keeps its data.
        var serves = operation is not IObjectCreationOperation || store.Kind == "LiteDB" || context.Phases.At(operation.Syntax, context.Uses.ModelOf(operation.Syntax.SyntaxTree)).ServesRequests();
        if (!serves && IsOpenedInPassing(operation, argument))
        {
            return null;
        }

        var certain = serves &&
            context.Scope.Kind == ProjectKind.Web && context.Scope.IsCompositionRoot && !hasServer.Value && !IsFallback(operation.Syntax) &&
            FilePurposes.Of(origin.Text.Replace('=', '/').Replace(';', '/')) is not (FilePurpose.Derived or FilePurpose.Log);
        return new FileDatabase(operation, store, certain);
    }

    /// <summary>A connection that ends with the block around it, to a file that is named there: a migration, a backup, a check of what was typed in.</summary>
    private static bool IsOpenedInPassing(IOperation connection, IOperation? argument) =>
        argument is { ConstantValue.HasValue: false } && !argument.DescendantsAndSelf().Any(o => o is IMemberReferenceOperation { Member.IsStatic: false }) &&
        connection.Syntax.FirstAncestorOrSelf<VariableDeclarationSyntax>()?.Parent is UsingStatementSyntax or LocalDeclarationStatementSyntax { UsingKeyword.RawKind: (int)SyntaxKind.UsingKeyword };

    /// <summary>Whether a compiled library of the application references the provider of a database server, which its helper may register.</summary>
    private static bool IsServerBehindLibrary(ImmutableArray<IAssemblySymbol> assemblies) =>
        assemblies.Any(assembly =>
            assembly is not ISourceAssemblySymbol && !FileDatabaseApis.Vendors.Any(v => assembly.Name.StartsWith(v, StringComparison.OrdinalIgnoreCase)) &&
            AssemblyFacts.Of(assembly).References.Any(FileDatabaseApis.ServerProviders.Contains));

    /// <summary>Whether the member around says that it builds a connection string for memory, or one that only reads.</summary>
    private static bool BuiltInMemory(IOperation operation)
    {
        var text = operation.Syntax.SyntaxTree.GetText();
        return IsHarmless(operation.Syntax.FirstAncestorOrSelf<MemberDeclarationSyntax>(m => m is not GlobalStatementSyntax) is { } member ? text.ToString(member.Span) : text.ToString());
    }

    private static bool IsHarmless(string text) => Harmless.Any(word => text.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0);

    /// <summary>Whether the appsettings files that hold the connection string all say that it is one for memory, or one that only reads.</summary>
    private bool IsConfiguredHarmless(PathOrigin origin) =>
        origin.Keys.SelectMany(key => settings.Value.Select(file => AppSettingsFiles.Find(file.Values, key))).OfType<string>().ToList() is { Count: > 0 } contents && contents.TrueForAll(IsHarmless);

    /// <summary><c>if (!options.IsConfigured)</c>: what is used where nothing else was chosen.</summary>
    private static bool IsFallback(SyntaxNode call) =>
        call.Ancestors().OfType<IfStatementSyntax>().Any(choice => choice.Condition.ToString().Contains("IsConfigured"));

    /// <summary>A factory that only the migration tools run.</summary>
    private static bool IsDesignTime(SyntaxNode call) =>
        call.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.BaseList is { } bases && bases.ToString().Contains("IDesignTimeDbContextFactory");
}
