using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Catalogue;

namespace SecondNode.Analyzers.Facts.Classic;

/// <summary>One change of session, TempData or application state.</summary>
/// <param name="Bag">Which of them.</param>
/// <param name="Place">The operation: an assignment to an entry, or a call.</param>
/// <param name="Entry">The entry as written: <c>Session["Cart"]</c>.</param>
/// <param name="Key">The entry's key where it is a constant.</param>
/// <param name="Value">What is put in; null where an entry is removed.</param>
internal sealed record BagWrite(ClassicBag Bag, IOperation Place, string Entry, string? Key, IOperation? Value)
{
    /// <summary>Whether something is put in, rather than taken out: assigning null takes out.</summary>
    public bool PutsIn => Value is { ConstantValue: not { HasValue: true, Value: null } };

    /// <summary>The change that an assignment or a call is, or null.</summary>
    public static BagWrite? Of(IOperation operation) =>
        operation switch
        {
            IAssignmentOperation { Target: IPropertyReferenceOperation { Property.IsIndexer: true } target } assignment => Of(target, assignment, assignment.Value),
            IIncrementOrDecrementOperation { Target: IPropertyReferenceOperation { Property.IsIndexer: true } target } step => Of(target, step, step),
            IInvocationOperation call when ClassicStateApis.Apis.Match(call.TargetMethod) is { Effect: var effect } =>
                new BagWrite(effect.Bag, call, NameOf(call.Instance, effect.Bag) + KeyText(call.Arguments, effect), ConstantKey(call.Arguments, effect), Unwrapped(Argument(call.Arguments, effect.Value))),
            _ => null,
        };

    /// <summary>The entry that an indexer reads, or null where it is none of these.</summary>
    public static (ClassicBag Bag, string Entry)? Read(IPropertyReferenceOperation reference) =>
        reference.Property.IsIndexer && ClassicStateApis.Apis.Match(reference.Property) is { Effect: var effect }
            ? (effect.Bag, NameOf(reference.Instance, effect.Bag) + KeyText(reference.Arguments, effect))
            : null;

    private static BagWrite? Of(IPropertyReferenceOperation target, IOperation place, IOperation value) =>
        ClassicStateApis.Apis.Match(target.Property) is { Effect: var effect }
            ? new BagWrite(effect.Bag, place, NameOf(target.Instance, effect.Bag) + KeyText(target.Arguments, effect), ConstantKey(target.Arguments, effect), Unwrapped(value))
            : null;

    private static IOperation? Argument(IEnumerable<IArgumentOperation> arguments, string parameter) =>
        parameter.Length == 0 ? null : arguments.FirstOrDefault(a => a.Parameter?.Name == parameter)?.Value;

    private static IOperation? KeyOf(IEnumerable<IArgumentOperation> arguments, ClassicStateEffect effect) =>
        effect.Key.Length == 0 ? null : Argument(arguments, effect.Key) ?? arguments.FirstOrDefault()?.Value;

    private static string? ConstantKey(IEnumerable<IArgumentOperation> arguments, ClassicStateEffect effect) =>
        KeyOf(arguments, effect) is { ConstantValue: { HasValue: true, Value: { } key } } ? key.ToString() : null;

    private static string KeyText(IEnumerable<IArgumentOperation> arguments, ClassicStateEffect effect) =>
        KeyOf(arguments, effect)?.Syntax is { } syntax && syntax.ToString() is { Length: < 60 } text && text.IndexOf('\n') < 0 ? "[" + text + "]" : "";

    private static string NameOf(IOperation? instance, ClassicBag bag) =>
        instance?.Syntax switch
        {
            SimpleNameSyntax name => name.Identifier.ValueText,
            MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
            _ => bag.ToString(),
        };

    private static IOperation? Unwrapped(IOperation? value)
    {
        while (value is IConversionOperation { OperatorMethod: null } conversion)
        {
            value = conversion.Operand;
        }

        return value;
    }
}
