namespace CustomerRegister.Orders;

/// <summary>A rate of value added tax and the days on which it is in force.</summary>
/// <param name="Rate">A fraction: 0.255 is 25.5 per cent.</param>
/// <param name="Until">The last day; null while no end is known.</param>
public sealed record VatRate(decimal Rate, DateOnly From, DateOnly? Until = null)
{
    public bool IsInForceOn(DateOnly day) => From <= day && (Until is null || day <= Until);
}

/// <summary>The rates of value added tax that may be charged: a setting, for they change by law. The day that counts is that of the delivery (VAT Act 1501/1993, sections 15 and 16).</summary>
public sealed record VatRates(IReadOnlyList<VatRate> All)
{
    /// <summary>
    /// The rates of the Finnish VAT Act since 2013: the standard rate of section 84, which rose to 25.5 per cent on 1 September 2024, the reduced rate of
    /// section 85, which fell to 13.5 per cent on 1 January 2026, the reduced rate of section 85 a, and sales without tax.
    /// </summary>
    public static VatRates Finnish { get; } = new(
    [
        new(0.24m, new DateOnly(2013, 1, 1), new DateOnly(2024, 8, 31)),
        new(0.255m, new DateOnly(2024, 9, 1)),
        new(0.14m, new DateOnly(2013, 1, 1), new DateOnly(2025, 12, 31)),
        new(0.135m, new DateOnly(2026, 1, 1)),
        new(0.10m, new DateOnly(2013, 1, 1)),
        new(0m, new DateOnly(1994, 6, 1)),
    ]);

    /// <summary>The rates of that day, the highest first.</summary>
    public IReadOnlyList<decimal> InForceOn(DateOnly day) =>
        [.. All.Where(r => r.IsInForceOn(day)).Select(r => r.Rate).Distinct().OrderDescending()];

    public bool IsInForceOn(decimal rate, DateOnly day) => All.Any(r => r.Rate == rate && r.IsInForceOn(day));
}
