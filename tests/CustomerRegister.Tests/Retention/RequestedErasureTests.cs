using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Requests;
using CustomerRegister.Retention;
using CustomerRegister.Staff;
using CustomerRegister.Statistics;
using CustomerRegister.Tests.PersonalData;
using CustomerRegister.Tests.Portal;
using CustomerRegister.Tests.Requests;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Retention;

/// <summary>Erasure on request: from the person's wish to the last trace of them.</summary>
public abstract class RequestedErasureTests(Engine engine) : RequestedErasureTest(engine)
{
    [Fact]
    [Clause("N19")]
    public async Task The_customer_and_staff_see_the_same_plan_with_the_same_grounds_before_anything_is_decided()
    {
        var customer = await Somebody();
        await Arrange(async db => await OrderOf(db, customer.Id));
        var invoice = await InvoiceTo(customer.Id, Today.AddDays(-5));
        using var portal = await App.Entered(customer);
        await portal.Get("/my/requests/new/erasure");
        var shown = Plan(portal);

        var id = await App.EstablishedRequestFrom(customer.Id, RequestType.Erasure);
        var desk = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await desk.Get($"/staff/requests/{id.Value}/decision");

        Assert.Contains(shown, row => row.StartsWith("Nimi Säilytetään", StringComparison.Ordinal) && row.Contains($"Avoin lasku {invoice.Number}", StringComparison.Ordinal));
        Assert.Contains("Suostumukset ja kiellot Poistetaan –", shown);
        Assert.Contains("Tilaukset Jää tilastoksi ilman nimeä –", shown);
        // Only the request itself is new: it is kept to be completed.
        Assert.Equal(shown.Where(row => !row.StartsWith("Tietosuojapyynnöt", StringComparison.Ordinal)), Plan(desk).Where(row => !row.StartsWith("Tietosuojapyynnöt", StringComparison.Ordinal)));
    }

