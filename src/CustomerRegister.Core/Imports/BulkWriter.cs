using System.Linq.Expressions;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;

namespace CustomerRegister.Imports;

/// <summary>Where a column's value goes, without a box around it.</summary>
public interface IBulkSink
{
    void WriteNull();
    void Write<T>(T value) where T : notnull;
}

/// <summary>
/// Writes new rows in bulk, and changes of many, inside the context's transaction and past its change tracker: the entities are made and changed by their own methods, and the model
/// says what goes into which column. What a database can do better than the other is in the class of that database.
/// </summary>
public abstract class BulkWriter(RegisterContext db)
{
    private const string TableKey = "CustomerRegister:BulkTable";

    internal NumbersTaken Numbers { get; } = new();

    protected RegisterContext Db => db;

    /// <summary>Lets no other import begin before this transaction ends: what one has brought, the other must see.</summary>
    public abstract Task HoldImports(CancellationToken ct);

    /// <summary>Makes ready for many customers; <see cref="Settle"/> ends it.</summary>
    /// <param name="isLong">Whether so many are to come that it pays to build indexes afterwards, if the register is empty.</param>
    public abstract Task Begin(bool isLong, CancellationToken ct);

    public abstract Task Settle(CancellationToken ct);

    /// <summary>Takes the first of <paramref name="count"/> numbers in a row.</summary>
    public async Task<long> TakeNumbers(string series, int count, CancellationToken ct)
    {
        var first = await Take(series, count, ct);
        Numbers.Note(series, first, count);
        return first;
    }

    /// <summary>Writes the rows of one type. Rows that others refer to come first.</summary>
    public async Task Write<T>(IReadOnlyCollection<T> rows, CancellationToken ct) where T : class
    {
        if (rows.Count > 0)
            await Write(TableOf<T>(), rows, ct);
    }

    /// <summary>Writes some columns of rows that are there, each found by its key; nothing looks whether somebody else has changed them.</summary>
    /// <param name="properties">Properties with one column each, none of them of the key.</param>
    public async Task Update<T>(IReadOnlyCollection<T> rows, IReadOnlyCollection<string> properties, CancellationToken ct) where T : class
    {
        if (rows.Count == 0)
            return;
        var type = db.Model.FindEntityType(typeof(T))!;
        string[] key = [.. type.FindPrimaryKey()!.Properties.Select(p => p.GetColumnName())], changed = [.. properties.Select(p => type.FindProperty(p)!.GetColumnName())];
        await Update(TableOf<T>().Only([.. key, .. changed]), key, changed, rows, ct);
    }

    protected abstract Task<long> Take(string series, int count, CancellationToken ct);

    protected abstract Task Write(BulkTable table, IReadOnlyCollection<object> rows, CancellationToken ct);

    /// <param name="table">With the columns of the key and those that change.</param>
    protected abstract Task Update(BulkTable table, string[] key, string[] changed, IReadOnlyCollection<object> rows, CancellationToken ct);

    // Compiled once for as long as the model lives.
    private BulkTable TableOf<T>() => db.Model.FindEntityType(typeof(T))!.GetOrAddRuntimeAnnotationValue(TableKey, type => BulkTable.Of(type!), db.Model.FindEntityType(typeof(T)));
}

/// <summary>The columns of a type, and how to read them from an entity.</summary>
public sealed record BulkTable(string Name, IReadOnlyList<string> Columns, IReadOnlyList<Action<IBulkSink, object>> Readers)
{
    internal BulkTable Only(IReadOnlyList<string> some) => new(Name, some, [.. some.Select(c => Readers[PositionOf(c)])]);

    internal int PositionOf(string column) => Columns.TakeWhile(c => c != column).Count();

    internal static BulkTable Of(IEntityType type)
    {
        var columns = Flat(type, []).ToList();
        return new(type.GetTableName()!, [.. columns.Select(c => c.Property.GetTableColumnMappings().Single().Column.Name)], [.. columns.Select(c => Reader(type.ClrType, c.Property, c.Path))]);
    }

    private static IEnumerable<(IProperty Property, IReadOnlyList<IComplexProperty> Path)> Flat(ITypeBase type, IReadOnlyList<IComplexProperty> path) =>
        type.GetProperties().Select(p => (p, path)).Concat(type.GetComplexProperties().SelectMany(c => Flat(c.ComplexType, [.. path, c])));

    private static Action<IBulkSink, object> Reader(Type entity, IProperty property, IReadOnlyList<IComplexProperty> path)
    {
        var sink = Expression.Parameter(typeof(IBulkSink));
        var row = Expression.Parameter(typeof(object));
        return Expression.Lambda<Action<IBulkSink, object>>(Within(Expression.Convert(row, entity), 0), sink, row).Compile();

        Expression Within(Expression container, int depth)
        {
            if (depth == path.Count)
                return property.IsShadowProperty() ? WriteMark() : WriteValue(Expression.Property(container, property.PropertyInfo!));
            var group = Expression.Variable(path[depth].ClrType);
            var inside = Within(group, depth + 1);
            return Expression.Block([group], Expression.Assign(group, Expression.Property(container, path[depth].PropertyInfo!)),
                path[depth].ClrType.IsValueType ? inside : Expression.IfThenElse(Expression.ReferenceEqual(group, Expression.Constant(null)), WriteNull(), inside));
        }

        // The mark by which an optional group of columns is told from an empty one.
        Expression WriteMark() => property.DeclaringType is IComplexType group && group.GetDiscriminatorValue() is { } mark
            ? Write(Expression.Constant(mark))
            : throw new InvalidOperationException($"{property.DeclaringType.DisplayName()}.{property.Name} has no place in the class, so it cannot be written in bulk.");

        Expression WriteValue(Expression value)
        {
            var isNullable = Nullable.GetUnderlyingType(value.Type) is not null;
            var given = isNullable ? Expression.Property(value, nameof(Nullable<>.Value)) : value;
            var write = Write(property.GetRelationalTypeMapping().Converter is { } converter
                ? ReplacingExpressionVisitor.Replace(converter.ConvertToProviderExpression.Parameters[0], given, converter.ConvertToProviderExpression.Body)
                : given);
            return isNullable ? Expression.IfThenElse(Expression.Property(value, nameof(Nullable<>.HasValue)), write, WriteNull())
                : value.Type.IsValueType ? write
                : Expression.IfThenElse(Expression.ReferenceEqual(value, Expression.Constant(null)), WriteNull(), write);
        }

        Expression Write(Expression value) => Expression.Call(sink, nameof(IBulkSink.Write), [value.Type], value);

        Expression WriteNull() => Expression.Call(sink, nameof(IBulkSink.WriteNull), null);
    }
}
