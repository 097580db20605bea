using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SecondNode.CodeFixes.Editing;

/// <summary>What has to be written to inject one service into one class, checked and ready.</summary>
internal sealed class InjectedType(string key, INamedTypeSymbol type, Service service)
{
    /// <summary>The class.</summary>
    public INamedTypeSymbol Type => type;

    /// <summary>The parts of the class.</summary>
    public List<(Document Document, TypeDeclarationSyntax Node)> Parts { get; } = [];

    /// <summary>Its ordinary constructors, with the declaration of the constructor that each chains to where that one takes the service.</summary>
    public List<(Document Document, ConstructorDeclarationSyntax Node, bool ChainsThis, SyntaxNode? ChainTarget)> Constructors { get; } = [];

    /// <summary>The part with the primary constructor, if it has one.</summary>
    public (Document Document, TypeDeclarationSyntax Node, SyntaxNode? ChainTarget)? Primary { get; set; }

    /// <summary>Whether the framework fills a property instead (Blazor components).</summary>
    public bool Property { get; set; }

    /// <summary>The calls that construct it, with the declaration of the constructor they call (null: the one to be made).</summary>
    public List<(CallSite Call, SyntaxNode? Target)> Creations { get; } = [];

    /// <summary>The classes that derive from it, which pass the service on to it.</summary>
    public List<InjectedType> Derived { get; } = [];

    /// <summary>The class it passes the service on to; null for the class that keeps it.</summary>
    public InjectedType? Base { get; set; }

    /// <summary>The primary constructor of a class.</summary>
    public static IMethodSymbol? PrimaryConstructorOf(INamedTypeSymbol type, CancellationToken cancellation) =>
        type.InstanceConstructors.FirstOrDefault(c => c.DeclaringSyntaxReferences.Any(r => r.GetSyntax(cancellation) is TypeDeclarationSyntax));

    /// <summary>Writes field, parameters, assignments and arguments, once a run; returns the name by which members of the class reach the service.</summary>
    public async Task<string> ApplyAsync(SolutionEdits edits, CancellationToken cancellation)
    {
        var name = FieldName(edits);
        if (!edits.Once("inject " + key + " " + service.Key))
        {
            return name;
        }

        if (Property)
        {
            var (document, node) = Parts[0];
            service.Use(edits, document);
            var compilation = (await document.Project.GetCompilationAsync(cancellation).ConfigureAwait(false))!;
            await ChangeTypeAsync(edits, document, node, (current, newLine) =>
                Injection.AddInjectedProperty(current, service.TypeSyntax(compilation), name, compilation.Options.NullableContextOptions != NullableContextOptions.Disable, newLine), cancellation).ConfigureAwait(false);
            return name;
        }

        if (Primary is { } primary)
        {
            await ApplyPrimaryAsync(edits, primary.Document, primary.Node, primary.ChainTarget, cancellation).ConfigureAwait(false);
        }
        else
        {
            var (home, homeNode) = HomePart();
            service.Use(edits, home);
            var compilation = (await home.Project.GetCompilationAsync(cancellation).ConfigureAwait(false))!;
            if (Base is null)
            {
                await ChangeTypeAsync(edits, home, homeNode, (current, newLine) => Injection.AddField(current, service.TypeSyntax(compilation), name, newLine), cancellation).ConfigureAwait(false);
            }

            if (Constructors.Count == 0)
            {
                var (index, parameter) = Slot(edits, null);
                var chain = Base?.Slot(edits, null) ?? default;
                await ChangeTypeAsync(edits, home, homeNode, (current, newLine) => WithNewConstructor(current, compilation, name, (index, parameter), chain, newLine), cancellation).ConfigureAwait(false);
            }
        }

        foreach (var (document, node, chainsThis, chainTarget) in Constructors)
        {
            await ApplyConstructorAsync(edits, document, node, chainsThis, chainTarget, name, cancellation).ConfigureAwait(false);
        }

        foreach (var derived in Derived)
        {
            await derived.ApplyAsync(edits, cancellation).ConfigureAwait(false);
        }

        foreach (var (call, target) in Creations)
        {
            var (index, parameter) = Slot(edits, target);
            await call.PassAsync(edits, index, parameter, cancellation).ConfigureAwait(false);
        }

        return name;
    }

