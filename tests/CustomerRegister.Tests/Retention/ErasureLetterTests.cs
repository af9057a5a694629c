using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Requests;
using CustomerRegister.Retention;
using CustomerRegister.Staff;
using CustomerRegister.Tests.PersonalData;
using CustomerRegister.Tests.Requests;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Retention;

/// <summary>A person without e-mail is told of the erasure on paper, and the address is the last that is forgotten.</summary>
[Clause("N19")]
public abstract class ErasureLetterTests(Engine engine) : RetentionTest(engine)
{
    [Fact]
    public async Task The_receipt_is_printed_and_posted_and_then_nothing_is_left_of_the_address()
    {
        var customer = await Arrange(async db =>
        {
            var person = Person(await db.TakeNumber(NumberSeries.Customers, Ct), "Quirinus", "Zyxelqvist");
            person.AddAddress(CustomerAddress.Of(person.Id, AddressKind.Postal, PostalAddress.Create("Zyxelqvistinkuja 4", "00100", "Helsinki"), Told, App.Clock));
            db.Add(person);
            return person;
        });
        var request = await App.EstablishedRequestFrom(customer.Id, RequestType.Erasure);
        Assert.True((await App.Decide(request, grant: true)).Succeeded);
        App.Clock.Advance(TimeSpan.FromDays(4));
        Assert.Equal(1, await App.Use((CarryOutRequestedErasures erasures) => erasures.Run(Ct)));
        Assert.Equal(0, await App.Stored(db => db.Customers.CountAsync(Ct)));

        var staff = await Given.SignedIn(StaffRole.CustomerService);
        await staff.Get("/staff/erasure-letters");
        Assert.DoesNotContain("Zyxelqvist", staff.Text, StringComparison.Ordinal);
        await staff.Press("Tulosta");
        var letter = System.Text.Encoding.UTF8.GetString(staff.Content);
        foreach (var part in (string[])["Quirinus Zyxelqvist", "Zyxelqvistinkuja 4", "00100 Helsinki", "olemme poistaneet kaikki tietosi"])
            Assert.Contains(part, letter, StringComparison.Ordinal);
        await staff.Get("/staff/erasure-letters");
        await staff.Press("Kirjaa postitetuksi");

        Assert.Contains("osoite on unohdettu", staff.Text, StringComparison.Ordinal);
        var stored = await App.Use(async (RegisterContext db) =>
        {
            await db.Database.OpenConnectionAsync(Ct);
            return await MarkedPerson.EverythingStored(db);
        });
        Assert.DoesNotContain(stored, value => value.Contains("zyxelqvist", StringComparison.OrdinalIgnoreCase));
    }

    public sealed class OnSqlite() : ErasureLetterTests(Engine.Sqlite);

    public sealed class OnPostgres() : ErasureLetterTests(Engine.Postgres);
}
