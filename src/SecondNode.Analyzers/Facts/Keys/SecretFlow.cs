using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SecondNode.Analyzers.Facts.Keys;

/// <summary>Where a random value ends.</summary>
/// <param name="Name">The member that takes it as key: <c>IssuerSigningKey</c>.</param>
/// <param name="IsDefault">Whether it is used only where the owner gives none.</param>
/// <param name="Lasts">Whether it is kept in a field of the process on the way.</param>
internal sealed record SecretEnd(string Name, bool IsDefault, bool Lasts);

/// <summary>
/// Follows a random value forward, through wrappers, locals, fields, properties, parameters and returns, to a place where it
/// signs or validates. A value that is exported on the way, to be stored, is another node's to read, and is not followed.
/// </summary>
internal sealed class SecretFlow(RuleContext context)
{
    private const int MostDepth = 16;
    private const int MostUses = 40;

    private static readonly string[] TokenMembers =
        ["IssuerSigningKey", "IssuerSigningKeys", "TokenDecryptionKey", "TokenDecryptionKeys", "SigningCredentials", "EncryptingCredentials"];

    private static readonly string[] TokenTypes = ["Microsoft.IdentityModel.Tokens.TokenValidationParameters", "Microsoft.IdentityModel.Tokens.SecurityTokenDescriptor"];
    private static readonly string[] KeyTypes = ["Microsoft.IdentityModel.Tokens.SecurityKey", "Microsoft.IdentityModel.Tokens.SigningCredentials", "Microsoft.IdentityModel.Tokens.EncryptingCredentials"];
    private static readonly string[] KeyMethods = ["AddSigningKey", "AddEncryptionKey", "AddSigningCredential", "AddSigningCredentials"];

    /// <summary>The words of which one is written wherever a flow can end: where none is, nothing is followed.</summary>
    public static readonly ImmutableArray<string> Ends = ImmutableArray.Create<string>(
        [.. TokenMembers, .. KeyMethods, "SymmetricSecurityKey", "RsaSecurityKey", "ECDsaSecurityKey", "X509SecurityKey", "JsonWebKey", "JwtSecurityToken",
            "HMACMD5", "HMACSHA1", "HMACSHA256", "HMACSHA384", "HMACSHA512", "HMACSHA3_256", "HMACSHA3_384", "HMACSHA3_512"]);

    /// <summary>Methods that hand their argument or receiver on in another form.</summary>
    private static readonly string[] Conversions =
        ["GetBytes", "GetString", "ToBase64String", "FromBase64String", "ToHexString", "FromHexString", "ToString", "ToByteArray", "ToArray", "Concat", "Join", "Format", "Replace", "Substring", "ToUpper", "ToLower", "Trim", "AsSpan", "HashData", "ComputeHash", "ToCharArray", "ToUpperInvariant", "ToLowerInvariant"];

    /// <summary>The end of a value, or null where it reaches none that matters.</summary>
    public SecretEnd? EndOf(IOperation value)
    {
        // RandomNumberGenerator.Fill(buffer): the buffer holds the value.
        if (value is IInvocationOperation { TargetMethod: { ReturnsVoid: true } } filled)
        {
            return filled.Arguments.FirstOrDefault()?.Value is { } buffer && Unwrap(buffer) is { } symbol ? Uses(symbol, default, 0, []) : null;
        }

        return Follow(value, default, 0, []);
    }

