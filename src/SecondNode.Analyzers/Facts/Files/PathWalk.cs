using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Catalogue;

namespace SecondNode.Analyzers.Facts.Files;

/// <summary>One run of the <see cref="PathTracer"/>: what it has visited and noted so far.</summary>
internal sealed class PathWalk(ApiTable<PathEffect> apis, AssignedValues values, KnownTypes types)
{
    private const int MostDepth = 24;
    private const int MostSteps = 250;
    private readonly HashSet<ISymbol> open = new(SymbolEqualityComparer.Default);
    private int steps;

    /// <summary>What was met on the way.</summary>
    public PathNotes Notes { get; } = new(apis, values);

    public PathOrigin Of(IOperation? operation) => Of(operation, null, 0);

    private PathOrigin Of(IOperation? operation, PathFrame? frame, int depth)
    {
        if (operation is null || depth > MostDepth || ++steps > MostSteps)
        {
            return PathOrigin.Unknown;
        }

        if (operation.ConstantValue is { HasValue: true, Value: string text })
        {
            return Literal(text, operation);
        }

        var origin = operation switch
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
            IConditionalAccessInstanceOperation instance => Of(PathPieces.Accessed(instance), frame, depth + 1),
            IArrayElementReferenceOperation element => Of(element.ArrayReference, frame, depth + 1),
            IArrayCreationOperation { Initializer.ElementValues: var elements } => Sequence(elements, frame, depth),
            IInterpolatedStringOperation interpolated => Sequence(PathPieces.Parts(interpolated), frame, depth),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum => Sequence([sum.LeftOperand, sum.RightOperand], frame, depth),
            ILocalReferenceOperation local => Follow(local.Local, () => values.OfLocal(local.Local, operation), frame, depth),
            IParameterReferenceOperation parameter => OfParameter(parameter.Parameter, frame, depth),
            IFieldReferenceOperation field => Known(field.Field, field.Instance, operation, frame, depth) ?? Follow(field.Field, () => values.OfMember(field.Field), null, depth),
            IPropertyReferenceOperation property => OfProperty(property, frame, depth),
            IInvocationOperation call => OfCall(call, frame, depth),
            IObjectCreationOperation { Constructor: { } constructor } creation => apis.Match(constructor) is { Effect.Argument: var name } ? Of(PathPieces.Argument(creation.Arguments, name), frame, depth + 1) : PathOrigin.Unknown,
            _ => PathOrigin.Unknown,
        };

