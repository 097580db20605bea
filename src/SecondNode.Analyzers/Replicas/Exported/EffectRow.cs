using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace SecondNode.Analyzers.Replicas.Exported;

/// <summary>A line as another compilation wrote it: strings alone, understood where the method is called.</summary>
/// <param name="Fields">The fields.</param>
internal sealed record EffectRow(ImmutableArray<string> Fields)
{
    /// <summary>The fields before the effects: the member, its type's arguments, reads, reads after saves, saves, changes, flags.</summary>
    public const int First = 7;

    public const string SettlesFlag = "s";

    public const string ExtensionFlag = "x";

    /// <summary>The documentation id of the method or type.</summary>
    public string Member { get; } = EffectText.Unescape(Fields[0]);

    /// <summary>Whether the line is about a method, not about a type.</summary>
    public bool IsMethod => Member.StartsWith("M:", StringComparison.Ordinal);

    /// <summary>Whether the method reads what may be a replica.</summary>
    public bool Reads => Fields[2].Length + Fields[3].Length > 0;

    /// <summary>Whether the method stages, saves or writes.</summary>
    public bool Writes => Fields[4].Length + Fields[5].Length > 0;

    /// <summary>Whether every path waits for the replica, or undoes what was written.</summary>
    public bool Settles => Fields[6].Contains(SettlesFlag);

    /// <summary>Whether the method is called without naming its type.</summary>
    public bool IsExtension => Fields[6].Contains(ExtensionFlag);

    /// <summary>The simple name of the method.</summary>
    public string Name => SimpleName(Path);

    /// <summary>The simple name of its type.</summary>
    public string TypeName => SimpleName(TypePath);

    /// <summary>The simple name of the message whose handler the method is; null where it is none.</summary>
    public string? MessageName => Handles is { } message ? SimpleName(message) : null;

    /// <summary>The reference id of the message whose handler the method is; null where it is none.</summary>
    public string? Handles
    {
        get
        {
            return TypePath.IndexOf('`') > 0 && TypeName.EndsWith("Handler", StringComparison.Ordinal) && Arguments is [var message, ..] && message.StartsWith(":", StringComparison.Ordinal)
                ? EffectText.Unescape(message.Substring(1))
                : null;
        }
    }

    /// <summary>What the type parameters of the member's type are: types by reference id, or parameters of the class.</summary>
    public string[] Arguments => EffectText.Parts(Fields[1]);

    private string Path => Member.Substring(0, Member.IndexOf('(') is > 0 and var end ? end : Member.Length);

    private string TypePath => Path is var path ? path.Substring(0, Math.Max(path.LastIndexOf('.'), 0)) : "";

    /// <summary>Reads a line of a file: a line itself, or the attribute that the generator writes.</summary>
    public static EffectRow? OfFile(string line)
    {
        const string begin = "\"" + EffectText.Key + "\", \"";
        const string end = "\")]";
        line = line.Trim();
        return line.StartsWith("[assembly:", StringComparison.Ordinal) && line.IndexOf(begin, StringComparison.Ordinal) is > 0 and var at && line.EndsWith(end, StringComparison.Ordinal) && line.Length >= at + begin.Length + end.Length
            ? Of(line.Substring(at + begin.Length, line.Length - at - begin.Length - end.Length).Replace("\\\"", "\"").Replace("\\\\", "\\"))
            : Of(line);
    }

    /// <summary>Reads a line; null where it is none of ours.</summary>
    public static EffectRow? Of(string? line)
    {
        if (line is null || line.Length is 0 or > 100_000)
        {
            return null;
        }

        var fields = ImmutableArray.Create(line.Split('|'));
        return (fields[0].StartsWith("M:", StringComparison.Ordinal) && fields.Length >= First) || (fields[0].StartsWith("T:", StringComparison.Ordinal) && fields.Length == 2) ? new EffectRow(fields) : null;
    }

    /// <summary>What the line says, without its arguments: a class and the generic one it derives from may say the same of one call.</summary>
    public string Essence(Dictionary<string, ITypeSymbol> bound) =>
        string.Join("|", Fields.Skip(2).Select(field => string.Join(";", field.Split(';').Select(part => EffectText.List(EffectText.Parts(part).Select(item => Essence(item, bound)))))));

    private static string SimpleName(string path)
    {
        var name = path.Substring(path.LastIndexOf('.') + 1);
        var arity = name.IndexOf('`');
        return arity < 0 ? name : name.Substring(0, arity);
    }

    private static string Essence(string item, Dictionary<string, ITypeSymbol> bound)
    {
        var end = item.IndexOf('=');
        return item.StartsWith("e", StringComparison.Ordinal) && end > 0
            ? bound.TryGetValue(item.Substring(1, end - 1), out var type) && type is not ITypeParameterSymbol ? "e:" + EffectText.Escape(DocumentationCommentId.CreateReferenceId(type)) : item.Substring(0, end)
            : item;
    }

    /// <summary>
    /// What the class's type parameters stand for, where the member's type has these arguments; null where the class has another type in that
    /// place: what saves orders saves no customers.
    /// </summary>
    public Dictionary<string, ITypeSymbol>? Bind(ImmutableArray<ITypeSymbol> arguments)
    {
        var bound = new Dictionary<string, ITypeSymbol>(StringComparer.Ordinal);
        var written = Arguments;
        if (written.Length != arguments.Length)
        {
            return null;
        }

        for (var i = 0; i < written.Length; i++)
        {
            if (written[i].StartsWith("P", StringComparison.Ordinal))
            {
                bound[written[i]] = arguments[i];
            }
            else if (arguments[i] is not ITypeParameterSymbol && written[i] != ":" + EffectText.Escape(DocumentationCommentId.CreateReferenceId(arguments[i])))
            {
                return null;
            }
        }

        return bound;
    }
}