    private SecretEnd? Follow(IOperation value, State state, int depth, HashSet<ISymbol> seen)
    {
        for (var current = value; current.Parent is { } parent && ++depth < MostDepth * 2; current = parent)
        {
            switch (parent)
            {
                case ICoalesceOperation or ICoalesceAssignmentOperation or IConditionalOperation { WhenFalse: not null } when !IsTest(parent, current):
                    state = state with { IsDefault = true };
                    if (parent is ICoalesceAssignmentOperation assigned)
                    {
                        return Target(assigned.Target) is { } kept ? Uses(kept, state, depth, seen) : null;
                    }

                    break;
                case ISimpleAssignmentOperation assignment when assignment.Value == current:
                    return Assigned(assignment, state, depth, seen);
                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                    return Uses(declarator.Symbol, state, depth, seen);
                case IFieldInitializerOperation field:
                    return Kept(field.InitializedFields.FirstOrDefault(), state, depth, seen);
                case IPropertyInitializerOperation property:
                    return Kept(property.InitializedProperties.FirstOrDefault(), state, depth, seen);
                case IReturnOperation:
                    return Returned(parent, state, depth, seen);
                case IArgumentOperation { Parent: IObjectCreationOperation creation }:
                    if (creation.Type is not null && creation.Type.Name.StartsWith("HMAC", StringComparison.Ordinal) && creation.Type.ContainingNamespace?.ToDisplayString() == "System.Security.Cryptography")
                    {
                        return state.Lasts ? new SecretEnd(creation.Type.Name, state.IsDefault, true) : null;
                    }

                    if (((IArgumentOperation)parent).Parameter?.Name == "signingCredentials")
                    {
                        return new SecretEnd("signingCredentials", state.IsDefault, state.Lasts);
                    }

                    if (!KeyTypes.Any(type => context.Types.Is(creation.Type, type)))
                    {
                        return ((IArgumentOperation)parent).Parameter is { } parameter && parameter.IsInSource() ? Uses(parameter, state, depth, seen) : null;
                    }

                    parent = creation;
                    break;
                case IArgumentOperation { Parent: IInvocationOperation call } argument:
                    if (KeyMethods.Contains(call.TargetMethod.Name) || IsKeyRegistration(call))
                    {
                        return new SecretEnd(call.TargetMethod.Name, state.IsDefault, state.Lasts);
                    }

                    if (call.TargetMethod.Name == "HashData" && call.TargetMethod.ContainingType.Name.StartsWith("HMAC", StringComparison.Ordinal) && argument.Parameter?.Name == "key")
                    {
                        return state.Lasts ? new SecretEnd(call.TargetMethod.ContainingType.Name, state.IsDefault, true) : null;
                    }

                    if (!Conversions.Contains(call.TargetMethod.Name) || call.TargetMethod.IsInSource())
                    {
                        return argument.Parameter is { } passed && passed.IsInSource() ? Uses(passed, state, depth, seen) : null;
                    }

                    parent = call;
                    break;
                case IInvocationOperation call when call.Instance == current:
                    if (!Conversions.Contains(call.TargetMethod.Name))
                    {
                        return null;
                    }

                    break;
                case IPropertyReferenceOperation { Property.Name: "Key" }:
                case IConversionOperation or IParenthesizedOperation or IAwaitOperation or IInterpolationOperation or IInterpolatedStringOperation or IBinaryOperation { OperatorKind: BinaryOperatorKind.Add }:
                case IArrayInitializerOperation or IArrayCreationOperation or ICoalesceOperation or IConditionalOperation or IObjectCreationOperation:
                    break;
                default:
                    // Among them the collection expression, which the oldest compiler that we build for does not know.
                    if (parent.Syntax is not CollectionExpressionSyntax)
                    {
                        return null;
                    }

                    break;
            }
        }

        return null;
    }

    private SecretEnd? Assigned(ISimpleAssignmentOperation assignment, State state, int depth, HashSet<ISymbol> seen)
    {
        if (StoredObjects.Holds(assignment))
        {
            return null;
        }

        if (assignment.Target is IPropertyReferenceOperation { Property: { } property } && TokenMembers.Contains(property.Name) && TokenTypes.Any(type => context.Types.Is(property.ContainingType, type)))
        {
            return new SecretEnd(property.Name, state.IsDefault, state.Lasts);
        }

        return Target(assignment.Target) switch
        {
            { Kind: SymbolKind.Local or SymbolKind.Parameter } local => Uses(local, state, depth, seen),
            { } member => Kept(member, state, depth, seen),
            _ => null,
        };
    }

    /// <summary>A field of the process: static, or of a service that lives as long.</summary>
    private SecretEnd? Kept(ISymbol? member, State state, int depth, HashSet<ISymbol> seen)
    {
        if (member is null)
        {
            return null;
        }

        var lasts = member.IsStatic || (member.ContainingType is { } type && context.Lifetimes.Of(type) == Lifetime.Singleton);
        return Uses(member, state with { Lasts = state.Lasts || lasts }, depth, seen);
    }

