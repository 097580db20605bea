using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace SecondNode.Analyzers.Facts.State;

/// <summary>Follows a value to where it comes from: through locals, parameters and their callers, methods of the source and factories; bounded.</summary>
internal sealed class ValueOrigins(RuleContext context)
{
    private readonly ConditionalWeakTable<IOperation, LocalWrites> locals = new();
    private readonly SourceTypes sources = new();

    /// <summary>The origins of a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="key">The key that it is stored under: what is computed from the key counts as input, wherever the key comes from.</param>
    /// <param name="followCallers">Whether to ask the callers what they pass for a parameter; it counts as input otherwise.</param>
    /// <param name="state">The collection that the value is put into: what is read from it was put there before.</param>
    public ValueOrigin Of(IOperation? value, IOperation? key = null, bool followCallers = true, ISymbol? state = null) => Walk(key, followCallers, state).Of(value, 0);

    /// <summary>The origins of what a factory returns: its parameters count as input.</summary>
    public ValueOrigin OfFactory(IOperation factory, IOperation? key = null, bool followCallers = true, ISymbol? state = null) => Walk(key, followCallers, state).OfDelegate(factory, 0);

    /// <summary>What members of that type give.</summary>
    public ValueOrigin OfType(ITypeSymbol? type) => sources.Of(type);

    private OriginWalk Walk(IOperation? key, bool followCallers, ISymbol? state) => new(context, sources, locals, key, followCallers, state);
}