        // Where the way ends, the innermost name still tells one place from another.
        return origin is { Root: PathRoot.Unknown, Beginning: null } && operation is IParameterReferenceOperation or IMemberReferenceOperation ? origin with { Beginning = operation } : origin;
    }

    private PathOrigin Any(IEnumerable<IOperation> sources, PathFrame? frame, int depth)
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
    private PathOrigin Sequence(IEnumerable<IOperation> parts, PathFrame? frame, int depth)
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
                Notes.Collect(part, frame, depth + 1);
            }
        }

        return result ?? PathOrigin.Unknown;
    }

    private PathOrigin Follow(ISymbol symbol, Func<ImmutableArray<IOperation>> sources, PathFrame? frame, int depth)
    {
        if (!open.Add(symbol))
        {
            return PathOrigin.Unknown;
        }

        var result = Any(sources(), frame, depth);
        open.Remove(symbol);
        return result;
    }

    private PathOrigin OfParameter(IParameterSymbol parameter, PathFrame? frame, int depth)
    {
        if (PathFrame.ArgumentFor(parameter, frame) is var (argument, outer))
        {
            return Of(argument, outer, depth + 1);
        }

        if (parameter.Type.SpecialType != SpecialType.System_String && !types.Is(parameter.Type, "System.IO.FileSystemInfo"))
        {
            return PathOrigin.Unknown;
        }

        // A caller that passes the node's disk is proof enough; the default value is what a caller passes that says nothing.
        return parameter.ContainingSymbol is IMethodSymbol method && open.Add(parameter)
            ? Any(values.Sites.ArgumentsOf(method).Select(call => call.FirstOrDefault(a => a.Parameter is { } p && p.Ordinal == parameter.Ordinal)?.Value).OfType<IOperation>(), null, depth)
            : PathOrigin.Unknown;
    }

    private PathOrigin OfProperty(IPropertyReferenceOperation property, PathFrame? frame, int depth)
    {
        if (Known(property.Property, property.Instance, property, frame, depth) is { } known)
        {
            return known;
        }

        var instance = property.Instance is IInstanceReferenceOperation ? null : property.Instance;
        if (instance is not null && (PathPieces.IsOptions(instance.Type) || apis.Match(PathPieces.MemberOf(instance)) is { Effect.Source: PathSource.Configuration }))
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

    private PathOrigin OfCall(IInvocationOperation call, PathFrame? frame, int depth)
    {
        if (apis.Match(call.TargetMethod) is { } row)
        {
            if (row.Effect.Source != PathSource.Through)
            {
                foreach (var argument in call.Arguments)
                {
                    Notes.Collect(argument.Value, frame, depth + 1);
                }

                return OfSource(row.Effect.Source, call.TargetMethod.Name, call);
            }

            if (row.Effect.Argument == "this")
            {
                return Of(call.Instance, frame, depth + 1);
            }

            if (row.Member == "Format" && PathPieces.Formatted(call) is { } formatted)
            {
                return Sequence(formatted, frame, depth);
            }

            var ordered = call.Arguments.OrderBy(a => a.Parameter?.Ordinal ?? 0).ToList();
            var first = ordered.FindIndex(a => row.Effect.Argument.Split('|').Contains(a.Parameter?.Name));
            return first < 0 ? PathOrigin.Unknown : Sequence(ordered.Skip(first).SelectMany(a => PathPieces.Pieces(a.Value)), frame, depth);
        }

        if (call.TargetMethod.Name == "FromResult" && call.Arguments.Length == 1)
        {
            return Of(call.Arguments[0].Value, frame, depth + 1);
        }

        var method = (call.TargetMethod.ReducedFrom ?? call.TargetMethod).OriginalDefinition;
        if (method.IsInSource() && method.MethodKind is MethodKind.Ordinary or MethodKind.LocalFunction)
        {
            var followed = Follow(method, () => values.Returned(method), new PathFrame(call.Arguments, frame), depth);
            if (followed.Root != PathRoot.Unknown || followed.Beginning is not null)
            {
                return followed;
            }
        }

        // files.Combine(folder, name) of a store of the application's own, whose body is not here.
        if (method is { Name: "Combine" or "Join", ReturnType.SpecialType: SpecialType.System_String })
        {
            var pieces = call.Arguments.OrderBy(a => a.Parameter?.Ordinal ?? 0).SelectMany(a => PathPieces.Pieces(a.Value));
            return Sequence(method.IsExtensionMethod ? pieces.Skip(1) : pieces, frame, depth);
        }

        return call.Instance is { } instance && Of(instance, frame, depth + 1).Root == PathRoot.Configured ? OfSource(PathSource.Configuration, call.TargetMethod.Name, call) : PathOrigin.Unknown;
    }

    private PathOrigin? Known(ISymbol member, IOperation? instance, IOperation operation, PathFrame? frame, int depth)
    {
        if (apis.Match(member) is not { } row)
        {
            return null;
        }

        return row.Effect.Source == PathSource.Through ? Of(instance, frame, depth + 1) : OfSource(row.Effect.Source, member.Name, operation);
    }

    private PathOrigin OfSource(PathSource source, string name, IOperation operation)
    {
        if (source == PathSource.Configuration)
        {
            Notes.Key(operation);
        }

        return new PathOrigin
        {
            Root = source switch { PathSource.Temp => PathRoot.Temp, PathSource.Configuration => PathRoot.Configured, _ => PathRoot.NodeDisk },
            Directory = source switch { PathSource.WebRoot => NodeDirectory.WebRoot, PathSource.ContentRoot => NodeDirectory.ContentRoot, PathSource.NodeDirectory => NodeDirectory.Machine, _ => NodeDirectory.None },
            Evidence = name,
            Beginning = operation,
            Varies = name is "GetTempFileName" or "CreateTempSubdirectory",
        };
    }

    private PathOrigin Literal(string text, IOperation operation)
    {
        Notes.Literals.Add(text);
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
        return new PathOrigin { Root = root, Directory = directory, Evidence = "'" + text + "'", Beginning = root == PathRoot.Unknown ? null : operation };
    }
}
