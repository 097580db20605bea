using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using SecondNode.CodeFixes.Editing;

namespace SecondNode.CodeFixes.Keys;

/// <summary>
/// SN5002, SN5003: the call that keeps the keys of Data Protection on this node becomes one that stores them where all
/// nodes find them; DPAPI becomes a certificate that all nodes have; credentials made for development stay there.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(StoreKeysForAllNodes))]
[Shared]
public sealed class StoreKeysForAllNodes() : SecondNodeCodeFix("SN5002", "SN5003")
{
    public const string RedisKey = KeyStores.RedisKey;
    public const string DatabaseKey = KeyStores.DatabaseKey;
    public const string DirectoryKey = KeyStores.DirectoryKey;
    public const string CertificateKey = "KeysForCertificate";
    public const string BranchKey = "CredentialsByEnvironment";

    private const string CertificateSetting = "DataProtection:CertificateThumbprint";

    internal override async Task<ImmutableArray<FixChoice>> ChoicesAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (await Calls.AtAsync(document, diagnostic, cancellation).ConfigureAwait(false) is not { } call)
        {
            return ImmutableArray<FixChoice>.Empty;
        }

        switch (NameOf(call))
        {
            case "PersistKeysToFileSystem":
                // The idiom of the code around stays: a directory, but one that the owner chooses.
                var choices = await KeyStores.ChoicesAsync(document, call, cancellation).ConfigureAwait(false);
                return choices.Where(c => c.Key == DirectoryKey).Concat(choices.Where(c => c.Key != DirectoryKey)).ToImmutableArray();
            case "PersistKeysToRegistry" or "UseEphemeralDataProtectionProvider":
                return await KeyStores.ChoicesAsync(document, call, cancellation).ConfigureAwait(false);
            case "ProtectKeysWithDpapi" when await ConfigurationOfAsync(new SolutionEdits(document.Project.Solution), document, call, cancellation).ConfigureAwait(false) is not null:
                return ImmutableArray.Create(new FixChoice(
                    CertificateKey,
                    "Encrypt the keys with a certificate that is installed on every node" + await AppSettings.ByHandAsync(document.Project, CertificateSetting, cancellation).ConfigureAwait(false)));
            case var name when DevelopmentCredentials.Knows(name) && await DevelopmentCredentials.FindAsync(document, call, cancellation).ConfigureAwait(false) is { } credentials:
                var rehearsal = new SolutionEdits(document.Project.Solution);
                await credentials.WriteAsync(rehearsal, cancellation).ConfigureAwait(false);
                return await Rehearsal.CompilesAsync(document.Project.Solution, await rehearsal.ToSolutionAsync(cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false)
                    ? ImmutableArray.Create(new FixChoice(BranchKey, $"Use it in development only, and installed certificates otherwise (set {string.Join(", ", credentials.Settings)})"))
                    : ImmutableArray<FixChoice>.Empty;
            default:
                return ImmutableArray<FixChoice>.Empty;
        }
    }

    internal override async Task ApplyAsync(SolutionEdits edits, Document document, Diagnostic diagnostic, FixChoice choice, CancellationToken cancellation)
    {
        if (await Calls.AtAsync(document, diagnostic, cancellation).ConfigureAwait(false) is not { } call)
        {
            return;
        }

        if (choice.Key == BranchKey)
        {
            if (await DevelopmentCredentials.FindAsync(document, call, cancellation).ConfigureAwait(false) is { } credentials)
            {
                await credentials.WriteAsync(edits, cancellation).ConfigureAwait(false);
            }

            return;
        }

        var text = choice.Key == CertificateKey
            ? await CertificateAsync(edits, document, call, cancellation).ConfigureAwait(false)
            : await KeyStores.WriteAsync(edits, document, call, choice.Key, cancellation).ConfigureAwait(false);
        if (text is not null)
        {
            var editor = await edits.EditorAsync(document, cancellation).ConfigureAwait(false);
            editor.ReplaceNode(call, (node, _) => Calls.Replace((InvocationExpressionSyntax)node, text).WithAdditionalAnnotations(Formatter.Annotation));
        }
    }

    private static async Task<string?> CertificateAsync(SolutionEdits edits, Document document, InvocationExpressionSyntax call, CancellationToken cancellation)
    {
        var configuration = await ConfigurationOfAsync(edits, document, call, cancellation).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
        if (configuration is null || model is null)
        {
            return null;
        }

        await AppSettings.AddAsync(edits, document.Project, CertificateSetting, "", cancellation).ConfigureAwait(false);
        return $"ProtectKeysWithCertificate({configuration}[\"{CertificateSetting}\"]{Calls.Forgive(model, call)})";
    }

    private static async Task<string?> ConfigurationOfAsync(SolutionEdits edits, Document document, InvocationExpressionSyntax call, CancellationToken cancellation) =>
        await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is { } model ? await ConfigurationAccess.FindAsync(edits, document, model, call, cancellation).ConfigureAwait(false) : null;

    private static string NameOf(InvocationExpressionSyntax call) => ((MemberAccessExpressionSyntax)call.Expression).Name.Identifier.ValueText;
}
