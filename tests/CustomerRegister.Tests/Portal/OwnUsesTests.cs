using CustomerRegister.Audit;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;

namespace CustomerRegister.Tests.Portal;

public abstract class OwnUsesTests(Engine engine) : AppTest(engine)
{
    [Fact]
    public async Task A_customer_sees_page_by_page_when_in_which_role_and_why_their_data_was_used()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        var account = await Given.Staff(StaffRole.CustomerService);
        for (var i = 0; i < ViewOwnUses.PageSize + 3; i++)
        {
            App.Clock.Advance(TimeSpan.FromMinutes(1));
            await App.Use((ViewUses view) => view.Run(new(customer.Id, ChangesOnly: false), account.AsActor("customer-care"), CancellationToken.None));
        }

        var other = await Given.Customer("Eino", "Laine", "eino@example.fi");
        using var browser = await App.Entered(customer);
        await browser.Get("/my/uses");
        Assert.Contains("Asiakaspalvelu", browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(account.FullName, browser.Text, StringComparison.Ordinal);
        Assert.Equal(ViewOwnUses.PageSize, browser.Page.QuerySelectorAll("main tbody tr").Length);
        var first = browser.Page.QuerySelector("main tbody tr")!.TextContent;

        await browser.Follow("Seuraavat");
        var rest = browser.Page.QuerySelectorAll("main tbody tr").Length;
        Assert.InRange(rest, 3, 10);
        Assert.DoesNotContain(browser.Page.QuerySelectorAll("main tbody tr"), row => row.TextContent == first);

        // The entries of somebody else lead nowhere: the first page is shown.
        using var stranger = await App.Entered(other);
        await stranger.Get(browser.Address);
        Assert.DoesNotContain("Asiakkaan tietoja katsottiin", stranger.Text, StringComparison.Ordinal);

        await browser.Get("/my/uses?all=true");
        Assert.Contains("Verkkopalveluun kirjauduttiin", browser.Text, StringComparison.Ordinal);
    }

    public sealed class OnSqlite() : OwnUsesTests(Engine.Sqlite);

    public sealed class OnPostgres() : OwnUsesTests(Engine.Postgres);
}
