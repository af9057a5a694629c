using System.Collections.Frozen;

namespace CustomerRegister.Customers;

/// <summary>
/// What a country's telephone numbering plan says about a number written the national way: the country's calling code
/// (ITU-T E.164 Annex to Operational Bulletin 930), the trunk prefix to leave out abroad, and how long a national
/// (significant) number is and with which digits it begins.
/// </summary>
internal sealed record NumberingPlan(string CallingCode, string TrunkPrefix, int MinLength, int MaxLength, string FirstDigits = "123456789")
{
    private static readonly FrozenDictionary<string, NumberingPlan> Plans = new Dictionary<string, NumberingPlan>
    {
        ["FI"] = new("358", "0", 5, 12),
        ["AX"] = new("358", "0", 5, 12),
        ["SE"] = new("46", "0", 7, 9),
        ["NO"] = new("47", "", 8, 8, "23456789"),
        ["DK"] = new("45", "", 8, 8, "23456789"),
        ["IS"] = new("354", "", 7, 7, "45678"),
        ["EE"] = new("372", "", 7, 8, "3456789"),
        ["LV"] = new("371", "", 8, 8, "26789"),
        ["LT"] = new("370", "0", 8, 8),
        ["PL"] = new("48", "", 9, 9),
        ["DE"] = new("49", "0", 5, 12),
        ["AT"] = new("43", "0", 5, 13),
        ["CH"] = new("41", "0", 9, 9),
        ["NL"] = new("31", "0", 9, 9),
        ["BE"] = new("32", "0", 8, 9),
        ["LU"] = new("352", "", 6, 9, "2345678"),
        ["FR"] = new("33", "0", 9, 9),
        ["GB"] = new("44", "0", 9, 10),
        ["IE"] = new("353", "0", 7, 9),
        ["ES"] = new("34", "", 9, 9, "56789"),
        ["PT"] = new("351", "", 9, 9, "2389"),
        // Italy dials the 0 of its geographic numbers from abroad too.
        ["IT"] = new("39", "", 6, 11, "03"),
        ["CZ"] = new("420", "", 9, 9, "2345679"),
        ["SK"] = new("421", "0", 9, 9),
        ["HU"] = new("36", "06", 8, 9),
        ["GR"] = new("30", "", 10, 10, "26"),
        ["TR"] = new("90", "0", 10, 10),
        ["UA"] = new("380", "0", 9, 9),
        ["RU"] = new("7", "8", 10, 10, "34589"),
        ["US"] = new("1", "", 10, 10, "23456789"),
        ["CA"] = new("1", "", 10, 10, "23456789"),
        ["MX"] = new("52", "", 10, 10),
        ["BR"] = new("55", "0", 10, 11),
        ["AR"] = new("54", "0", 10, 10),
        ["VE"] = new("58", "0", 10, 10),
        ["AU"] = new("61", "0", 9, 9),
        ["NZ"] = new("64", "0", 8, 10),
        ["JP"] = new("81", "0", 9, 10),
    }.ToFrozenDictionary();

    /// <summary>No calling code is the beginning of another, so at most one fits.</summary>
    private static readonly FrozenDictionary<string, NumberingPlan> ByCallingCode =
        Plans.Values.DistinctBy(plan => plan.CallingCode).ToFrozenDictionary(plan => plan.CallingCode);

    public static NumberingPlan? Of(string countryCode) => Plans.GetValueOrDefault(countryCode);

    /// <summary>The plan whose calling code begins these digits.</summary>
    public static NumberingPlan? OfInternational(string digits)
    {
        for (var length = 1; length <= 3 && length <= digits.Length; length++)
            if (ByCallingCode.TryGetValue(digits[..length], out var plan))
                return plan;
        return null;
    }

    /// <summary>The significant number in digits dialled inside the country; null if they do not fit the plan.</summary>
    public string? Significant(string dialled)
    {
        if (!dialled.StartsWith(TrunkPrefix, StringComparison.Ordinal))
            return null;
        var number = dialled[TrunkPrefix.Length..];
        if (CallingCode == "1" && number.Length == 11 && number[0] == '1')
            number = number[1..];
        return Fits(number) ? number : null;
    }

    public bool Fits(string number) =>
        number.Length >= MinLength && number.Length <= MaxLength && FirstDigits.Contains(number[0]);
}
