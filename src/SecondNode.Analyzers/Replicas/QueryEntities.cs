using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SecondNode.Analyzers.Replicas;

/// <summary>The entities that a query looks at: the set it starts with, joined sets, included and mentioned navigations, tables of raw SQL.</summary>
internal sealed class QueryEntities(ContextTypes contexts, ConstantText texts)
{
    public ImmutableArray<DataItem> Of(QuerySource source, BodyValues body)
    {
        var found = ImmutableArray.CreateBuilder<DataItem>();
        if (source.Entity is not null)
        {
            found.Add(DataItem.OfEntity(source.Entity, source.Set));
        }

        foreach (var operation in source.Operations)
        {
            foreach (var part in operation.DescendantsAndSelf())
            {
                switch (part)
                {
                    case IPropertyReferenceOperation { Instance: { } owner } set when ContextTypes.EntityOf(set.Type) is { } joined && contexts.IsContext(owner.Type):
                        Add(joined, set.Property.Name);
                        break;
                    case IInvocationOperation { TargetMethod: { Name: "Set", Arity: 1 } } call when contexts.IsContext(call.Receiver()?.Type):
                        Add(call.TargetMethod.TypeArguments[0], null);
                        break;
                    case IPropertyReferenceOperation navigation when IsNavigation(navigation):
                        Add(navigation.Type.ElementOrSelf(), null);
                        break;
                    case IInvocationOperation { TargetMethod.Name: "Include" } include when include.Argument(1)?.Unwrap().ConstantValue is { HasValue: true, Value: string path }:
                        AddPath(source.Entity, path);
                        break;
                    case IInvocationOperation { TargetMethod: { Name: "FromSqlRaw" or "FromSql" or "FromSqlInterpolated" or "SqlQuery" or "SqlQueryRaw" or "SqlQueryInterpolated" } } raw:
                        AddSql(raw);
                        break;
                }
            }
        }

        return found.ToImmutable();

        void Add(ITypeSymbol? entity, string? set)
        {
            if (entity is not null && !found.Any(f => SymbolEqualityComparer.Default.Equals(f.Entity, entity)))
            {
                found.Add(DataItem.OfEntity(entity, set));
            }
        }

        void AddPath(ITypeSymbol? entity, string path)
        {
            foreach (var name in path.Split('.'))
            {
                entity = entity?.GetMembers(name).OfType<IPropertySymbol>().FirstOrDefault()?.Type.ElementOrSelf();
                Add(entity, null);
            }
        }

        void AddSql(IInvocationOperation call)
        {
            foreach (var argument in call.Arguments)
            {
                if (argument.Parameter?.Name == "sql" && texts.Of(argument.Value, body) is { } sql)
                {
                    found.AddRange(SqlText.Parse(sql).Reads.Select(DataItem.OfTable));
                }
            }
        }
    }

    /// <summary>A property of a class type (or a sequence of one), reached from a lambda's parameter or a query's range variable.</summary>
    private static bool IsNavigation(IPropertyReferenceOperation property)
    {
        if (property.Type.ElementOrSelf() is not { TypeKind: TypeKind.Class, SpecialType: SpecialType.None } type || type.ContainingNamespace?.ToDisplayString() == "System")
        {
            return false;
        }

        var instance = property.Instance?.Unwrap();
        while (instance is IPropertyReferenceOperation { Instance: { } inner })
        {
            instance = inner.Unwrap();
        }

        return instance is IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } } or IInvocationOperation;
    }
}
