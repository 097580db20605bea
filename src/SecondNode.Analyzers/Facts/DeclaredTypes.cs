using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SecondNode.Analyzers.Facts;

/// <summary>Whether a place names a symbol.</summary>
internal enum Naming
{
    /// <summary>Only binding can tell.</summary>
    Unclear,

    /// <summary>It does.</summary>
    Yes,

    /// <summary>It names something else.</summary>
    No,
}

/// <summary>
/// Tells what a name means from declarations alone, where they suffice: the declared type of the field, parameter or local
/// that stands before the dot. To bind a call costs its whole statement, often its whole method; this costs a few
/// look-ups.
/// </summary>
internal sealed class DeclaredTypes(RuleContext context)
{
    private const int MostParts = 6;

    private readonly ConcurrentDictionary<(SyntaxNode Scope, string Name), ImmutableArray<SyntaxNode>> locals = new();
    private readonly ConcurrentDictionary<BaseTypeDeclarationSyntax, INamedTypeSymbol?> types = new();
    private readonly ConcurrentDictionary<ExpressionSyntax, Told> receivers = new();

    /// <summary>What declarations tell of an expression: its type in this source, or that its type is none of this source.</summary>
    /// <param name="Type">The type, or null.</param>
    /// <param name="IsForeign">Whether the type is declared elsewhere.</param>
    /// <param name="IsStatic">Whether the expression is the type itself.</param>
    /// <param name="Syntax">How a foreign type is written.</param>
    private readonly record struct Told(ITypeSymbol? Type, bool IsForeign = false, bool IsStatic = false, TypeSyntax? Syntax = null)
    {
        public static readonly Told Foreign = new(null, IsForeign: true);

        /// <summary>What two declarations of a name have in common.</summary>
        public Told And(Told other) =>
            this with { Syntax = null } != other with { Syntax = null } ? default : Syntax?.ToString() == other.Syntax?.ToString() ? this : this with { Syntax = null };
    }

    /// <summary>Whether the name is a use of the member, which is declared in this source.</summary>
    public Naming Names(SimpleNameSyntax name, ISymbol member, SemanticModel model)
    {
        if (member is not (IFieldSymbol or IPropertySymbol or IEventSymbol or IMethodSymbol { MethodKind: MethodKind.Ordinary }) || member.IsOverride || member.ContainingType is not { TypeKind: not TypeKind.Enum } holder)
        {
            return Naming.Unclear;
        }

        switch (name.Parent)
        {
            case MemberAccessExpressionSyntax access when access.Name == name:
                return member is IMethodSymbol { IsExtensionMethod: true } ? Naming.Unclear : Relate(OfReceiver(access.Expression, model), member, holder);
            case MemberBindingExpressionSyntax:
                return member is IMethodSymbol { IsExtensionMethod: true } || OfBinding(name) is not { } receiver ? Naming.Unclear : Relate(OfReceiver(receiver, model), member, holder);
            case QualifiedNameSyntax or AliasQualifiedNameSyntax when member is not IFieldSymbol { IsConst: true }:
                return Naming.No;
            case NameColonSyntax or NameEqualsSyntax or QualifiedNameSyntax or AliasQualifiedNameSyntax or AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax }:
                return Naming.Unclear;
        }

        if (!Locals(name).IsEmpty)
        {
            return Naming.No;
        }

        foreach (var type in TypesAround(name, model))
        {
            if (type.IsOrInherits(holder))
            {
                return Naming.Yes;
            }

            if (MembersOf(type, name.Identifier.ValueText) is { IsEmpty: false })
            {
                return Naming.No;
            }
        }

