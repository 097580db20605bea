using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Catalogue;

namespace SecondNode.Analyzers.Facts.Files;

/// <summary>What becomes of a written file inside the member that writes it.</summary>
internal sealed class FileLifetime(AssignedValues values, FileCalls calls)
{
    /// <summary>What calls are named whose result says no.</summary>
    private static readonly string[] Refusals = ["BadRequest", "Conflict", "Problem", "StatusCode", "Unprocessable", "Error", "Fail", "Invalid", "Forbid", "NotFound"];

    /// <summary>The member around the operation; in a program of top-level statements, the handler, because the statements around it run once.</summary>
    public static IOperation ScopeOf(IOperation operation)
    {
        IOperation? outermost = null;
        while (operation.Parent is { } parent)
        {
            outermost = operation is IAnonymousFunctionOperation or ILocalFunctionOperation ? operation : outermost;
            operation = parent;
        }

        return operation.Syntax is CompilationUnitSyntax && outermost is not null ? outermost : operation;
    }

    /// <summary>Whether the member that writes the file also removes it when it is done, on the way that succeeds.</summary>
    public bool EndsHere(FileUse use)
    {
        if (use.DeletesOnClose)
        {
            return true;
        }

        if (use.Path is not { } path)
        {
            return false;
        }

        return IsDeletedAfter(use.Operation, path) || IsDeletedByCallers(path);
    }

    private bool IsDeletedAfter(IOperation operation, IOperation path)
    {
        var owners = OwnersOf(operation, path);
        if (Directory(path) is { } directory)
        {
            owners.Add(directory);
        }

        return ScopeOf(operation).Descendants().Any(later =>
            later.Syntax.SpanStart > operation.Syntax.SpanStart && Deleted(later) is { } deleted && IsSame(deleted, path, owners) && IsCertain(later, operation, owners));
    }

    /// <summary>The variable that holds the directory: who removes that removes the file too.</summary>
    private static ISymbol? Directory(IOperation path) =>
        path is IInvocationOperation { TargetMethod.Name: "Combine" or "Join" } built && built.Arguments.OrderBy(a => a.Parameter?.Ordinal).FirstOrDefault() is { } first
            ? SymbolOf(PathPieces.Pieces(first.Value).FirstOrDefault() ?? first.Value)
            : null;

