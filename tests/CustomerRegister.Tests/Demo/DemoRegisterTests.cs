using CustomerRegister.Customers;
using CustomerRegister.Orders;
using CustomerRegister.Tests.Support;
using CustomerRegister.Web.Demo;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Demo;

public abstract class DemoRegisterTests(Engine engine) : AppTest(engine)
{
    private async Task Fill()
    {
        await App.Use((DemoAccounts accounts) => accounts.Open(CancellationToken.None));
        await App.Use((DemoRegister register) => register.Fill(CancellationToken.None));
    }

    [Fact]
    public async Task Demo_data_has_invoices_in_every_state_and_relationships_of_all_ages()
    {
        await Fill();
        var today = DateOnly.FromDateTime(App.Clock.GetUtcNow().UtcDateTime);

        Assert.Equal(303, await App.Stored(db => db.Customers.CountAsync()));
        Assert.Equal(Enum.GetValues<InvoiceState>().Order(), (await App.Stored(db => db.Invoices.Select(i => i.State).Distinct().ToListAsync())).Order());
        var ends = await App.Stored(db => db.Customers.Where(c => c.RelationshipEnd != null).Select(c => c.RelationshipEnd!.Value).ToListAsync());
        Assert.Contains(ends, end => end <= today.AddYears(-10));
        Assert.Contains(ends, end => end > today.AddYears(-2));
        Assert.True(await App.Stored(db => db.ContactRoles.AnyAsync(r => r.To != null)));
        Assert.True(await App.Stored(db => db.Customers.GroupBy(c => c.Email).AnyAsync(g => g.Key != null && g.Count() > 1)));
        Assert.Equal(3, await App.Stored(db => db.Organisations.CountAsync(o => !db.ContactRoles.Any(r => r.OrganisationId == o.Id))));
    }

    [Fact]
    public async Task Demo_data_shows_protected_addresses_deaths_notes_and_e_invoice_addresses()
    {
        await Fill();
        var today = DateOnly.FromDateTime(App.Clock.GetUtcNow().UtcDateTime);

        var protections = await App.Stored(db => db.Customers.Where(c => c.ProtectedUntil != null).Select(c => c.ProtectedUntil!.Value).ToListAsync());
        Assert.Contains(protections, until => until < today);
        Assert.Contains(protections, until => until >= today && until < today.AddDays(30));
        Assert.Contains(protections, until => until > today.AddYears(1));
        Assert.True(await App.Stored(db => db.Customers.AnyAsync(c => c.DiedOn == null && c.RelationshipEndReason == RelationshipEndReason.Deceased)));
        Assert.True(await App.Stored(db => db.Customers.AnyAsync(c => c.DiedOn != null)));
        Assert.True(await App.Stored(db => db.Customers.CountAsync(c => c.Note != null)) > 10);
        var addresses = await App.Stored(db => db.Customers.Where(c => c.EInvoice != null).Select(c => c.EInvoice!).ToListAsync());
        Assert.Equal([EInvoiceAddressKind.Ovt, EInvoiceAddressKind.Iban], addresses.Select(a => a.Kind).Distinct().Order());
    }

    [Fact]
    public async Task A_second_start_changes_nothing()
    {
        await Fill();
        var before = await Counts();
        await Fill();
        Assert.Equal(before, await Counts());

        async Task<(int, int, int)> Counts() =>
            (await App.Stored(db => db.Customers.CountAsync()), await App.Stored(db => db.Users.CountAsync()), await App.Stored(db => db.AuditEntries.CountAsync()));
    }

    public sealed class OnSqlite() : DemoRegisterTests(Engine.Sqlite);

    public sealed class OnPostgres() : DemoRegisterTests(Engine.Postgres);
}
