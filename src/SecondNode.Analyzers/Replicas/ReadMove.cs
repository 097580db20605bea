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
internal sealed class ReadMove(ReplicaModel model, BodyValues here)
{
    /// <summary>The property that says how many replacements there are; the locations after the first are their places.</summary>
    public const string TextProperty = "Text";

    /// <summary>The property that says which additional location is the first of those places; 1 where it is absent.</summary>
    public const string FirstProperty = "First";

    /// <summary>The property that names what the read is moved to.</summary>
    public const string TargetProperty = "Target";

    /// <summary>The property that names the type of a primary context which the fix has to reach by itself.</summary>
    public const string InjectProperty = "Inject";

    /// <summary>What stands for that context in the texts.</summary>
    public const string Injected = "__primary__";

    /// <summary>The type of the context that wrote.</summary>
    public static ITypeSymbol? PrimaryOf(StaleRead stale) => (stale.Change.Handle is not null ? stale.Change : stale.Write).Handle?.Unwrap().Type;

    /// <summary>The replacements, or none where the read cannot be moved as a whole.</summary>
    public (string Target, ImmutableArray<Replacement> Edits) Of(StaleRead stale)
    {
        var read = stale.Read;
        var change = stale.Change.Handle is not null ? stale.Change : stale.Write;
        var write = change.Handle;

        // A read in a method that others call as well is theirs too.
        var isHandedOver = read.Call is not null && read.Handle is not null && read.Call.Syntax.Span.Contains(read.Handle.Syntax.Span) && read.Call.Syntax.SyntaxTree == read.Handle.Syntax.SyntaxTree;
        if (read.Choice is IArgumentOperation { Value.Type.SpecialType: SpecialType.System_Boolean } flag && read.Call is not null && read.Call.Syntax.Span.Contains(flag.Syntax.Span))
        {
            return ChosenBy(flag) is { } turned ? ("the primary", ImmutableArray.Create(turned)) : default;
        }

        if (read.Call is not null && !isHandedOver && !model.Sharing.IsForOneCaller(read))
        {
            return default;
        }

        var body = read.Call is not null && !isHandedOver ? read.Body ?? here : here;
        if (read.Choice is IArgumentOperation { Value: { } flags } flagged && flags.Type?.Name == "CommandFlags")
        {
            return WithoutReplicaFlag(flagged) is { } edit ? ("the primary", ImmutableArray.Create(edit)) : default;
        }

        if (read.Handle is null)
        {
            return default;
        }

        if (QuerySources.Documents(read.Handle.Unwrap().Type) is not null)
        {
            return ("ReadPreference.Primary", ImmutableArray.Create(DocumentRead(read.Handle)));
        }

        // Not a local that holds the connection, but the argument that made it a replica's.
        if (Chosen(read.Handle, body, depth: 0) is { } chosen)
        {
            return chosen;
        }

        if (write is null)
        {
            return default;
        }

        if (change.Call is not null || (read.Call is not null && !isHandedOver) || !IsInScope(write, read))
        {
            // The context that wrote is elsewhere, or gone: another one of its type reads as well.
            return model.Contexts.IsContext(read.Handle.Unwrap().Type) && Query(stale, write, Injected, body, isHandedOver) is { IsEmpty: false } moved ? (write.Unwrap().Type!.Name, moved) : default;
        }

        var target = write.Unwrap().Syntax.ToString();
        if (model.Contexts.IsContext(read.Handle.Unwrap().Type))
        {
            return Query(stale, write, target, body, isHandedOver) is { IsEmpty: false } edits ? (target, edits) : default;
        }

        return Fits(write, read) ? (target, ImmutableArray.Create(new Replacement(read.Handle.Unwrap().Syntax, target))) : default;
    }

    private static Replacement? WithoutReplicaFlag(IArgumentOperation argument)
    {
        if (argument.Syntax is not ArgumentSyntax syntax)
        {
            return null;
        }

        if (argument.Value.Unwrap() is IFieldReferenceOperation)
        {
            return new Replacement(syntax, "");
        }

        if (argument.Value.Unwrap() is IBinaryOperation { OperatorKind: BinaryOperatorKind.Or } or)
        {
            var kept = IsReplica(or.LeftOperand) ? or.RightOperand : IsReplica(or.RightOperand) ? or.LeftOperand : null;
            return kept is null || IsReplica(kept) ? null : new Replacement(or.Syntax, kept.Syntax.ToString());
        }

        return null;

        static bool IsReplica(IOperation operand) => operand.ConstantValue is { HasValue: true, Value: int flags } && (flags & 12) is 8 or 12;
    }