    [Fact]
    [Clause("N42")]
    public async Task After_the_cooling_off_time_and_not_before_the_person_is_gone_and_only_a_receipt_goes_to_the_address()
    {
        var customer = await Somebody();
        var order = await Arrange(async db => await OrderOf(db, customer.Id));
        var id = await Granted(customer.Id);
        await App.MailsTo(Email);

        App.Clock.Advance(TimeSpan.FromDays(3) - TimeSpan.FromMinutes(1));
        Assert.Equal(0, await Erase());
        Assert.Equal(1, await App.Stored(db => db.Customers.CountAsync(Ct)));
        App.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(1, await Erase());

        Assert.Equal(0, await App.Stored(db => db.Customers.CountAsync(Ct)));
        var left = await App.Stored(db => db.Orders.Include(o => o.Lines).SingleAsync(Ct));
        Assert.Equal((order.Id, (CustomerId?)null), (left.Id, left.CustomerId));
        Assert.Equal(RequestedErasureState.Done, (await Stored(id)).State);
        var receipt = (await App.MailsTo(Email))[^1];
        Assert.Contains("olemme poistaneet kaikki tietosi", receipt.TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain("Zyxelqvist", receipt.Subject + receipt.TextBody, StringComparison.Ordinal);
        // Sent, the receipt keeps no address; and the register knows nobody of that name.
        Assert.Empty(await App.Stored(db => db.OutgoingEmails.Where(m => m.Recipient != null).ToListAsync(Ct)));
        var trace = await App.Use(async (RegisterContext db) =>
        {
            await db.Database.OpenConnectionAsync(Ct);
            return await MarkedPerson.EverythingStored(db);
        });
        Assert.DoesNotContain(trace, value => value.Contains("zyxelqvist", StringComparison.OrdinalIgnoreCase) || value.Contains("quirinus", StringComparison.OrdinalIgnoreCase));
        App.Log.HoldsNone("Zyxelqvist", Email);
        Assert.Equal([SuppressionCause.Request], await App.Stored(db => db.Suppressions.Select(s => s.Cause).Distinct().ToListAsync(Ct)));
        Assert.Equal(id.Value, Assert.Single(await Log(AuditAction.PersonErased)).SubjectId);
    }

    [Theory]
    [Clause("N3")]
    [Clause("N40")]
    [InlineData(null)]
    [InlineData("statistics")]
    public async Task An_objection_that_was_granted_stands_after_all_but_a_ground_has_been_erased_and_leads_to_no_request(string? against)
    {
        var customer = await Somebody();
        await OrganisationOf("Ison Oy", customer.Id);
        var objection = await App.EstablishedRequestFrom(customer.Id, RequestType.Objection);
        if (against is not null)
        {
            await Arrange(async db =>
            {
                db.Add(ObjectedPurpose.Of(objection, await db.Purposes.Where(p => p.Code == against).Select(p => p.Id).SingleAsync(Ct), named: true));
                return 0;
            });
        }

        Assert.True((await App.Decide(objection, grant: true, "Emme enää käytä.")).Succeeded);
        // What the objection had restricted while it was open is a ground of its own, and has been lifted.
        await App.Use(async (RegisterContext db) => await db.Restrictions.ExecuteDeleteAsync(Ct));
        await Granted(customer.Id);
        App.Clock.Advance(TimeSpan.FromDays(4));

        Assert.Equal(1, await Erase());

        Assert.Equal(customer.Id, (await App.Stored(db => db.Customers.SingleAsync(Ct))).Id);
        Assert.Empty(await App.Stored(db => db.Requests.Where(r => r.Id == objection && r.CustomerId != null).ToListAsync(Ct)));
        Assert.Empty(await App.Stored(db => db.ObjectedPurposes.ToListAsync(Ct)));
        var standing = (await App.Use((CurrentChoices choices) => choices.Run(customer.Id, Ct))).Objections;
        Assert.Equal(against is null ? ["development", "statistics"] : [against], standing.Select(o => o.Purpose.Code));
        Assert.Empty(await App.Stored(db => db.PeopleToCount().ToListAsync(Ct)));
    }

    [Fact]
    [Clause("N40")]
    public async Task A_contact_person_keeps_what_the_role_needs_and_the_erasure_completes_itself_when_the_role_ends()
    {
        var customer = await Somebody();
        await OrganisationOf("Ison Oy", customer.Id);
        await App.Use((SetBan ban) => ban.Run(new(customer.Id, BanKind.DirectMarketing, true, Channel.Phone), Actor.System("test", "test"), Ct));
        var id = await Granted(customer.Id);
        App.Clock.Advance(TimeSpan.FromDays(4));

        Assert.Equal(1, await Erase());

        var partly = await Stored(id);
        Assert.Equal(RequestedErasureState.PartlyDone, partly.State);
        Assert.Equal([GroundKind.ContactPerson, GroundKind.Ban, GroundKind.ErasureUnderWay], ErasurePlan.ParseGrounds(partly.Grounds).Select(g => g.Kind).OrderBy(k => k != GroundKind.ContactPerson).ThenBy(k => k));
        Assert.Equal(1, await App.Stored(db => db.Bans.CountAsync(Ct)));
        var mail = (await App.MailsTo(Email))[^1];
        // The receipt says of each category what has become of it, and why.
        var receipt = mail.TextBody!.ReplaceLineEndings("\n");
        Assert.Contains("Poistettu:\n– Muistiinpanot\n", receipt, StringComparison.Ordinal);
        Assert.Contains("Jää talteen niin, ettei sinua voi tunnistaa:\n– Tilaukset\n– Laskutustiedot\n\n", receipt, StringComparison.Ordinal);
        Assert.Contains("– Edustettu organisaatio: olet organisaation yhteyshenkilö\n", receipt, StringComparison.Ordinal);
        Assert.Contains("– Suostumukset ja kiellot, osittain: kieltosi, jotta noudatamme sitä\n", receipt, StringComparison.Ordinal);
        // Nothing has changed: nothing is done and nothing is mailed.
        Assert.Equal(0, await Erase());
        Assert.Equal(partly.DoneAt, (await Stored(id)).DoneAt);

        await Arrange(async db =>
        {
            (await db.ContactRoles.SingleAsync(Ct)).End(Today);
            return 0;
        });
        App.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(1, await Erase());

        Assert.Equal(RequestedErasureState.Done, (await Stored(id)).State);
        Assert.Equal(0, await App.Stored(db => db.Customers.CountAsync(Ct)));
        Assert.Contains("olemme poistaneet kaikki tietosi", (await App.MailsTo(Email))[^1].TextBody, StringComparison.Ordinal);
    }

    [Fact]
    [Clause("N19")]
    public async Task The_card_and_the_persons_own_page_say_that_the_erasure_waits_until_when_and_lead_to_its_request()
    {
        var customer = await Somebody();
        await OrganisationOf("Ison Oy", customer.Id);
        var staff = await Given.SignedIn(StaffRole.CustomerService);
        using var portal = await App.Entered(customer);
        await staff.Get($"/staff/customers/{customer.Id.Value}");
        await portal.Get("/my");
        Assert.DoesNotContain("Poistopyyntö on hyväksytty", staff.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Poistopyyntösi on hyväksytty", portal.Text, StringComparison.Ordinal);
        var id = await Granted(customer.Id);
        var (number, due) = (await App.Stored(db => db.Requests.Where(r => r.Id == id).Select(r => r.Number).SingleAsync(Ct)), Today.AddDays(3));

        await staff.Get($"/staff/customers/{customer.Id.Value}");
        await portal.Get("/my");

        Assert.Contains($"Poistopyyntö on hyväksytty. Tiedot poistetaan {due:d.M.yyyy}", staff.Text, StringComparison.Ordinal);
        Assert.Equal($"Pyyntö {number}", staff.Page.QuerySelector($"main a[href='/staff/requests/{id.Value}']:not(table a)")!.TextContent);
        Assert.Contains($"Poistopyyntösi on hyväksytty. Tietosi poistetaan {due:d.M.yyyy}", portal.Text, StringComparison.Ordinal);
        Assert.NotNull(portal.Page.QuerySelector($"#why a[href='/my/requests/{id.Value}']"));
        // What keeps part of it is said with the rest.
        Assert.Contains($"Pyyntö {number}, kunnes poisto on kokonaan toteutettu", portal.Page.QuerySelector("#why table")!.TextContent, StringComparison.Ordinal);

        App.Clock.Advance(TimeSpan.FromDays(4));
        Assert.Equal(1, await Erase());
        staff = await Given.SignedIn(StaffRole.CustomerService);
        await staff.Get($"/staff/customers/{customer.Id.Value}");
        Assert.Contains("osa tiedoista on poistettu", staff.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ground_that_comes_while_it_waits_keeps_what_it_needs()
    {
        var customer = await Somebody();
        await Arrange(async db => await OrderOf(db, customer.Id));
        var id = await Granted(customer.Id);
        await InvoiceTo(customer.Id, Today);
        App.Clock.Advance(TimeSpan.FromDays(4));

        await Erase();

        Assert.Contains(ErasurePlan.ParseGrounds((await Stored(id)).Grounds), g => g.Kind == GroundKind.OpenInvoice);
        Assert.Equal("Quirinus Zyxelqvist", (await App.Stored(db => db.Customers.SingleAsync(Ct))).FullName);
    }

    [Fact]
    public async Task Who_has_ordered_again_is_not_erased_further_on_the_old_request()
    {
        var customer = await Somebody();
        await OrganisationOf("Ison Oy", customer.Id);
        var id = await Granted(customer.Id);
        App.Clock.Advance(TimeSpan.FromDays(4));
        await Erase();
        await Arrange(async db =>
        {
            (await db.ContactRoles.SingleAsync(Ct)).End(Today);
            return await OrderOf(db, customer.Id);
        });

        Assert.Equal(0, await Erase());

        Assert.Equal(RequestedErasureState.Superseded, (await Stored(id)).State);
        Assert.Equal(1, await App.Stored(db => db.Customers.CountAsync(Ct)));
        Assert.Single(await Log(AuditAction.ErasureSuperseded));
    }

    private static List<string> Plan(Browser browser) =>
        [.. browser.Page.QuerySelectorAll("main table").Single(t => t.QuerySelector("caption")?.TextContent.Contains("Mitä poistetaan", StringComparison.Ordinal) == true)
            .QuerySelectorAll("tbody tr").Select(row => string.Join(' ', row.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))];

    public sealed class OnSqlite() : RequestedErasureTests(Engine.Sqlite);

    public sealed class OnPostgres() : RequestedErasureTests(Engine.Postgres);
}
