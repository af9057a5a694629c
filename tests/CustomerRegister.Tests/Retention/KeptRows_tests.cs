using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Orders;
using CustomerRegister.Retention;
using CustomerRegister.TargetGroups;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Retention;

/// <summary>A ground keeps its own rows, and the other rows of the same person go.</summary>
[Clause("N19")]
public abstract class KeptRows_tests(Engine engine) : RetentionTest(engine)
{
    [Fact]
    [Clause("N40")]
    public async Task Of_one_who_stays_only_the_rows_stay_that_a_ground_names()
    {
        var people = await PeopleWhoLeft(2);
        var (stays, leaves) = (people[0].Id, people[1].Id);
        var owed = await InvoiceTo(stays, new DateOnly(2012, 1, 1));
        var voucher = await InvoiceTo(stays, new DateOnly(2025, 1, 1), paid: true);
        var settled = await InvoiceTo(stays, new DateOnly(2011, 1, 1), paid: true);
        var left = await InvoiceTo(leaves, new DateOnly(2025, 1, 1), paid: true);
        var old = await InvoiceTo(leaves, new DateOnly(2010, 1, 1), paid: true);
        await OrganisationOf("Wartian Herkku", stays);
        await OrganisationOf("Muinainen Osuuskunta", stays);
        await Arrange(async db =>
        {
            (await db.ContactRoles.SingleAsync(r => r.Organisation.Name == "Muinainen Osuuskunta", Ct)).End(new DateOnly(1998, 5, 6));
            db.Add(Ban.Of(stays, BanKind.DirectMarketing, true, Channel.Phone, App.Clock));
            var statistics = await db.Purposes.SingleAsync(p => p.Code == "statistics", Ct);
            db.Add(Objection.Of(stays, statistics.Id, App.Clock));
            var takenBack = Objection.Of(stays, null, App.Clock);
            takenBack.End(App.Clock.Now());
            db.Add(takenBack);
            db.Add(ConsentDecision.Of(stays, (await db.Purposes.FirstAsync(Ct)).Id, true, Channel.Portal, "0", App.Clock));
            return 0;
        });

        await CarriedOut(await Started());

        var invoices = await App.Stored(db => db.Invoices.AsNoTracking().ToDictionaryAsync(i => i.Id, Ct));
        Assert.Equal((stays, "Ostaja"), (invoices[owed.Id].CustomerId!.Value, invoices[owed.Id].BuyerName));
        Assert.Equal((stays, "Ostaja"), (invoices[voucher.Id].CustomerId!.Value, invoices[voucher.Id].BuyerName));
        Assert.Equal((null, null), (invoices[settled.Id].CustomerId, invoices[settled.Id].BuyerName));
        Assert.Equal((null, "Ostaja"), (invoices[left.Id].CustomerId, invoices[left.Id].BuyerName));
        Assert.Equal((null, null), (invoices[old.Id].CustomerId, invoices[old.Id].BuyerName));
        // The orders live on as statistics: no invoice that still names its buyer leads to one.
        Assert.All(invoices.Values, i => Assert.Null(i.OrderId));
        Assert.Equal("Wartian Herkku", await App.Stored(db => db.ContactRoles.Select(r => r.Organisation.Name).SingleAsync(Ct)));
        Assert.Equal((1, 0), await App.Stored(async db => (await db.Bans.CountAsync(Ct), await db.ConsentDecisions.CountAsync(Ct))));
        Assert.Null((await App.Stored(db => db.Objections.SingleAsync(Ct))).EndedAt);
        Assert.Equal(stays, (await App.Stored(db => db.Customers.SingleAsync(Ct))).Id);
    }

