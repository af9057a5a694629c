using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Requests;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Portal;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Requests;

/// <summary>Who is mailed what of a request that was matched with a customer, before it is established that it is theirs.</summary>
public abstract class RequestInNameTests(Engine engine) : AppTest(engine)
{
    private const string OnRecord = "aino@example.fi", Stranger = "joku@example.fi", Message = "SANOMA";
    private static readonly Actor Desk = Actor.System("test", "arranging");

    [Fact]
    [Clause("N32")]
    public async Task Who_asked_from_the_very_address_on_record_goes_on_by_a_link_and_nothing_is_to_be_posted()
    {
        var customer = await Given.Customer("Aino", "Virtanen", OnRecord);
        var id = await Matched(customer, OnRecord);

        await Steps(id);
        Assert.True((await App.Use((WithdrawRequest withdraw) => withdraw.ByVisitor(id, default))).Succeeded);

        var mails = await App.MailsTo(OnRecord);
        Assert.Equal(4, mails.Count);
        Assert.All(mails, m => Assert.Contains("/request/open", m.TextBody, StringComparison.Ordinal));
        Assert.All(mails, m => Assert.DoesNotContain("/my/requests", m.TextBody, StringComparison.Ordinal));
        // More time is given by a letter that is shown to whoever opens the request; it is the only one.
        Assert.Equal(1, await App.Stored(db => db.RequestLetters.CountAsync()));
        using var visitor = App.Browser();
        await visitor.Get(new Uri(Postbox.LinkIn(mails[1], "/request/open")).PathAndQuery);
        await visitor.Press("Avaa pyyntö");
        Assert.Contains(Message, visitor.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Clause("N32")]
    public async Task Once_the_identity_is_established_it_is_read_in_the_portal_by_the_address_on_record()
    {
        var customer = await Given.Customer("Aino", "Virtanen", OnRecord);
        var id = await Matched(customer, OnRecord);
        Assert.True((await App.Use((ConfirmIdentity confirm) => confirm.Run(new(id, IdentityMethod.CallBack), Desk, default))).Succeeded);
        Assert.Contains("/my/requests", Assert.Single(await App.MailsTo(OnRecord)).TextBody, StringComparison.Ordinal);
    }

    [Fact]
    [Clause("N15")]
    [Clause("N32")]
    public async Task At_another_address_on_record_the_customer_learns_once_in_their_own_language_that_there_is_a_request_in_their_name()
    {
        var customer = await Given.Customer("Aino", "Virtanen", OnRecord, Language.Sv);
        var id = await Matched(customer, Stranger);
        Assert.Empty(await App.MailsTo(OnRecord));

        await Steps(id);

        var told = Assert.Single(await App.MailsTo(OnRecord));
        Assert.Contains("en begäran har gjorts i ditt namn", told.Subject, StringComparison.Ordinal);
        foreach (var said in new[] { "Du kan se begäran i vår webbtjänst", "/my/requests", $"{(await App.Stored(id)).Number}", "Om du inte gjorde den" })
            Assert.Contains(said, told.TextBody, StringComparison.Ordinal);
        foreach (var hidden in new[] { Message, Stranger, "Tuula", "meddelande", "identitetshandling", "/request/open" })
            Assert.DoesNotContain(hidden, told.Subject + told.TextBody, StringComparison.Ordinal);
        var stranger = await App.MailsTo(Stranger);
        Assert.Equal(3, stranger.Count);
        Assert.All(stranger, m => Assert.Contains("/request/open", m.TextBody, StringComparison.Ordinal));
        Assert.Contains("viesti pyynnöstäsi", stranger[1].Subject, StringComparison.Ordinal);

        Assert.True((await App.Use((ConfirmIdentity confirm) => confirm.Run(new(id, IdentityMethod.CallBack) { ProofCameOn = App.Clock.Today() }, Desk, default))).Succeeded);
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((2, 4), ((await App.MailsTo(OnRecord)).Count, (await App.MailsTo(Stranger)).Count));
    }

    [Fact]
    public async Task Each_customer_with_whom_it_is_matched_in_turn_learns_of_it_and_none_who_was_parted_at_once()
    {
        var (first, second, third) = (await Given.Customer(email: OnRecord), await Given.Customer(email: "eero@example.fi"), await Given.Customer(email: "olli@example.fi", language: Language.En));
        var id = await Matched(first, Stranger);
        Assert.True((await App.Use((AskForIdentity ask) => ask.Run(id, Desk, default))).Succeeded);
        foreach (var next in new[] { second, third })
        {
            Assert.True((await App.Use((UnmatchRequest unmatch) => unmatch.Run(id, Desk, default))).Succeeded);
            Assert.True((await App.Use((MatchRequest match) => match.Run(id, next.Number, Desk, default))).Succeeded);
        }

        Assert.True((await App.Use((AddToRequest add) => add.Run(new(id, null, Message, []), Desk, default))).Succeeded);

        Assert.Single(await App.MailsTo(OnRecord));
        Assert.Empty(await App.MailsTo("eero@example.fi"));
        Assert.Contains("a request was made in your name", Assert.Single(await App.MailsTo("olli@example.fi")).Subject, StringComparison.Ordinal);
        var known = await App.Stored(db => db.OutgoingEmails.Where(m => m.RequestId == id && m.CustomerId != null).Select(m => m.CustomerId).ToListAsync());
        Assert.Equal(new[] { first.Id, third.Id }.OrderBy(c => c.Value), known.Select(c => c!.Value).OrderBy(c => c.Value));
    }

    [Fact]
    [Clause("N33")]
    public async Task The_page_of_an_objection_in_ones_name_tells_that_bans_may_be_recorded_already_and_where_to_see_them()
    {
        var customer = await Given.Customer("Aino", "Virtanen", OnRecord);
        var email = EmailAddress.Parse(OnRecord);
        var against = await App.Stored(db => db.Purposes.Where(p => p.Code == "market-research" || p.Code == "statistics").Select(p => p.Id).ToListAsync());
        Assert.Null(await App.Use((AskAsVisitor ask) => ask.Run(new(RequestType.Objection, "Aino Virtanen", email, null, Language.Fi, "Vastustan.") { Against = against }, default)));
        var link = Postbox.LinkIn(Assert.Single(await App.MailsTo(OnRecord)), "/request/verify");
        var number = await App.Use((AskAsVisitor ask) => ask.Verify(link[(link.IndexOf('=', StringComparison.Ordinal) + 1)..], default));
        var objection = await App.Stored(db => db.Requests.Where(r => r.Number == number).Select(r => r.Id).SingleAsync());
        var access = await App.RequestFromVisitor(OnRecord);
        foreach (var id in new[] { objection, access })
            Assert.True((await App.Use((MatchRequest match) => match.Run(id, customer.Number, Desk, default))).Succeeded);
        Assert.Equal(BanKind.MarketResearch, (await App.Stored(db => db.Bans.SingleAsync())).Kind);
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        using var me = await App.Entered(customer);

        await me.Get($"/my/requests/{objection.Value}");
        Assert.Contains("olemme voineet kirjata siinä olevat kiellot heti", me.Text, StringComparison.Ordinal);
        await me.Follow("main a[href$='/my/consents']");
        Assert.Equal("/my/consents", me.Address);

        await me.Get($"/my/requests/{access.Value}");
        Assert.Contains("Emme myöskään muuta, poista tai luovuta tietojasi", me.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("kiellot heti", me.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Clause("N35")]
    public async Task Items_to_correct_are_offered_to_be_entered_only_once_the_identity_is_established()
    {
        var customer = await Given.Customer("Aino", "Virtanen");
        var id = await App.RequestFromVisitor(Stranger, RequestType.Rectification, message: "Nimeni on Aina.");
        Assert.True((await App.Use((MatchRequest match) => match.Run(id, customer.Number, Desk, default))).Succeeded);
        using var officer = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await officer.Get($"/staff/requests/{id.Value}");
        Assert.Empty(officer.Page.QuerySelectorAll("a[href$='/rectification/choose']"));

        Assert.True((await App.Use((ConfirmIdentity confirm) => confirm.Run(new(id, IdentityMethod.CallBack), Desk, default))).Succeeded);
        await officer.Get($"/staff/requests/{id.Value}");
        await officer.Follow("Kirjaa oikaistavat kohdat");
        Assert.Equal($"/staff/requests/{id.Value}/rectification/choose", officer.Address);
    }

    private async Task<RequestId> Matched(Customer customer, string askedFrom)
    {
        var id = await App.RequestFromVisitor(askedFrom);
        Assert.True((await App.Use((MatchRequest match) => match.Run(id, customer.Number, Desk, default))).Succeeded);
        return id;
    }

    private async Task Steps(RequestId id)
    {
        Assert.True((await App.Use((AskForIdentity ask) => ask.Run(id, Desk, default))).Value!.Mailed);
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True((await App.Use((AddToRequest add) => add.Run(new(id, null, Message, []), Desk, default))).Succeeded);
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True((await App.Use((ExtendDeadline extend) => extend.Run(new(id, "Selvitämme asiaa."), Desk, default))).Value!.Mailed);
        App.Clock.Advance(TimeSpan.FromSeconds(1));
    }

    public sealed class OnSqlite() : RequestInNameTests(Engine.Sqlite);

    public sealed class OnPostgres() : RequestInNameTests(Engine.Postgres);
}
