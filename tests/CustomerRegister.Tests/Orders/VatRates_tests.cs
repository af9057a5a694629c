using CustomerRegister.Orders;

namespace CustomerRegister.Tests.Orders;

public sealed class VatRates_tests
{
    [Theory]
    [InlineData("2024-08-31", "0.24 0.14 0.10 0")]
    [InlineData("2024-09-01", "0.255 0.14 0.10 0")]
    [InlineData("2025-12-31", "0.255 0.14 0.10 0")]
    [InlineData("2026-01-01", "0.255 0.135 0.10 0")]
    public void Finnish_rates_change_on_the_days_of_the_law(string day, string rates) => Assert.Equal(
        rates.Split(' ').Select(r => decimal.Parse(r, System.Globalization.CultureInfo.InvariantCulture)),
        VatRates.Finnish.InForceOn(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)));
}
