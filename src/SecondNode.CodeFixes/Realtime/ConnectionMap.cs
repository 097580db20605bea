using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;
using SecondNode.Analyzers.Facts;

namespace SecondNode.CodeFixes.Realtime;

/// <summary>
/// A dictionary of a hub that leads from a name to the connection which has registered under it, and everything that the hub
/// does with it: it registers its own connection, forgets it at the end, and sends to one connection. What else anybody
/// does with such a map (counts, lists, tells who is absent) asks for presence, which SignalR does not keep.
/// </summary>
internal sealed class ConnectionMap
{
    private const string Hub = "Microsoft.AspNetCore.SignalR.Hub";

    private readonly SemanticModel model;
    private readonly CancellationToken cancellation;

    private ConnectionMap(SemanticModel model, ClassDeclarationSyntax type, FieldDeclarationSyntax field, CancellationToken cancellation)
    {
        this.model = model;
        this.cancellation = cancellation;
        Type = type;
        Field = field;
    }

    /// <summary>The hub.</summary>
    public ClassDeclarationSyntax Type { get; }

    /// <summary>The declaration of the map.</summary>
    public FieldDeclarationSyntax Field { get; }

    /// <summary>The statements that put the connection in, with the name.</summary>
    public List<(StatementSyntax Statement, ExpressionSyntax Name)> Joins { get; } = [];

    /// <summary>The statements that take the connection out when it ends.</summary>
    public List<StatementSyntax> Leaves { get; } = [];

    /// <summary>The calls of <c>Clients.Client</c>, with the name of whom they are for.</summary>
    public List<(InvocationExpressionSyntax Call, ExpressionSyntax Name)> Sends { get; } = [];

    /// <summary>The tests whether somebody is there, each with what runs if so.</summary>
    public List<(SyntaxNode Test, SyntaxNode? Then)> Tests { get; } = [];

    /// <summary>What follows a test and runs only where nobody is there.</summary>
    public List<StatementSyntax> Unreachable { get; } = [];

    /// <summary>Whether all names are the identifiers by which SignalR knows users itself.</summary>
    public bool IsByUser => Joins.All(j => IsUserIdentifier(j.Name));

    /// <summary>Whether the hub has groups of its own, whose names could be the same.</summary>
    public bool HasGroups => Type.DescendantNodes().OfType<IdentifierNameSyntax>().Any(n => n.Identifier.ValueText is "Groups" or "Group" or "GroupExcept" or "OthersInGroup");

