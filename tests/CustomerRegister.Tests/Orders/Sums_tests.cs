using CustomerRegister.Orders;
using FsCheck;
using FsCheck.Fluent;

namespace CustomerRegister.Tests.Orders;

public sealed class Sums_tests
{
    [Fact]
    public void Lines_are_rounded_half_away_from_zero_and_tax_is_counted_once_a_rate()
    {
        var sums = InvoicedLines.SumsOf(OrderRules.Order(0, (0.125m, 1, 0, 0.255m), (0.125m, 1, 0, 0.255m), (10m, 1, 0, 0.135m)));

        // Each of the two lines is 0.13; their tax is 25.5 % of 0.26, not twice that of 0.13.
        Assert.Equal([new RateSum(0.255m, 0.26m, 0.07m), new RateSum(0.135m, 10m, 1.35m)], sums.Rates);
        Assert.Equal((10.26m, 1.42m, 11.68m), (sums.Net, sums.Vat, sums.Total));
    }

    [Theory]
    [InlineData(10, 3, 0.1, 27.00)]
    [InlineData(10, 1, 1, 0)]
    [InlineData(0.005, 1, 0, 0.01)]
    [InlineData(0.0049, 1, 0, 0)]
    public void A_line_is_its_price_times_quantity_less_discount(decimal price, decimal quantity, decimal discount, decimal net) =>
        Assert.Equal(net, InvoicedLines.Of(OrderRules.Order(0, (price, quantity, discount, 0m))).Single().Net);

    [Fact]
    public void Freight_bears_the_tax_of_the_goods_in_proportion_to_their_prices()
    {
        var lines = InvoicedLines.Of(OrderRules.Order(10, (75, 1, 0, 0.255m), (25, 1, 0, 0.135m))).Where(l => l.Kind == InvoiceLineKind.Freight);

        Assert.Equal([(0.255m, 7.50m), (0.135m, 2.50m)], lines.Select(l => (l.VatRate, l.Net)));
    }

    [Fact]
    public void Cents_of_the_freight_that_are_left_over_go_to_the_largest_share()
    {
        var lines = InvoicedLines.Of(OrderRules.Order(0.1m, (10, 1, 0, 0.255m), (10, 1, 0, 0.135m), (10, 1, 0, 0.1m), (1, 1, 0, 0.255m))).Where(l => l.Kind == InvoiceLineKind.Freight).ToList();

        Assert.Equal(0.1m, lines.Sum(l => l.Net));
        Assert.Equal([(0.255m, 0.04m), (0.135m, 0.03m), (0.1m, 0.03m)], lines.Select(l => (l.VatRate, l.Net)));
    }

    [Fact]
    public void Freight_of_goods_that_cost_nothing_is_not_lost() =>
        Assert.Equal(4.90m, InvoicedLines.SumsOf(OrderRules.Order(4.90m, (10, 1, 1, 0.135m))).Net);

    [Fact]
    public void Order_itself_is_not_rounded() =>
        Assert.Equal(0.0125m, OrderRules.Order(0, (0.0125m, 1, 0, null)).Total);

    [Fact]
    public void No_cent_is_lost_between_lines_and_total() => Prop.ForAll(AnyOrder.ToArbitrary(), order =>
    {
        var lines = InvoicedLines.Of(order);
        var sums = InvoicedLines.SumsOf(order);
        return sums.Net == lines.Sum(l => l.Net)
            && sums.Net == order.Lines.Sum(l => Sums.Cents(l.Total)) + Sums.Cents(order.Freight)
            && sums.Total == Sums.Cents(sums.Total)
            && Math.Abs(sums.Vat - lines.Sum(l => l.Net * l.VatRate)) <= 0.005m * sums.Rates.Count;
    }).QuickCheckThrowOnFailure();

    internal static readonly Gen<Order> AnyOrder =
        from freight in Gen.Choose(0, 5000)
        from lines in Gen.Choose(1, 5).SelectMany(n => (
            from price in Gen.Choose(0, 1_000_000)
            from quantity in Gen.Choose(1, 20)
            from discount in Gen.Choose(0, 20)
            from rate in Gen.Elements(0.255m, 0.135m, 0.1m, 0m)
            select (price / 1000m, (decimal)quantity, discount / 100m, (decimal?)rate)).ArrayOf(n))
        select OrderRules.Order(freight / 100m, lines);
}
