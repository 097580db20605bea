using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using SecondNode.Analyzers.Replicas;

namespace SecondNode.Analyzers.Facts;

/// <summary>A call as it is written: its name and the simple names of the types that its type arguments, <c>typeof</c> and <c>new</c> arguments mention.</summary>
/// <param name="Name">The simple name of the invoked member.</param>
/// <param name="Types">The simple names of the types it mentions, in the order of the source.</param>
/// <param name="Span">Where the call is written.</param>
internal readonly record struct WrittenCall(string Name, ImmutableArray<string> Types, TextSpan Span);

/// <summary>
/// What can be said of one file without binding it. The values are incremental: after an edit only the edited file is
/// walked again, which is what keeps compilation-wide questions live while somebody types. Names are good enough to stay
/// silent or to find where to look; a report always needs the symbol.
/// </summary>
internal sealed class TreeFacts
{
    /// <summary>Shared by all rules, so that a tree is walked once. It holds values weakly by tree and nothing else.</summary>
    public static readonly SyntaxTreeValueProvider<TreeFacts> Provider = new(Of);

    public static readonly TreeFacts Empty = new([], ImmutableArray<WrittenCall>.Empty, textSaysReplica: false);

    private readonly Dictionary<string, List<int>> names;

    private readonly bool textSaysReplica;
    private bool? saysReplica;

    private TreeFacts(Dictionary<string, List<int>> names, ImmutableArray<WrittenCall> calls, bool textSaysReplica)
    {
        this.names = names;
        this.textSaysReplica = textSaysReplica;
        Calls = calls;
    }

    /// <summary>The calls that mention a type, and those whose name begins like a registration (Add, TryAdd, Use, Map, Replace, Register, As, With, Persist).</summary>
    public ImmutableArray<WrittenCall> Calls { get; }

    /// <summary>Whether the identifier is written anywhere in the tree as a name.</summary>
    public bool Mentions(string name) => names.ContainsKey(name);

    /// <summary>Where the identifier is written as a name: the positions of its tokens, in the order of the source.</summary>
    public IReadOnlyList<int> PositionsOf(string name) => names.TryGetValue(name, out var positions) ? positions : [];

    /// <summary>Whether a name or a string of the tree could be a replica's: where no tree's is, the replica rules do nothing.</summary>
    public bool SaysReplica => saysReplica ??= textSaysReplica || names.Keys.Any(RoleWords.IsEvidence);

    /// <summary>Walks the tree. Used through <see cref="Provider"/>, and by code fixes that have no provider.</summary>
    public static TreeFacts Of(SyntaxTree tree)
    {
        var walker = new Walker();
        walker.Visit(tree.GetRoot());
        return new TreeFacts(walker.Names, walker.Calls.ToImmutable(), walker.TextSaysReplica);
    }

    private sealed class Walker : CSharpSyntaxWalker
    {
        private static readonly string[] RegistrationPrefixes = ["Add", "TryAdd", "Use", "Map", "Replace", "Register", "As", "With", "Persist", "Configure", "Set"];

        public Dictionary<string, List<int>> Names { get; } = new(StringComparer.Ordinal);

        public ImmutableArray<WrittenCall>.Builder Calls { get; } = ImmutableArray.CreateBuilder<WrittenCall>();

        public bool TextSaysReplica { get; private set; }

        public override void VisitLiteralExpression(LiteralExpressionSyntax node)
        {
            if (!TextSaysReplica && node.Token.Value is string text)
            {
                TextSaysReplica = RoleWords.IsEvidence(text);
            }
        }

        public override void VisitInterpolatedStringText(InterpolatedStringTextSyntax node) =>
            TextSaysReplica |= RoleWords.IsEvidence(node.TextToken.ValueText);

        public override void VisitIdentifierName(IdentifierNameSyntax node) => AddName(node.Identifier);

        public override void VisitGenericName(GenericNameSyntax node)
        {
            AddName(node.Identifier);
            base.VisitGenericName(node);
        }

        private void AddName(SyntaxToken identifier)
        {
            if (!Names.TryGetValue(identifier.ValueText, out var positions))
            {
                Names.Add(identifier.ValueText, positions = new List<int>(1));
            }

            positions.Add(identifier.SpanStart);
        }

