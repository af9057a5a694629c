using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;

namespace CustomerRegister.Tests.Customers;

public abstract class InviteFromCardTests(Engine engine) : AppTest(engine)
{
    [Fact]
    public async Task An_invitation_is_sent_from_the_card()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        using var staff = await Given.SignedIn(StaffRole.CustomerService);
        await staff.Get($"/staff/customers/{customer.Id.Value}");

        await staff.Submit("main form[action$='/invite']");

        Assert.Equal($"/staff/customers/{customer.Id.Value}", staff.Address);
        Assert.NotNull(staff.Page.QuerySelector(".ds-alert[data-color=success]"));
        Assert.Single(await App.MailsTo("aino@example.fi"));
    }

    public sealed class OnSqlite() : InviteFromCardTests(Engine.Sqlite);

    public sealed class OnPostgres() : InviteFromCardTests(Engine.Postgres);
}
