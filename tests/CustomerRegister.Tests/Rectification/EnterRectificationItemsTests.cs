using System.Net;
using System.Text;
using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Rectification;
using CustomerRegister.Requests;
using CustomerRegister.Restrictions;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Portal;
using CustomerRegister.Tests.Requests;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Rectification;

/// <summary>What a letter, a call or a visit asks to be corrected, entered item by item by staff.</summary>
public abstract class EnterRectificationItemsTests(Engine engine) : AppTest(engine)
{
    private static readonly Actor Arranging = Actor.System("test", "arranging");
    private static readonly byte[] Letter = Encoding.ASCII.GetBytes("%PDF-1.7\nAllekirjoitettu kirje\n%%EOF");

    [Fact]
    [Clause("N35")]
    [Clause("N37")]
    public async Task A_letter_is_entered_item_by_item_and_decided_like_what_the_portal_takes_in()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        using var service = await Given.SignedIn(StaffRole.CustomerService);
        await service.Get($"/staff/customers/{customer.Id.Value}/requests/new");
        // The letter says what is wrong: its words are not typed again.
        await service.Upload("main form", "Letter", "kirje.pdf", Letter, ("Input.Type", "Rectification"), ("Input.Channel", "Letter"), ("Input.ReceivedOn", "2026-11-18"));
        var id = new RequestId(Guid.Parse(service.Address[^36..]));
        await service.Follow("Kirjaa oikaistavat kohdat");
        await service.Submit("main form");
        Assert.Equal("Valitse ainakin yksi tieto.", Assert.Single(service.Errors));
        await service.Submit("main form", ("Item", "FirstName"), ("Item", "Email"));
        await service.Press("Tallenna kohdat", ("Entries[0].Proposed", "Anni"), ("Entries[1].Proposed", "ei osoite"), ("Entries[1].Ground", "Vaihtui."));
        Assert.Equal(["Kirjoita, millä perusteella tieto on väärin.", "Tätä ei voi kirjoittaa tähän tietoon. Tarkista kirjoitusasu."], service.Errors.Order());
        await service.Press("Tallenna kohdat", ("Entries[0].Ground", "Nimi on väärin."), ("Entries[1].Proposed", "anni@example.fi"), ("RestrictMeanwhile", "true"));
        Assert.Contains("Kohdat on kirjattu.", service.Text, StringComparison.Ordinal);
        Assert.Equal(RestrictionReason.AccuracyContested, (await App.Stored(db => db.Restrictions.SingleAsync(r => r.RequestId == id))).Reason);
        Assert.Contains(await App.Stored(db => db.AuditEntries.ToListAsync()), e => e is { Action: AuditAction.RequestAddedTo, Fields: "items" } && e.CustomerId == customer.Id);

        // A second letter adds to it; what is entered already cannot be pointed at twice.
        await service.Get($"/staff/requests/{id.Value}");
        await service.Follow("Lisää oikaistavia kohtia");
        Assert.DoesNotContain("Anni", service.Text, StringComparison.Ordinal);
        Assert.Null(service.Page.QuerySelector("input[name=Item][value=FirstName]"));
        await service.Submit("main form", ("Item", "Phone"));
        await service.Press("Tallenna kohdat", ("Entries[0].Proposed", "040 1234567"), ("Entries[0].Ground", "Uusi numero."));

        using var desk = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await desk.Get($"/staff/requests/{id.Value}");
        await desk.Press("Kirjaa varmistetuksi", ("Method", "CallBack"));
        await desk.Follow("Ratkaise pyyntö");
        await desk.Press("Ratkaise", ("Decisions[0].Decision", "Accept"), ("Decisions[1].Decision", "Refuse"), ("Decisions[1].Ground", "DataIsAccurate"), ("Decisions[1].Reasons", "Osoite ei toimi."), ("Decisions[2].Decision", "Accept"));
        Assert.Contains("Pyyntö on ratkaistu", desk.Text, StringComparison.Ordinal);

