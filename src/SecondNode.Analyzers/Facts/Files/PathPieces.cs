using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SecondNode.Analyzers.Facts.Files;

/// <summary>How path expressions are put together: the pieces of calls and strings, in order.</summary>
internal static class PathPieces
{
    /// <summary>The pieces of an interpolated string.</summary>
    public static IEnumerable<IOperation> Parts(IInterpolatedStringOperation interpolated) =>
        interpolated.Parts.Select(p => p switch
        {
            IInterpolatedStringTextOperation text => text.Text,
            IInterpolationOperation value => value.Expression,
            _ => p,
        });

    /// <summary>The parameters of a params array count as written.</summary>
    public static IEnumerable<IOperation> Pieces(IOperation value) =>
        value switch
        {
            IArrayCreationOperation { Initializer.ElementValues: var elements } => elements,
            IConversionOperation conversion when conversion.Type?.SpecialType != SpecialType.System_String => Pieces(conversion.Operand),
            // The operation of a params span is unknown to the oldest compiler that we build for: its children are the pieces.
            _ when value.Type is { Name: "ReadOnlySpan" } && value is not (ILocalReferenceOperation or IParameterReferenceOperation) => value.ChildOperations,
            _ => [value],
        };

    /// <summary>The pieces of a format that begins with a hole: the argument of that hole and then the format itself.</summary>
    public static IEnumerable<IOperation>? Formatted(IInvocationOperation call)
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

    /// <summary>What stands left of the question mark that a member access belongs to.</summary>
    public static IOperation? Accessed(IOperation instance)
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

    /// <summary>The argument of the first parameter that has one of the names.</summary>
    public static IOperation? Argument(ImmutableArray<IArgumentOperation> arguments, string names) =>
        arguments.FirstOrDefault(a => a.Parameter is { } p && names.Split('|').Contains(p.Name))?.Value;

    /// <summary>The member that is called or read.</summary>
    public static ISymbol? MemberOf(IOperation operation) =>
        operation switch
        {
            IInvocationOperation call => call.TargetMethod,
            IMemberReferenceOperation reference => reference.Member,
            _ => null,
        };

    /// <summary>Whether two parameters are the same one, of whatever construction of their method.</summary>
    public static bool Same(IParameterSymbol a, IParameterSymbol b) =>
        a.Ordinal == b.Ordinal && a.Name == b.Name &&
        SymbolEqualityComparer.Default.Equals(a.ContainingSymbol?.OriginalDefinition, b.ContainingSymbol?.OriginalDefinition);

    /// <summary>A settings object is filled from configuration or by the owner, whatever fills it.</summary>
    public static bool IsOptions(ITypeSymbol? type) =>
        type is not null && (type.Name.EndsWith("Options", StringComparison.Ordinal) || type.Name.EndsWith("Settings", StringComparison.Ordinal) ||
            type.Name.EndsWith("Configuration", StringComparison.Ordinal) || type.Name.EndsWith("Config", StringComparison.Ordinal));
}

/// <summary>The arguments that stand for the parameters of a method while its body is followed.</summary>
internal sealed record PathFrame(ImmutableArray<IArgumentOperation> Arguments, PathFrame? Outer)
{
    /// <summary>The argument that stands for a parameter, and the frame in which it is written; null where the method was not entered by a call.</summary>
    public static (IOperation Value, PathFrame? Frame)? ArgumentFor(IParameterSymbol parameter, PathFrame? frame)
    {
        for (var current = frame; current is not null; current = current.Outer)
        {
            if (current.Arguments.FirstOrDefault(a => a.Parameter is { } p && PathPieces.Same(p, parameter)) is { } argument)
            {
                return (argument.Value, current.Outer);
            }
        }

        return null;
    }
}
