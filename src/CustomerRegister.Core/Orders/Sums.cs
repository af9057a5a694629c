namespace CustomerRegister.Orders;

/// <summary>What is charged at one rate of value added tax.</summary>
/// <param name="Rate">A fraction: 0.255 is 25.5 per cent.</param>
public sealed record RateSum(decimal Rate, decimal Net, decimal Vat);

/// <summary>
/// Sums of an invoice, in cents. The rounding rule, here and nowhere else: each line's price without tax is rounded to cents, half away from zero; the tax is
/// counted once for each rate, from the sum of that rate's lines, and rounded the same way; the total is the sum of both, so nothing is rounded twice.
/// </summary>
/// <param name="Rates">The highest rate first.</param>
public sealed record Sums(IReadOnlyList<RateSum> Rates)
{
    public decimal Net => Rates.Sum(r => r.Net);

    public decimal Vat => Rates.Sum(r => r.Vat);

    public decimal Total => Net + Vat;

    /// <param name="lines">Prices without tax, in cents, each with its rate.</param>
    public static Sums Of(IEnumerable<(decimal Net, decimal Rate)> lines) => new([.. lines
        .GroupBy(l => l.Rate)
        .OrderByDescending(g => g.Key)
        .Select(g => (Rate: g.Key, Net: g.Sum(l => l.Net)))
        .Select(g => new RateSum(g.Rate, g.Net, Cents(g.Net * g.Rate)))]);

    /// <summary>What these sums have more than the other ones, rate by rate; rates without a difference are left out.</summary>
    public Sums Less(Sums other) => new([.. Rates
        .Select(r => other.Rates.SingleOrDefault(o => o.Rate == r.Rate) is { } o ? new RateSum(r.Rate, r.Net - o.Net, r.Vat - o.Vat) : r)
        .Where(r => r.Net != 0 || r.Vat != 0)]);

    public static decimal Cents(decimal amount) => decimal.Round(amount, 2, MidpointRounding.AwayFromZero);
}
