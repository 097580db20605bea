using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Catalogue;

namespace SecondNode.Analyzers.Facts.Files;

/// <summary>One run of the <see cref="PathTracer"/>: what it has visited and noted so far.</summary>
internal sealed class PathWalk(ApiTable<PathEffect> apis, ValueSources values, KnownTypes types)
{
    private const int MostDepth = 24;
    private const int MostSteps = 250;
    private readonly HashSet<ISymbol> open = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> collected = new(SymbolEqualityComparer.Default);
    private int steps;

    public List<string> Literals { get; } = [];

    public bool Varies { get; private set; }

    public bool ConfiguredPiece { get; private set; }

    public PathOrigin Of(IOperation? operation) => Of(operation, null, 0);

    private PathOrigin Of(IOperation? operation, Frame? frame, int depth)
    {
        if (operation is null || depth > MostDepth || ++steps > MostSteps)
        {
            return PathOrigin.Unknown;
        }

        if (operation.ConstantValue is { HasValue: true, Value: string text })
        {
            return Literal(text, operation);
        }

        return operation switch
        {
            IConversionOperation conversion => Of(conversion.Operand, frame, depth + 1),
            IParenthesizedOperation parenthesized => Of(parenthesized.Operand, frame, depth + 1),
            IAwaitOperation awaited => Of(awaited.Operation, frame, depth + 1),
            IArgumentOperation argument => Of(argument.Value, frame, depth + 1),
            IAssignmentOperation assignment => Of(assignment.Value, frame, depth + 1),
            IConditionalOperation choice => Of(choice.WhenTrue, frame, depth + 1).Or(Of(choice.WhenFalse, frame, depth + 1)),
            ICoalesceOperation coalesce => Of(coalesce.Value, frame, depth + 1).Or(Of(coalesce.WhenNull, frame, depth + 1)),
            ISwitchExpressionOperation choice => Any(choice.Arms.Select(a => a.Value), frame, depth),
            IConditionalAccessOperation access => Of(access.WhenNotNull, frame, depth + 1),
            IConditionalAccessInstanceOperation instance => Of(Accessed(instance), frame, depth + 1),
            IArrayElementReferenceOperation element => Of(element.ArrayReference, frame, depth + 1),
            IArrayCreationOperation { Initializer.ElementValues: var elements } => Sequence(elements, frame, depth),
            IInterpolatedStringOperation interpolated => Sequence(Parts(interpolated), frame, depth),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum => Sequence([sum.LeftOperand, sum.RightOperand], frame, depth),
            ILocalReferenceOperation local => Follow(local.Local, () => values.OfLocal(local.Local, operation), frame, depth),
            IParameterReferenceOperation parameter => OfParameter(parameter.Parameter, frame, depth),
            IFieldReferenceOperation field => Known(field.Field, field.Instance, operation, frame, depth) ?? Follow(field.Field, () => values.OfMember(field.Field), null, depth),
            IPropertyReferenceOperation property => OfProperty(property, frame, depth),
            IInvocationOperation call => OfCall(call, frame, depth),
            IObjectCreationOperation { Constructor: { } constructor } creation => apis.Match(constructor) is { Effect.Argument: var name } ? Of(Argument(creation.Arguments, name), frame, depth + 1) : PathOrigin.Unknown,
            _ => PathOrigin.Unknown,
        };
    }

    private PathOrigin Any(IEnumerable<IOperation> sources, Frame? frame, int depth)
    {
        PathOrigin? result = null;
        foreach (var source in sources)
        {
            var origin = Of(source, frame, depth + 1);
            result = result is null ? origin : result.Or(origin);
        }

        return result ?? PathOrigin.Unknown;
    }

