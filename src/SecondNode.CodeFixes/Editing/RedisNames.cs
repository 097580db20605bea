using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.Analyzers.Facts;

namespace SecondNode.CodeFixes.Editing;

/// <summary>Types of StackExchange.Redis in a file: the short name, unless the directive for it would make another name of the file ambiguous.</summary>
internal static class RedisNames
{
    private const string Namespace = "StackExchange.Redis";

    /// <summary>
    /// The public types of the namespace that applications also have. The package may be about to be added, so the compiler
    /// cannot be asked yet.
    /// </summary>
    internal static readonly ImmutableArray<string> Ambiguous = ImmutableArray.Create(
        "Aggregate", "ClientInfo", "ClientType", "ClusterNode", "CommandFlags", "Condition", "ConditionResult", "ConfigurationOptions", "ConnectionType", "Exclude",
        "ExportOptions", "ExtensionMethods", "GeoEntry", "GeoPosition", "GeoUnit", "HashEntry", "IBatch", "IDatabase", "IServer", "ISubscriber", "ITransaction",
        "Lease", "MigrateOptions", "NameValueEntry", "Order", "Proxy", "ResultType", "Role", "SaveType", "ServerType", "SetOperation", "SocketManager", "SortType",
        "StreamEntry", "StreamInfo", "StreamPosition", "When");

    /// <summary>How the type is written in the document; the directive is added where the short name needs it.</summary>
    public static string Use(SolutionEdits edits, Document document, SyntaxTree tree, string type)
    {
        var facts = TreeFacts.Of(tree);
        if (!HasDirective(tree) && Ambiguous.Any(facts.Mentions))
        {
            return Namespace + "." + type;
        }

        edits.Use(document, Namespace);
        return type;
    }

    private static bool HasDirective(SyntaxTree tree) =>
        tree.GetRoot().DescendantNodes(n => n is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax).OfType<UsingDirectiveSyntax>().Any(u => u.Alias is null && u.Name?.ToString() == Namespace);
}