        var written = await App.Stored(db => db.Customers.AsNoTracking().Include(c => c.Phones).SingleAsync(c => c.Id == customer.Id));
        Assert.Equal(("Anni", "aino@example.fi"), (written.FirstName, written.Email!.Value));
        Assert.Equal(PhoneNumber.Parse("040 1234567"), Assert.Single(written.Phones).Number);
        Assert.Equal(RequestDecision.GrantPartly, (await App.Stored(id)).Decision);
        await desk.Follow("Avaa todistus");
        Assert.Contains("Osoite ei toimi.", desk.Text, StringComparison.Ordinal);
        // What was asked is told to the customer too. Mails of one moment have no order.
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        using var portal = await App.Entered(customer);
        await portal.Get($"/my/requests/{id.Value}/rectification");
        Assert.Contains("anni@example.fi", portal.Text, StringComparison.Ordinal);
        App.Log.HoldsNone("anni@example.fi", "Osoite ei toimi");
    }

    [Fact]
    [Clause("N39")]
    public async Task On_the_word_of_whoever_may_be_a_stranger_nothing_of_a_customers_is_disputed_or_restricted()
    {
        var customer = await Given.Customer();
        var id = await App.RequestFromVisitor("tuula@example.fi", RequestType.Rectification, message: "Nimi on väärin.");
        Assert.True((await App.Use((MatchRequest match) => match.Run(id, customer.Number, Arranging, default))).Succeeded);
        var clerk = await Given.Staff(StaffRole.PrivacyOfficer);
        Task<EnterRectificationItemsRefusal?> Enter() => App.Use(async (EnterRectificationItems enter) =>
            (await enter.Run(new(id, [new(RectifiedField.FirstName, null, customer.FirstName, "Anni", "Väärin.")], true), clerk.AsActor("requests"), default)).Refusal);

        Assert.Equal(EnterRectificationItemsRefusal.NotEstablished, await Enter());
        Assert.Empty(await App.Stored(db => db.RectificationItems.ToListAsync()));
        Assert.Empty(await App.Stored(db => db.Restrictions.ToListAsync()));

        Assert.True((await App.Use((ConfirmIdentity confirm) => confirm.Run(new(id, IdentityMethod.CallBack), Arranging, default))).Succeeded);
        Assert.Null(await Enter());
        Assert.Single(await App.Stored(db => db.Restrictions.ToListAsync()));
    }

    [Fact]
    public async Task Nothing_is_entered_into_what_is_answered_of_nobody_known_or_of_another_right()
    {
        var customer = await Given.Customer();
        var access = await App.RequestFrom(customer.Id);
        var answered = await App.EstablishedRequestFrom(customer.Id, RequestType.Rectification);
        Assert.True((await App.Decide(answered, RequestDecision.Refuse, "Tieto pitää paikkansa.")).Succeeded);

        Assert.Equal(EnterRectificationItemsRefusal.RequestNotFound, await Enter(access, "Anni"));
        Assert.Equal(EnterRectificationItemsRefusal.NoLongerOpen, await Enter(answered, "Anni"));
        using var service = await Given.SignedIn(StaffRole.CustomerService);
        Assert.Equal(HttpStatusCode.NotFound, (await service.Get($"/staff/requests/{access.Value}/rectification/choose")).Status);
        await service.Get($"/staff/requests/{answered.Value}/rectification/items?Item=FirstName");
        Assert.Contains("jo ratkaistu tai peruttu", service.Text, StringComparison.Ordinal);
        using var marketing = await Given.SignedIn(StaffRole.Marketing);
        Assert.Equal(HttpStatusCode.Forbidden, (await marketing.Get($"/staff/requests/{answered.Value}/rectification/choose")).Status);
        Assert.Empty(await App.Stored(db => db.RectificationItems.ToListAsync()));
    }

    [Fact]
    public async Task The_same_is_entered_once_and_an_entry_that_breaks_a_rule_enters_nothing()
    {
        var customer = await Given.Customer();
        var id = await App.RequestFrom(customer.Id, RequestType.Rectification, channel: Channel.Phone);
        Assert.Equal(EnterRectificationItemsRefusal.NothingChosen, await Enter(id));
        Assert.Equal(EnterRectificationItemsRefusal.EnteredAlready, await Enter(id, "Anni", "Anna"));
        Assert.Equal(EnterRectificationItemsRefusal.EntryRefused, await Enter(id, customer.FirstName));
        Assert.Empty(await App.Stored(db => db.RectificationItems.ToListAsync()));
        Assert.Null(await Enter(id, "Anni"));
        Assert.Equal(EnterRectificationItemsRefusal.EnteredAlready, await Enter(id, "Anna"));
        Assert.Equal(customer.FirstName, Assert.Single(await App.Stored(db => db.RectificationItems.ToListAsync())).CurrentValue);
    }

    [Fact]
    public async Task What_is_decided_and_waits_for_a_second_person_takes_no_more_items()
    {
        App.Settings["Requests:FourEyes"] = "true";
        var customer = await Given.Customer();
        var id = await App.EstablishedRequestFrom(customer.Id, RequestType.Rectification);
        Assert.Null(await Enter(id, "Anni"));
        var item = await App.Stored(db => db.RectificationItems.Select(i => i.Id).SingleAsync());
        var officer = await Given.Staff(StaffRole.PrivacyOfficer);
        var outcome = await App.Use((DecideRectification decide) => decide.Run(
            new(id, [new(item, RectificationDecision.Accept, null, null)], null), new(ActorKind.Staff, officer.Id, "PrivacyOfficer", "requests"), default));
        Assert.Null(outcome.Refusal);

        Assert.Equal(EnterRectificationItemsRefusal.AwaitsConfirmation, await Enter(id, "Anna"));
        Assert.Single(await App.Stored(db => db.RectificationItems.ToListAsync()));
    }

    private Task<EnterRectificationItemsRefusal?> Enter(RequestId id, params string[] firstNames) => App.Use(async (EnterRectificationItems enter) =>
        (await enter.Run(new(id, [.. firstNames.Select(name => new RectificationEntry(RectifiedField.FirstName, null, null, name, "Nimi on väärin."))], false), Arranging, default)).Refusal);

    public sealed class OnSqlite() : EnterRectificationItemsTests(Engine.Sqlite);

    public sealed class OnPostgres() : EnterRectificationItemsTests(Engine.Postgres);
}