    /// <summary>The first piece decides; of the others the constant parts are noted.</summary>
    private PathOrigin Sequence(IEnumerable<IOperation> parts, Frame? frame, int depth)
    {
        PathOrigin? result = null;
        foreach (var part in parts)
        {
            if (part.ConstantValue is { HasValue: true, Value: "" })
            {
                continue;
            }

            if (result is null)
            {
                result = Of(part, frame, depth + 1);
            }
            else
            {
                Collect(part, frame, depth + 1);
            }
        }

        return result ?? PathOrigin.Unknown;
    }

    private PathOrigin Follow(ISymbol symbol, Func<ImmutableArray<IOperation>> sources, Frame? frame, int depth)
    {
        if (!open.Add(symbol))
        {
            return PathOrigin.Unknown;
        }

        var result = Any(sources(), frame, depth);
        open.Remove(symbol);
        return result;
    }

    private PathOrigin OfParameter(IParameterSymbol parameter, Frame? frame, int depth)
    {
        for (var current = frame; current is not null; current = current.Outer)
        {
            if (current.Arguments.FirstOrDefault(a => a.Parameter is { } p && Same(p, parameter)) is { } argument)
            {
                return Of(argument.Value, current.Outer, depth + 1);
            }
        }

        if (parameter.Type.SpecialType != SpecialType.System_String && !types.Is(parameter.Type, "System.IO.FileSystemInfo"))
        {
            return PathOrigin.Unknown;
        }

        // A caller that passes the node's disk is proof enough; the default value is what a caller passes that says nothing.
        return parameter.ContainingSymbol is IMethodSymbol method && open.Add(parameter)
            ? Any(values.Calls(method).Select(call => call.FirstOrDefault(a => a.Parameter is { } p && p.Ordinal == parameter.Ordinal)?.Value).OfType<IOperation>(), null, depth)
            : PathOrigin.Unknown;
    }

    private PathOrigin OfProperty(IPropertyReferenceOperation property, Frame? frame, int depth)
    {
        if (Known(property.Property, property.Instance, property, frame, depth) is { } known)
        {
            return known;
        }

        var instance = property.Instance is IInstanceReferenceOperation ? null : property.Instance;
        if (instance is not null && IsOptions(instance.Type))
        {
            return OfSource(PathSource.Configuration, property.Property.Name, property);
        }

        var definition = property.Property.OriginalDefinition;
        var followed = definition.IsInSource() && property.Arguments.IsEmpty ? Follow(definition, () => values.OfMember(definition), null, depth) : PathOrigin.Unknown;
        if (followed.Root == PathRoot.Unknown && instance is not null && Of(instance, frame, depth + 1).Root == PathRoot.Configured)
        {
            return OfSource(PathSource.Configuration, property.Property.Name, property);
        }

        return followed;
    }

    private PathOrigin OfCall(IInvocationOperation call, Frame? frame, int depth)
    {
        if (apis.Match(call.TargetMethod) is { } row)
        {
            if (row.Effect.Source != PathSource.Through)
            {
                foreach (var argument in call.Arguments)
                {
                    Collect(argument.Value, frame, depth + 1);
                }

                return OfSource(row.Effect.Source, call.TargetMethod.Name, call);
            }

            if (row.Effect.Argument == "this")
            {
                return Of(call.Instance, frame, depth + 1);
            }

            if (row.Member == "Format" && Formatted(call) is { } formatted)
            {
                return Sequence(formatted, frame, depth);
            }

            var ordered = call.Arguments.OrderBy(a => a.Parameter?.Ordinal ?? 0).ToList();
            var first = ordered.FindIndex(a => row.Effect.Argument.Split('|').Contains(a.Parameter?.Name));
            return first < 0 ? PathOrigin.Unknown : Sequence(ordered.Skip(first).SelectMany(a => Pieces(a.Value)), frame, depth);
        }

        if (call.TargetMethod.Name == "FromResult" && call.Arguments.Length == 1)
        {
            return Of(call.Arguments[0].Value, frame, depth + 1);
        }

        var method = (call.TargetMethod.ReducedFrom ?? call.TargetMethod).OriginalDefinition;
        if (method.IsInSource() && method.MethodKind is MethodKind.Ordinary or MethodKind.LocalFunction)
        {
            return Follow(method, () => values.Returned(method), new Frame(call.Arguments, frame), depth);
        }

        return call.Instance is { } instance && Of(instance, frame, depth + 1).Root == PathRoot.Configured ? OfSource(PathSource.Configuration, call.TargetMethod.Name, call) : PathOrigin.Unknown;
    }