        public override void VisitInvocationExpression(InvocationExpressionSyntax node)
        {
            var name = node.Expression switch
            {
                MemberAccessExpressionSyntax member => member.Name,
                MemberBindingExpressionSyntax binding => binding.Name,
                SimpleNameSyntax simple => simple,
                _ => null,
            };
            if (name is not null)
            {
                var text = name.Identifier.ValueText;
                if (text == "GetConnectionString")
                {
                    NameConnection(node.ArgumentList.Arguments);
                }

                var registers = RegistrationPrefixes.Any(prefix => text.StartsWith(prefix, StringComparison.Ordinal));
                if (registers || name is GenericNameSyntax || MentionsType(node.ArgumentList))
                {
                    Calls.Add(new WrittenCall(text, TypesOf(name, node.ArgumentList), node.Span));
                }
            }

            base.VisitInvocationExpression(node);
        }

        /// <summary><c>new ServiceDescriptor(typeof(ICache), typeof(RedisCache), …)</c> is a registration in another form.</summary>
        public override void VisitObjectCreationExpression(ObjectCreationExpressionSyntax node)
        {
            if (node.ArgumentList is { } arguments && MentionsType(arguments) && SimpleName(node.Type) is { } name)
            {
                Calls.Add(new WrittenCall(name.Identifier.ValueText, TypesOf(name, arguments), node.Span));
            }

            base.VisitObjectCreationExpression(node);
        }

        public override void VisitElementAccessExpression(ElementAccessExpressionSyntax node)
        {
            if (node.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConnectionStrings" })
            {
                NameConnection(node.ArgumentList.Arguments);
            }

            base.VisitElementAccessExpression(node);
        }

        /// <summary>The name of a connection string says replica with fewer words than other strings.</summary>
        private void NameConnection(SeparatedSyntaxList<ArgumentSyntax> arguments) =>
            TextSaysReplica |= arguments.Any(a => a.Expression is LiteralExpressionSyntax { Token.Value: string name } && RoleWords.Of(name) > NameHint.Primary);

        private static bool MentionsType(ArgumentListSyntax arguments)
        {
            foreach (var argument in arguments.Arguments)
            {
                if (argument.Expression is TypeOfExpressionSyntax)
                {
                    return true;
                }
            }

            return false;
        }

        private static ImmutableArray<string> TypesOf(SimpleNameSyntax name, ArgumentListSyntax arguments)
        {
            var types = ImmutableArray.CreateBuilder<string>();
            if (name is GenericNameSyntax generic)
            {
                foreach (var argument in generic.TypeArgumentList.Arguments)
                {
                    Add(argument);
                }
            }

            foreach (var argument in arguments.Arguments)
            {
                switch (argument.Expression)
                {
                    case TypeOfExpressionSyntax typeOf:
                        Add(typeOf.Type);
                        break;
                    case ObjectCreationExpressionSyntax creation:
                        Add(creation.Type);
                        break;
                    case LambdaExpressionSyntax { ExpressionBody: ObjectCreationExpressionSyntax made }:
                        Add(made.Type);
                        break;
                    case LambdaExpressionSyntax { Block: { } block }:
                        foreach (var statement in block.Statements)
                        {
                            if (statement is ReturnStatementSyntax { Expression: ObjectCreationExpressionSyntax returned })
                            {
                                Add(returned.Type);
                            }
                        }

                        break;
                }
            }

            return types.ToImmutable();

            void Add(TypeSyntax type)
            {
                if (SimpleName(type) is { } simple)
                {
                    types.Add(simple.Identifier.ValueText);
                }
            }
        }

        private static SimpleNameSyntax? SimpleName(TypeSyntax type) =>
            type switch
            {
                SimpleNameSyntax simple => simple,
                QualifiedNameSyntax qualified => qualified.Right,
                AliasQualifiedNameSyntax qualified => qualified.Name,
                NullableTypeSyntax nullable => SimpleName(nullable.ElementType),
                ArrayTypeSyntax array => SimpleName(array.ElementType),
                _ => null,
            };
    }
}
