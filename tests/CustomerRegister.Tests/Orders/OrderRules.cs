using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Orders;
using Microsoft.Extensions.Time.Testing;

namespace CustomerRegister.Tests.Orders;

/// <summary>Orders and invoices to try rules on, without a register.</summary>
internal static class OrderRules
{
    public static readonly DateOnly Today = new(2026, 11, 22);

    public static readonly FakeTimeProvider Clock = new(new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero));

    /// <summary>An open order placed on 1 November 2026.</summary>
    public static Order Order(decimal freight = 0, params (decimal Price, decimal Quantity, decimal Discount, decimal? Rate)[] lines)
    {
        var order = CustomerRegister.Orders.Order.Place(EntityKey.New<OrderId>(Clock), 10001, EntityKey.New<CustomerId>(Clock), null, new DateOnly(2026, 11, 1), "EUR", freight);
        foreach (var (price, quantity, discount, rate) in lines)
            order.AddLine("Teetä", price, quantity, discount, rate);
        return order;
    }

    /// <summary>A delivered order of one piece.</summary>
    public static Order Delivered(decimal price = 100, decimal? rate = 0.255m)
    {
        var order = Order(0, (price, 1, 0, rate));
        order.Deliver(new DateOnly(2026, 11, 2));
        return order;
    }

    /// <summary>Dated 2 November 2026, due two days later.</summary>
    public static Invoice Invoice(Order? order = null, long number = 50001) => CustomerRegister.Orders.Invoice.Send(
        EntityKey.New<InvoiceId>(Clock), number, order ?? Order(0, (100, 1, 0, 0m)), new Buyer("Aino Virtanen", null), Language.Fi, new DateOnly(2026, 11, 2), new DateOnly(2026, 11, 4));

    public static CreditNote CreditAll(this Invoice invoice, long number = 50002) =>
        invoice.Credit(EntityKey.New<CreditNoteId>(Clock), number, invoice.Creditable, "Palautus", Today, Clock);
}
