using System.Net;
using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Orders;
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
public abstract class RequestedErasureTests(Engine engine) : RetentionTest(engine)
{
    private const string Email = "quirinus@esimerkki.example";

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
    public async Task The_person_stops_it_while_it_waits_and_nobody_else_can()
    {
        var customer = await Somebody();
        var id = await Granted(customer.Id);
        var other = await Given.Customer(email: "eeva@example.fi");
        var others = await App.EstablishedRequestFrom(other.Id, RequestType.Erasure);
        Assert.True((await App.Decide(others, grant: true)).Succeeded);
        using var stranger = await App.Entered(other);
        await stranger.Get($"/my/requests/{others.Value}");
        var token = stranger.Page.QuerySelector("main input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        await stranger.Post($"/my/requests/{id.Value}?handler=CancelErasure", ("__RequestVerificationToken", token));
        Assert.Equal(HttpStatusCode.NotFound, stranger.Status);
        Assert.Equal(RequestedErasureState.Waiting, (await Stored(id)).State);
        using var browser = await App.Entered(customer);
        await browser.Get($"/my/requests/{id.Value}");

        await browser.Press("Peru poisto");

        Assert.Contains("Poisto on peruttu. Mitään ei poistettu.", browser.Text, StringComparison.Ordinal);
        App.Clock.Advance(TimeSpan.FromDays(4));
        await Erase();
        Assert.True(await App.Stored(db => db.Customers.AnyAsync(c => c.Id == customer.Id, Ct)));
        Assert.Single(await Log(AuditAction.ErasureCancelled));
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
    public async Task The_privacy_officer_stops_it_but_customer_service_does_not()
    {
        var customer = await Somebody();
        var id = await Granted(customer.Id);
        var service = await Given.SignedIn(StaffRole.CustomerService);
        await service.Get($"/staff/requests/{id.Value}");
        Assert.Empty(service.Page.QuerySelectorAll("form[action*=CancelErasure]"));
        var officer = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await officer.Get($"/staff/requests/{id.Value}");

        await officer.Press("Peru poisto");

        Assert.Equal(RequestedErasureState.Cancelled, (await Stored(id)).State);
        var again = await App.Use((CancelErasure cancel) => cancel.Run(id, null, Actor.System("test", "test"), Ct));
        Assert.Equal(CancelErasureRefusal.TooLate, again.Refusal);
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

    [Fact]
    public async Task Several_processes_at_once_erase_everybody_once()
    {
        var people = await PeopleWhoLeft(6);
        foreach (var person in people)
            await Granted(person.Id);
        App.Clock.Advance(TimeSpan.FromDays(4));

        var done = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(Erase)));

        Assert.Equal(6, done.Sum());
        Assert.Equal(6, (await Log(AuditAction.PersonErased)).Count);
        Assert.Equal(0, await App.Stored(db => db.Customers.CountAsync(Ct)));
    }

    [Fact]
    public async Task Killed_at_any_step_it_leaves_nobody_half_erased()
    {
        var customer = await Somebody();
        await Arrange(async db => await OrderOf(db, customer.Id));
        var id = await Granted(customer.Id);
        App.Clock.Advance(TimeSpan.FromDays(4));
        var before = await App.Stored(db => db.Customers.AsNoTracking().SingleAsync(Ct));

        var killed = 0;
        for (var steps = 0; ; steps++)
        {
            Breakdown.AfterSteps(steps);
            try
            {
                await Erase();
                break;
            }
            catch (Exception e) when (e.GetBaseException() is BreakdownException)
            {
                killed++;
            }
            finally
            {
                Breakdown.Repair();
            }

            // Killed once all was done, it has nothing left to do.
            if (await App.Stored(db => db.Customers.AsNoTracking().SingleOrDefaultAsync(Ct)) is not { } still)
            {
                Assert.Equal(0, await Erase());
                break;
            }

            Assert.Equal((before.FullName, before.Email, before.SearchText), (still.FullName, still.Email, still.SearchText));
            Assert.Equal(RequestedErasureState.Waiting, (await Stored(id)).State);
            Assert.Empty(await Log(AuditAction.PersonErased));
        }

        Assert.True(killed > 10);
        Assert.Equal(RequestedErasureState.Done, (await Stored(id)).State);
        Assert.Single(await Log(AuditAction.PersonErased));
    }

    [Fact]
    public async Task Where_one_person_cannot_be_erased_the_others_are_and_the_failure_is_told()
    {
        var people = await PeopleWhoLeft(3);
        var requests = new List<RequestId>();
        foreach (var person in people)
            requests.Add(await Granted(person.Id));
        App.Clock.Advance(TimeSpan.FromDays(4));
        var number = people[1].Number;
        await Change(Engine == Engine.Sqlite
            ? $"create trigger refuse before delete on \"Customers\" when old.\"Number\" = {number} begin select raise(abort, 'refused'); end"
            : $"create function refuse() returns trigger language plpgsql as $$ begin raise exception 'refused'; end $$; create trigger refuse before delete on \"Customers\" for each row when (old.\"Number\" = {number}) execute function refuse()");

        var failure = await Assert.ThrowsAsync<AggregateException>(Erase);

        Assert.Contains("refused", Assert.Single(failure.InnerExceptions).GetBaseException().Message, StringComparison.Ordinal);
        Assert.Equal([people[1].Id], await App.Stored(db => db.Customers.Select(c => c.Id).ToListAsync(Ct)));
        Assert.Equal(RequestedErasureState.Waiting, (await Stored(requests[1])).State);
        Assert.Equal(2, (await Log(AuditAction.PersonErased)).Count);
        await Change(Engine == Engine.Sqlite ? "drop trigger refuse" : "drop trigger refuse on \"Customers\"");
        Assert.Equal(1, await Erase());
        Assert.Equal(people.Select(p => (CustomerId?)p.Id).ToHashSet(), [.. (await Log(AuditAction.PersonErased)).Select(e => e.CustomerId)]);
        // What failed after it was begun in the ledger is void at the next start; the others are there once.
        await App.Use((ReplayErasures replay) => replay.Run(Ct));
        Assert.Equal(requests.Select(r => r.Value).Order(), (await App.Use((IErasureLedger ledger) => ledger.Entries(Ct))).Select(e => e.Subject).Order());
    }

    [Fact]
    public async Task Of_two_granted_requests_of_a_person_one_erases_and_the_other_finds_them_gone()
    {
        var customer = await Somebody();
        var first = await Granted(customer.Id);
        var second = await Arrange(async db =>
        {
            var request = DataSubjectRequest.File(EntityKey.New<RequestId>(App.Clock), await db.TakeNumber(NumberSeries.Requests, Ct), customer.Id, RequestType.Erasure, Channel.Portal, Today, Language.Fi, null, null);
            request.ConfirmIdentity(IdentityMethod.PortalSignIn, null, App.Clock.Now());
            request.Decide(new(RequestDecision.Grant, [], null), Guid.CreateVersion7(), App.Clock.Now());
            db.AddRange(request, RequestedErasure.Approve(request.Id, customer.Id, App.Clock.Now(), TimeSpan.Zero));
            return request.Id;
        });
        App.Clock.Advance(TimeSpan.FromDays(4));

        Assert.Equal(1, await Erase());

        Assert.Equal([RequestedErasureState.Done, RequestedErasureState.Done], [(await Stored(first)).State, (await Stored(second)).State]);
        Assert.Single(await Log(AuditAction.PersonErased));
        Assert.Equal(0, await Erase());
    }

    private Task<int> Change(string sql) => App.Use((RegisterContext db) => db.Database.ExecuteSqlRawAsync(sql, Ct));

    private Task<Customer> Somebody() => Arrange(async db =>
    {
        var person = Person(await db.TakeNumber(NumberSeries.Customers, Ct), "Quirinus", "Zyxelqvist");
        person.ChangeEmail(EmailAddress.Parse(Email), Told);
        person.AddAddress(CustomerAddress.Of(person.Id, AddressKind.Postal, PostalAddress.Create("Zyxelqvistinkuja 4", "00100", "Helsinki"), Told, App.Clock));
        db.Add(person);
        return person;
    });

    private async Task<Order> OrderOf(RegisterContext db, CustomerId person)
    {
        var order = Order.Place(EntityKey.New<OrderId>(App.Clock), await db.TakeNumber(NumberSeries.Orders, Ct), person, null, Today, "EUR", 10);
        order.AddLine("Chai", 18, 2, 0, 0.255m);
        db.Add(order);
        return order;
    }

    private async Task<RequestId> Granted(CustomerId customer)
    {
        var id = await App.EstablishedRequestFrom(customer, RequestType.Erasure);
        var outcome = await App.Decide(id, grant: true);
        Assert.True(outcome.Succeeded, outcome.Refusal.ToString());
        return id;
    }

    private Task<int> Erase() => App.Use((CarryOutRequestedErasures erasures) => erasures.Run(Ct));

    private Task<RequestedErasure> Stored(RequestId id) => App.Stored(db => db.RequestedErasures.AsNoTracking().SingleAsync(e => e.RequestId == id, Ct));

    private static List<string> Plan(Browser browser) =>
        [.. browser.Page.QuerySelectorAll("main table").Single(t => t.QuerySelector("caption")?.TextContent.Contains("Mitä poistetaan", StringComparison.Ordinal) == true)
            .QuerySelectorAll("tbody tr").Select(row => string.Join(' ', row.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))];

    public sealed class OnSqlite() : RequestedErasureTests(Engine.Sqlite);

    public sealed class OnPostgres() : RequestedErasureTests(Engine.Postgres);
}
