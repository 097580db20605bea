using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.Analyzers.Facts;

namespace SecondNode.CodeFixes.Caching;

/// <summary>
/// The uses of a static collection that becomes one entry of the shared store: reads load it, a change loads, changes and
/// saves it. Collections made for concurrent writers are not offered this: their writers would lose each other's changes.
/// </summary>
internal sealed class CollectionUses(StateField state, Document document, SemanticModel model, CancellationToken cancellation)
{
    private static readonly ImmutableHashSet<string> Changes = ImmutableHashSet.Create(
        StringComparer.Ordinal,
        "Add", "AddRange", "Remove", "RemoveAll", "RemoveAt", "RemoveRange", "RemoveWhere", "Insert", "InsertRange", "Clear", "Enqueue", "Dequeue", "UnionWith", "ExceptWith", "IntersectWith",
        "SymmetricExceptWith", "Sort", "Reverse", "TryAdd", "AddFirst", "AddLast", "RemoveFirst", "RemoveLast");

    private static readonly ImmutableHashSet<string> Reads = ImmutableHashSet.Create(
        StringComparer.Ordinal,
        "Contains", "ContainsKey", "ContainsValue", "TryGetValue", "IndexOf", "LastIndexOf", "Find", "FindAll", "FindIndex", "FindLast", "Exists", "TrueForAll", "ToArray", "GetRange", "Peek",
        "TryPeek", "AsReadOnly", "ConvertAll", "BinarySearch", "IsSubsetOf", "IsSupersetOf", "Overlaps", "SetEquals", "ForEach", "GetValueOrDefault", "CopyTo");

    /// <summary>Whether the collection is one that a single entry can stand for.</summary>
    public static bool Fits(StateField field, Compilation compilation) =>
        !field.Type.FullName().StartsWith("System.Collections.Concurrent.", StringComparison.Ordinal) && field.CanBeOneEntry(compilation);

    /// <summary>The rewrite of one use, or null.</summary>
    public StateUse? Classify(SimpleNameSyntax name)
    {
        if (StateMention.Of(state, name, model) is not var (self, qualifier))
        {
            return null;
        }

        switch (self.Parent)
        {
            case MemberAccessExpressionSyntax member when member.Expression == self && member.Parent is InvocationExpressionSyntax call && call.Expression == member:
                if (model.GetSymbolInfo(call, cancellation).Symbol is not IMethodSymbol symbol)
                {
                    return null;
                }

                if (symbol.ContainingNamespace?.ToDisplayString() == "System.Linq" || Reads.Contains(symbol.Name))
                {
                    return Read(self, qualifier);
                }

                return Changes.Contains(symbol.Name) && call.ArgumentList.Arguments.All(a => a.RefKindKeyword.IsKind(SyntaxKind.None))
                    ? Change(call, symbol.ReturnsVoid || IsIgnored(call) ? null : symbol.ReturnType, qualifier, (c, items) =>
                    {
                        var invocation = (InvocationExpressionSyntax)c;
                        return invocation.WithExpression(((MemberAccessExpressionSyntax)invocation.Expression).WithExpression(items));
                    })
                    : null;
            case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Count" or "Keys" or "Values" or "First" or "Last" or "Min" or "Max" } member when member.Expression == self:
                return Read(self, qualifier);
            case ElementAccessExpressionSyntax element when element.Expression == self:
                return element.Parent switch
                {
                    AssignmentExpressionSyntax assignment when assignment.Left == element => assignment.Parent is ExpressionStatementSyntax
                        ? Change(assignment, null, qualifier, (c, items) =>
                        {
                            var current = (AssignmentExpressionSyntax)c;
                            return current.WithLeft(((ElementAccessExpressionSyntax)current.Left).WithExpression(items));
                        })
                        : null,
                    PostfixUnaryExpressionSyntax { RawKind: not (int)SyntaxKind.SuppressNullableWarningExpression } or PrefixUnaryExpressionSyntax { RawKind: not (int)SyntaxKind.LogicalNotExpression } or RefExpressionSyntax => null,
                    ArgumentSyntax { RefKindKeyword.RawKind: not 0 } => null,
                    _ => Read(self, qualifier),
                };
            case ForEachStatementSyntax loop when loop.Expression == self:
                return Read(self, qualifier);
            case ArgumentSyntax { RefKindKeyword.RawKind: 0 } argument when model.GetOperation(argument, cancellation) is Microsoft.CodeAnalysis.Operations.IArgumentOperation { Parameter.Type: { } type } && IsReadOnly(type):
                return Read(self, qualifier);
            case ReturnStatementSyntax or ArrowExpressionClauseSyntax when model.GetTypeInfo(self, cancellation).ConvertedType is { } returned && IsReadOnly(returned):
                return Read(self, qualifier);
            default:
                return null;
        }
    }

    private static bool IsReadOnly(ITypeSymbol type) =>
        type.FullName() is "System.Collections.Generic.IEnumerable" or "System.Collections.Generic.IReadOnlyList" or "System.Collections.Generic.IReadOnlyCollection" or
            "System.Collections.Generic.IReadOnlyDictionary" or "System.Collections.Generic.IReadOnlySet";

    private static bool IsIgnored(ExpressionSyntax call) =>
        call.Parent is ExpressionStatementSyntax or ArrowExpressionClauseSyntax { Parent: MethodDeclarationSyntax { ReturnType: PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword } } };

    private string TypeText(int position) => state.Type.WithNullableAnnotation(NullableAnnotation.None).ToMinimalDisplayString(model, position);

    private ExpressionSyntax Key(string? qualifier) => SyntaxFactory.ParseExpression(qualifier is null ? state.KeyName : qualifier + "." + state.KeyName);

    private StateUse Read(ExpressionSyntax self, string? qualifier)
    {
        var type = TypeText(self.SpanStart);
        return new StateUse(document, self, (_, store) => store.Call("GetCollection", type, Key(qualifier)));
    }

    private StateUse? Change(ExpressionSyntax node, ITypeSymbol? result, string? qualifier, Func<SyntaxNode, ExpressionSyntax, ExpressionSyntax> change)
    {
        if (node.DescendantNodes(n => n is not AnonymousFunctionExpressionSyntax).Any(n => n is AwaitExpressionSyntax))
        {
            return null;
        }

        var taken = node.DescendantTokens().Select(t => t.ValueText).Concat(model.LookupSymbols(node.SpanStart).Where(s => s is ILocalSymbol or IParameterSymbol or IRangeVariableSymbol).Select(s => s.Name)).ToImmutableHashSet(StringComparer.Ordinal);
        var items = new[] { "items", "all", "entries", "collection", "shared" }.FirstOrDefault(n => !taken.Contains(n));
        if (items is null)
        {
            return null;
        }

        var types = TypeText(node.SpanStart) + (result is null ? "" : ", " + result.ToMinimalDisplayString(model, node.SpanStart));
        return new StateUse(document, node, (c, store) => store.Call("ChangeCollection", types, Key(qualifier), StoreCalls.Lambda(change(c, SyntaxFactory.IdentifierName(items)), items))) { Racy = true };
    }
}
