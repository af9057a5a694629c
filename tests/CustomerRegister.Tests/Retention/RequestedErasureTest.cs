using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Orders;
using CustomerRegister.Requests;
using CustomerRegister.Retention;
using CustomerRegister.Tests.Requests;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Retention;

/// <summary>Somebody whose erasure is asked for, granted and carried out.</summary>
public abstract class RequestedErasureTest(Engine engine) : RetentionTest(engine)
{
    protected const string Email = "quirinus@esimerkki.example";

    protected Task<Customer> Somebody() => Arrange(async db =>
    {
        var person = Person(await db.TakeNumber(NumberSeries.Customers, Ct), "Quirinus", "Zyxelqvist");
        person.ChangeEmail(EmailAddress.Parse(Email), Told);
        person.AddAddress(CustomerAddress.Of(person.Id, AddressKind.Postal, PostalAddress.Create("Zyxelqvistinkuja 4", "00100", "Helsinki"), Told, App.Clock));
        db.Add(person);
        return person;
    });

    protected async Task<Order> OrderOf(RegisterContext db, CustomerId person)
    {
        var order = Order.Place(EntityKey.New<OrderId>(App.Clock), await db.TakeNumber(NumberSeries.Orders, Ct), person, null, Today, "EUR", 10);
        order.AddLine("Chai", 18, 2, 0, 0.255m);
        db.Add(order);
        return order;
    }

    protected async Task<RequestId> Granted(CustomerId customer)
    {
        var id = await App.EstablishedRequestFrom(customer, RequestType.Erasure);
        var outcome = await App.Decide(id, grant: true);
        Assert.True(outcome.Succeeded, outcome.Refusal.ToString());
        return id;
    }

    protected Task<int> Erase() => App.Use((CarryOutRequestedErasures erasures) => erasures.Run(Ct));

    protected Task<RequestedErasure> Stored(RequestId id) => App.Stored(db => db.RequestedErasures.AsNoTracking().SingleAsync(e => e.RequestId == id, Ct));
}