    private PathOrigin? Known(ISymbol member, IOperation? instance, IOperation operation, Frame? frame, int depth)
    {
        if (apis.Match(member) is not { } row)
        {
            return null;
        }

        return row.Effect.Source == PathSource.Through ? Of(instance, frame, depth + 1) : OfSource(row.Effect.Source, member.Name, operation);
    }

    private static PathOrigin OfSource(PathSource source, string name, IOperation operation) =>
        new()
        {
            Root = source switch { PathSource.Temp => PathRoot.Temp, PathSource.Configuration => PathRoot.Configured, _ => PathRoot.NodeDisk },
            Directory = source switch { PathSource.WebRoot => NodeDirectory.WebRoot, PathSource.ContentRoot => NodeDirectory.ContentRoot, PathSource.NodeDirectory => NodeDirectory.Machine, _ => NodeDirectory.None },
            Evidence = name,
            Beginning = operation,
        };

    private PathOrigin Literal(string text, IOperation operation)
    {
        Literals.Add(text);
        var (root, directory) = text switch
        {
            // One that consists of separators only is the glue between two other pieces.
            _ when text.Trim('/', '\\', '.').Length == 0 => (PathRoot.Unknown, NodeDirectory.None),
            _ when text.StartsWith(@"\\", StringComparison.Ordinal) || text.StartsWith("//", StringComparison.Ordinal) => (PathRoot.Shared, NodeDirectory.None),
            _ when text.StartsWith("/tmp", StringComparison.Ordinal) || text.StartsWith("/var/tmp", StringComparison.Ordinal) => (PathRoot.Temp, NodeDirectory.None),
            _ when text.StartsWith("/dev/", StringComparison.Ordinal) || text.StartsWith("/proc/", StringComparison.Ordinal) || text.Contains("://") => (PathRoot.Unknown, NodeDirectory.None),
            _ when text[0] is '/' or '\\' || (text.Length > 1 && text[1] == ':') => (PathRoot.NodeDisk, NodeDirectory.Machine),
            _ => (PathRoot.NodeDisk, NodeDirectory.Relative),
        };
        return new PathOrigin { Root = root, Directory = directory, Evidence = "'" + text + "'", Beginning = operation };
    }

    /// <summary>Notes the constant parts of a piece that is not the first one, whether it varies, and whether the owner chooses it.</summary>
    private void Collect(IOperation piece, Frame? frame, int depth)
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
                for (var current = frame; current is not null; current = current.Outer)
                {
                    if (current.Arguments.FirstOrDefault(a => a.Parameter is { } p && Same(p, parameter.Parameter)) is { } argument)
                    {
                        Collect(argument.Value, current.Outer, depth + 1);
                        return;
                    }
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
            case IPropertyReferenceOperation property when property.Instance is { } instance && IsOptions(instance.Type):
                ConfiguredPiece = true;
                return;
            case IInvocationOperation call when call.TargetMethod.Name is "NewGuid" or "CreateVersion7" or "GetRandomFileName" or "GetTempFileName" or "GetUtcNow" or "GetHexString" or "GetString" && call.TargetMethod.ContainingType?.Name is "Guid" or "Path" or "RandomNumberGenerator" or "TimeProvider" or "IPath":
                Varies = true;
                return;
            case IInvocationOperation call when (call.TargetMethod.ReducedFrom ?? call.TargetMethod) is { } method && method.IsInSource() && collected.Add(method.OriginalDefinition):
                foreach (var source in values.Returned(method))
                {
                    Collect(source, new Frame(call.Arguments, frame), depth + 1);
                }

                return;
        }

