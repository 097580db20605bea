using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace SecondNode.Analyzers.Replicas;

/// <summary>A place in the source and what is to stand there; empty text means that the argument goes.</summary>
internal readonly record struct Replacement(SyntaxNode Place, string Text)
{
    public SyntaxTree Tree => Place.SyntaxTree;

    public TextSpan Span => Place.Span;
}

/// <summary>
/// How one stale read is moved to the primary: worked out where everything is known, handed to the fix as spans and texts. The
/// connection that wrote is in the same method, so it is the first candidate; an argument that chose the replica comes before it.
/// </summary>
internal sealed class ReadMove(ReplicaModel model, BodyFinding finding)
{
    private readonly BodyValues here = finding.Body;
    private readonly QueryMove query = new(model);

    /// <summary>The property that says how many replacements there are; the locations after the first are their places.</summary>
    public const string TextProperty = "Text";

    /// <summary>The property that says which additional location is the first of those places; 1 where it is absent.</summary>
    public const string FirstProperty = "First";

    /// <summary>The property that names what the read is moved to.</summary>
    public const string TargetProperty = "Target";

    /// <summary>The property that names the type of a primary context which the fix has to reach by itself.</summary>
    public const string InjectProperty = "Inject";

    /// <summary>The property that says that the replacements belong into a copy of the method, which the call at the last location is to call.</summary>
    public const string VariantProperty = "Variant";

    /// <summary>What stands for that context in the texts.</summary>
    public const string Injected = "__primary__";

    /// <summary>The type of the context that wrote.</summary>
    public static ITypeSymbol? PrimaryOf(StaleRead stale) => (stale.Change.Handle is not null ? stale.Change : stale.Write).Handle?.Unwrap().Type;

    /// <summary>The replacements, or none where the read cannot be moved as a whole; and the name of the called method, where others call it too and it needs a variant.</summary>
    public (string Target, ImmutableArray<Replacement> Edits, SyntaxNode? Variant) Of(StaleRead stale)
    {
        var (target, edits) = Edits(stale, out var isShared);
        if (!isShared || edits.IsDefaultOrEmpty)
        {
            return (target, edits, null);
        }

        return Entry(stale.Read) is { } entry && edits.All(e => e.Text.Length > 0 && e.Tree == stale.Read.Site.Syntax.SyntaxTree) ? (target, edits, entry) : default;
    }

    /// <summary>The name in the call of the method that holds the read: in the body that is looked at, or in the action that a redirect leads to.</summary>
    private static SyntaxNode? Entry(DataEffect read)
    {
        if (read.Entry is not IInvocationOperation { TargetMethod: { ContainingType.TypeKind: TypeKind.Class, IsVirtual: false, IsOverride: false } method, Syntax: InvocationExpressionSyntax call } || read.Hops != (read.IsRedirected ? 2 : 1) ||
            read.Site.Syntax.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { ExplicitInterfaceSpecifier: null } holder || !method.OriginalDefinition.DeclaringSyntaxReferences.Any(r => r.Span == holder.Span && r.SyntaxTree == holder.SyntaxTree))
        {
            return null;
        }

        return call.Expression switch
        {
            MemberAccessExpressionSyntax { Name: IdentifierNameSyntax name } => name,
            MemberBindingExpressionSyntax { Name: IdentifierNameSyntax name } => name,
            IdentifierNameSyntax name => name,
            _ => null,
        };
    }

    private (string Target, ImmutableArray<Replacement> Edits) Edits(StaleRead stale, out bool isShared)
    {
        isShared = false;
        var read = stale.Read;
        var change = stale.Change.Handle is not null ? stale.Change : stale.Write;
        var write = change.Handle;

        if (read.IsCausal)
        {
            return GraphEffects.Move(stale, here);
        }

        if (read.Instance is { } instance)
        {
            return OfInstance(stale, instance);
        }

        // A read in a method that others call as well is theirs too.
        var isHandedOver = read.Call is not null && read.Handle is not null && read.Call.Syntax.Span.Contains(read.Handle.Syntax.Span) && read.Call.Syntax.SyntaxTree == read.Handle.Syntax.SyntaxTree;
        if (read.Choice is IArgumentOperation { Value.Type.SpecialType: SpecialType.System_Boolean } flag && (read.Call ?? read.Site).Syntax.Span.Contains(flag.Syntax.Span) && (read.Call ?? read.Site).Syntax.SyntaxTree == flag.Syntax.SyntaxTree)
        {
            return ReplicaChoices.ChosenBy(flag) is { } turned ? ("the primary", ImmutableArray.Create(turned)) : default;
        }

        isShared = read.Call is not null && !isHandedOver && !model.Sharing.IsForOneCaller(read);

        var body = read.Call is not null && !isHandedOver ? read.Body ?? here : here;
        if (read.Choice is IArgumentOperation { Value: { } flags } flagged && flags.Type?.Name == "CommandFlags")
        {
            return ReplicaChoices.WithoutReplicaFlag(flagged) is { } edit ? ("the primary", ImmutableArray.Create(edit)) : default;
        }

        if (read.Choice is IArgumentOperation { Value: { } options } asking && ServerChoice.IsSettings(options.Unwrap().Type))
        {
            return ReplicaChoices.WithoutConsistency(asking) is { } edit ? ("the consistency of the account", ImmutableArray.Create(edit)) : default;
        }

        if (read.Choice is IInvocationOperation { TargetMethod.Name: "GetAnyReplicaAsync" } any)
        {
            return ReplicaChoices.OneOfActive(any) is { } edit ? ("GetAsync", ImmutableArray.Create(edit)) : default;
        }

        if (read.Choice is IInvocationOperation root && RoutedEffects.Move(root) is { } asked)
        {
            return MovesOnly(asked.Edits, read) ? asked : default;
        }

        if (read.Handle is null)
        {
            return default;
        }

        if (QuerySources.Documents(read.Handle.Unwrap().Type) is not null)
        {
            return ("ReadPreference.Primary", ImmutableArray.Create(ReplicaChoices.DocumentRead(read.Handle)));
        }

        // Not a local that holds the connection, but the argument that made it a replica's.
        if (ReplicaChoices.Chosen(read.Handle, body, depth: 0) is { } chosen && MovesOnly(chosen.Edits, read))
        {
            return chosen;
        }

        if (write is null)
        {
            return default;
        }

        if (change.Call is not null || (read.Call is not null && !isHandedOver) || !IsInScope(write, read))
        {
            // A connection that wrote is gone, but not what it was made of.
            if (ConnectionOrigin.Move(stale, here) is { } origin && MovesOnly(ImmutableArray.Create(origin), read))
            {
                return (origin.Text, ImmutableArray.Create(origin));
            }

            // The context that wrote is elsewhere, or gone: another one of its type reads as well.
            return model.Contexts.IsContext(read.Handle.Unwrap().Type) && query.Of(stale, write, Injected, body, isHandedOver) is { IsEmpty: false } moved && MovesOnly(moved, read) ? (write.Unwrap().Type!.Name, moved) : default;
        }

        var target = write.Unwrap().Syntax.ToString();
        if (model.Contexts.IsContext(read.Handle.Unwrap().Type))
        {
            return query.Of(stale, write, target, body, isHandedOver) is { IsEmpty: false } edits && MovesOnly(edits, read) ? (target, edits) : default;
        }

        // One connection for both: the statement itself asks for the replica.
        return Fits(write, read) && target != read.Handle.Unwrap().Syntax.ToString() ? (target, ImmutableArray.Create(new Replacement(read.Handle.Unwrap().Syntax, target))) : default;
    }