    /// <summary>The variables of the path, and the one that holds the path where the call hands it back.</summary>
    private HashSet<ISymbol> OwnersOf(IOperation operation, IOperation path)
    {
        var owners = Locals(path);
        var value = operation;
        while (value.Parent is IConversionOperation or IAwaitOperation or IParenthesizedOperation)
        {
            value = value.Parent;
        }

        if (value is { Type.SpecialType: SpecialType.System_String, Parent: IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } } })
        {
            owners.Add(local);
        }

        return owners;
    }

    /// <summary>Whether the member writes where it is told, and everybody who tells it removes the file afterwards.</summary>
    private bool IsDeletedByCallers(IOperation path) =>
        path is IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol helper } parameter } &&
        values.Sites.ArgumentsOf(helper) is { IsEmpty: false } calls &&
        calls.All(arguments => arguments.FirstOrDefault(a => a.Parameter?.Ordinal == parameter.Ordinal) is { Parent: { } call } argument && IsDeletedAfter(call, argument.Value));

    /// <summary>Whether the member removes the file that a variable names.</summary>
    public bool IsDeletedIn(IOperation scope, ISymbol holder) =>
        scope.Descendants().Any(operation => Deleted(operation) is { } deleted && deleted.DescendantsAndSelf().Any(o => SymbolEqualityComparer.Default.Equals(SymbolOf(o), holder)));

    /// <summary>Whether the member reads the file again or sends it: what is written is for this request.</summary>
    public bool IsReadBackHere(FileUse use) =>
        use.Path is { } path && OwnersOf(use.Operation, path) is var owners &&
        ScopeOf(use.Operation).Descendants().Any(operation =>
            operation != use.Operation && operation.Syntax.SpanStart > use.Operation.Syntax.SpanStart &&
            calls.MayBe(operation) && calls.Of(operation) is { Path: { } read, Effect.Action: FileAction.Read or FileAction.Serve } && IsSame(read, path, owners));

    /// <summary>Whether the file is only written where it is missing: each node makes its own.</summary>
    public bool IsMadeWhereMissing(FileUse use)
    {
        if (use.Path is not { } path)
        {
            return false;
        }

        if (path is IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol { DeclaredAccessibility: Accessibility.Private } helper } &&
            values.Sites.WrittenCalls(helper).ToList() is { Count: > 0 } written && written.All(IsWhereMissing))
        {
            return true;
        }

        var owners = Locals(path);
        foreach (var choice in ScopeOf(use.Operation).Descendants().OfType<IConditionalOperation>())
        {
            if (choice.Syntax.SpanStart < use.Operation.Syntax.SpanStart && choice.Condition.DescendantsAndSelf().Any(Probes))
            {
                var negated = choice.Condition.DescendantsAndSelf().Any(o => o is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not && not.Operand.DescendantsAndSelf().Any(Probes));
                var inside = choice.WhenTrue.Syntax.Span.Contains(use.Operation.Syntax.Span);
                if (negated ? inside : !inside && choice.WhenTrue.DescendantsAndSelf().Any(o => o is IReturnOperation { ReturnedValue: { } found } && !IsRefusal(found)))
                {
                    return true;
                }
            }
        }

        return false;

        bool Probes(IOperation operation) =>
            (calls.MayBe(operation) && calls.Of(operation) is { Effect.Action: FileAction.Probe, Path: { } probed } && IsSame(probed, path, owners)) ||
            (operation is IPropertyReferenceOperation { Property.Name: "Exists", Instance: { } file } && IsSame(file, path, owners));
    }

    /// <summary><c>return BadRequest("exists")</c>: the file is not asked for because it is to be used, but because it must not be there.</summary>
    private static bool IsRefusal(IOperation returned) =>
        returned.DescendantsAndSelf().Any(o =>
            o is ILiteralOperation { ConstantValue: { HasValue: true, Value: null or false } } || (o is IInvocationOperation { TargetMethod.Name: var name } && Refusals.Any(r => name.IndexOf(r, StringComparison.Ordinal) >= 0)));

    /// <summary>Whether a call is written below <c>if (!File.Exists(…))</c>.</summary>
    private static bool IsWhereMissing(SyntaxNode call) =>
        call.Ancestors().OfType<IfStatementSyntax>().Any(branch => branch.Statement.Span.Contains(call.Span) &&
            branch.Condition is PrefixUnaryExpressionSyntax { Operand: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Exists" } } });

    private IOperation? Deleted(IOperation operation)
    {
        if (operation is not IInvocationOperation call)
        {
            return null;
        }

        if (calls.Of(call) is { Effect.Action: FileAction.Delete } use)
        {
            return use.Path;
        }

        // A helper that deletes: the name is enough to stay silent.
        var name = call.TargetMethod.Name;
        return name.Contains("Delete") || name.Contains("Cleanup") || name.Contains("CleanUp") || name.Contains("Remove") || name == "Dispose"
            ? call.Arguments.FirstOrDefault()?.Value ?? call.Instance
            : null;
    }

    /// <summary>Not only after a failure: a catch clause, or a branch that tests something else than whether the file is there.</summary>
    private static bool IsCertain(IOperation deletion, IOperation write, HashSet<ISymbol> owners)
    {
        for (var current = deletion; current.Parent is { } parent && !parent.Syntax.Span.Contains(write.Syntax.Span); current = parent)
        {
            if (parent is ICatchClauseOperation || (parent is IConditionalOperation choice && current != choice.Condition && !choice.Condition.DescendantsAndSelf().Any(o => o is IInvocationOperation { TargetMethod.Name: "Exists" } or IPropertyReferenceOperation { Property.Name: "Exists" } || (SymbolOf(o) is { } tested && owners.Contains(tested)))))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsSame(IOperation other, IOperation path, HashSet<ISymbol> owners)
    {
        while (other is IConversionOperation or IArgumentOperation)
        {
            other = other is IConversionOperation conversion ? conversion.Operand : ((IArgumentOperation)other).Value;
        }

        return (SymbolOf(other) is { } symbol && owners.Contains(symbol)) || other.Syntax.IsEquivalentTo(path.Syntax, topLevel: false) ||
            // file.FullName, tempDirectory.FullName
            (other is IMemberReferenceOperation { Instance: { } instance } && SymbolOf(instance) is { } owner && owners.Contains(owner));
    }

    /// <summary>The locals, parameters and fields that the path is, or is built from, by way of locals.</summary>
    private HashSet<ISymbol> Locals(IOperation path)
    {
        var found = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        Add(path, 0);
        return found;

        void Add(IOperation operation, int depth)
        {
            if (depth > 4 || found.Count > 32)
            {
                return;
            }

            foreach (var inner in operation.DescendantsAndSelf())
            {
                if (SymbolOf(inner) is { } symbol && (symbol is not IParameterSymbol and not IFieldSymbol || inner == operation) && found.Add(symbol) && symbol is ILocalSymbol local)
                {
                    foreach (var source in values.OfLocal(local, path))
                    {
                        Add(source, depth + 1);
                    }
                }
            }
        }
    }

    private static ISymbol? SymbolOf(IOperation operation) =>
        operation switch
        {
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            IFieldReferenceOperation field => field.Field,
            _ => null,
        };
}
