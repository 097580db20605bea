using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.Analyzers.Facts;

namespace SecondNode.CodeFixes.Files;

/// <summary>What a call on a file becomes where the file is an object of a store. Streams stay streams; nothing is read as a whole that was not before.</summary>
internal static class ObjectCalls
{
    /// <summary>What the operations are in an asynchronous member and in another one; null where there is nothing to call.</summary>
    private static readonly ImmutableDictionary<string, (string Asynchronous, string? Synchronous)> OfAzure = new Dictionary<string, (string, string?)>
    {
        ["open"] = ("await {blob}.OpenReadAsync({token})", "{blob}.OpenRead()"),
        ["text"] = ("(await {blob}.DownloadContentAsync({token})).Value.Content.ToString()", "{blob}.DownloadContent().Value.Content.ToString()"),
        ["bytes"] = ("(await {blob}.DownloadContentAsync({token})).Value.Content.ToArray()", "{blob}.DownloadContent().Value.Content.ToArray()"),
        ["exists"] = ("(await {blob}.ExistsAsync({token})).Value", "{blob}.Exists().Value"),
        ["delete"] = ("await {blob}.DeleteIfExistsAsync({token})", "{blob}.DeleteIfExists()"),
        ["write"] = ("await {blob}.UploadAsync(BinaryData.From{kind}({content}), overwrite: true{, token})", "{blob}.Upload(BinaryData.From{kind}({content}), overwrite: true)"),
    }.ToImmutableDictionary();

    private static readonly ImmutableDictionary<string, (string Asynchronous, string? Synchronous)> OfS3 = new Dictionary<string, (string, string?)>
    {
        ["open"] = ("await {client}.GetObjectStreamAsync({bucket}, {key}, null{, token})", null),
        ["delete"] = ("await {client}.DeleteObjectAsync({bucket}, {key}{, token})", null),
    }.ToImmutableDictionary();

    /// <summary>Whether an object can do what the call does with the file; the upload itself is another matter.</summary>
    public static bool CanBe(ObjectStore store, ExpressionSyntax call, IMethodSymbol method) =>
        OperationOf(call, method) is { } operation && OperationsOf(store) is { } operations && operations.TryGetValue(operation, out var texts) && (IsAsynchronous(call) || texts.Synchronous is not null) &&
        (operation is not ("delete" or "write") || Outermost(call).Parent is ExpressionStatementSyntax);

    /// <summary>The expression that the rewritten call takes the place of: an <c>await</c> goes with what it waits for.</summary>
    public static ExpressionSyntax Outermost(ExpressionSyntax call) => call.Parent is AwaitExpressionSyntax awaited ? awaited : call;

    /// <summary>The call on the object.</summary>
    /// <param name="store">The store.</param>
    /// <param name="call">The call on the file.</param>
    /// <param name="key">The object's key.</param>
    /// <param name="client">The store's client.</param>
    /// <param name="bucket">The bucket; null where the client is of one.</param>
    public static string Text(ObjectStore store, FolderCall call, string key, string client, string? bucket)
    {
        var (asynchronous, synchronous) = OperationsOf(store)![OperationOf(call.Call, call.Method)!];
        var rest = call.Rest.Select(a => a.WithoutTrivia().ToString()).ToList();
        var token = TakesToken(call.Method, rest.Count) ? "cancellationToken: " + rest[^1] : "";
        var text = (IsAsynchronous(call.Call) ? asynchronous : synchronous!)
            .Replace("{blob}", $"{client}.GetBlobClient({key})").Replace("{client}", client).Replace("{bucket}", bucket).Replace("{key}", key)
            .Replace("{token}", token).Replace("{, token}", token.Length == 0 ? "" : ", " + token)
            .Replace("{kind}", call.Method.Name.Contains("Text") ? "String" : "Bytes").Replace("{content}", rest.FirstOrDefault());
        var sent = Sending(call.Method);
        return sent is null ? Loose(text, Outermost(call.Call)) : sent + "(" + string.Join(", ", rest.Prepend(text)) + ")";
    }