    /// <summary>Where and under which name a constructor takes the service: an ordinary one, the primary one (its type), or null for the one to be made.</summary>
    public (int Index, string Name) Slot(SolutionEdits edits, SyntaxNode? constructor)
    {
        var names = edits.State<InjectionNames>();
        var list = (constructor as ConstructorDeclarationSyntax)?.ParameterList ?? (constructor as TypeDeclarationSyntax)?.ParameterList;
        if (constructor is ConstructorDeclarationSyntax && list?.Parameters.FirstOrDefault(p => p.Type?.ToString() == service.TypeName) is { } own)
        {
            return (list.Parameters.IndexOf(own), own.Identifier.ValueText);
        }

        var document = constructor is null ? Parts[0].Document : Constructors.FirstOrDefault(c => c.Node == constructor).Document ?? Primary?.Document ?? Parts[0].Document;
        var scope = constructor is TypeDeclarationSyntax ? Parts.Select(p => (SyntaxNode)p.Node) : constructor is null ? [] : [constructor];
        var (name, order) = names.For("list " + InjectionNames.PlaceOf(document, constructor ?? Parts[0].Node), service, service.Names, scope);
        return ((list is null ? 0 : ListEdits.IndexForRequired(list.Parameters)) + order, name);
    }

    private (Document Document, TypeDeclarationSyntax Node) HomePart() =>
        Constructors.Count > 0 && Constructors[0].Node.Parent is TypeDeclarationSyntax with ? (Constructors[0].Document, with) : Parts[0];

    private string FieldName(SolutionEdits edits)
    {
        var names = edits.State<InjectionNames>();
        if (Primary is { } primary)
        {
            return Slot(edits, primary.Node).Name;
        }

        return names.For("type " + key, service, service.Names.Select(n => Style(n)), [.. Parts.Select(p => p.Node)]).Name;
    }

    /// <summary>The name in the style of the private instance fields that the class has: <c>_x</c>, <c>m_x</c> or <c>x</c>; a property has a capital.</summary>
    private string Style(string name)
    {
        if (Property)
        {
            return char.ToUpperInvariant(name[0]) + name[1..];
        }

        var fields = type.GetMembers().OfType<IFieldSymbol>().Where(f => !f.IsImplicitlyDeclared && f.DeclaredAccessibility == Accessibility.Private).ToList();
        var own = fields.Where(f => !f.IsStatic && !f.IsConst).ToList();
        fields = own.Count > 0 ? own : fields.Where(f => !f.IsConst && f.Name.Length > 0 && !char.IsUpper(f.Name[0])).ToList();
        return fields.Count == 0 || fields.Any(f => f.Name[0] == '_') ? "_" + name : fields.Any(f => f.Name.StartsWith("m_", StringComparison.Ordinal)) ? "m_" + name : name;
    }

    private async Task ApplyPrimaryAsync(SolutionEdits edits, Document document, TypeDeclarationSyntax node, SyntaxNode? chainTarget, CancellationToken cancellation)
    {
        service.Use(edits, document);
        var compilation = (await document.Project.GetCompilationAsync(cancellation).ConfigureAwait(false))!;
        var (index, name) = Slot(edits, node);
        var chain = Base?.Slot(edits, chainTarget) ?? default;
        await ChangeTypeAsync(edits, document, node, (current, _) =>
        {
            var changed = current.WithParameterList(current.ParameterList!.WithParameters(ListEdits.Insert(current.ParameterList.Parameters, index, Injection.Parameter(service.TypeSyntax(compilation), name))));
            return Base is not null ? PassToBase(changed, chain, name) : changed;
        }, cancellation).ConfigureAwait(false);
    }

