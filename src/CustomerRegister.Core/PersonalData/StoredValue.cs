using System.Collections.Concurrent;
using System.Data.Common;
using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CustomerRegister.PersonalData;

/// <summary>Reads a column back into the type of its property, in the way in which the database's provider stores that type.</summary>
/// <param name="ReadStored">The value before its converter: a text, a number, a day and the like.</param>
internal sealed record StoredValue(Func<DbDataReader, int, object?> ReadStored, Func<object?, object?>? Convert)
{
    // A handful for all columns: GetString, GetGuid and so on. Compiled, for a long package reads a million values.
    private static readonly ConcurrentDictionary<MethodInfo, Func<DbDataReader, int, object?>> Compiled = new();

    public static StoredValue Of(IProperty property)
    {
        var mapping = property.GetRelationalTypeMapping();
        return new(Compiled.GetOrAdd(mapping.GetDataReaderMethod(), Compile), mapping.Converter?.ConvertFromProvider);
    }

    public object? Read(DbDataReader reader, int place)
    {
        var stored = ReadStored(reader, place);
        return Convert is null ? stored : Convert(stored);
    }

    private static Func<DbDataReader, int, object?> Compile(MethodInfo method)
    {
        var (reader, place) = (Expression.Parameter(typeof(DbDataReader)), Expression.Parameter(typeof(int)));
        var value = Expression.Call(Expression.Convert(reader, method.DeclaringType!), method, place);
        return Expression.Lambda<Func<DbDataReader, int, object?>>(Expression.Convert(value, typeof(object)), reader, place).Compile();
    }
}
