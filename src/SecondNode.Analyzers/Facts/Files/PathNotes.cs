using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Catalogue;

namespace SecondNode.Analyzers.Facts.Files;

/// <summary>What is noted of the pieces of a path while it is followed: constant parts, whether it varies, and whether the owner has a say in it.</summary>
internal sealed class PathNotes(ApiTable<PathEffect> apis, AssignedValues values)
{
    private const int MostDepth = 24;
    private const int MostSteps = 250;
    private readonly HashSet<ISymbol> collected = new(SymbolEqualityComparer.Default);
    private int steps;

    public List<string> Literals { get; } = [];

    /// <summary>The configuration keys and settings that were met.</summary>
    public List<string> Keys { get; } = [];

    public bool Varies { get; private set; }

    public bool ConfiguredPiece { get; private set; }

    /// <summary>Notes the key by which configuration is read, or the setting.</summary>
    public void Key(IOperation read)
    {
        var arguments = read switch
        {
            IInvocationOperation call => call.Arguments,
            IPropertyReferenceOperation property => property.Arguments,
            _ => default,
        };
        var key = arguments.IsDefault ? null : arguments.Select(a => a.Value.ConstantValue is { HasValue: true, Value: string { Length: > 0 } text } ? text : null).FirstOrDefault(t => t is not null);
        key ??= read is IPropertyReferenceOperation { Property: { IsIndexer: false } setting, Instance.Type: { } owner } && setting.Name is not ("Value" or "CurrentValue") ? owner.Name + "." + setting.Name : null;
        if (key is not null && !Keys.Contains(key))
        {
            Keys.Add(key);
        }
    }

    /// <summary>Notes the constant parts of a piece that is not the first one, whether it varies, and whether the owner chooses it.</summary>
    public void Collect(IOperation piece, PathFrame? frame, int depth)
    {
        if (depth > MostDepth || ++steps > MostSteps)
        {
            return;
        }

        if (piece.ConstantValue is { HasValue: true, Value: string text })
        {
            Literals.Add(text);
            return;
        }

        switch (piece)
        {
            case ILocalReferenceOperation local when collected.Add(local.Local):
                foreach (var source in values.OfLocal(local.Local, local))
                {
                    Collect(source, frame, depth + 1);
                }

                return;
            case IParameterReferenceOperation parameter:
                if (PathFrame.ArgumentFor(parameter.Parameter, frame) is var (value, outer))
                {
                    Collect(value, outer, depth + 1);
                }

                return;
            case IFieldReferenceOperation { Field: { IsReadOnly: true } or { DeclaredAccessibility: Accessibility.Private } } field when collected.Add(field.Field):
                foreach (var source in values.OfMember(field.Field))
                {
                    Collect(source, null, depth + 1);
                }

                return;
            case IPropertyReferenceOperation property when property.Property.Name is "Now" or "UtcNow" or "Today" or "TraceIdentifier" or "Ticks":
                Varies = true;
                return;
            case IPropertyReferenceOperation property when property.Instance is { } instance && PathPieces.IsOptions(instance.Type):
                Key(property);
                ConfiguredPiece = true;
                return;
            case IInvocationOperation call when call.TargetMethod.Name is "NewGuid" or "CreateVersion7" or "GetRandomFileName" or "GetTempFileName" or "GetUtcNow" or "GetHexString" or "GetString" && call.TargetMethod.ContainingType?.Name is "Guid" or "Path" or "RandomNumberGenerator" or "TimeProvider" or "IPath":
                Varies = true;
                return;
            case IInvocationOperation call when (call.TargetMethod.ReducedFrom ?? call.TargetMethod) is { } method && method.IsInSource() && collected.Add(method.OriginalDefinition):
                foreach (var source in values.Returned(method))
                {
                    Collect(source, new PathFrame(call.Arguments, frame), depth + 1);
                }

                return;
        }

        if (apis.Match(PathPieces.MemberOf(piece)) is { Effect.Source: PathSource.Configuration })
        {
            Key(piece);
            ConfiguredPiece = true;
            return;
        }

        foreach (var child in piece.ChildOperations)
        {
            Collect(child, frame, depth + 1);
        }
    }
}
