using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CustomerRegister.Imports;

/// <summary>Reads the code of a currency (ISO 4217).</summary>
public static class CurrencyCode
{
    // Those in use today, and the Finnish mark of old orders.
    private static readonly Lazy<FrozenSet<string>> Codes = new(() => CultureInfo.GetCultures(CultureTypes.SpecificCultures)
        .Where(culture => culture.LCID != CultureInfo.InvariantCulture.LCID)
        .Select(culture => new RegionInfo(culture.Name).ISOCurrencySymbol)
        .Append("FIM")
        .ToFrozenSet());

    public static bool TryRead(string? text, [NotNullWhen(true)] out string? code)
    {
        code = text?.Trim().ToUpperInvariant() is { Length: 3 } read && Codes.Value.Contains(read) ? read : null;
        return code is not null;
    }
}