    /// <summary>A read preference that is set in the read itself is changed; else one is set.</summary>
    private static Replacement DocumentRead(IOperation collection)
    {
        foreach (var part in collection.DescendantsAndSelf())
        {
            if (part is IInvocationOperation { TargetMethod.Name: "WithReadPreference" } call && call.Arguments.Length > 0 &&
                call.Arguments[call.Arguments.Length - 1].Value.Unwrap() is IPropertyReferenceOperation { Syntax: MemberAccessExpressionSyntax preference })
            {
                return new Replacement(preference.Name, "Primary");
            }
        }

        var syntax = collection.Unwrap().Syntax;
        return new Replacement(syntax, syntax + ".WithReadPreference(ReadPreference.Primary)");
    }

    /// <summary>The argument by which a call in this body chose the replica, turned to the primary.</summary>
    private static (string Target, ImmutableArray<Replacement> Edits)? Chosen(IOperation handle, BodyValues body, int depth)
    {
        switch (handle.Unwrap())
        {
            case ILocalReferenceOperation { Local: var local } when depth < 4 && body.Of(local) is { Count: 1 } values:
                return Chosen(values[0], body, depth + 1);
            case IInvocationOperation call:
                foreach (var argument in call.Arguments)
                {
                    if (argument.IsImplicit || argument.Syntax is not ArgumentSyntax syntax)
                    {
                        continue;
                    }

                    if (argument.Value.Type?.Name == "TargetSessionAttributes" && syntax.Expression is MemberAccessExpressionSyntax session)
                    {
                        return ("TargetSessionAttributes.Primary", ImmutableArray.Create(new Replacement(session.Name, "Primary")));
                    }

                    if (argument.Value.ConstantValue is { HasValue: true, Value: true } && argument.Parameter is { } parameter && RoleWords.Of(parameter.Name) is NameHint.Soft or NameHint.Hard && ChosenBy(argument) is { } turned)
                    {
                        return ("the primary", ImmutableArray.Create(turned));
                    }

                    if (argument.Value.Type is { TypeKind: TypeKind.Enum } choice && syntax.Expression is MemberAccessExpressionSyntax member &&
                        RoleWords.Of(member.Name.Identifier.ValueText) is NameHint.Soft or NameHint.Hard or NameHint.Weak &&
                        choice.GetMembers().FirstOrDefault(m => m is IFieldSymbol && RoleWords.Of(m.Name) == NameHint.Primary) is { } primary)
                    {
                        return (choice.Name + "." + primary.Name, ImmutableArray.Create(new Replacement(member.Name, primary.Name)));
                    }
                }

                return call.Receiver() is { } receiver && receiver.Unwrap() is IInvocationOperation ? Chosen(receiver, body, depth + 1) : null;
            case IObjectCreationOperation creation when depth < 4:
                foreach (var argument in creation.Arguments)
                {
                    if (Intent(argument.Value, body) is { } intent)
                    {
                        return ("ApplicationIntent.ReadWrite", ImmutableArray.Create(intent));
                    }
                }

                return null;
            default:
                return null;
        }
    }

    /// <summary>The flag turned, or gone where the primary is the default.</summary>
    private static Replacement? ChosenBy(IArgumentOperation flag)
    {
        if (flag is not { IsImplicit: false, Syntax: ArgumentSyntax syntax, Parameter: { } parameter } || flag.Value.ConstantValue is not { HasValue: true, Value: bool value })
        {
            return null;
        }

        var canDrop = parameter is { HasExplicitDefaultValue: true, ExplicitDefaultValue: bool byDefault } && byDefault != value && (syntax.NameColon is not null || IsLast(syntax));
        return canDrop ? new Replacement(syntax, "") : new Replacement(syntax.Expression, value ? "false" : "true");
    }

    private static bool IsLast(ArgumentSyntax argument) => argument.Parent is ArgumentListSyntax list && list.Arguments.Last() == argument;

    /// <summary>A connection-string builder that is local to the body and asks for read-only.</summary>
    private static Replacement? Intent(IOperation connectionString, BodyValues body)
    {
        var builder = connectionString.Unwrap() switch
        {
            IPropertyReferenceOperation { Property.Name: "ConnectionString", Instance: { } instance } => instance,
            IInvocationOperation { TargetMethod.Name: "ToString", Instance: { } instance } => instance,
            _ => null,
        };
        return builder?.ReferencedSymbol() is ILocalSymbol local && body.Of(local, "ApplicationIntent") is { Count: 1 } values && values[0].Syntax is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ReadOnly" } intent
            ? new Replacement(intent.Name, "ReadWrite")
            : null;
    }

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

