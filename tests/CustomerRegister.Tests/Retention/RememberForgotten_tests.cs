using CustomerRegister.Customers;
using CustomerRegister.Retention;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

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

    public sealed class OnSqlite() : RememberForgotten_tests(Engine.Sqlite);

    public sealed class OnPostgres() : RememberForgotten_tests(Engine.Postgres);
}
