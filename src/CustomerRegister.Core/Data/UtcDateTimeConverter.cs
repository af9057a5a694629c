using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CustomerRegister.Data;

/// <summary>Instants are UTC, cut to microseconds: PostgreSQL keeps no more, and both databases must give back the same value.</summary>
public sealed class UtcDateTimeConverter() : ValueConverter<DateTime, DateTime>(
    instant => Cut(instant), stored => DateTime.SpecifyKind(stored, DateTimeKind.Utc))
{
    private static DateTime Cut(DateTime instant) => instant.Kind == DateTimeKind.Utc
        ? new DateTime(instant.Ticks - instant.Ticks % TimeSpan.TicksPerMicrosecond, DateTimeKind.Utc)
        : throw new ArgumentException("Instants are stored in UTC.", nameof(instant));
}
