using System.Data.Common;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CustomerRegister.PersonalData;

/// <summary>Reads a column back into the type of its property, in the way in which the database's provider stores that type.</summary>
internal sealed record StoredValue(MethodInfo Method, Func<object?, object?>? Convert)
{
    public static StoredValue Of(IProperty property)
    {
        var mapping = property.GetRelationalTypeMapping();
        return new(mapping.GetDataReaderMethod(), mapping.Converter?.ConvertFromProvider);
    }

    public object? Read(DbDataReader reader, int place)
    {
        var stored = ReadStored(reader, place);
        return Convert is null ? stored : Convert(stored);
    }

    /// <summary>The value before its converter: a text, a number, a day and the like.</summary>
    public object? ReadStored(DbDataReader reader, int place) => Method.Invoke(reader, [place]);
}
