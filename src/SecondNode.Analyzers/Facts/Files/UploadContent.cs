using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Catalogue;

namespace SecondNode.Analyzers.Facts.Files;

/// <summary>Decides whether what is written into a file is what a client has sent.</summary>
internal sealed class UploadContent(RuleContext context, AssignedValues values, FileCalls calls)
{
    private const int MostDepth = 12;

    private static readonly string[] FileTypes =
    [
        "Microsoft.AspNetCore.Http.IFormFile", "Microsoft.AspNetCore.Http.IFormFileCollection", "Microsoft.AspNetCore.Components.Forms.IBrowserFile",
        "System.Web.HttpPostedFile", "System.Web.HttpPostedFileBase", "System.Web.HttpFileCollection", "System.Web.HttpFileCollectionBase",
        "System.Web.UI.WebControls.FileUpload", "Microsoft.AspNetCore.WebUtilities.MultipartReader", "Microsoft.AspNetCore.WebUtilities.MultipartSection",
        "Microsoft.AspNetCore.WebUtilities.FileMultipartSection", "System.Net.Http.MultipartFileData",
    ];

    private static readonly (string Type, string Member)[] Bodies =
    [
        ("Microsoft.AspNetCore.Http.HttpRequest", "Body"), ("Microsoft.AspNetCore.Http.HttpRequest", "BodyReader"),
        ("System.Web.HttpRequest", "InputStream"), ("System.Web.HttpRequestBase", "InputStream"),
        ("System.Web.HttpRequest", "Files"), ("System.Web.HttpRequestBase", "Files"),
        ("System.Web.HttpRequest", "GetBufferlessInputStream"), ("System.Web.HttpRequestBase", "GetBufferlessInputStream"),
    ];

    /// <summary>What a file says of itself rather than what it holds.</summary>
    private static readonly HashSet<string> Labels = new(StringComparer.Ordinal)
    {
        "FileName", "Name", "ContentType", "ContentDisposition", "Headers", "Length", "ContentLength", "Size", "LastModified", "Count", "HasFile",
    };

    /// <summary>The expression that holds the upload that the call writes, or null where it writes something else.</summary>
    public IOperation? In(FileUse use)
    {
        if (use.Effect.Action == FileAction.Receive)
        {
            return use.Content ?? use.Operation;
        }

        if (use.Effect.Action == FileAction.Place)
        {
            return use.Content is { } source ? Find(source, 0) ?? UploadedTo(source, use) : null;
        }

        return use.YieldsStream ? WrittenTo(use.Operation) : use.Content is { } content ? Find(content, 0) : null;
    }

    /// <summary>What is copied into the stream that a call opens: directly, or by the local that holds it.</summary>
    private IOperation? WrittenTo(IOperation opened)
    {
        var value = opened;
        while (value.Parent is IConversionOperation or IAwaitOperation or IParenthesizedOperation or IConditionalAccessOperation)
        {
            value = value.Parent;
        }

        switch (value.Parent)
        {
            case IArgumentOperation argument:
                return CopiedInto(argument);
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                return WrittenTo(declarator.Symbol, opened, 0);
            case IAssignmentOperation { Target: ILocalReferenceOperation target }:
                return WrittenTo(target.Local, opened, 0);
            default:
                return null;
        }
    }

    private IOperation? WrittenTo(ILocalSymbol stream, IOperation near, int depth)
    {
        if (depth > 3)
        {
            return null;
        }

        foreach (var operation in AssignedValues.RootOf(near).Descendants())
        {
            if (operation is not ILocalReferenceOperation reference || !SymbolEqualityComparer.Default.Equals(reference.Local, stream))
            {
                continue;
            }

            IOperation value = reference;
            while (value.Parent is IConversionOperation)
            {
                value = value.Parent;
            }

            var found = value.Parent switch
            {
                IArgumentOperation { Parent: IObjectCreationOperation wrapper } when LocalOf(wrapper) is { } wrapping => WrittenTo(wrapping, near, depth + 1),
                IArgumentOperation argument => CopiedInto(argument),
                // stream.Write(bytes)
                IInvocationOperation call when call.Instance == value && call.TargetMethod.Name.StartsWith("Write", StringComparison.Ordinal) => call.Arguments.Select(a => Find(a.Value, 0)).FirstOrDefault(f => f is not null),
                _ => null,
            };
            if (found is not null)
            {
                return found;
            }
        }

        return null;
    }

