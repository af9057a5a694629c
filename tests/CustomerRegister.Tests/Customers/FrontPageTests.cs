using System.Globalization;
using System.Text.RegularExpressions;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Requests;
using CustomerRegister.Tests.Support;

namespace CustomerRegister.Tests.Customers;

/// <summary>Each number on the staff's front page leads to the list behind it.</summary>
public abstract partial class FrontPageTests(Engine engine) : AppTest(engine)
{
    [Fact]
    public async Task Open_requests_by_the_days_that_are_left_lead_to_just_those_requests()
    {
        var customer = await Given.Customer();
        var today = App.Clock.Today();
        // A month to answer, to the day or to the working day after it.
        await App.RequestFrom(customer.Id, receivedOn: today.AddMonths(-1).AddDays(-10));
        await App.RequestFrom(customer.Id, receivedOn: today.AddMonths(-1).AddDays(2));
        await App.RequestFrom(customer.Id, receivedOn: today.AddMonths(-1).AddDays(3));
        foreach (var days in (int[])[0, 1, 2])
            await App.RequestFrom(customer.Id, receivedOn: today.AddDays(-days));
        using var clerk = await Given.SignedIn(StaffRole.CustomerService);

        await clerk.Get("/staff");
        var links = clerk.Page.QuerySelectorAll("main a[href*='due=']").Select(a => (Number: int.Parse(Number().Match(a.TextContent).Value, CultureInfo.InvariantCulture), Address: a.GetAttribute("href")!)).ToList();

        Assert.Equal([1, 2, 3], links.Select(l => l.Number));
        foreach (var (number, address) in links)
        {
            await clerk.Get(address);
            Assert.Equal(number, clerk.Page.QuerySelectorAll("main tbody tr").Length);
            Assert.Equal(address, clerk.Page.QuerySelector("nav.tabs a[aria-current]")!.GetAttribute("href"));
        }

        await clerk.Get("/staff/requests?due=7");
        Assert.Equal(6, clerk.Page.QuerySelectorAll("main tbody tr").Length);
    }

    [GeneratedRegex(@"\d+")]
    private static partial Regex Number();

    public sealed class OnSqlite() : FrontPageTests(Engine.Sqlite);

    public sealed class OnPostgres() : FrontPageTests(Engine.Postgres);
}
