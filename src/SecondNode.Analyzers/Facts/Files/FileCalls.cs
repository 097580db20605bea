using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Catalogue;

namespace SecondNode.Analyzers.Facts.Files;

/// <summary>A call that writes or opens a file, or reads, serves or deletes one.</summary>
/// <param name="Operation">The call or construction.</param>
/// <param name="Effect">What it does.</param>
/// <param name="Path">The path; null where the API itself chooses a place on the node.</param>
/// <param name="Content">What is written or the path it is taken from; null where a stream follows.</param>
/// <param name="Appends">Whether what the file already holds stays.</param>
/// <param name="DeletesOnClose">Whether the file goes when the stream is closed.</param>
internal sealed record FileUse(IOperation Operation, FileEffect Effect, IOperation? Path, IOperation? Content, bool Appends, bool DeletesOnClose)
{
    /// <summary>The file's name, where the path is only its directory.</summary>
    public IOperation? Name { get; init; }

    /// <summary>Whether a file is made or changed.</summary>
    public bool Writes => Effect.Action is FileAction.Write or FileAction.Open or FileAction.OpenByMode or FileAction.Place or FileAction.Receive or FileAction.Configure;

    /// <summary>Whether the content is written through a stream that this call yields.</summary>
    public bool YieldsStream => Effect.Action is FileAction.Open or FileAction.OpenByMode;
}

/// <summary>Recognises file calls by the catalogue, and by the modes and access rights that are handed to them.</summary>
internal sealed class FileCalls
{
    private const int DeleteOnClose = 0x04000000;
    private static readonly HashSet<string> Members = new(FileApis.Rows.Where(r => r.Member != ".ctor").Select(r => r.Member), StringComparer.Ordinal);
    private static readonly HashSet<string> Constructed = new(FileApis.Rows.Where(r => r.Member == ".ctor").Select(r => r.Type[(r.Type.LastIndexOf('.') + 1)..]), StringComparer.Ordinal);

    private static readonly HashSet<string> Declaring = new(FileApis.Rows.Select(r => r.Type[(r.Type.LastIndexOf('.') + 1)..]), StringComparer.Ordinal);
    private static readonly HashSet<string> Writing = new(FileApis.Rows.Where(r => r.Effect.Action is not (FileAction.Read or FileAction.Serve or FileAction.Probe or FileAction.Delete)).Select(r => r.Member), StringComparer.Ordinal);

    private static readonly ApiTable<FileEffect> Apis = new(FileApis.Rows);

    /// <summary>Whether the called member's name may be one of the catalogue: the cheap question first.</summary>
    public bool MayBe(IOperation operation) =>
        operation switch
        {
            IInvocationOperation call => Members.Contains(call.TargetMethod.Name) && IsDeclaring(call.TargetMethod.ContainingType),
            IObjectCreationOperation { Type: { } type, Constructor: not null } => Constructed.Contains(type.Name) || (type.BaseType is { } parent && Constructed.Contains(parent.Name)),
            _ => false,
        };

    /// <summary>As <see cref="MayBe"/>, for calls that write.</summary>
    public bool MayWrite(IOperation operation) => (operation is not IInvocationOperation call || Writing.Contains(call.TargetMethod.Name)) && MayBe(operation);

    private static bool IsDeclaring(INamedTypeSymbol? type) =>
        type is not null && (Declaring.Contains(type.Name) || (type.BaseType is { SpecialType: SpecialType.None } parent && Declaring.Contains(parent.Name)) || type.AllInterfaces.Any(i => Declaring.Contains(i.Name)));

    /// <summary>What a call does with files, or null. A stream opened for reading is a read.</summary>
    public FileUse? Of(IOperation operation)
    {
        var (member, arguments, instance) = operation switch
        {
            IInvocationOperation call => (call.TargetMethod, call.Arguments, call.Instance),
            IObjectCreationOperation { Constructor: { } constructor } creation => (constructor, creation.Arguments, null),
            _ => ((IMethodSymbol?)null, ImmutableArray<IArgumentOperation>.Empty, null),
        };
        if (Apis.Match(member) is not { Effect: var effect })
        {
            return null;
        }

        var path = effect.Path == "this" ? instance : Value(arguments, effect.Path);
        if (path is null && effect.Path.Length > 0)
        {
            return null;
        }

        var content = effect.Content is null ? null : effect.Content == "this" ? instance : Value(arguments, effect.Content);
        var appends = member!.Name.StartsWith("Append", StringComparison.Ordinal) || arguments.Any(a => a.Parameter?.Name == "append" && a.Value.ConstantValue is { HasValue: true, Value: true });
        var (mode, access, options, known) = Modes(arguments);
        if (effect.Action == FileAction.OpenByMode)
        {
            // FileMode.Open is how files are read, or tried for a lock, whatever access it would give besides.
            var writes = known && access != 1 && (mode is 1 or 2 or 4 or 5 or 6 || access == 2);
            if (!writes)
            {
                return known && mode is 3 or 0 ? new FileUse(operation, effect with { Action = FileAction.Read }, path, null, false, (options & DeleteOnClose) != 0) : null;
            }

            appends = mode == 6;
        }

        return new FileUse(operation, effect, path, content, appends, (options & DeleteOnClose) != 0) { Name = effect.Name is null ? null : Value(arguments, effect.Name) };
    }

    private static IOperation? Value(ImmutableArray<IArgumentOperation> arguments, string parameter) =>
        arguments.FirstOrDefault(a => a.Parameter is { } p && parameter.Split('|').Contains(p.Name))?.Value;

    private static (int Mode, int Access, int Options, bool Known) Modes(ImmutableArray<IArgumentOperation> arguments)
    {
        var (mode, access, options, known) = (0, 0, 0, false);
        foreach (var argument in arguments)
        {
            Read(argument.Value);
            if (argument.Value.Type?.Name == "FileStreamOptions")
            {
                foreach (var creation in Created(argument.Value))
                {
                    foreach (var assignment in creation.Initializer?.Initializers.OfType<ISimpleAssignmentOperation>() ?? [])
                    {
                        Read(assignment.Value);
                    }
                }
            }
        }

        return (mode, access, options, known);

        void Read(IOperation value)
        {
            switch (value.Type?.Name, value.ConstantValue)
            {
                case ("FileMode", { HasValue: true, Value: int m }):
                    (mode, known) = (m, true);
                    break;
                case ("ZipArchiveMode", { HasValue: true, Value: int m }):
                    (mode, known) = (m == 0 ? 3 : m == 1 ? 2 : 4, true);
                    break;
                case ("FileAccess", { HasValue: true, Value: int a }):
                    (access, known) = (a, true);
                    break;
                case ("FileOptions", { HasValue: true, Value: int o }):
                    options = o;
                    break;
            }
        }
    }

    private static IEnumerable<IObjectCreationOperation> Created(IOperation value)
    {
        if (value is IObjectCreationOperation direct)
        {
            return [direct];
        }

        return value is ILocalReferenceOperation local
            ? AssignedValues.RootOf(value).Descendants().OfType<IVariableDeclaratorOperation>()
                .Where(d => SymbolEqualityComparer.Default.Equals(d.Symbol, local.Local)).Select(d => d.Initializer?.Value).OfType<IObjectCreationOperation>()
            : [];
    }
}