    /// <summary>The map that is declared at a place, or null where it is none, or is used in any other way.</summary>
    public static async Task<ConnectionMap?> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root || await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model ||
            !root.FullSpan.Contains(diagnostic.Location.SourceSpan) ||
            root.FindNode(diagnostic.Location.SourceSpan) is not VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: FieldDeclarationSyntax { Parent: ClassDeclarationSyntax type } field } } variable ||
            model.GetDeclaredSymbol(variable, cancellation) is not IFieldSymbol symbol || !IsNameToConnection(symbol.Type) || !symbol.ContainingType.IsOrInherits(Hub) ||
            symbol.ContainingType.DeclaringSyntaxReferences.Length != 1 || symbol.ContainingType.GetMembers().OfType<IFieldSymbol>().Count(f => f.Type is INamedTypeSymbol { Name: "Dictionary" or "ConcurrentDictionary" }) != 1)
        {
            return null;
        }

        var map = new ConnectionMap(model, type, field, cancellation);
        foreach (var reference in await SymbolFinder.FindReferencesAsync(symbol, document.Project.Solution, cancellation).ConfigureAwait(false))
        {
            foreach (var location in reference.Locations)
            {
                if (location.IsImplicit || location.Document.Id != document.Id || root.FindNode(location.Location.SourceSpan, getInnermostNodeForTie: true) is not SimpleNameSyntax name || !type.Span.Contains(name.Span) || !map.Add(name))
                {
                    return null;
                }
            }
        }

        return map.Joins.Count > 0 && map.Sends.Count > 0 ? map : null;
    }

    /// <summary>The hub method around a statement.</summary>
    public static MethodDeclarationSyntax? MethodOf(SyntaxNode node) =>
        node.Ancestors().FirstOrDefault(a => a is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax) as MethodDeclarationSyntax;

    private static bool IsNameToConnection(ITypeSymbol type) =>
        type is INamedTypeSymbol { Name: "Dictionary" or "ConcurrentDictionary" or "IDictionary", TypeArguments: [{ SpecialType: SpecialType.System_String }, { SpecialType: SpecialType.System_String }] };

    private bool Add(SimpleNameSyntax name)
    {
        ExpressionSyntax self = name.Parent is MemberAccessExpressionSyntax qualified && qualified.Name == name ? qualified : name;
        return self.Parent switch
        {
            ElementAccessExpressionSyntax { ArgumentList.Arguments: [{ Expression: var key }] } element when element.Expression == self =>
                element.Parent is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Right: var value } assignment && assignment.Left == element ? AddJoin(assignment, key, value) : AddSend(element, key),
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: var method, Parent: InvocationExpressionSyntax call } access when access.Expression == self => AddCall(call, method),
            _ => false,
        };
    }

    private bool AddCall(InvocationExpressionSyntax call, string method) =>
        (method, call.ArgumentList.Arguments.Select(a => a.Expression).ToList()) switch
        {
            ("Add" or "TryAdd", [var key, var value]) => AddJoin(call, key, value),
            ("Remove" or "TryRemove", [_] or [_, DeclarationExpressionSyntax { Designation: DiscardDesignationSyntax } or IdentifierNameSyntax { Identifier.ValueText: "_" }]) => AddLeave(call),
            ("TryGetValue", [var key, DeclarationExpressionSyntax { Designation: SingleVariableDesignationSyntax variable }]) => AddTest(call, key, variable),
            _ => false,
        };

    private bool AddJoin(ExpressionSyntax change, ExpressionSyntax key, ExpressionSyntax value)
    {
        if (StatementOf(change) is not { } statement || value is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConnectionId" } || !IsContext(((MemberAccessExpressionSyntax)value).Expression))
        {
            return false;
        }

        Joins.Add((statement, key));
        return true;
    }

    /// <summary>SignalR itself forgets a connection that ends; what is taken out at another time has no counterpart.</summary>
    private bool AddLeave(InvocationExpressionSyntax call)
    {
        if (StatementOf(call) is not { } statement || MethodOf(statement)?.Identifier.ValueText != "OnDisconnectedAsync")
        {
            return false;
        }

        Leaves.Add(statement);
        return true;
    }

    private bool AddTest(InvocationExpressionSyntax call, ExpressionSyntax key, SingleVariableDesignationSyntax variable)
    {
        switch (call.Parent)
        {
            case IfStatementSyntax { Else: null, Parent: BlockSyntax block } branch when branch.Condition == call && EndsAlike(branch, block) is var (ends, unreachable) && ends:
                Tests.Add((branch, branch.Statement));
                Unreachable.AddRange(unreachable);
                break;
            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression, Parent: IfStatementSyntax { Else: null, Parent: BlockSyntax } branch } when LeavesWithoutAnswer(branch.Statement):
                Tests.Add((branch, null));
                break;
            case ConditionalExpressionSyntax { WhenFalse: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CompletedTask" } } choice when choice.Condition == call:
                Tests.Add((choice, choice.WhenTrue));
                break;
            default:
                return false;
        }

        if (!IsRepeatable(key) || model.GetDeclaredSymbol(variable, cancellation) is not { } found || MethodOf(call) is not { } method)
        {
            return false;
        }

        var uses = method.DescendantNodes().OfType<IdentifierNameSyntax>().Where(n => n.Identifier.ValueText == found.Name && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(n, cancellation).Symbol, found)).ToList();
        return uses.Count > 0 && uses.All(use => AddSend(use, key));
    }

    /// <summary>
    /// Whether the caller cannot tell from the end whether somebody was there: nothing leaves the branch, or it ends with the
    /// task of the message, where the method otherwise ends with a task that is done.
    /// </summary>
    private static (bool Ends, IEnumerable<StatementSyntax> Unreachable) EndsAlike(IfStatementSyntax branch, BlockSyntax block)
    {
        var jumps = branch.Statement.DescendantNodesAndSelf(n => n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .Where(n => n is ReturnStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax or GotoStatementSyntax or YieldStatementSyntax or ThrowStatementSyntax).ToList();
        var then = branch.Statement is BlockSyntax { Statements: [.., var last] } ? last : branch.Statement;
        return jumps.Count == 0 ? (true, [])
            : jumps is [ReturnStatementSyntax { Expression: not null } only] && only == then && block.Statements.Skip(block.Statements.IndexOf(branch) + 1).ToList() is [var rest] && LeavesWithoutAnswer(rest) && rest is ReturnStatementSyntax { Expression: not null } ? (true, [rest])
            : (false, []);
    }

    private static bool LeavesWithoutAnswer(StatementSyntax statement) =>
        statement is BlockSyntax { Statements: [var only] } ? LeavesWithoutAnswer(only) : statement is ReturnStatementSyntax { Expression: null or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CompletedTask" } };

    private bool AddSend(ExpressionSyntax connection, ExpressionSyntax name)
    {
        if (connection.Parent is not ArgumentSyntax { Parent: ArgumentListSyntax { Arguments.Count: 1, Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Client" } } call } } ||
            model.GetSymbolInfo(call, cancellation).Symbol?.ContainingNamespace?.ToDisplayString() != "Microsoft.AspNetCore.SignalR")
        {
            return false;
        }

        Sends.Add((call, name));
        return true;
    }

    private bool IsUserIdentifier(ExpressionSyntax name) =>
        name switch
        {
            PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } forgiven => IsUserIdentifier(forgiven.Operand),
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "UserIdentifier", Expression: var context } => IsContext(context),
            IdentifierNameSyntax when model.GetSymbolInfo(name, cancellation).Symbol is ILocalSymbol local && local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) is VariableDeclaratorSyntax { Initializer.Value: not IdentifierNameSyntax and var value } => IsUserIdentifier(value),
            _ => false,
        };

    private bool IsContext(ExpressionSyntax expression) => model.GetTypeInfo(expression, cancellation).Type?.Name == "HubCallerContext";

    /// <summary>The statement that consists of the change, among others of a block.</summary>
    private static StatementSyntax? StatementOf(ExpressionSyntax change)
    {
        var whole = change.Parent is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } } discard && discard.Right == change ? discard : change;
        return whole.Parent is ExpressionStatementSyntax { Parent: BlockSyntax } statement && MethodOf(statement) is not null ? statement : null;
    }

    private static bool IsRepeatable(ExpressionSyntax name) =>
        name switch
        {
            IdentifierNameSyntax or LiteralExpressionSyntax or ThisExpressionSyntax => true,
            MemberAccessExpressionSyntax member => IsRepeatable(member.Expression),
            PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } forgiven => IsRepeatable(forgiven.Operand),
            _ => false,
        };
}
