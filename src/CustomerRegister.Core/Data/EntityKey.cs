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
}

public sealed class EntityKeyConverter<TKey>() : ValueConverter<TKey, Guid>(key => key.Value, value => Make(value))
    where TKey : struct, IEntityKey<TKey>
{
    // An expression tree may not call a static abstract member.
    private static TKey Make(Guid value) => TKey.From(value);
}