        if (apis.Match(MemberOf(piece)) is { Effect.Source: PathSource.Configuration })
        {
            ConfiguredPiece = true;
            return;
        }

        foreach (var child in piece.ChildOperations)
        {
            Collect(child, frame, depth + 1);
        }
    }

    private static IEnumerable<IOperation> Parts(IInterpolatedStringOperation interpolated) =>
        interpolated.Parts.Select(p => p switch
        {
            IInterpolatedStringTextOperation text => text.Text,
            IInterpolationOperation value => value.Expression,
            _ => p,
        });

    /// <summary>The parameters of a params array count as written.</summary>
    private static IEnumerable<IOperation> Pieces(IOperation value) =>
        value switch
        {
            IArrayCreationOperation { Initializer.ElementValues: var elements } => elements,
            IConversionOperation conversion when conversion.Type?.SpecialType != SpecialType.System_String => Pieces(conversion.Operand),
            // The operation of a params span is unknown to the oldest compiler that we build for: its children are the pieces.
            _ when value.Type is { Name: "ReadOnlySpan" } && value is not (ILocalReferenceOperation or IParameterReferenceOperation) => value.ChildOperations,
            _ => [value],
        };

    /// <summary>The pieces of a format that begins with a hole: the argument of that hole and then the format itself.</summary>
    private static IEnumerable<IOperation>? Formatted(IInvocationOperation call)
    {
        var format = call.Arguments.FirstOrDefault(a => a.Parameter?.Name == "format")?.Value;
        if (format?.ConstantValue is not { HasValue: true, Value: string { Length: > 2 } text } || text[0] != '{')
        {
            return format is null ? null : [format];
        }

        var pieces = call.Arguments.Where(a => a.Parameter?.Name is not ("format" or "provider")).OrderBy(a => a.Parameter!.Ordinal).SelectMany(a => Pieces(a.Value)).ToList();
        var index = text[1] - '0';
        return index >= 0 && index < pieces.Count ? [pieces[index], format] : null;
    }

    private static IOperation? Accessed(IOperation instance)
    {
        for (var current = instance.Parent; current is not null; current = current.Parent)
        {
            if (current is IConditionalAccessOperation access && !access.Operation.Syntax.Span.Contains(instance.Syntax.Span))
            {
                return access.Operation;
            }
        }

        return null;
    }

    private static IOperation? Argument(ImmutableArray<IArgumentOperation> arguments, string names) =>
        arguments.FirstOrDefault(a => a.Parameter is { } p && names.Split('|').Contains(p.Name))?.Value;

    private static ISymbol? MemberOf(IOperation operation) =>
        operation switch
        {
            IInvocationOperation call => call.TargetMethod,
            IMemberReferenceOperation reference => reference.Member,
            _ => null,
        };

    private static bool Same(IParameterSymbol a, IParameterSymbol b) =>
        a.Ordinal == b.Ordinal && a.Name == b.Name &&
        SymbolEqualityComparer.Default.Equals(a.ContainingSymbol?.OriginalDefinition, b.ContainingSymbol?.OriginalDefinition);

    /// <summary>A settings object is filled from configuration or by the owner, whatever fills it.</summary>
    private static bool IsOptions(ITypeSymbol? type) =>
        type is not null && (type.Name.EndsWith("Options", StringComparison.Ordinal) || type.Name.EndsWith("Settings", StringComparison.Ordinal) ||
            type.Name.EndsWith("Configuration", StringComparison.Ordinal) || type.Name.EndsWith("Config", StringComparison.Ordinal));

    /// <summary>The arguments that stand for the parameters of a method while its body is followed.</summary>
    private sealed record Frame(ImmutableArray<IArgumentOperation> Arguments, Frame? Outer);
}
