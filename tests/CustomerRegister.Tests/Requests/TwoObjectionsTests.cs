using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Requests;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Portal;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Requests;

/// <summary>Two objections of one person become one, the wider, and what each of them signed stays what they signed (N3, N32, N40).</summary>
public abstract class TwoObjectionsTests(Engine engine) : AppTest(engine)
{
    private const string Statement = "Vastustan.";
    private static readonly Actor Test = Actor.System("test", "arranging");

    [Theory]
    [Clause("N32")]
    [InlineData("statistics", "", "")]
    [InlineData("", "statistics", "")]
    [InlineData("statistics", "development", "development statistics")]
    public async Task A_signature_holds_after_its_objection_was_merged_with_another(string first, string second, string against)
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        var signed = (await Filed(customer, await Coded(first))).Id;
        Assert.True((await App.Use((ConfirmIdentity confirm) => confirm.Run(new(signed, IdentityMethod.KnownInPerson), Test, default))).Succeeded);
        var other = await FromVisitor(await Coded(second));
        await App.Use((MatchRequest match) => match.Run(other, customer.Number, Test, default));
        await App.Use((ConfirmIdentity confirm) => confirm.Run(new(other, IdentityMethod.KnownInPerson), Test, default));

        Assert.Equal(RequestState.Merged, (await App.Stored(other)).State);
        Assert.Equal(against, await Against(signed));
        Assert.Equal(SignatureState.Unaltered, await Signature(signed));
        Assert.Equal(SignatureState.Unaltered, await Signature(other));
    }

    [Fact]
    [Clause("N32")]
    public async Task A_use_that_the_form_repeats_is_signed_once()
    {
        var customer = await Given.Customer();
        var statistics = Assert.Single(await Coded("statistics"));

        var filed = await Filed(customer, [statistics, statistics]);

        Assert.Equal("statistics", await Against(filed.Id));
        Assert.Equal(SignatureState.Unaltered, await Signature(filed.Id));
    }

    [Fact]
    public async Task A_general_objection_that_is_granted_ends_also_the_uses_that_were_once_named()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        var id = (await Filed(customer, await Coded("statistics"))).Id;
        await App.Use((ConfirmIdentity confirm) => confirm.Run(new(id, IdentityMethod.KnownInPerson), Test, default));
        var general = await FromVisitor([]);
        await App.Use((MatchRequest match) => match.Run(general, customer.Number, Test, default));
        await App.Use((ConfirmIdentity confirm) => confirm.Run(new(general, IdentityMethod.KnownInPerson), Test, default));

        Assert.True((await App.Decide(id, grant: true, "Emme enää käytä.")).Succeeded);

        Assert.Null(await App.Stored(db => db.Objections.Select(o => o.PurposeId).SingleAsync()));
        Assert.True(await App.Stored(db => db.ObjectedPurposes.Select(o => o.Ends).SingleAsync()));
    }

    [Fact]
    [Clause("N3")]
    [Clause("N32")]
    public async Task What_is_objected_to_while_an_objection_is_open_is_added_to_it_and_told_on_the_page()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        using var portal = await App.Entered(customer);
        var id = (await Filed(customer, await Coded("statistics"))).Id;
        await portal.Get("/my/consents");
        Assert.Contains("Sinulla on avoin vastustus, jota emme ole vielä ratkaisseet.", portal.Text, StringComparison.Ordinal);
        Assert.NotNull(portal.Page.QuerySelector($"#objections a[href$='/my/requests/{id.Value}']"));
        await portal.Follow("Vastusta: Toiminnan kehittäminen");
        Assert.Contains("Sinulla on jo avoin vastustus, numero 101. Se koskee tätä: Tilastot.", portal.Text, StringComparison.Ordinal);
        Assert.Equal(["Toiminnan kehittäminen"], portal.Page.QuerySelectorAll("input[name='Input.Against']").Select(i => i.ParentElement!.TextContent.Trim()));
        Assert.Null(portal.Page.QuerySelector("input[name='Input.Agreed']"));

        await portal.Submit("main form", ("Input.Message", "Siksikin."));

        Assert.EndsWith($"/my/requests/{id.Value}", portal.Address, StringComparison.Ordinal);
        Assert.Contains("Lisäsimme siihen sen, minkä nyt lähetit.", portal.Text, StringComparison.Ordinal);
        Assert.Contains("Käyttö, jota vastustat Toiminnan kehittäminen, Tilastot", portal.Text, StringComparison.Ordinal);
        Assert.Contains("Vastustan myös tätä käyttöä: Toiminnan kehittäminen.", portal.Text, StringComparison.Ordinal);
        Assert.Contains("Siksikin.", portal.Text, StringComparison.Ordinal);
        Assert.Equal("development statistics", await Against(id));
        Assert.Equal(SignatureState.Unaltered, await Signature(id));
        Assert.True((await App.Stored(id)).HasNewMessage);
        Assert.Equal("uses,text", (await App.Stored(db => db.AuditEntries.SingleAsync(e => e.Action == AuditAction.ObjectionWidened))).Fields);
        Assert.Equal(1, await App.Stored(db => db.Requests.CountAsync()));

        await portal.Get("/my/consents");
        await portal.Follow("Vastusta: Tilastot");
        Assert.EndsWith($"/my/requests/{id.Value}", portal.Address, StringComparison.Ordinal);
        Assert.Contains("Avoin vastustuksesi koskee jo tätä.", portal.Text, StringComparison.Ordinal);
        await portal.Follow("Vastusta muutakin käyttöä");
        Assert.Contains("Avoin vastustuksesi koskee jo tätä.", portal.Text, StringComparison.Ordinal);

        // The series has no hole that an auditor would ask about.
        Assert.Equal(102, (await App.Stored(await App.RequestFrom(customer.Id, RequestType.Complaint))).Number);
    }

    [Fact]
    public async Task A_form_that_is_sent_twice_adds_nothing_to_the_objection_that_it_made()
    {
        var customer = await Given.Customer();
        var filed = await Filed(customer, await Coded("statistics"));

        var again = await Filed(customer, await Coded("statistics"));

        Assert.Equal(filed with { IsNew = false }, again);
        Assert.Empty(await App.Stored(db => db.RequestMessages.ToListAsync()));
        Assert.DoesNotContain(AuditAction.ObjectionWidened, await App.Logged(customer.Id));
    }

    [Fact]
    [Clause("N32")]
    public async Task A_letter_that_objects_to_everything_widens_the_open_objection_whose_proposed_decision_is_returned()
    {
        App.Settings["Requests:FourEyes"] = "true";
        var customer = await Given.Customer();
        var id = (await Filed(customer, await Coded("statistics"))).Id;
        await App.Use((ConfirmIdentity confirm) => confirm.Run(new(id, IdentityMethod.KnownInPerson), Test, default));
        Assert.True((await App.Decide(id, grant: true, "Emme enää laske.")).Succeeded);
        using var desk = await Given.SignedIn(StaffRole.CustomerService);
        await desk.Get($"/staff/customers/{customer.Id.Value}/requests/new");

        await desk.Upload("main form", "Letter", "kirje.pdf", "%PDF-1.7 kirje"u8.ToArray(), ("Input.Type", "Objection"), ("Input.Channel", "Letter"), ("Input.LetterIsArchived", "true"));

        // It came as a letter, not through the portal.
        var (said, scan) = (await App.Stored(db => db.RequestMessages.SingleAsync()), await App.Stored(db => db.RequestAttachments.SingleAsync()));
        Assert.Equal((Channel.Letter, App.Clock.Today(), App.Clock.Today(), true), (said.Channel!.Value, said.CameOn!.Value, scan.CameOn!.Value, (await App.Stored(id)).LetterIsArchived));
        Assert.EndsWith($"/staff/requests/{id.Value}", desk.Address, StringComparison.Ordinal);
        Assert.Contains("Henkilöllä oli jo avoin samanlainen pyyntö: tässä se on. Uudet tiedot kirjattiin siihen.", desk.Text, StringComparison.Ordinal);
        Assert.Contains("Kaikki oikeutettuun etuun perustuva käyttö", desk.Text, StringComparison.Ordinal);
        Assert.Contains("Vastustan kaikkea käyttöä, joka perustuu oikeutettuun etuun.", desk.Text, StringComparison.Ordinal);
        Assert.Contains("kirje.pdf", desk.Text, StringComparison.Ordinal);
        Assert.Null((await App.Stored(id)).ProposedBy);
        // Against all, it restricts from now on.
        Assert.Equal(id, (await App.Stored(db => db.Restrictions.SingleAsync())).RequestId);
        Assert.Contains(AuditAction.DecisionReturned, await App.Logged(customer.Id));
        Assert.Equal(SignatureState.Unaltered, await Signature(id));
    }

    [Fact]
    [Clause("N32")]
    public async Task An_objection_of_a_visitor_who_is_not_known_yet_takes_up_nothing_of_the_customer_until_they_are()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        var visitor = await FromVisitor(await Coded("statistics"));
        await App.Use((MatchRequest match) => match.Run(visitor, customer.Number, Test, default));

        var own = await Filed(customer, await Coded("development"));

        Assert.True(own.IsNew);
        Assert.Equal("statistics", await Against(visitor));
        await App.Use((ConfirmIdentity confirm) => confirm.Run(new(own.Id, IdentityMethod.PortalSignIn), Test, default));
        await App.Use((ConfirmIdentity confirm) => confirm.Run(new(visitor, IdentityMethod.KnownInPerson), Test, default));
        Assert.Equal("development statistics", await Against(visitor));
        Assert.Equal(RequestState.Merged, (await App.Stored(own.Id)).State);
    }

    private async Task<FiledRequest> Filed(Customer customer, IReadOnlyList<PurposeId> against)
    {
        var signature = new RequestSignature("Aino Virtanen", App.Clock.Now(), "InvitationLink", Sha256.Hex(Statement));
        var outcome = await App.Use((FileRequest file) => file.Run(
            new(customer.Id, RequestType.Objection, Channel.Portal, App.Clock.Today(), Language.Fi, "En halua.", signature) { Against = against, Statement = Statement }, Test, default));
        return outcome.Value!;
    }

    private async Task<RequestId> FromVisitor(IReadOnlyList<PurposeId> against)
    {
        var email = EmailAddress.Parse("tuula@example.fi");
        Assert.Null(await App.Use((AskAsVisitor ask) => ask.Run(new(RequestType.Objection, "Tuula Tuntematon", email, null, Language.Fi, Statement) { Against = against }, default)));
        var link = Postbox.LinkIn(Assert.Single(await App.MailsTo(email.Value)), "/request/verify");
        var number = await App.Use((AskAsVisitor ask) => ask.Verify(link[(link.IndexOf('=', StringComparison.Ordinal) + 1)..], default));
        return await App.Stored(db => db.Requests.Where(r => r.Number == number).Select(r => r.Id).SingleAsync());
    }

    private Task<List<PurposeId>> Coded(string codes) => App.Stored(db => db.Purposes.Where(p => codes.Split(' ').Contains(p.Code)).Select(p => p.Id).ToListAsync());

    private async Task<string> Against(RequestId id) => string.Join(' ', await App.Stored(db =>
        db.ObjectedPurposes.Where(o => o.RequestId == id && o.Named).Join(db.Purposes, o => o.PurposeId, p => p.Id, (o, p) => p).OrderBy(p => p.Position).Select(p => p.Code).ToListAsync()));

    private Task<SignatureState?> Signature(RequestId id) => App.Use(async (SignatureCheck check) => (await check.Run(await App.Stored(id), default))?.State);

    public sealed class OnSqlite() : TwoObjectionsTests(Engine.Sqlite);

    public sealed class OnPostgres() : TwoObjectionsTests(Engine.Postgres);
}