    private async Task ApplyConstructorAsync(SolutionEdits edits, Document document, ConstructorDeclarationSyntax node, bool chainsThis, SyntaxNode? chainTarget, string field, CancellationToken cancellation)
    {
        service.Use(edits, document);
        var compilation = (await document.Project.GetCompilationAsync(cancellation).ConfigureAwait(false))!;
        var (index, name) = Slot(edits, node);
        var has = node.ParameterList.Parameters.Any(p => p.Identifier.ValueText == name);
        var chain = chainsThis ? Slot(edits, chainTarget) : Base?.Slot(edits, chainTarget) ?? default;
        var editor = await edits.EditorAsync(document, cancellation).ConfigureAwait(false);
        var newLine = NewLine.Of(editor.OriginalRoot);
        editor.ReplaceNode(node, (current, _) =>
        {
            var constructor = (ConstructorDeclarationSyntax)current;
            if (!has)
            {
                constructor = constructor.WithParameterList(constructor.ParameterList.WithParameters(ListEdits.Insert(constructor.ParameterList.Parameters, index, Injection.Parameter(service.TypeSyntax(compilation), name))));
            }

            if (!chainsThis && Base is null)
            {
                return Injection.Assign(constructor, field, name, newLine);
            }

            var value = SyntaxFactory.IdentifierName(name);
            return constructor.Initializer is { } initializer
                ? constructor.WithInitializer(initializer.WithArgumentList(ListEdits.Pass(initializer.ArgumentList, chain.Index, chain.Name, value)))
                : constructor
                    .WithInitializer(BaseCall(value).WithTrailingTrivia(constructor.ParameterList.GetTrailingTrivia()))
                    .WithParameterList(constructor.ParameterList.WithTrailingTrivia(SyntaxFactory.Space));
        });
    }

    private TypeDeclarationSyntax WithNewConstructor(TypeDeclarationSyntax current, Compilation compilation, string field, (int Index, string Name) slot, (int Index, string Name) chain, string newLine)
    {
        var constructor = current.Members.OfType<ConstructorDeclarationSyntax>().FirstOrDefault(c => !c.Modifiers.Any(SyntaxKind.StaticKeyword));
        var changed = constructor ?? Injection.Constructor(current, Base is not null, newLine);
        changed = changed.WithParameterList(changed.ParameterList.WithParameters(ListEdits.Insert(changed.ParameterList.Parameters, slot.Index, Injection.Parameter(service.TypeSyntax(compilation), slot.Name))));
        changed = Base is not null
            ? changed.WithInitializer(changed.Initializer!.WithArgumentList(ListEdits.Pass(changed.Initializer.ArgumentList, chain.Index, chain.Name, SyntaxFactory.IdentifierName(slot.Name))))
            : Injection.Assign(changed, field, slot.Name, newLine);
        return constructor is null ? Injection.AddConstructor(current, changed, newLine) : current.ReplaceNode(constructor, changed);
    }

    private static TypeDeclarationSyntax PassToBase(TypeDeclarationSyntax type, (int Index, string Name) chain, string name)
    {
        if (type.BaseList is not { } bases)
        {
            return type;
        }

        var value = SyntaxFactory.IdentifierName(name);
        var first = bases.Types[0];
        return type.WithBaseList(bases.ReplaceNode(first, first is PrimaryConstructorBaseTypeSyntax primary
            ? primary.WithArgumentList(ListEdits.Pass(primary.ArgumentList, chain.Index, chain.Name, value))
            : SyntaxFactory.PrimaryConstructorBaseType(first.Type.WithoutTrailingTrivia(), SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(value)))).WithTrailingTrivia(first.GetTrailingTrivia())));
    }

    private static ConstructorInitializerSyntax BaseCall(ExpressionSyntax value) =>
        SyntaxFactory.ConstructorInitializer(SyntaxKind.BaseConstructorInitializer, SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(value))))
            .NormalizeWhitespace();

    private static async Task ChangeTypeAsync(SolutionEdits edits, Document document, TypeDeclarationSyntax node, Func<TypeDeclarationSyntax, string, TypeDeclarationSyntax> change, CancellationToken cancellation)
    {
        var editor = await edits.EditorAsync(document, cancellation).ConfigureAwait(false);
        var newLine = NewLine.Of(editor.OriginalRoot);
        editor.ReplaceNode(node, (current, _) => change((TypeDeclarationSyntax)current, newLine));
    }

    /// <summary>The service inside a class that is injected.</summary>
    /// <param name="plan">The plan of the class.</param>
    /// <param name="inside">The constructor it is used in, whose parameter stands for the field.</param>
    internal sealed class Access(InjectedType plan, ConstructorDeclarationSyntax? inside) : ServiceAccess
    {
        /// <inheritdoc/>
        public override async Task<ExpressionSyntax> ApplyAsync(SolutionEdits edits, CancellationToken cancellation)
        {
            var name = await plan.ApplyAsync(edits, cancellation).ConfigureAwait(false);
            return SyntaxFactory.IdentifierName(inside is null ? name : plan.Slot(edits, inside).Name);
        }
    }
}