    /// <summary>Every mention of the replica in the query becomes the primary: one query cannot span two contexts.</summary>
    private ImmutableArray<Replacement> Query(StaleRead stale, IOperation write, string target, BodyValues body, bool isHandedOver)
    {
        var read = stale.Read;
        var primary = write.Unwrap().Type;
        var root = read.Choice;
        if (primary is null || root is null || !model.Contexts.IsContext(primary))
        {
            return ImmutableArray<Replacement>.Empty;
        }

        var handle = read.Handle!.Unwrap();
        var query = isHandedOver ? read.Choice!.Type.IsQuery() ? read.Choice : null : QueryOf(read);
        var source = query is null ? null : model.Queries.Of(query, body);
        var places = source is null
            ? [handle]
            : source.Operations.SelectMany(o => o.DescendantsAndSelf()).Where(o => IsHandle(o, handle)).GroupBy(o => o.Syntax.Span).Select(g => g.First()).OrderBy(o => o.Syntax.SpanStart).ToList();
        if (places.Count == 0 || places.Any(p => p.Syntax.SyntaxTree != read.Site.Syntax.SyntaxTree || !HasMember(primary, p)))
        {
            return ImmutableArray<Replacement>.Empty;
        }

        var edits = ImmutableArray.CreateBuilder<Replacement>();
        foreach (var place in places)
        {
            var text = target;
            var moved = place.Syntax;
            if (source is not null && root.Syntax.Span.Contains(moved.Span) && NeedsNoTracking(stale, source))
            {
                var offset = moved.SpanStart - root.Syntax.SpanStart;
                text = root.Syntax.ToString().Remove(offset, moved.Span.Length).Insert(offset, target) + ".AsNoTracking()";
                moved = root.Syntax;
            }

            edits.Add(new Replacement(moved, text));
        }

        return edits.ToImmutable();
    }

    private static IOperation? QueryOf(DataEffect read) =>
        read.Site is IInvocationOperation call && !call.Type.IsQuery()
            ? call.Receiver() is { } receiver && receiver.Unwrap().Type.IsQuery() ? receiver : call.Arguments.FirstOrDefault(a => a.Value.Unwrap().Type.IsQuery())?.Value
            : read.Site.Type.IsQuery() ? read.Site : null;

    private static bool IsHandle(IOperation operation, IOperation handle) =>
        handle.ReferencedSymbol() is { } symbol
            ? operation.Kind == handle.Kind && SymbolEqualityComparer.Default.Equals(operation.ReferencedSymbol(), symbol)
            : operation.Syntax == handle.Syntax && operation is not IAwaitOperation;

    /// <summary>Whether what is asked of the replica can be asked of the primary: the same entity set, or the general one.</summary>
    private bool HasMember(ITypeSymbol primary, IOperation place)
    {
        var use = place.Parent;
        while (use is IConversionOperation or IParenthesizedOperation)
        {
            use = use.Parent;
        }

        switch (use)
        {
            case IPropertyReferenceOperation set when ContextTypes.EntityOf(set.Type) is { } entity:
                return model.Contexts.SetsOf(primary).Any(s => s.Name == set.Property.Name && SymbolEqualityComparer.Default.Equals(ContextTypes.EntityOf(s.Type), entity));
            case IPropertyReferenceOperation member:
                return Members(primary, member.Property.Name).OfType<IPropertySymbol>().Any(p => SymbolEqualityComparer.Default.Equals(p.Type, member.Type));
            case IInvocationOperation call:
                return Members(primary, call.TargetMethod.Name).OfType<IMethodSymbol>().Any(m => m.Arity == call.TargetMethod.Arity && m.Parameters.Length == call.TargetMethod.Parameters.Length);
            case IArgumentOperation { Parent: IInvocationOperation { TargetMethod.IsExtensionMethod: true } }:
                return true;
            default:
                return false;
        }
    }

    private static IEnumerable<ISymbol> Members(ITypeSymbol type, string name)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            foreach (var member in current.GetMembers(name))
            {
                yield return member;
            }
        }

        foreach (var implemented in type.TypeKind == TypeKind.Interface ? type.AllInterfaces : ImmutableArray<INamedTypeSymbol>.Empty)
        {
            foreach (var member in implemented.GetMembers(name))
            {
                yield return member;
            }
        }
    }

    /// <summary>
    /// The primary tracks what it has loaded: a query that used to bring fresh rows would bring those instances back, so a context that
    /// did not track, or a write that went past the tracker, asks for an untracked query.
    /// </summary>
    private bool NeedsNoTracking(StaleRead stale, QuerySource source)
    {
        if (source.SaysTracking || source.Entity is null || source.Chain.Any(c => c.TargetMethod.Name is "Select" or "ProjectTo" or "GroupBy" || c.TargetMethod.Name.StartsWith("FromSql", StringComparison.Ordinal)))
        {
            return false;
        }

        if (stale.Read.Site is IInvocationOperation { TargetMethod.Name: var end } call &&
            (end is "Find" or "FindAsync" || call.Type.Awaited().ElementOrSelf() is not { } element || !SymbolEqualityComparer.Default.Equals(element, source.Entity)))
        {
            return false;
        }

        return model.Types.IsUntracked(source.Handle.Type) || (stale.Write.Kind == EffectKind.Write && model.Contexts.IsContext(stale.Write.Handle?.Unwrap().Type));
    }
}
