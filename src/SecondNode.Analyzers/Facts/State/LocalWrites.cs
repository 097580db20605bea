using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SecondNode.Analyzers.Facts.State;

/// <summary>Where the locals of one body get their values, collected in one walk: declarations, assignments, loops, patterns, out arguments, and what is put into their objects.</summary>
internal sealed class LocalWrites
{
    private readonly Dictionary<ILocalSymbol, List<IOperation>> byLocal = new(SymbolEqualityComparer.Default);

    public LocalWrites(IOperation root)
    {
        foreach (var operation in root.DescendantsAndSelf())
        {
            switch (operation)
            {
                case IVariableDeclaratorOperation declarator:
                    Add(declarator.Symbol, declarator);
                    break;
                case IForEachLoopOperation each:
                    foreach (var local in each.Locals)
                    {
                        Add(local, each);
                    }

                    break;
                case IDeconstructionAssignmentOperation deconstruction:
                    AddAll(deconstruction.Target, deconstruction);
                    break;
                case IAssignmentOperation { Target: ILocalReferenceOperation target } assignment:
                    Add(target.Local, assignment);
                    break;

                // What is put into the local's object belongs to it: entity.Name = x, list.Add(x).
                case IAssignmentOperation { Target: IMemberReferenceOperation { Instance: ILocalReferenceOperation receiver } } filled:
                    Add(receiver.Local, filled);
                    break;
                case IInvocationOperation { Instance: ILocalReferenceOperation receiver, TargetMethod.ReturnsVoid: true } call:
                    Add(receiver.Local, call);
                    break;
                case IArgumentOperation { Parameter.RefKind: RefKind.Out or RefKind.Ref } argument:
                    AddAll(argument.Value, argument);
                    break;
                case IPatternOperation pattern when pattern.DeclaredVariable() is ILocalSymbol declared:
                    Add(declared, pattern);
                    break;
            }
        }
    }

    /// <summary>The operations that give the local a value, in the order of the source.</summary>
    public IReadOnlyList<IOperation> Of(ILocalSymbol local) => byLocal.TryGetValue(local, out var found) ? found : [];

    private void AddAll(IOperation target, IOperation write)
    {
        foreach (var local in target.DescendantsAndSelf().OfType<ILocalReferenceOperation>())
        {
            Add(local.Local, write);
        }
    }

    private void Add(ILocalSymbol local, IOperation write)
    {
        if (!byLocal.TryGetValue(local, out var found))
        {
            byLocal.Add(local, found = []);
        }

        found.Add(write);
    }
}