    /// <summary>What sends a stream as the method sends a file, with the same further arguments.</summary>
    private static string? Sending(IMethodSymbol method) =>
        (method.ContainingType.Name, method.Name) switch
        {
            ("ControllerBase" or "PageBase" or "PageModel", "PhysicalFile") => "File",
            ("Results", "File") => "Results.Stream",
            ("TypedResults", "PhysicalFile") => "TypedResults.Stream",
            _ => null,
        };

    private static string? OperationOf(ExpressionSyntax call, IMethodSymbol method)
    {
        var rest = ((call as InvocationExpressionSyntax)?.ArgumentList ?? (call as BaseObjectCreationExpressionSyntax)?.ArgumentList)?.Arguments.Skip(1).ToList();
        if (rest is null || ExpectsMissing(call))
        {
            return null;
        }

        if (TakesToken(method, rest.Count))
        {
            rest.RemoveAt(rest.Count - 1);
        }

        return (method.ContainingType.FullName(), method.Name, rest.Count) switch
        {
            ("System.IO.File", "OpenRead", 0) => "open",
            ("System.IO.FileStream", ".ctor", > 0) when rest[0].ToString() == "FileMode.Open" && rest.All(a => a.ToString() is "FileMode.Open" or "FileAccess.Read" or "FileShare.Read" or "FileShare.ReadWrite") && (rest.Count == 1 || rest[1].ToString() == "FileAccess.Read") => "open",
            ("System.IO.File", "ReadAllText" or "ReadAllTextAsync", 0) => "text",
            ("System.IO.File", "ReadAllBytes" or "ReadAllBytesAsync", 0) => "bytes",
            ("System.IO.File", "Exists", 0) => "exists",
            ("System.IO.File", "Delete", 0) => "delete",
            ("System.IO.File", "WriteAllText" or "WriteAllTextAsync" or "WriteAllBytes" or "WriteAllBytesAsync", 1) when method.Parameters[1].Type is { SpecialType: SpecialType.System_String } or IArrayTypeSymbol => "write",
            _ => Sending(method) is not null && method.Parameters[0].Type.SpecialType == SpecialType.System_String ? "open" : null,
        };
    }

    private static bool TakesToken(IMethodSymbol method, int written) => method.Parameters.LastOrDefault()?.Type.Name == "CancellationToken" && written == method.Parameters.Length - 1;

    /// <summary>Whether a missing file is caught: a missing object is another exception.</summary>
    private static bool ExpectsMissing(ExpressionSyntax call) =>
        call.Ancestors().OfType<TryStatementSyntax>().Any(t => t.Block.Span.Contains(call.Span) && t.Catches.Any(c => c.Declaration?.Type.ToString() is { } type && (type.EndsWith("NotFoundException", StringComparison.Ordinal) || type.EndsWith("IOException", StringComparison.Ordinal))));

    private static ImmutableDictionary<string, (string Asynchronous, string? Synchronous)>? OperationsOf(ObjectStore store) => store == ObjectStore.AzureBlobs ? OfAzure : store == ObjectStore.S3 ? OfS3 : null;

    private static bool IsAsynchronous(ExpressionSyntax call) =>
        call.FirstAncestorOrSelf<SyntaxNode>(n => n is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or PropertyDeclarationSyntax) switch
        {
            AnonymousFunctionExpressionSyntax lambda => lambda.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword),
            LocalFunctionStatementSyntax local => local.Modifiers.Any(SyntaxKind.AsyncKeyword),
            BaseMethodDeclarationSyntax method => method.Modifiers.Any(SyntaxKind.AsyncKeyword),
            _ => false,
        };

    /// <summary>In brackets where something is done with what an <c>await</c> yields.</summary>
    private static string Loose(string text, ExpressionSyntax replaced) =>
        text.StartsWith("await ", StringComparison.Ordinal) && replaced.Parent is MemberAccessExpressionSyntax or PrefixUnaryExpressionSyntax or ConditionalAccessExpressionSyntax ? $"({text})" : text;
}