    private static ILocalSymbol? LocalOf(IOperation creation) =>
        creation.Parent is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } ? declarator.Symbol : null;

    /// <summary><c>upload.CopyTo(stream)</c>, <c>image.Save(stream)</c>, or a helper that is handed the upload and the stream.</summary>
    private IOperation? CopiedInto(IArgumentOperation argument)
    {
        if (argument.Parent is not IInvocationOperation call)
        {
            return null;
        }

        return (call.Instance is { } instance ? Find(instance, 0) : null) ??
            call.Arguments.Where(a => a != argument).Select(a => Find(a.Value, 0)).FirstOrDefault(f => f is not null);
    }

    /// <summary>The upload that an earlier call of the same body put at this path.</summary>
    private IOperation? UploadedTo(IOperation path, FileUse use)
    {
        if (path is not ILocalReferenceOperation { Local: var local })
        {
            return null;
        }

        foreach (var operation in AssignedValues.RootOf(path).Descendants())
        {
            if (operation != use.Operation && calls.MayBe(operation) && calls.Of(operation) is { Writes: true, Path: ILocalReferenceOperation written } earlier &&
                SymbolEqualityComparer.Default.Equals(written.Local, local) && earlier.Effect.Action != FileAction.Place && In(earlier) is { } upload)
            {
                return upload;
            }
        }

        return null;
    }

    /// <summary>The upload that the value is made from.</summary>
    private IOperation? Find(IOperation value, int depth, HashSet<ISymbol>? seen = null)
    {
        if (depth > MostDepth)
        {
            return null;
        }

        if (IsUpload(value))
        {
            return value;
        }

        seen ??= new(SymbolEqualityComparer.Default);
        switch (value)
        {
            case IPropertyReferenceOperation { Instance: { } owner, Property.Name: var name } when Labels.Contains(name) && IsFile(owner.Type):
                return null;
            case ILocalReferenceOperation local when seen.Add(local.Local):
                return values.OfLocal(local.Local, value).Select(v => Find(v, depth + 1, seen)).FirstOrDefault(f => f is not null) ?? Filled(local.Local, value, depth, seen);
            case IParameterReferenceOperation parameter when CarriesContent(parameter.Type) && seen.Add(parameter.Parameter) && parameter.Parameter.ContainingSymbol is IMethodSymbol method:
                return values.Sites.ArgumentsOf(method).Select(c => c.FirstOrDefault(a => a.Parameter?.Ordinal == parameter.Parameter.Ordinal)?.Value).OfType<IOperation>()
                    .Select(v => Find(v, depth + 1, seen)).FirstOrDefault(f => f is not null);
            case ILocalReferenceOperation or IParameterReferenceOperation or IAnonymousFunctionOperation:
                return null;
        }

        foreach (var child in value.ChildOperations)
        {
            if (Find(child, depth + 1, seen) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>A buffer that an upload is copied or read into: <c>file.CopyTo(memory)</c>, <c>stream.Read(bytes, …)</c>.</summary>
    private IOperation? Filled(ILocalSymbol buffer, IOperation near, int depth, HashSet<ISymbol> seen)
    {
        if (!CarriesContent(buffer.Type))
        {
            return null;
        }

        foreach (var operation in AssignedValues.RootOf(near).Descendants())
        {
            if (operation is IInvocationOperation { Instance: { } source } call &&
                (call.TargetMethod.Name.StartsWith("CopyTo", StringComparison.Ordinal) || call.TargetMethod.Name.StartsWith("Read", StringComparison.Ordinal)) &&
                call.Arguments.Any(a => a.Value.DescendantsAndSelf().OfType<ILocalReferenceOperation>().Any(l => SymbolEqualityComparer.Default.Equals(l.Local, buffer))) &&
                Find(source, depth + 1, seen) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private bool IsUpload(IOperation value) =>
        IsFile(value.Type) && value is not IInstanceReferenceOperation ||
        value is IMemberReferenceOperation { Member: var member } && Bodies.Any(b => b.Member == member.Name && context.Types.Is(member.ContainingType, b.Type)) ||
        value is IInvocationOperation { TargetMethod: { Name: "GetBufferlessInputStream" } method } && Bodies.Any(b => b.Member == method.Name && context.Types.Is(method.ContainingType, b.Type));

    private bool IsFile(ITypeSymbol? type) => type is not null && type.SpecialType == SpecialType.None && FileTypes.Any(name => context.Types.Is(type, name));

    private static bool CarriesContent(ITypeSymbol? type) =>
        type is not null && (type is IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Byte } ||
        type.Name is "Memory" or "ReadOnlyMemory" or "Image" or "Bitmap" ||
        InheritsStream(type));

    private static bool InheritsStream(ITypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current.Name == "Stream" && current.ContainingNamespace?.ToDisplayString() == "System.IO")
            {
                return true;
            }
        }

        return false;
    }
}