    [Fact]
    public async Task When_another_invoice_is_let_go_by_its_period_the_nightly_list_has_its_buyer_again()
    {
        var people = await PeopleWhoLeft(1);
        await InvoiceTo(people[0].Id, new DateOnly(2012, 1, 1));
        var voucher = await InvoiceTo(people[0].Id, new DateOnly(2020, 1, 1), paid: true);
        var settled = await InvoiceTo(people[0].Id, new DateOnly(2011, 1, 1), paid: true);
        await CarriedOut(await Started());
        Assert.Equal([settled.Id], await Forgotten());
        Assert.Null(await App.Use((PrepareNightlyRetentionRun nightly) => nightly.Run(Ct)));

        App.Clock.SetUtcNow(new DateTimeOffset(2027, 1, 1, 12, 0, 0, TimeSpan.Zero));
        var run = await App.Use((PrepareNightlyRetentionRun nightly) => nightly.Run(Ct));
        Assert.NotNull(run);
        var officer = await Officer();
        Assert.True((await App.Use((ApproveRetentionRun approve) => approve.Run(new(run.Id, run.ListHash), officer, Ct))).Succeeded);
        Assert.True((await App.Use((StartRetentionRun start) => start.Run(run.Id, Job, Ct))).Succeeded);
        await CarriedOut(run);

        Assert.Equal(new[] { settled.Id, voucher.Id }.ToHashSet(), [.. await Forgotten()]);
        Assert.Equal(2, (await Log(AuditAction.PersonReduced)).Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Clause("N40")]
    public async Task A_contact_person_keeps_the_work_contact_and_the_home_address_goes_where_the_organisation_has_its_own(bool organisationHasAddress)
    {
        var person = (await PeopleWhoLeft(1))[0];
        var organisation = await OrganisationOf("Wartian Herkku", person.Id);
        await Arrange(async db =>
        {
            if (organisationHasAddress)
                (await db.Organisations.SingleAsync(o => o.Id == organisation.Id, Ct)).ChangeAddress(PostalAddress.Create("Torikatu 38", "90100", "Oulu"));
            var contact = await db.Customers.Include(c => c.Addresses).Include(c => c.Phones).Include(c => c.ContactRoles).ThenInclude(r => r.Organisation).SingleAsync(Ct);
            contact.ChangeEmail(EmailAddress.Parse("yhteys@wartian.example"), Told);
            contact.AddPhone(CustomerPhone.Of(contact.Id, PhoneKind.Mobile, PhoneNumber.Parse("+358401112223"), Told, App.Clock));
            contact.AddAddress(CustomerAddress.Of(contact.Id, AddressKind.Postal, PostalAddress.Create("Kotipolku 3", "90500", "Oulu"), Told, App.Clock));
            contact.ChangeNote("Oma muistiinpano", Told);
            db.Add(UnsubscribeLink.Of(contact.Id, BanKind.DirectMarketing, LinkSecret.New().Hash, App.Clock));
            return 0;
        });

        await CarriedOut(await Started());

        var stays = await App.Stored(db => db.Customers.AsNoTracking().Include(c => c.Addresses).Include(c => c.Phones).SingleAsync(Ct));
        Assert.Equal(("yhteys@wartian.example", 1, null), (stays.Email!.Value, stays.Phones.Count, stays.Note));
        Assert.Equal(organisationHasAddress ? 0 : 1, stays.Addresses.Count);
        Assert.Equal(organisationHasAddress, !stays.SearchText.Contains("kotipolku", StringComparison.Ordinal));
        Assert.Equal(1, await App.Stored(db => db.UnsubscribeLinks.CountAsync(Ct)));
        Assert.Equal(0, await App.Stored(db => db.Orders.CountAsync(o => o.CustomerId != null, Ct)));
        // The list of the next night has nothing more to do with them.
        Assert.Null(await App.Use((PrepareNightlyRetentionRun nightly) => nightly.Run(Ct)));
    }

    private Task<List<InvoiceId>> Forgotten() => App.Stored(db => db.Invoices.Where(i => i.BuyerName == null).Select(i => i.Id).ToListAsync(Ct));

    public sealed class OnSqlite() : KeptRows_tests(Engine.Sqlite);

    public sealed class OnPostgres() : KeptRows_tests(Engine.Postgres);
}
