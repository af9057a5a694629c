using CustomerRegister.Orders;
using CustomerRegister.Tests.Support;

namespace CustomerRegister.Tests.Orders;

/// <summary>What may be done to an order in each state, and why not.</summary>
public sealed class Order_tests
{
    private static readonly DateOnly Today = OrderRules.Today;

    [Theory]
    [InlineData("open", null, null, null, OrderRefusal.StillOpen, null)]
    [InlineData("open, invoiced", OrderRefusal.Invoiced, null, OrderRefusal.Invoiced, OrderRefusal.StillOpen, OrderRefusal.Invoiced)]
    [InlineData("open, without lines", null, OrderRefusal.NoLines, null, OrderRefusal.StillOpen, OrderRefusal.NoLines)]
    [InlineData("delivered", OrderRefusal.NotOpen, OrderRefusal.NotOpen, OrderRefusal.NotOpen, OrderRefusal.AwaitsInvoice, null)]
    [InlineData("delivered, invoiced", OrderRefusal.NotOpen, OrderRefusal.NotOpen, OrderRefusal.NotOpen, null, OrderRefusal.Invoiced)]
    [InlineData("delivered, imported", OrderRefusal.NotOpen, OrderRefusal.NotOpen, OrderRefusal.NotOpen, null, OrderRefusal.RateMissing)]
    [InlineData("cancelled", OrderRefusal.Cancelled, OrderRefusal.Cancelled, OrderRefusal.Cancelled, null, OrderRefusal.Cancelled)]
    [InlineData("archived", OrderRefusal.Archived, OrderRefusal.Archived, OrderRefusal.Archived, OrderRefusal.Archived, OrderRefusal.Archived)]
    [Clause("N2")]
    public void Each_state_allows_what_it_should(string state, OrderRefusal? change, OrderRefusal? deliver, OrderRefusal? cancel, OrderRefusal? archive, OrderRefusal? invoice)
    {
        var order = In(state);
        Assert.Equal((change, deliver, cancel, archive, invoice), (
            order.RefusalToChange(), order.RefusalToDeliver(Today, Today, VatRates.Finnish), order.RefusalToCancel(), order.RefusalToArchive(), order.RefusalToInvoice(Today, VatRates.Finnish)));

        // What is refused breaks when it is done all the same, and changes nothing.
        var before = order.State;
        if (change is not null)
            Assert.Throws<InvalidOperationException>(() => order.Change(1, []));
        if (deliver is OrderRefusal.NotOpen or OrderRefusal.Cancelled or OrderRefusal.Archived)
            Assert.Throws<InvalidOperationException>(() => order.Deliver(Today));
        if (cancel is not null)
            Assert.Throws<InvalidOperationException>(() => order.Cancel(Today));
        if (archive is not null)
            Assert.Throws<InvalidOperationException>(order.Archive);
        Assert.Equal(before, order.State);
    }

    [Fact]
    public void Archived_order_takes_no_lines() =>
        Assert.Throws<InvalidOperationException>(() => In("archived").AddLine("Teetä", 1, 1, 0));

    [Fact]
    public void Delivery_has_a_day_from_the_order_to_today()
    {
        var order = In("open");
        Assert.Equal(OrderRefusal.BeforeOrder, order.RefusalToDeliver(new DateOnly(2026, 10, 31), Today, VatRates.Finnish));
        Assert.Null(order.RefusalToDeliver(new DateOnly(2026, 11, 1), Today, VatRates.Finnish));
        Assert.Equal(OrderRefusal.InFuture, order.RefusalToDeliver(Today.AddDays(1), Today, VatRates.Finnish));
    }

    [Fact]
    public void Rate_of_tax_is_that_of_the_day_of_delivery()
    {
        var order = Order.Place(OrderRules.Order().Id, 1, null, null, new DateOnly(2025, 12, 30), "EUR");
        order.AddLine("Kirja", 10, 1, 0, 0.14m);

        Assert.Null(order.RefusalToDeliver(new DateOnly(2025, 12, 31), Today, VatRates.Finnish));
        Assert.Equal(OrderRefusal.RateNotInForce, order.RefusalToDeliver(new DateOnly(2026, 1, 1), Today, VatRates.Finnish));
        order.Change(0, [new("Kirja", 10, 1, 0, 0.135m)]);
        Assert.Null(order.RefusalToDeliver(new DateOnly(2026, 1, 1), Today, VatRates.Finnish));
    }

    [Fact]
    public void Order_that_comes_to_nothing_is_not_invoiced() =>
        Assert.Equal(OrderRefusal.NothingToInvoice, OrderRules.Order(0, (10, 1, 1, 0.255m)).RefusalToInvoice(Today, VatRates.Finnish));

    [Fact]
    public void Delivered_order_waits_for_its_invoice_until_it_is_made()
    {
        var order = OrderRules.Delivered();
        Assert.True(order.AwaitsInvoice);
        OrderRules.Invoice(order);
        Assert.Equal((false, true), (order.AwaitsInvoice, order.IsInvoiced));
    }

    private static Order In(string state)
    {
        var order = state switch
        {
            "open, without lines" => OrderRules.Order(),
            "delivered, imported" => OrderRules.Delivered(rate: null),
            "delivered" or "delivered, invoiced" or "archived" => OrderRules.Delivered(),
            _ => OrderRules.Order(0, (100, 1, 0, 0.255m)),
        };
        if (state.EndsWith(", invoiced", StringComparison.Ordinal) || state == "archived")
            OrderRules.Invoice(order);
        if (state == "archived")
            order.Archive();
        if (state == "cancelled")
            order.Cancel(Today);
        return order;
    }
}
