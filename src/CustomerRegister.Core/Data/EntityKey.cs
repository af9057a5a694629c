using System.Buffers.Binary;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CustomerRegister.Data;

/// <summary>A strongly typed Guid v7 key, so that an order's key cannot be passed where a customer's is asked.</summary>
public interface IEntityKey<TSelf> where TSelf : struct, IEntityKey<TSelf>
{
    Guid Value { get; }
    static abstract TSelf From(Guid value);
}

public static class EntityKey
{
    /// <summary>A new key whose order follows the clock.</summary>
    public static TKey New<TKey>(TimeProvider clock) where TKey : struct, IEntityKey<TKey> =>
        TKey.From(Guid.CreateVersion7(clock.GetUtcNow()));

    /// <summary>When a key was made, in UTC, to the millisecond (RFC 9562, section 5.7).</summary>
    public static DateTime MadeAt(Guid key)
    {
        Span<byte> bytes = stackalloc byte[16];
        key.TryWriteBytes(bytes, bigEndian: true, out _);
        return DateTimeOffset.FromUnixTimeMilliseconds((long)(BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16)).UtcDateTime;
    }
}

public sealed class EntityKeyConverter<TKey>() : ValueConverter<TKey, Guid>(key => key.Value, value => Make(value))
    where TKey : struct, IEntityKey<TKey>
{
    // An expression tree may not call a static abstract member.
    private static TKey Make(Guid value) => TKey.From(value);
}
