using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Catalogue;

namespace SecondNode.Analyzers.Facts.Caches;

/// <summary>
/// Every use of a memory cache in the compilation. The names under which caches are held are read from the syntax of the
/// few files that mention their types; only calls on those names are bound.
/// </summary>
internal sealed class CacheUses(RuleContext context, ImmutableArray<ApiRow<CacheEffect>> rows, ImmutableArray<string> holders, ImmutableArray<string> statics)
{
    /// <summary>The uses, in the order of files and source.</summary>
    public ImmutableArray<CacheUse> Collect()
    {
        var names = new HashSet<string>(statics, StringComparer.Ordinal);
        foreach (var tree in context.Trees)
        {
            foreach (var holder in holders)
            {
                AddNames(tree, holder, names);
            }
        }

        if (names.Count == 0)
        {
            return ImmutableArray<CacheUse>.Empty;
        }

        var apis = new ApiTable<CacheEffect>(rows);

        var found = ImmutableArray.CreateBuilder<CacheUse>();
        foreach (var tree in context.Trees)
        {
            var facts = context.FactsOf(tree);
            foreach (var name in names.Where(facts.MayMention).SelectMany(facts.Names).OrderBy(n => n.SpanStart))
            {
                if (CallOn(name, apis) is { } call && Bind(call, apis) is { } use)
                {
                    found.Add(use);
                }
            }
        }

        return found.ToImmutable();
    }

    /// <summary>The names that declarations of the type give: fields, parameters, properties, locals that are made or resolved.</summary>
    private void AddNames(SyntaxTree tree, string holder, HashSet<string> names)
    {
        foreach (var name in context.FactsOf(tree).Names(holder))
        {
            for (SyntaxNode? node = name; node is not null and not (StatementSyntax or BaseListSyntax or TypeDeclarationSyntax or LambdaExpressionSyntax); node = node.Parent)
            {
                if (node is VariableDeclarationSyntax declaration)
                {
                    names.UnionWith(declaration.Variables.Select(v => v.Identifier.ValueText));
                    break;
                }

                if (node switch
                {
                    ParameterSyntax parameter => parameter.Identifier.ValueText,
                    PropertyDeclarationSyntax property => property.Identifier.ValueText,
                    AssignmentExpressionSyntax { Left: var left } => ((left as MemberAccessExpressionSyntax)?.Name ?? left as SimpleNameSyntax)?.Identifier.ValueText,
                    DeclarationPatternSyntax { Designation: SingleVariableDesignationSyntax designation } => designation.Identifier.ValueText,
                    _ => null,
                } is { } text)
                {
                    names.Add(text);
                    break;
                }
            }
        }
    }

    /// <summary>The call of a known member on the name, or the element access; through casts, <c>this.</c> and <c>?.</c></summary>
    private static ExpressionSyntax? CallOn(SimpleNameSyntax name, ApiTable<CacheEffect> apis)
    {
        ExpressionSyntax receiver = name;
        while (true)
        {
            switch (receiver.Parent)
            {
                case MemberAccessExpressionSyntax access when access.Name == receiver:
                    receiver = access;
                    continue;
                case MemberBindingExpressionSyntax { Parent: ExpressionSyntax binding }:
                    receiver = binding is InvocationExpressionSyntax ? receiver : (ExpressionSyntax)receiver.Parent;
                    if (binding is InvocationExpressionSyntax)
                    {
                        return null;
                    }

                    continue;
                case ParenthesizedExpressionSyntax or CastExpressionSyntax or PostfixUnaryExpressionSyntax or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AsExpression }:
                    receiver = (ExpressionSyntax)receiver.Parent;
                    continue;
                case MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access when access.Expression == receiver && apis.Knows(access.Name.Identifier.ValueText):
                    return call;
                case ConditionalAccessExpressionSyntax conditional when conditional.Expression == receiver:
                    return conditional.WhenNotNull.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().FirstOrDefault(c => c.Expression is MemberBindingExpressionSyntax b && apis.Knows(b.Name.Identifier.ValueText));
                case ElementAccessExpressionSyntax element when element.Expression == receiver && apis.Knows("this[]"):
                    return element;
                default:
                    return null;
            }
        }
    }

    private CacheUse? Bind(ExpressionSyntax syntax, ApiTable<CacheEffect> apis)
    {
        var model = context.Uses.ModelOf(syntax.SyntaxTree);
        var operation = model.GetOperation(syntax, context.Cancellation);
        var (member, instance, arguments) = operation switch
        {
            IInvocationOperation call => ((ISymbol)call.TargetMethod, call.Instance, call.Arguments),
            IPropertyReferenceOperation property => (property.Property, property.Instance, property.Arguments),
            _ => (null, null, ImmutableArray<IArgumentOperation>.Empty),
        };
        if (member is null || apis.Match(member) is not { } row || EnclosingMember.Of(syntax, model, context.Cancellation) is not { ContainingType: { } type } around)
        {
            return null;
        }

        var isExtension = instance is null && arguments.Length > 0;
        var receiver = isExtension ? arguments[0].Value : instance;
        var rest = arguments.Where(a => a.Value != receiver).ToList();
        var effect = row.Effect;
        IOperation? value = rest.FirstOrDefault(a => a.Parameter?.Name is "value" or "item" or "factory" or "addItemFactory" or "cacheEntryFactory")?.Value;
        if (member is IPropertySymbol)
        {
            if (operation!.Parent is IAssignmentOperation assignment && assignment.Target == operation)
            {
                value = assignment.Value;
            }
            else
            {
                effect = CacheEffect.Read;
            }
        }

        var key = effect == CacheEffect.Clear ? CacheKey.Any : CacheKey.Of(rest.FirstOrDefault()?.Value, context);
        if (key.Parameter is { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } })
        {
            key = CacheKey.Any;
        }

        return new CacheUse(effect, operation!, NameOf(syntax), around, type, key, value, HolderOf(receiver), new Lazy<ExecutionPhase>(() => context.Phases.At(syntax, model)));
    }

    private static SyntaxNode NameOf(ExpressionSyntax syntax) =>
        (syntax as InvocationExpressionSyntax)?.Expression switch
        {
            MemberAccessExpressionSyntax access => access.Name,
            MemberBindingExpressionSyntax binding => binding.Name,
            _ => syntax,
        };

    private static ISymbol? HolderOf(IOperation? receiver) =>
        receiver switch
        {
            IConversionOperation conversion => HolderOf(conversion.Operand),
            IParenthesizedOperation inner => HolderOf(inner.Operand),
            IConditionalAccessInstanceOperation access => HolderOf(access.FindReceiver()),
            IMemberReferenceOperation member => member.Member,
            IParameterReferenceOperation parameter => parameter.Parameter,
            ILocalReferenceOperation local => local.Local,
            _ => null,
        };
}
