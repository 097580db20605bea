using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SecondNode.Analyzers.Facts.Classic;

/// <summary>A type that the framework's formatter refuses.</summary>
/// <param name="Type">The type.</param>
/// <param name="Member">The member that holds it, as <c>Cart.Lines</c>; empty where it is the value itself.</param>
/// <param name="CanBeMarked">Whether <c>[Serializable]</c> mends it: a type of the solution's source.</param>
internal sealed record SerializationProblem(ITypeSymbol Type, string Member, bool CanBeMarked);

/// <summary>
/// Tells by its type whether a value can leave the process through the formatter that classic ASP.NET's session stores
/// use. An interface, <c>object</c> or a type parameter tells nothing and is no problem.
/// </summary>
internal sealed class Serialization
{
    private const int MaxTypes = 200;

    /// <summary>What holds a connection, a thread, a request or code, whatever its type's flags say.</summary>
    private static readonly TypeNames Never = new()
    {
        "System.Data.Common.DbConnection", "System.Data.Common.DbDataReader", "System.Data.Common.DbCommand", "System.Data.Entity.DbContext", "Microsoft.EntityFrameworkCore.DbContext",
        "System.Data.Entity.Core.Objects.ObjectContext", "System.Data.Objects.ObjectContext", "System.Data.Linq.DataContext", "System.Linq.IQueryable", "System.Linq.IOrderedEnumerable",
        "System.Web.HttpPostedFile", "System.Web.HttpPostedFileBase", "System.Web.HttpContext", "System.Web.HttpContextBase", "System.Web.HttpRequest", "System.Web.HttpRequestBase",
        "System.Web.UI.Control", "System.Threading.Tasks.Task", "System.Threading.Thread", "System.Net.Http.HttpClient",
    };

    private readonly HashSet<ITypeSymbol> seen = new(SymbolEqualityComparer.Default);
    private readonly ImmutableArray<SerializationProblem>.Builder found = ImmutableArray.CreateBuilder<SerializationProblem>();

    /// <summary>What the formatter refuses in a value of that type, the value itself first.</summary>
    public static ImmutableArray<SerializationProblem> ProblemsOf(ITypeSymbol? type)
    {
        var walk = new Serialization();
        var pending = new Queue<(ITypeSymbol? Type, string Member)>();
        pending.Enqueue((type, ""));
        while (pending.Count > 0 && walk.seen.Count < MaxTypes)
        {
            var (next, member) = pending.Dequeue();
            walk.Visit(next, member, pending);
        }

        return walk.found.ToImmutable();
    }

    /// <summary>As <see cref="ProblemsOf(ITypeSymbol?)"/>, of a value: a query that has not run yet is recognized besides.</summary>
    public static ImmutableArray<SerializationProblem> ProblemsOf(IOperation? value) =>
        value is IInvocationOperation { TargetMethod: { ContainingType: { Name: "Enumerable" } type, ReturnType: { TypeKind: TypeKind.Interface } query } } && type.FullName() == "System.Linq.Enumerable"
            ? ImmutableArray.Create(new SerializationProblem(query, "", CanBeMarked: false))
            : ProblemsOf(value?.Type);

    private void Visit(ITypeSymbol? type, string member, Queue<(ITypeSymbol?, string)> pending)
    {
        if (type is null || !seen.Add(type))
        {
            return;
        }

        if (type is IArrayTypeSymbol array)
        {
            pending.Enqueue((array.ElementType, member));
            return;
        }

        if (type is not INamedTypeSymbol named || type.TypeKind is TypeKind.Error or TypeKind.Dynamic or TypeKind.Enum || type.SpecialType is not SpecialType.None and not SpecialType.System_Nullable_T)
        {
            return;
        }

        if (type.TypeKind == TypeKind.Delegate || type.IsAnonymousType || Never.Cover(type) || IsStream(type))
        {
            found.Add(new(type, member, CanBeMarked: false));
            return;
        }

        if (type.TypeKind is not (TypeKind.Class or TypeKind.Struct))
        {
            return;
        }

        var inSource = named.IsInSource();
        if (!named.IsSerializable)
        {
            found.Add(new(type, member, inSource));
            if (!inSource)
            {
                return;
            }
        }

        foreach (var argument in named.TypeArguments)
        {
            pending.Enqueue((argument, member));
        }

        if (inSource && !named.AllInterfaces.Any(i => i.Name == "ISerializable"))
        {
            pending.Enqueue((named.BaseType, member));
            foreach (var field in named.GetMembers().OfType<IFieldSymbol>())
            {
                if (!field.IsStatic && !field.IsConst && !field.HasAttribute("NonSerialized"))
                {
                    pending.Enqueue((field.Type, named.Name + "." + (field.AssociatedSymbol ?? field).Name));
                }
            }
        }
    }

    private static bool IsStream(ITypeSymbol type) => type.IsNamed("System.IO.Stream") && !type.IsNamed("System.IO.MemoryStream");
}
