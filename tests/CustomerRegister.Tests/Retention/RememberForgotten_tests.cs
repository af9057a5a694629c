using CustomerRegister.Customers;
using CustomerRegister.Retention;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerRegister.Tests.Retention;

[Clause("N42")]
public abstract class RememberForgotten_tests(Engine engine) : RetentionTest(engine)
{
    [Fact]
    public async Task Whom_a_run_has_erased_is_noticed_when_a_file_would_bring_them_back()
    {
        var email = EmailAddress.Parse("Zyx@esimerkki.example");
        var phone = PhoneNumber.Parse("040 123 4567");
        await Arrange(db =>
        {
            var person = Person(4711, "Quirinus", "Zyxelqvist");
            person.ChangeEmail(email, Told);
            person.AddPhone(CustomerPhone.Of(person.Id, PhoneKind.Mobile, phone, Told, App.Clock));
            person.EndRelationship(new DateOnly(1998, 5, 6));
            db.Add(person);
            return Task.FromResult(0);
        });
        Assert.False(await App.Use((FindForgotten find) => find.Run(email, [phone], Ct)));

        await CarriedOut(await Started());

        Assert.Equal(0, await App.Stored(db => db.Customers.CountAsync(Ct)));
        Assert.True(await App.Use((FindForgotten find) => find.Run(EmailAddress.Parse("ZYX@Esimerkki.example"), [], Ct)));
        Assert.True(await App.Use((FindForgotten find) => find.Run(null, [PhoneNumber.Parse("+358 40 1234567")], Ct)));
        Assert.False(await App.Use((FindForgotten find) => find.Run(EmailAddress.Parse("muu@esimerkki.example"), [], Ct)));
        Assert.All(await App.Stored(db => db.Suppressions.ToListAsync(Ct)), s => Assert.Equal((SuppressionCause.Retention, Today), (s.Cause, s.On)));
    }

    [Fact]
    public async Task Whoever_adds_them_again_by_hand_is_told_first()
    {
        var email = EmailAddress.Parse("zyx@esimerkki.example");
        await Arrange(db =>
        {
            db.Add(Suppression.Of(App.Services.GetRequiredService<SuppressionKey>().Of(email), SuppressionCause.Request, Today));
            return Task.FromResult(0);
        });
        var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get("/staff/customers/new");

        await browser.Submit("main form", ("Input.LastName", "Zyxelqvist"), ("Input.Email", email.Value));
        Assert.Contains("on aiemmin poistettu rekisteristä", browser.Text, StringComparison.Ordinal);
        Assert.Equal(0, await App.Stored(db => db.Customers.CountAsync(Ct)));
        await browser.Submit("main form");

        Assert.Equal(1, await App.Stored(db => db.Customers.CountAsync(Ct)));
    }

    public sealed class OnSqlite() : RememberForgotten_tests(Engine.Sqlite);

    public sealed class OnPostgres() : RememberForgotten_tests(Engine.Postgres);
}