    /// <summary>The method is called on the instance that wrote.</summary>
    private static (string Target, ImmutableArray<Replacement> Edits) OfInstance(StaleRead stale, IOperation instance) =>
        stale.Read is { Hops: 1, Call: { } call } && (stale.Write.Call ?? stale.Change.Call) is IInvocationOperation { Instance: { } writer } && call.Syntax.Span.Contains(instance.Syntax.Span) &&
        SymbolEqualityComparer.Default.Equals(writer.Unwrap().Type, instance.Unwrap().Type) && instance.Unwrap().Syntax is ExpressionSyntax place && writer.Unwrap().Syntax.ToString() is var target && target != place.ToString() &&
        writer.Unwrap() is ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation && IsInScope(writer, stale.Read)
            ? (target, ImmutableArray.Create(new Replacement(place, target)))
            : default;

    /// <summary>Whether the edits move no read but this one and those that are stale, or decide a write, as it is.</summary>
    private bool MovesOnly(ImmutableArray<Replacement> edits, DataEffect read) =>
        model.Moves.IsOnly(edits, finding.StaleReads.Select(s => s.Read).Concat(finding.WritesAfterReads.Where(w => Guards.Of(w, finding.Body) != Decision.None).Select(w => w.Read)).Append(read).SelectMany(PlacesOf));

    private static IEnumerable<SyntaxNode> PlacesOf(DataEffect effect) => effect.Call is { } call && !effect.IsRedirected ? [effect.Site.Syntax, call.Syntax] : [effect.Site.Syntax];

    /// <summary>Whether the connection that wrote can be named where the read takes its own, and is still open there.</summary>
    private static bool IsInScope(IOperation write, DataEffect read)
    {
        var place = (read.Choice ?? read.Handle)!.Syntax;
        switch (write.Unwrap())
        {
            case IFieldReferenceOperation or IPropertyReferenceOperation:
                var root = write.Unwrap();
                while (root is IMemberReferenceOperation { Instance: { } instance })
                {
                    root = instance.Unwrap();
                }

                return root is IInstanceReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation || IsVisible(root, place);
            case var simple:
                return IsVisible(simple, place);
        }

        static bool IsVisible(IOperation variable, SyntaxNode place)
        {
            switch (variable)
            {
                case IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: not MethodKind.AnonymousFunction and not MethodKind.LocalFunction } }, Syntax: var use }:
                    return true;
                case IParameterReferenceOperation { Parameter: var parameter }:
                    return parameter.DeclaringSyntaxReferences.Any(r => r.GetSyntax().Parent?.Parent is { } function && function.Span.Contains(place.Span));
                case ILocalReferenceOperation { Local: var local }:
                    return local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is { } declaration && declaration.SpanStart < place.SpanStart &&
                        declaration.FirstAncestorOrSelf<SyntaxNode>(n => n is BlockSyntax or UsingStatementSyntax or ForStatementSyntax or SwitchSectionSyntax or CompilationUnitSyntax) is { } scope && scope.Span.Contains(place.Span);
                default:
                    return false;
            }
        }
    }

    private static bool Fits(IOperation write, DataEffect read)
    {
        var to = write.Unwrap().Type;
        var from = read.Handle!.Type;
        return to is not null && from is not null &&
            (SymbolEqualityComparer.Default.Equals(to, from) || to.AllInterfaces.Contains(from, SymbolEqualityComparer.Default) || Derives(to, from) ||
             (read.Site is IInvocationOperation { TargetMethod.ContainingNamespace.Name: "Dapper" or "Extensions" } && TypeRoles.IsConnection(to)));

        static bool Derives(ITypeSymbol type, ITypeSymbol ancestor)
        {
            for (var current = type.BaseType; current is not null; current = current.BaseType)
            {
                if (SymbolEqualityComparer.Default.Equals(current, ancestor))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
