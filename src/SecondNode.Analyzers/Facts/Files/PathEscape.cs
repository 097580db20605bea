using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SecondNode.Analyzers.Facts.Files;

/// <summary>How the path of a file leaves the request that makes the file.</summary>
/// <param name="How">In words, for the message.</param>
/// <param name="IsCertain">Whether another node may be asked for the file then.</param>
internal sealed record Escape(string How, bool IsCertain);

/// <summary>
/// Follows a path, or a name that only this file has, forward: into other locals, the objects that carry it, helper methods
/// and callers, until it is kept for another request, handed to the client, or stays. Bounded in depth; a caller that
/// deletes the file ends the search.
/// </summary>
internal sealed class PathEscape(RuleContext context, AssignedValues values, FileCalls calls)
{
    private const int MostDepth = 3;
    private const int MostCallers = 12;
    private readonly FileLifetime lifetime = new(values, calls);

    /// <summary>How the path of a written file is kept for another request; null where it is not seen to be.</summary>
    public Escape? Of(FileUse use)
    {
        if (use.Path is not { } path)
        {
            return null;
        }

        var scope = FileLifetime.ScopeOf(use.Operation);
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var holder in use.Name is { } name ? Holders(path).Concat(Holders(name)) : Holders(path))
        {
            if (OfHolder(holder, scope, seen, 0) is { } escape)
            {
                return escape;
            }
        }

