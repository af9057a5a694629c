namespace CustomerRegister.Orders;

/// <summary>A line of an invoice before it belongs to one.</summary>
/// <param name="Net">Price without tax, in cents.</param>
public sealed record InvoicedLine(InvoiceLineKind Kind, string Product, decimal UnitPrice, decimal Quantity, decimal Discount, decimal VatRate, decimal Net);

/// <summary>What an order comes to on an invoice: its lines in cents, and its freight with the tax of the goods.</summary>
public static class InvoicedLines
{
    /// <summary>
    /// Freight is part of the price of what is carried and bears its tax (VAT Act, section 73); where the goods bear several rates, it is divided among them
    /// in proportion to their prices, and the cents left over go to the largest share.
    /// </summary>
    /// <exception cref="InvalidOperationException">The rate of a line is not known.</exception>
    public static IReadOnlyList<InvoicedLine> Of(Order order)
    {
        var goods = order.Lines.OrderBy(l => l.Position).Select(l => new InvoicedLine(
            InvoiceLineKind.Goods, l.Product, l.UnitPrice, l.Quantity, l.Discount,
            l.VatRate ?? throw new InvalidOperationException("An order is invoiced when the rate of each line is known."),
            Sums.Cents(l.Total))).ToList();
        return [.. goods, .. Freight(Sums.Cents(order.Freight), goods)];
    }

    public static Sums SumsOf(Order order) => Sums.Of(Of(order).Select(l => (l.Net, l.VatRate)));

    private static IEnumerable<InvoicedLine> Freight(decimal freight, List<InvoicedLine> goods)
    {
        if (freight == 0 || goods.Count == 0)
            return [];
        var prices = goods.GroupBy(l => l.VatRate).Select(g => (Rate: g.Key, Net: g.Sum(l => l.Net))).OrderByDescending(g => g.Rate).ToList();
        var all = prices.Sum(p => p.Net);
        var shares = prices.ToDictionary(p => p.Rate, p => all == 0 ? 0 : Sums.Cents(freight * p.Net / all));
        shares[prices.MaxBy(p => p.Net).Rate] += freight - shares.Values.Sum();
        return prices.Where(p => shares[p.Rate] != 0)
            .Select(p => new InvoicedLine(InvoiceLineKind.Freight, "", shares[p.Rate], 1, 0, p.Rate, shares[p.Rate]));
    }
}