    private SecretEnd? Returned(IOperation returned, State state, int depth, HashSet<ISymbol> seen)
    {
        var member = returned.SemanticModel?.GetEnclosingSymbol(returned.Syntax.SpanStart);
        return member is IMethodSymbol { AssociatedSymbol: IPropertySymbol property } ? Uses(property, state, depth, seen)
            : member is IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction } method ? Uses(method, state, depth, seen)
            : null;
    }

    private SecretEnd? Uses(ISymbol symbol, State state, int depth, HashSet<ISymbol> seen)
    {
        if (depth > MostDepth || !symbol.IsInSource() || !seen.Add(symbol))
        {
            return null;
        }

        if (context.Uses.AtMost(symbol, MostUses) is not { } uses || uses.Any(IsStoredOrGiven))
        {
            return null;
        }

        foreach (var use in uses)
        {
            var operation = use.Model.GetOperation(use.Name, context.Cancellation);
            operation = operation is null or IInvocationOperation or IMemberReferenceOperation or ILocalReferenceOperation or IParameterReferenceOperation
                ? operation ?? (use.Name.Parent is { } outer ? use.Model.GetOperation(outer, context.Cancellation) : null)
                : operation;
            if (use.Name.Parent is MemberAccessExpressionSyntax member && member.Name == use.Name)
            {
                operation = use.Model.GetOperation(member, context.Cancellation) ?? operation;
            }

            if (symbol is IMethodSymbol && operation is not IInvocationOperation)
            {
                operation = use.Name.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } call ? use.Model.GetOperation(call, context.Cancellation) : null;
            }

            if (operation is not null && Follow(operation, state, depth + 1, seen) is { } end)
            {
                return end;
            }
        }

        return null;
    }

    /// <summary><c>rsa.ImportFromPem(…)</c>, <c>rsa.ExportParameters(…)</c>: the key comes from a store, or goes to one.</summary>
    private static bool IsStoredOrGiven(SymbolUse use)
    {
        var receiver = use.Name.Parent is MemberAccessExpressionSyntax outer && outer.Name == use.Name ? (ExpressionSyntax)outer : use.Name;
        var called = receiver.Parent switch
        {
            MemberAccessExpressionSyntax member when member.Expression == receiver => member.Name.Identifier.ValueText,
            ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax binding } } => binding.Name.Identifier.ValueText,
            _ => "",
        };
        return called.StartsWith("Import", StringComparison.Ordinal) || called.StartsWith("Export", StringComparison.Ordinal) || called is "FromXmlString" or "ToXmlString" or "TryExportParameters" or "PersistKeyInCsp" ||
            receiver.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax stored } && IsStoring(stored);
    }

    private static bool IsStoring(InvocationExpressionSyntax call)
    {
        var name = call.Expression switch { MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText, SimpleNameSyntax simple => simple.Identifier.ValueText, _ => "" };
        return name.StartsWith("Write", StringComparison.Ordinal) || name.StartsWith("Save", StringComparison.Ordinal) || name.StartsWith("Store", StringComparison.Ordinal) || name.StartsWith("Persist", StringComparison.Ordinal);
    }

    /// <summary><c>services.AddSingleton(new RsaSecurityKey(rsa))</c>: whoever asks for the key gets this one.</summary>
    private bool IsKeyRegistration(IInvocationOperation call) =>
        call.TargetMethod.Name is "AddSingleton" or "TryAddSingleton" && call.Arguments.Any(a => Unconverted(a.Value).Type is { } type && KeyTypes.Any(t => context.Types.Is(type, t)));

    private static IOperation Unconverted(IOperation operation) => operation is IConversionOperation conversion ? Unconverted(conversion.Operand) : operation;

    private static bool IsTest(IOperation parent, IOperation current) => parent is IConditionalOperation choice && choice.Condition == current;

    private static ISymbol? Unwrap(IOperation operation) => Target(Unconverted(operation));

    private static ISymbol? Target(IOperation target) =>
        target switch
        {
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            IFieldReferenceOperation field => field.Field,
            IPropertyReferenceOperation property => property.Property,
            _ => null,
        };

    private readonly record struct State(bool IsDefault, bool Lasts);
}
