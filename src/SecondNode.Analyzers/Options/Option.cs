using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Diagnostics;

namespace SecondNode.Analyzers.Options;

/// <summary>An .editorconfig key of ours: its name, what it means, and how its text is read. Unknown text means the default.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
/// <param name="Key">The full key, for example <c>secondnode.single_node</c>.</param>
/// <param name="Default">The value where the key is absent or its text is not understood.</param>
/// <param name="Values">The accepted texts, for the documentation.</param>
/// <param name="Summary">What it does, one sentence, for the documentation.</param>
/// <param name="Parse">Reads the text; null where it is not understood.</param>
internal sealed record Option<T>(string Key, T Default, string Values, string Summary, Func<string, T?> Parse) : IOption
{
    /// <summary>Reads the option.</summary>
    public T Read(AnalyzerConfigOptions options) =>
        options.TryGetValue(Key, out var text) && text is not null && Parse(text.Trim()) is { } value ? value : Default;
}

/// <summary>What the documentation and its tests need to know of an option.</summary>
internal interface IOption
{
    /// <summary>The full key.</summary>
    string Key { get; }

    /// <summary>The accepted texts.</summary>
    string Values { get; }

    /// <summary>What it does.</summary>
    string Summary { get; }
}

/// <summary>Makes options of the usual types.</summary>
internal static class Option
{
    public static Option<bool?> Flag(string key, bool byDefault, string summary) =>
        new(key, byDefault, "true | false", summary, text => bool.TryParse(text, out var value) ? value : null);

    public static Option<string> Choice(string key, string byDefault, string summary, params string[] values) =>
        new(key, byDefault, string.Join(" | ", values), summary, text => values.FirstOrDefault(v => string.Equals(v, text, StringComparison.OrdinalIgnoreCase)));

    public static Option<ImmutableArray<string>?> List(string key, string summary) =>
        new(key, ImmutableArray<string>.Empty, "values separated by |", summary, text => text.Split('|').Select(v => v.Trim()).Where(v => v.Length > 0).ToImmutableArray());
}
