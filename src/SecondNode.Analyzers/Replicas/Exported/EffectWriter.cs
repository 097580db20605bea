using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;

namespace SecondNode.Analyzers.Replicas.Exported;

/// <summary>Writes what a method does, and which server a type talks to, as lines that other compilations read.</summary>
internal static class EffectWriter
{
    /// <summary>The line of a method; null where its effects cannot be told outside.</summary>
    /// <param name="member">The method by which it is called: its own definition, or that of an interface.</param>
    /// <param name="arguments">What the type parameters of the member's type are, as the class has them.</param>
    /// <param name="method">The method whose parameters the effects may name.</param>
    /// <param name="summary">What it does.</param>
    public static string? Row(IMethodSymbol member, ImmutableArray<ITypeSymbol> arguments, IMethodSymbol method, MethodSummary summary)
    {
        summary = summary.Select(effect => (effect.Text is null || GivenTo(effect, method) is not null) && (effect.Constructed is null || effect.Kind != EffectKind.Read) ? effect : null);
        if (member.OriginalDefinition.GetDocumentationCommentId() is not { } id || summary.IsEmpty)
        {
            return null;
        }

        var effects = new List<string>();
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        var reads = EffectText.List(summary.Reads.Where(r => !r.IsRedirected).Select(Index));
        var readsAfterSave = EffectText.List(summary.ReadsAfterSave.Where(r => !r.Read.IsRedirected).Select(r => Index(r.Save) + ">" + Index(r.Read)));
        var saves = EffectText.List(summary.Saves.Select(Index));
        var changes = EffectText.List(summary.Changes.Select(c => Index(c.What) + ">" + (c.Write is null ? "" : Index(c.Write))));
        return effects.Count == 0 && !summary.Settles
            ? null
            : string.Join("|", ((string[])[EffectText.Escape(id), EffectText.List(arguments.Select(TypeReference)), reads, readsAfterSave, saves, changes, (summary.Settles ? EffectRow.SettlesFlag : "") + (method.IsExtensionMethod ? EffectRow.ExtensionFlag : "")]).Concat(effects));

        string Index(DataEffect effect)
        {
            var text = Effect(effect, method);
            if (!known.TryGetValue(text, out var index))
            {
                known.Add(text, index = effects.Count);
                effects.Add(text);
            }

            return index.ToString(CultureInfo.InvariantCulture);
        }
    }

    /// <summary>The line of a context type.</summary>
    public static string? Row(INamedTypeSymbol type, RoleClaim claim) =>
        type.OriginalDefinition.GetDocumentationCommentId() is { } id ? EffectText.Escape(id) + "|" + Claim(claim) : null;

    private static string Effect(DataEffect effect, IMethodSymbol method)
    {
        var parameter = effect.Parameter is { } given && SymbolEqualityComparer.Default.Equals(given.ContainingSymbol, method) ? "p" + given.Ordinal.ToString(CultureInfo.InvariantCulture) : null;
        var type = effect.HandleType is { } handle ? "t" + TypeReference(handle) : effect.GivenTypeId is { } id ? "t:" + EffectText.Escape(id) : "";
        var flag = effect.Claim.Switch is { } decided && SymbolEqualityComparer.Default.Equals(decided.Parameter.ContainingSymbol, method)
            ? decided.Parameter.Ordinal.ToString(CultureInfo.InvariantCulture) + (decided.Value ? ">1" : ">0")
            : "";
        return string.Join(";", EffectText.Of(effect.Kind), parameter ?? type, Claim(effect.Claim), flag, effect.IsCertain ? "1" : "0", EffectText.List(effect.What.Select(Item))) +
            (GivenTo(effect, method) is { } statement ? ";s" + statement.Ordinal.ToString(CultureInfo.InvariantCulture) + (effect.Text!.IsProcedure ? "p" : "") : "");
    }

    /// <summary>The parameter of the method that gives the statement, or null.</summary>
    private static IParameterSymbol? GivenTo(DataEffect effect, IMethodSymbol method) =>
        effect.Text?.Parameter is { } parameter && SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, method) ? parameter : null;

    private static string Claim(RoleClaim claim) =>
        string.Join(",", ((int)claim.Role).ToString(CultureInfo.InvariantCulture), ((int)claim.Trust).ToString(CultureInfo.InvariantCulture), claim.SaysPrimary ? "1" : "0", EffectText.Escape(SourceOf(claim)), EffectText.Escape(claim.Evidence));

    /// <summary>The text of a connection string may hold a password: an assembly tells only which one it is.</summary>
    private static string SourceOf(RoleClaim claim)
    {
        const string text = "text:";
        if (claim.Source is not { } source || !source.StartsWith(text, StringComparison.Ordinal))
        {
            return claim.Source ?? "";
        }

        var hash = 14695981039346656037;
        foreach (var c in source)
        {
            hash = unchecked((hash ^ c) * 1099511628211);
        }

        return "hash:" + hash.ToString("x", CultureInfo.InvariantCulture);
    }

    private static string Item(DataItem item) =>
        item.Key is { } key ? "k" + EffectText.Escape(key) + "=" + EffectText.Escape(item.Display)
        : item.Entity is { } entity ? "e" + TypeReference(entity) + "=" + string.Join(",", item.Tables.Select(EffectText.Escape)) + "=" + EffectText.Escape(item.Display)
        : "q" + string.Join(",", item.Tables.Select(EffectText.Escape)) + "=" + EffectText.Escape(item.Display);

    /// <summary>A type by its documentation id; a type parameter by its place.</summary>
    private static string TypeReference(ITypeSymbol type) =>
        type is ITypeParameterSymbol parameter
            ? (parameter.DeclaringMethod is null ? "P" : "M") + parameter.Ordinal.ToString(CultureInfo.InvariantCulture)
            : ":" + EffectText.Escape(DocumentationCommentId.CreateReferenceId(type));
}
