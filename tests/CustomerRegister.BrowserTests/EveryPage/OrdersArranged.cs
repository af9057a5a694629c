using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Orders;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.BrowserTests.EveryPage;

/// <summary>Orders that wait, are delivered and are invoiced, and invoices that are open and credited.</summary>
internal sealed class OrdersArranged(TestApp app) : Arrangement(app)
{
    public async Task<IReadOnlyList<string>> Addresses()
    {
        var buyer = await Given.Customer("Aino", "Virtanen", since: new DateOnly(2016, 1, 1));
        await Save(async db =>
        {
            var stored = await db.Customers.Include(c => c.Addresses).SingleAsync(c => c.Id == buyer.Id);
            var address = CustomerAddress.Of(buyer.Id, AddressKind.Postal, PostalAddress.Create("Rantatie 5", "00100", "Helsinki"), new(SourceKind.DataSubject, null, Today), App.Clock);
            stored.AddAddress(address);
            db.Add(address);
            return address;
        });
        var (placed, delivered) = (await Ordered(buyer, isDelivered: false), await Ordered(buyer, isDelivered: true));
        var (open, credited) = (await Invoiced(buyer), await Invoiced(buyer));
        await Done((CreditInvoice credit) => credit.Run(new(credited.Id, new Dictionary<int, decimal> { [1] = 1 }, "Kuppi oli rikki.", Today), Arranging, default));
        var note = await App.Stored(db => db.Invoices.Where(i => i.Id == credited.Id).SelectMany(i => i.CreditNotes).Select(n => n.Id).SingleAsync());
        return
        [
            $"/staff/orders/{placed.Id.Value}", $"/staff/orders/{placed.Id.Value}/cancel", $"/staff/orders/{delivered.Id.Value}/archive", $"/staff/invoices/new/{delivered.Id.Value}",
            $"/staff/invoices/{open.Id.Value}", $"/staff/invoices/{credited.Id.Value}", $"/staff/invoices/{credited.Id.Value}/credit-notes/{note.Value}", $"/staff/invoices/buyer?customer={buyer.Id.Value}",
        ];
    }

    private Task<Order> Ordered(Customer buyer, bool isDelivered) => Save(async db =>
    {
        var on = new DateOnly(2026, 10, 1);
        var order = Order.Place(EntityKey.New<OrderId>(App.Clock), await db.TakeNumber(NumberSeries.Orders, default), buyer.Id, null, on, "EUR", 12);
        order.AddLine("Kahvikuppi", 50, 2, 0, 0.255m);
        order.AddLine("Kirja", 20, 1, 0, 0.135m);
        if (isDelivered)
            order.Deliver(on);
        db.Add(order);
        return order;
    });

    private async Task<Invoice> Invoiced(Customer buyer)
    {
        var order = await Ordered(buyer, isDelivered: true);
        return await Done((SendInvoice send) => send.Run(new(order.Id, order.Version, order.PlacedOn, order.PlacedOn.AddDays(14), Language.Fi), Arranging, default));
    }
}