        return Naming.Unclear;
    }

    /// <summary>The type of the expression, where it is one of this source and its declaration says so; else null.</summary>
    public ITypeSymbol? TypeOf(ExpressionSyntax expression, SemanticModel model) =>
        Of(expression, model, MostParts) is { IsStatic: false, Type: { } type } && IsKnown(type) ? type : null;

    /// <summary>The type of the expression, of this source or another, where a declaration says so; else null. A type that is named as such counts as well.</summary>
    public ITypeSymbol? Declared(ExpressionSyntax expression, SemanticModel model)
    {
        var told = OfReceiver(expression, model);
        if (told.Type is { } type)
        {
            return IsKnown(type) ? type : null;
        }

        // A type's name alone is bound without the body that it stands in.
        return (told.Syntax ?? (told.IsForeign ? null : expression as IdentifierNameSyntax)) is { } written &&
            model.GetSpeculativeTypeInfo(expression.SpanStart, written, SpeculativeBindingOption.BindAsTypeOrNamespace).Type is { } named && IsKnown(named) ? named : null;
    }

    private static bool IsKnown(ITypeSymbol type) => type.TypeKind is not (TypeKind.Error or TypeKind.Dynamic or TypeKind.TypeParameter or TypeKind.Unknown);

    private static Naming Relate(Told receiver, ISymbol member, INamedTypeSymbol holder) =>
        receiver switch
        {
            { IsForeign: true } => Naming.No,
            { Type: null or { TypeKind: TypeKind.Error or TypeKind.Dynamic or TypeKind.TypeParameter or TypeKind.Unknown } } => Naming.Unclear,
            { Type: var type } when !type.IsOrInherits(holder) => Naming.No,
            { IsStatic: var isStatic } => isStatic == member.IsStatic ? Naming.Yes : Naming.Unclear,
        };

    /// <summary>What stands before <c>.Add</c> is asked for by every member of that name.</summary>
    private Told OfReceiver(ExpressionSyntax receiver, SemanticModel model) => receivers.GetOrAdd(receiver, r => Of(r, model, MostParts));

    private Told Of(ExpressionSyntax expression, SemanticModel model, int parts)
    {
        if (parts == 0)
        {
            return default;
        }

        switch (expression)
        {
            case ThisExpressionSyntax or BaseExpressionSyntax:
                var type = TypesAround(expression, model).FirstOrDefault();
                return new Told(expression is BaseExpressionSyntax ? type?.BaseType : type);
            case ParenthesizedExpressionSyntax inner:
                return Of(inner.Expression, model, parts);
            case PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } inner:
                return Of(inner.Operand, model, parts);
            case CastExpressionSyntax cast:
                return Written(cast.Type);
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AsExpression, Right: TypeSyntax right }:
                return Written(right);
            case ObjectCreationExpressionSyntax made:
                return Written(made.Type);
            case LiteralExpressionSyntax or InterpolatedStringExpressionSyntax or PredefinedTypeSyntax:
                return Told.Foreign;
            case IdentifierNameSyntax name:
                return OfName(name, model, parts);
            case MemberAccessExpressionSyntax { Name: IdentifierNameSyntax name } access when Of(access.Expression, model, parts - 1) is { Type: { } outer, IsStatic: var isStatic }:
                return OfMember(outer, name.Identifier.ValueText, isStatic);
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: IdentifierNameSyntax name } access } when Of(access.Expression, model, parts - 1) is { Type: { } outer }:
                return new Told(ReturnOf(outer, name.Identifier.ValueText));
            default:
                return default;
        }
    }

    private Told OfName(IdentifierNameSyntax name, SemanticModel model, int parts)
    {
        var text = name.Identifier.ValueText;
        Told? local = null;
        foreach (var declaration in Locals(name))
        {
            var told = OfLocal(declaration, model, parts);
            local = local is { } other ? other.And(told) : told;
            if (local.Value == default)
            {
                return default;
            }
        }

        if (local is { } found)
        {
            return found;
        }

        foreach (var type in TypesAround(name, model))
        {
            if (MembersOf(type, text) is { IsEmpty: false } members)
            {
                // A property may have the name of its type, whose static members are meant then.
                return members switch
                {
                    [IFieldSymbol { Type: var held }] when held.Name != text => new Told(held),
                    [IPropertySymbol { Type: var held }] when held.Name != text => new Told(held),
                    [INamedTypeSymbol nested] => new Told(nested, IsStatic: true),
                    _ => default,
                };
            }
        }

        return Named(name) is { Type: { } known } ? new Told(known, IsStatic: true) : default;
    }

    private Told OfLocal(SyntaxNode declaration, SemanticModel model, int parts) =>
        declaration switch
        {
            VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Type.IsVar: false, Type: var type } } => Written(type),
            VariableDeclaratorSyntax { Initializer.Value: { } value } => Of(value, model, parts - 1) is { IsStatic: false } told ? told : default,
            ParameterSyntax { Type: { } type } => Written(type),
            ForEachStatementSyntax { Type: { IsVar: false } type } => Written(type),
            CatchDeclarationSyntax { Type: { } type } => Written(type),
            _ => default,
        };

    /// <summary>What declares a local or a parameter of that name in the member around.</summary>
    private ImmutableArray<SyntaxNode> Locals(SimpleNameSyntax name)
    {
        SyntaxNode scope = name;
        while (scope.Parent is { } parent && scope is not (MemberDeclarationSyntax and not GlobalStatementSyntax))
        {
            scope = parent;
        }

        // What is written once in a member is declared elsewhere.
        if (scope is not CompilationUnitSyntax && context.FactsOf(scope.SyntaxTree).IsOnlyMention(name.Identifier, scope.Span) && scope.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.ParameterList is null)
        {
            return ImmutableArray<SyntaxNode>.Empty;
        }

        // A local is asked for at each of its uses.
        return locals.GetOrAdd((scope, name.Identifier.ValueText), key => LocalsIn(key.Scope, key.Name).ToImmutableArray());
    }

    private IEnumerable<SyntaxNode> LocalsIn(SyntaxNode scope, string name)
    {
        foreach (var token in context.FactsOf(scope.SyntaxTree).Identifiers(name, scope.Span))
        {
            // Top-level statements share a file with members that have locals of their own.
            if (scope is CompilationUnitSyntax && token.Parent?.FirstAncestorOrSelf<MemberDeclarationSyntax>() is not GlobalStatementSyntax)
            {
                continue;
            }

            if (token.Parent is VariableDeclaratorSyntax { Parent.Parent: not BaseFieldDeclarationSyntax } or ParameterSyntax or ForEachStatementSyntax or CatchDeclarationSyntax or SingleVariableDesignationSyntax or
                QueryClauseSyntax or JoinIntoClauseSyntax or QueryContinuationSyntax or LocalFunctionStatementSyntax)
            {
                yield return token.Parent;
            }
        }

        // The parameters of a primary constructor.
        foreach (var parameter in scope.Ancestors().OfType<TypeDeclarationSyntax>().FirstOrDefault()?.ParameterList?.Parameters ?? default)
        {
            if (parameter.Identifier.ValueText == name)
            {
                yield return parameter;
            }
        }
    }

    private Told Written(TypeSyntax type)
    {
        var told = type switch
        {
            SimpleNameSyntax name => Named(name),
            NullableTypeSyntax nullable => Written(nullable.ElementType),
            QualifiedNameSyntax { Right: var right } => Written(right),
            AliasQualifiedNameSyntax { Name: var right } => Written(right),
            PredefinedTypeSyntax { Keyword.RawKind: not (int)SyntaxKind.ObjectKeyword } or ArrayTypeSyntax => Told.Foreign,
            _ => default,
        };
        return told.IsForeign ? told with { Syntax = type } : told;
    }

    /// <summary>The type of that simple name. What is no type of this source is one of another, or a type parameter.</summary>
    private Told Named(SimpleNameSyntax written)
    {
        var name = written.Identifier.ValueText;
        if (context.Aliases.IsAlias(name, context.FactsOf(written.SyntaxTree)))
        {
            return default;
        }

        if (context.Implementations.Named(name) is { IsEmpty: false } types)
        {
            return types.Length == 1 ? new Told(types[0]) : default;
        }

        return name == "dynamic" || (name[0] == 'T' && (name.Length == 1 || !char.IsLower(name[1]))) ? default : Told.Foreign;
    }

    private IEnumerable<INamedTypeSymbol> TypesAround(SyntaxNode node, SemanticModel model)
    {
        for (var type = node.FirstAncestorOrSelf<BaseTypeDeclarationSyntax>() is { } declaration ? types.GetOrAdd(declaration, d => model.GetDeclaredSymbol(d)) : null; type is not null; type = type.ContainingType)
        {
            yield return type;
        }
    }

    private static ImmutableArray<ISymbol> MembersOf(ITypeSymbol type, string name)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current.GetMembers(name) is { IsEmpty: false } found)
            {
                return found;
            }
        }

        return ImmutableArray<ISymbol>.Empty;
    }

    private static Told OfMember(ITypeSymbol outer, string name, bool isStatic) =>
        MembersOf(outer, name) switch
        {
            [IFieldSymbol { Type: var type } field] when field.IsStatic == isStatic => new Told(type),
            [IPropertySymbol { Type: var type } property] when property.IsStatic == isStatic => new Told(type),
            [INamedTypeSymbol type] => new Told(type, IsStatic: true),
            _ => default,
        };

    private static ITypeSymbol? ReturnOf(ITypeSymbol outer, string name)
    {
        var members = MembersOf(outer, name);
        return !members.IsEmpty && members[0] is IMethodSymbol { Arity: 0, ReturnType: var type } && members.All(m => m is IMethodSymbol { Arity: 0 } other && SymbolEqualityComparer.Default.Equals(other.ReturnType, type)) ? type : null;
    }

    /// <summary>What stands before the question mark of <c>receiver?.Name</c>.</summary>
    private static ExpressionSyntax? OfBinding(SimpleNameSyntax name)
    {
        var binding = (ExpressionSyntax)name.Parent!;
        while (binding.Parent is MemberAccessExpressionSyntax or InvocationExpressionSyntax or ElementAccessExpressionSyntax)
        {
            binding = (ExpressionSyntax)binding.Parent;
        }

        return binding.Parent is ConditionalAccessExpressionSyntax access && access.WhenNotNull == binding ? access.Expression : null;
    }
}
