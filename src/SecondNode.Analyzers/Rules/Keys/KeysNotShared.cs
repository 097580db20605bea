using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SecondNode.Analyzers.Catalogue;
using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Facts.Keys;
using SecondNode.Analyzers.Options;

namespace SecondNode.Analyzers.Rules.Keys;

/// <summary>SN5001: an application protects cookies or tokens, and no store of keys that all nodes share is registered anywhere.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class KeysNotShared() : SecondNodeAnalyzer(Descriptor)
{
    /// <summary>The property that tells the fix that the application sets its name already.</summary>
    internal const string Named = nameof(Named);

    private static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        "SN5001",
        Family.Keys,
        Level.Certain,
        "Data Protection keys are not shared",
        "{0} with keys that only this node has, so {1}",
        "Cookies, antiforgery tokens, TempData and Identity's tokens are encrypted with the key ring of Data Protection. Unless the application " +
        "says where to keep it, each node makes its own, on its own disk or in memory, and rejects what the other nodes have protected.");

    private protected override void Register(CompilationStartAnalysisContext start, RuleContext context)
    {
        if (!context.Scope.IsCompositionRoot || !context.Types.Has("Microsoft.AspNetCore.DataProtection.IDataProtectionProvider", "Microsoft.AspNetCore.DataProtection.Abstractions") ||
            !context.MayMentionAny(KeyConsumers.Apis.WrittenNames))
        {
            return;
        }

        var found = new Lazy<KeyRing?>(() => Find(context));
        start.RegisterFilesNaming(context, KeyConsumers.Apis.WrittenNames, file =>
        {
            if (found.Value is { } ring && file.HasCall(ring.Call))
            {
                file.Report(Create(ring, context));
            }
        });
    }

    private static KeyRing? Find(RuleContext context)
    {
        if (KeyRing.Find(context) is not { } ring || context.Settings.Read(Settings.SharedKeysPlatformOption, ring.Call.SyntaxTree) != "none")
        {
            return null;
        }

        // The attribute of an assignment, options => options.XmlRepository = …, is a provider that no call names.
        return context.Registrations.HasShared(SharedServices.KeyRepository) || context.Registrations.Mentions("XmlRepository") ? null : ring;
    }

    private static Diagnostic Create(KeyRing ring, RuleContext context)
    {
        var (what, then) = KeyConsumers.Words(ring.Use);
        var name = ring.Name.Identifier.ValueText;
        var subject = name == "AddDataProtection"
            ? ring.Consumer == name ? $"'{name}' {what}" : $"'{name}' stores no keys: '{ring.Consumer}' {what}"
            : $"'{name}' {what}";
        var properties = context.Registrations.Mentions("SetApplicationName") || context.Registrations.Mentions("ApplicationDiscriminator")
            ? ImmutableDictionary<string, string?>.Empty.Add(Named, "true")
            : ImmutableDictionary<string, string?>.Empty;
        return Diagnostic.Create(Descriptor, ring.Name.GetLocation(), properties, subject, then);
    }
}
