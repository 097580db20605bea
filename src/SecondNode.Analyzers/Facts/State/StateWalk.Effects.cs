using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Catalogue;
using static SecondNode.Analyzers.Facts.State.StateEffects;

namespace SecondNode.Analyzers.Facts.State;

/// <content>What is done with the collection where it is used: by its members, its elements, and those that it is given to.</content>
internal sealed partial class StateWalk
{
    private static readonly ApiTable<CollectionEffect> Apis = new(CollectionApis.Rows);

    private void OnProperty(IPropertyReferenceOperation property, UsePlace place, int depth, bool nested)
    {
        if (property.Property.IsIndexer)
        {
            OnElement(property, property.Arguments.FirstOrDefault()?.Value, place, depth, nested);
            return;
        }

        if (nested && IsWritten(property, out var effect, out var written, out var value))
        {
            Add(effect, written, place, null, value, nested: true);
            return;
        }

        if (property.Property.Name is "Count" or "Length" or "IsEmpty" && property.Parent is IBinaryOperation or IIsPatternOperation or IConditionalOperation or IUnaryOperation)
        {
            Add(StateEffect.Probe, property, place, null, ImmutableArray<IOperation>.Empty, nested);
            return;
        }

        Read(property, place, nested);
        if (property.Property.Name is "Values" or "First" or "Last")
        {
            FollowInto(property, place, depth);
        }
    }

    /// <summary><c>dictionary[key]</c>: written to, or read and then perhaps changed itself.</summary>
    private void OnElement(IOperation element, IOperation? key, UsePlace place, int depth, bool nested)
    {
        if (IsWritten(element, out var effect, out var written, out var value))
        {
            Add(effect, written, place, key, value, nested);
            return;
        }

        if (element.Parent is IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out, Parent: IInvocationOperation call })
        {
            Add(StateEffect.Overwrite, call, place, key, call.Arguments.Select(a => a.Value).Where(v => v != element).ToImmutableArray(), nested);
            return;
        }

        Add(StateEffect.Probe, element, place, key, ImmutableArray<IOperation>.Empty, nested);
        FollowInto(element, place, depth);
    }

    private void OnCall(IInvocationOperation call, IMethodSymbol method, ImmutableArray<IArgumentOperation> arguments, UsePlace place, int depth, bool nested)
    {
        var row = Apis.Match(method);
        if (row is null || row.Effect == CollectionEffect.Read)
        {
            Add(method.Name is "TryGetValue" or "ContainsKey" or "Contains" or "TryPeek" or "Peek" ? StateEffect.Probe : StateEffect.Read, call, place, arguments.FirstOrDefault()?.Value, ImmutableArray<IOperation>.Empty, nested);
            FollowOuts(arguments, call, place, depth);
            if (GivesElement(method.Name))
            {
                FollowInto(call, place, depth);
            }

            return;
        }

        if (row.Effect == CollectionEffect.Reorder)
        {
            Read(call, place, nested);
            return;
        }

        var keyed = method.ContainingType is { } type && CollectionShape.Of(type) is { Kind: CollectionKind.Dictionary } or { Kind: CollectionKind.Array };
        var values = arguments.Where(a => a.Parameter?.RefKind is not RefKind.Out).Select(a => a.Value).Skip(keyed || method.Name is "Insert" ? 1 : 0).ToImmutableArray();
        Add(EffectOf(row.Effect), call, place, keyed || row.Effect is CollectionEffect.Remove ? arguments.FirstOrDefault()?.Value : null, row.Effect is CollectionEffect.Remove or CollectionEffect.Clear ? ImmutableArray<IOperation>.Empty : values, nested);
        FollowOuts(arguments, call, place, depth);
        if (row.Effect is not (CollectionEffect.Remove or CollectionEffect.Clear) && GivesElement(method.Name))
        {
            FollowInto(call, place, depth);
        }
    }

    private void OnArgument(IArgumentOperation argument, IOperation value, UsePlace place, int depth, bool nested)
    {
        if (argument.Parent is not IInvocationOperation call)
        {
            // new List<T>(cache) copies; any other constructor keeps what it is given.
            var copies = argument.Parent is IObjectCreationOperation { Type: { } made } && (CollectionShape.Of(made) is not null || made.Name.Contains("ReadOnly") || made.ContainingNamespace?.ToDisplayString().StartsWith("System", StringComparison.Ordinal) == true);
            Add(copies || argument.Parent is not IObjectCreationOperation || !IsMutable(argument.Parameter?.Type) ? StateEffect.Read : StateEffect.HandedOut, argument, place, null, ImmutableArray<IOperation>.Empty, nested);
            return;
        }

        var method = call.TargetMethod;
        if (call.Instance is null && call.Arguments.Length > 0 && call.Arguments[0] == argument && Apis.Match(method) is not null)
        {
            OnCall(call, method, call.Arguments.RemoveAt(0), place, depth, nested);
            return;
        }

        if (argument.Parameter?.RefKind is RefKind.Ref or RefKind.Out)
        {
            var swaps = method.ContainingType?.Name is "Interlocked" or "Volatile" or "LazyInitializer";
            Add(method.Name is "EnsureInitialized" or "CompareExchange" ? StateEffect.AssignIfNull : StateEffect.Assign, call, place, null, swaps ? call.Arguments.Where(a => a != argument).Select(a => a.Value).ToImmutableArray() : ImmutableArray<IOperation>.Empty, nested);
            return;
        }

        if (method.OriginalDefinition.IsInSource(context.Compilation) && argument.Parameter is { } parameter && depth < MaxDepth && IsMutable(parameter.Type))
        {
            var before = found.Count;
            var definition = (method.ReducedFrom ?? method).OriginalDefinition;
            Add(StateEffect.Passed, call, place, null, ImmutableArray<IOperation>.Empty, nested);
            FollowParameter(definition, definition.Parameters.FirstOrDefault(p => p.Ordinal == parameter.Ordinal + (method.ReducedFrom is null ? 0 : 1)) ?? parameter, place, depth + 1, nested);
            if (found.Count == before + 1)
            {
                // Without a body, or without a use of the parameter that can be seen.
                Read(call, place, nested);
            }

            return;
        }

        var reads = method.IsExtensionMethod || method.IsStatic || !IsMutable(argument.Parameter?.Type) || method.ContainingNamespace?.ToDisplayString().StartsWith("System", StringComparison.Ordinal) == true;
        Add(!reads ? StateEffect.HandedOut : method.Name == "Any" && call.Arguments.Length == 1 ? StateEffect.Probe : StateEffect.Read, call, place, null, ImmutableArray<IOperation>.Empty, nested);
        if (reads && GivesElement(method.Name))
        {
            FollowInto(call, place, depth);
        }
    }
}