        return null;
    }

    /// <summary>The variables that tell the file from all others: the path's own, and those of its pieces that are made up anew each time.</summary>
    private IEnumerable<ISymbol> Holders(IOperation path)
    {
        switch (Unwrap(path))
        {
            case IParameterReferenceOperation parameter:
                yield return parameter.Parameter;
                break;
            case ILocalReferenceOperation local:
                yield return local.Local;
                foreach (var piece in values.OfLocal(local.Local, path).SelectMany(Names))
                {
                    yield return piece;
                }

                break;
            case var built:
                foreach (var piece in Names(built))
                {
                    yield return piece;
                }

                break;
        }
    }

    private IEnumerable<ISymbol> Names(IOperation built) =>
        built.DescendantsAndSelf().OfType<ILocalReferenceOperation>()
            .Where(l => values.OfLocal(l.Local, l).Any(v => v.DescendantsAndSelf().Any(o => IsUnique(o) || (l.Type?.SpecialType == SpecialType.System_String && IsTime(o))))).Select(l => l.Local);

    /// <summary>Text made of the time is a name; the time itself may be told to the client for its own sake.</summary>
    private static bool IsTime(IOperation operation) => operation is IPropertyReferenceOperation { Property: { Name: "Now" or "UtcNow", ContainingType.Name: "DateTime" or "DateTimeOffset" } };

    private static bool IsUnique(IOperation operation) =>
        operation is IInvocationOperation { TargetMethod.Name: "NewGuid" or "CreateVersion7" or "GetRandomFileName" or "GetTempFileName" or "CreateTempSubdirectory" };

    private Escape? OfHolder(ISymbol holder, IOperation scope, HashSet<ISymbol> seen, int depth)
    {
        if (depth > MostDepth || !seen.Add(holder) || (depth > 0 && lifetime.IsDeletedIn(scope, holder)))
        {
            return null;
        }

        if (holder is IParameterSymbol { ContainingSymbol: IMethodSymbol method } parameter && depth == 0)
        {
            // A helper writes where it is told: its callers know what becomes of the path.
            return Callers(method)
                .Select(call => call.Arguments.FirstOrDefault(a => a.Parameter?.Ordinal == parameter.Ordinal)?.Value)
                .OfType<IOperation>()
                .SelectMany(value => Holders(value).Select(h => OfHolder(h, FileLifetime.ScopeOf(value), seen, depth + 1)))
                .FirstOrDefault(found => found is not null);
        }

        foreach (var operation in scope.Descendants())
        {
            if (IsReference(operation, holder) && (OfValue(operation, scope, seen, depth) ?? EscapePoints.InJob(operation, scope)) is { } escape)
            {
                return escape;
            }
        }

        return null;
    }

    /// <summary>Climbs from a mention of the path to what is done with it.</summary>
    private Escape? OfValue(IOperation mention, IOperation scope, HashSet<ISymbol> seen, int depth)
    {
        var carried = false;
        for (var value = mention; value.Parent is { } parent;)
        {
            switch (parent)
            {
                case IConversionOperation or IParenthesizedOperation or IAwaitOperation or IInterpolationOperation or IInterpolatedStringOperation or IBinaryOperation { Type.SpecialType: SpecialType.System_String }
                    or ICoalesceOperation or ITupleOperation or IArrayInitializerOperation or IArrayCreationOperation or IAnonymousObjectCreationOperation or IObjectOrCollectionInitializerOperation:
                    value = parent;
                    continue;
                case IConditionalOperation choice when choice.Condition != value:
                    value = parent;
                    continue;
                case IObjectCreationOperation creation when value is IObjectOrCollectionInitializerOperation && EscapePoints.Carries(creation.Type):
                    (value, carried) = (creation, true);
                    continue;
                case IArgumentOperation { Parent: IObjectCreationOperation creation } when EscapePoints.Carries(creation.Type):
                    (value, carried) = (creation, carried || creation.Type?.ContainingNamespace?.Name != "IO");
                    continue;
                case IArgumentOperation { Parent: IInvocationOperation call } argument:
                    if (EscapePoints.Kept(call, argument) is { } kept)
                    {
                        return kept;
                    }

                    if (EscapePoints.HandsThrough(call))
                    {
                        value = call;
                        continue;
                    }

                    return carried ? null : InCallee(call, argument, seen, depth);
                case IInvocationOperation call when call.Instance == value && call.Type?.SpecialType == SpecialType.System_String:
                    value = call;
                    continue;
                case IPropertyReferenceOperation { Property.Name: "FullName" or "Name" or "LocalPath" } property when property.Instance == value:
                    value = property;
                    continue;
                case ISimpleAssignmentOperation { Parent: IAnonymousObjectCreationOperation } inner:
                    value = inner;
                    continue;
                case ISimpleAssignmentOperation assignment when assignment.Value == value:
                    if (assignment.Parent is IObjectOrCollectionInitializerOperation { Parent: IObjectCreationOperation } initializer)
                    {
                        value = initializer;
                        continue;
                    }

                    return Assigned(assignment.Target, scope, seen, depth);
                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                    return OfHolder(declarator.Symbol, scope, seen, depth);
                case IReturnOperation:
                    return Returned(parent, carried, seen, depth);
                default:
                    return null;
            }
        }

        return null;
    }

    private Escape? Assigned(IOperation target, IOperation scope, HashSet<ISymbol> seen, int depth)
    {
        switch (target)
        {
            case ILocalReferenceOperation local:
                return OfHolder(local.Local, scope, seen, depth);
            case IFieldReferenceOperation { Field.IsStatic: true } field:
                return EscapePoints.Static(field.Field);
            case IPropertyReferenceOperation property when EscapePoints.Api(property.Property) is { } row:
                return new Escape("its path " + row.Effect, IsCertain: true);
            case IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } owner }:
                return EscapePoints.IsTempData(owner.Type) ? EscapePoints.InTempData : owner is IMemberReferenceOperation { Member.IsStatic: true } holder ? EscapePoints.Static(holder.Member) : null;
            case IPropertyReferenceOperation { Property: var property } when property.HasAttribute("TempData"):
                return EscapePoints.InTempData;
            case IPropertyReferenceOperation { Property: { IsStatic: true } property }:
                return EscapePoints.Static(property);
            case IPropertyReferenceOperation { Instance: ILocalReferenceOperation entity }:
                return scope.Descendants().Any(o => o is IInvocationOperation { TargetMethod.Name: "SaveChanges" or "SaveChangesAsync" }) && entity.Local.Type.IsInSource()
                    ? new Escape("its path is saved in the database", IsCertain: true)
                    : OfHolder(entity.Local, scope, seen, depth);
            default:
                return null;
        }
    }

    private Escape? InCallee(IInvocationOperation call, IArgumentOperation argument, HashSet<ISymbol> seen, int depth)
    {
        if (argument.Parameter is not { Type.SpecialType: SpecialType.System_String } parameter || depth >= MostDepth || calls.MayBe(call) || call.TargetMethod.Name.IndexOf("Log", StringComparison.Ordinal) >= 0)
        {
            return null;
        }

        foreach (var implementation in values.Implementers.Of((call.TargetMethod.ReducedFrom ?? call.TargetMethod).OriginalDefinition).OfType<IMethodSymbol>())
        {
            if (values.Implementers.BodyOf(implementation) is { } body && implementation.Parameters.FirstOrDefault(p => p.Name == parameter.Name) is { } inner && OfHolder(inner, body, seen, depth + 1) is { } escape)
            {
                return escape;
            }
        }

        return null;
    }

    private Escape? Returned(IOperation returned, bool carried, HashSet<ISymbol> seen, int depth)
    {
        for (var current = returned.Parent; current is not null; current = current.Parent)
        {
            switch (current)
            {
                case IAnonymousFunctionOperation lambda:
                    return EscapePoints.IsEndpoint(lambda) ? EscapePoints.ToClient : null;
                case ILocalFunctionOperation local:
                    return carried ? null : ToCallers(local.Symbol, seen, depth);
                case IMethodBodyOperation when context.Uses.ModelOf(current.Syntax.SyntaxTree).GetDeclaredSymbol(current.Syntax, context.Cancellation) is IMethodSymbol method:
                    return EscapePoints.IsEndpoint(method) ? EscapePoints.ToClient : carried ? null : ToCallers(method, seen, depth);
            }
        }

        return null;
    }

    private Escape? ToCallers(IMethodSymbol method, HashSet<ISymbol> seen, int depth) =>
        depth >= MostDepth || !seen.Add(method)
            ? null
            : Callers(method).Select(call => OfValue(call, FileLifetime.ScopeOf(call), seen, depth + 1)).FirstOrDefault(found => found is not null);

    private IEnumerable<IInvocationOperation> Callers(IMethodSymbol method)
    {
        var written = values.Sites.WrittenCalls(method).Take(MostCallers + 1).ToList();
        return written.Count > MostCallers
            ? []
            : written.Select(node => context.Uses.ModelOf(node.SyntaxTree).GetOperation(node, context.Cancellation)).OfType<IInvocationOperation>()
                .Where(call => values.Implementers.Of((call.TargetMethod.ReducedFrom ?? call.TargetMethod).OriginalDefinition).Contains(method.OriginalDefinition, SymbolEqualityComparer.Default));
    }

    private static bool IsReference(IOperation operation, ISymbol holder) =>
        operation switch
        {
            ILocalReferenceOperation local => SymbolEqualityComparer.Default.Equals(local.Local, holder),
            IParameterReferenceOperation parameter => SymbolEqualityComparer.Default.Equals(parameter.Parameter.OriginalDefinition, holder.OriginalDefinition),
            _ => false,
        };

    private static IOperation Unwrap(IOperation operation)
    {
        while (true)
        {
            switch (operation)
            {
                case IConversionOperation conversion:
                    operation = conversion.Operand;
                    break;
                case IArgumentOperation argument:
                    operation = argument.Value;
                    break;
                case IPropertyReferenceOperation { Property.Name: "FullName", Instance: { } file }:
                    operation = file;
                    break;
                default:
                    return operation;
            }
        }
    }
}
