using System.Net;
using System.Runtime.CompilerServices;
using CustomerRegister.Staff;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerRegister.Tests.Support;

public abstract class TestAppTests(Engine engine) : AppTest(engine)
{
    [Fact]
    public async Task The_program_runs_on_the_tests_database()
    {
        var browser = App.Browser();

        await browser.Get("/health/ready");

        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Equal(Database.Provider, App.Services.GetRequiredService<Web.Data.DatabaseSettings>().Provider.ToString());
    }

    [Fact]
    public async Task Staff_signs_in_through_the_page()
    {
        var account = await Given.Staff(StaffRole.CustomerService);

        var browser = await Given.SignedIn(account);

        Assert.True(browser.Cookies.ContainsKey("staff"));
        App.Log.HoldsNone(account.Email!, Given.Password);
        Assert.NotEmpty(App.Log.Lines);
    }

    [Fact]
    public async Task Given_people_are_stored()
    {
        var customer = await Given.Customer("Åsa", "Öhman", "asa@example.fi");
        var (organisation, person) = await Given.OrganisationWithContactPerson();

        await using var register = Database.Open();

        Assert.Equal("Öhman", (await register.Customers.FindAsync(customer.Id))!.LastName);
        Assert.Equal(organisation.Id, (await register.ContactRoles.SingleAsync(r => r.CustomerId == person.Id)).OrganisationId);
    }

    [Fact]
    public async Task The_clock_stands_still_until_it_is_moved()
    {
        Assert.Equal(new DateOnly(2026, 11, 22), App.Clock.Today());
        App.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(new DateOnly(2026, 11, 23), await App.Use((TimeProvider clock) => Task.FromResult(clock.Today())));
    }

    [Fact]
    public async Task A_program_that_is_over_stays_nowhere_in_memory()
    {
        var over = await Over();

        for (var i = 0; i < 50 && over.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }

        Assert.False(over.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<WeakReference> Over()
    {
        // The first one may leave behind what all of them share.
        foreach (var first in (bool[])[true, false])
        {
            await using var app = new TestApp(Database);
            using var browser = app.Browser();
            await browser.Get("/enter");
            if (!first)
                return new(app.Services);
        }

        throw new InvalidOperationException();
    }

    public sealed class OnSqlite() : TestAppTests(Engine.Sqlite);

    public sealed class OnPostgres() : TestAppTests(Engine.Postgres);
}
