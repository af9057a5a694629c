using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Orders;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Customers;

/// <summary>The sections of the card beyond the details, and the pages that hold the rest of them.</summary>
public abstract class CardPagesTests(Engine engine) : AppTest(engine)
{
    [Fact]
    public async Task The_whole_log_is_paged_in_words_and_only_the_audit_sees_names()
    {
        var customer = await Given.Customer();
        await Log(customer, 120);
        using var clerk = await Given.SignedIn(StaffRole.CustomerService);
        await clerk.Get($"/staff/customers/{customer.Id.Value}");
        await clerk.Follow("Näytä koko loki");

        var pages = new List<int>();
        while (true)
        {
            pages.Add(clerk.Page.QuerySelectorAll("main tbody tr").Length);
            Assert.DoesNotContain("Sanna Sihteeri", clerk.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("customer.", clerk.Text, StringComparison.Ordinal);
            if (clerk.Page.QuerySelector("a[rel=next]") is null)
                break;
            await clerk.Follow("a[rel=next]");
        }

        // 120 and the registration; the card's own view; each page is itself a look that the next visit sees, not the next page.
        Assert.Equal([ViewUses.PageSize, ViewUses.PageSize, 22], pages);
        using var officer = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await officer.Get($"/staff/customers/{customer.Id.Value}/uses");
        Assert.Contains("Sanna Sihteeri", officer.Text, StringComparison.Ordinal);
        Assert.Contains("Asiakkaan tietoja katsottiin", officer.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Clause("N8")]
    public async Task Beside_the_data_stands_what_it_is_used_for_and_on_which_legal_basis()
    {
        var customer = await Given.Customer();
        using var clerk = await Given.SignedIn(StaffRole.CustomerService);

        await clerk.Get($"/staff/customers/{customer.Id.Value}");

        foreach (var (section, use) in new[]
        {
            ("Tiedot", "Asiakassuhteen hoitaminen, Tilausten käsittely (sopimus); Tilastot, Suoramarkkinointi, Etämyynti, Markkinatutkimukset, Mielipidetutkimukset, Julkaiseminen luetteloissa, Luovuttaminen markkinointiin (oikeutettu etu); Sähköinen suoramarkkinointi (suostumus)"),
            ("Tilaukset", "Toiminnan kehittäminen, Tilastot (oikeutettu etu)"),
            ("Laskut", "Kirjanpito (lakisääteinen velvoite)"),
            ("Suostumukset ja kiellot", "Tietosuojan toteuttaminen (lakisääteinen velvoite)"),
            ("Pyynnöt", "Tietosuojan toteuttaminen (lakisääteinen velvoite)"),
            ("Kuka tietoja on käyttänyt", "Tietosuojan toteuttaminen (lakisääteinen velvoite)"),
        })
        {
            var text = clerk.Page.QuerySelectorAll("main section").Single(s => s.QuerySelector("h2")?.TextContent == section).TextContent;
            Assert.Contains(use, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_history_holds_changes_and_leaves_out_looks()
    {
        var customer = await Given.Customer();
        await Log(customer, 8);
        using var clerk = await Given.SignedIn(StaffRole.CustomerService);
        await clerk.Get($"/staff/customers/{customer.Id.Value}");
        var tables = clerk.Page.QuerySelectorAll("main section")[^1];
        Assert.Equal(ViewCustomer.NewestUses, tables.QuerySelectorAll("tbody tr").Length);

        await clerk.Follow("Näytä koko historia");

        Assert.Equal(9, clerk.Page.QuerySelectorAll("main tbody tr").Length);
        Assert.Contains("Sähköpostiosoite, Muistiinpano", clerk.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Asiakkaan tietoja katsottiin", clerk.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invoices_beyond_those_on_the_card_have_a_page_and_what_is_owed_is_always_on_the_card()
    {
        var customer = await Given.Customer();
        var today = App.Clock.Today();
        await App.Use(async (RegisterContext db) =>
        {
            for (var i = 0; i < 45; i++)
            {
                var order = Order.Place(EntityKey.New<OrderId>(App.Clock), i + 1, customer.Id, null, today.AddDays(-i / 2), "EUR");
                order.AddLine("Teetä", 10m, 1, 0, 0.255m);
                order.Deliver(today);
                db.Add(order);
                var invoice = Invoice.Send(EntityKey.New<InvoiceId>(App.Clock), 50_001 + i, order, new Buyer("Aino Virtanen", null), Language.Fi, order.PlacedOn, order.PlacedOn.AddDays(14));
                if (i < 44)
                    invoice.WriteOff("Vähäinen", today, App.Clock);
                db.Add(invoice);
            }

            db.Add(AuditEntry.Of(Actor.System("test", "arranging"), AuditAction.OrderRegistered, App.Clock, customer.Id));
            await db.SaveChangesAsync();
        });
        using var clerk = await Given.SignedIn(StaffRole.CustomerService);
        await clerk.Get($"/staff/customers/{customer.Id.Value}");
        Assert.Contains("50045", clerk.Text, StringComparison.Ordinal);
        await clerk.Follow("Näytä kaikki laskut");

        var seen = new List<string>();
        while (true)
        {
            seen.AddRange(clerk.Page.QuerySelectorAll("main tbody th").Select(th => th.TextContent.Trim()));
            if (clerk.Page.QuerySelector("a[rel=next]") is null)
                break;
            await clerk.Follow("a[rel=next]");
        }

        Assert.Equal(Enumerable.Range(50_001, 45).Select(n => n.ToString(System.Globalization.CultureInfo.InvariantCulture)).Order(), seen.Order());
    }

    [Fact]
    [Clause("N20")]
    public async Task The_card_tells_how_long_each_section_is_kept_and_why_longer()
    {
        var living = await Given.Customer();
        var ended = await Given.Customer(until: new DateOnly(2016, 12, 1));
        await App.Use(async (RegisterContext db) =>
        {
            var order = Order.Place(EntityKey.New<OrderId>(App.Clock), 1, ended.Id, null, new DateOnly(2016, 11, 1), "EUR");
            order.AddLine("Teetä", 10m, 1, 0, 0.255m);
            order.Deliver(new DateOnly(2016, 11, 2));
            db.Add(order);
            db.Add(Invoice.Send(EntityKey.New<InvoiceId>(App.Clock), 50_001, order, new Buyer("Aino Virtanen", null), Language.Fi, new DateOnly(2016, 11, 3), new DateOnly(2016, 11, 17)));
            db.Add(AuditEntry.Of(Actor.System("test", "arranging"), AuditAction.OrderRegistered, App.Clock, ended.Id));
            await db.SaveChangesAsync();
        });
        using var clerk = await Given.SignedIn(StaffRole.CustomerService);

        await clerk.Get($"/staff/customers/{living.Id.Value}");
        Assert.Single(clerk.Page.QuerySelectorAll("main p"), p => p.TextContent == "Säilytetään asiakassuhteen ajan ja sen päätyttyä: 10 vuotta.");

        await clerk.Get($"/staff/customers/{ended.Id.Value}");
        var sections = clerk.Page.QuerySelectorAll("main section").ToDictionary(s => s.QuerySelector("h2")!.TextContent, s => s.QuerySelector("p")!.TextContent);
        Assert.Equal("Poistetaan aikaisintaan 1.12.2026. Säilytetään pidempään: Avoin lasku 50001.", sections["Laskut"]);
        Assert.Equal("Poistetaan aikaisintaan 1.12.2026.", sections["Tilaukset"]);
    }

    [Fact]
    public async Task An_ended_relationship_is_reopened_and_its_retention_follows()
    {
        var customer = await Given.Customer(since: new DateOnly(2010, 1, 1));
        using var clerk = await Given.SignedIn(StaffRole.CustomerService);
        await clerk.Get($"/staff/customers/{customer.Id.Value}/end-relationship");
        await clerk.Submit("main form", ("On", "2012-01-01"));
        Assert.Single(clerk.Errors);
        await clerk.Submit("main form", ("Reason", "EndedByController"));
        Assert.Contains("rekisterinpitäjä päätti asiakassuhteen", clerk.Text, StringComparison.Ordinal);
        Assert.Contains("Säilytysaika päättyi 1.1.2022. Tiedot kuuluvat seuraavaan poistoajoon.", clerk.Text, StringComparison.Ordinal);

        await clerk.Follow("Avaa asiakassuhde uudelleen");
        await clerk.Submit("main form");

        Assert.Equal($"/staff/customers/{customer.Id.Value}", clerk.Address);
        var stored = await App.Stored(db => db.Customers.SingleAsync());
        Assert.Equal((null, null, new DateOnly(2010, 1, 1)), (stored.RelationshipEnd, stored.RelationshipEndReason, stored.RelationshipStart));
        Assert.False(await App.Use((CustomerRegister.Retention.ForeseeErasures foresee) => foresee.IsAnybodyDue(App.Clock.Today(), CancellationToken.None)));
        Assert.Single(await App.Stored(db => db.AuditEntries.Where(e => e.Action == AuditAction.RelationshipReopened).ToListAsync()));
    }

    private Task Log(Customer customer, int entries) => App.Use(async (RegisterContext db) =>
    {
        var staff = await Given.Staff(StaffRole.CustomerService);
        var actor = new Actor(ActorKind.Staff, staff.Id, "CustomerService", "customer-care");
        for (var i = 0; i < entries; i++)
        {
            // Several in one moment: pages must not lose or repeat them.
            if (i % 4 == 0)
                App.Clock.Advance(TimeSpan.FromMinutes(1));
            db.Add(AuditEntry.Of(actor, AuditAction.CustomerChanged, App.Clock, customer.Id, fields: ["Email", "Note"]));
        }

        await db.SaveChangesAsync();
    });

    public sealed class OnSqlite() : CardPagesTests(Engine.Sqlite);

    public sealed class OnPostgres() : CardPagesTests(Engine.Postgres);
}
