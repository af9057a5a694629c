using System.Net;
using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Rectification;
using CustomerRegister.Requests;
using CustomerRegister.Restrictions;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Portal;
using CustomerRegister.Tests.Requests;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Rectification;

/// <summary>A customer points at what is wrong; each item is decided; what is accepted is written, what is refused is certified.</summary>
public abstract class RectificationPagesTests(Engine engine) : AppTest(engine)
{
    private static readonly Actor Arranging = Actor.System("test", "arranging");

    [Fact]
    [Clause("N35")]
    [Clause("N36")]
    [Clause("N37")]
    [Clause("N38")]
    public async Task From_the_portal_over_the_desk_to_a_certificate_that_anybody_can_verify()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        var phone = await PhoneFromAuthority(customer);
        using var portal = await App.Entered(customer);

        await portal.Get("/my/requests/new/rectification");
        await portal.Follow("Valitse väärät tiedot luettelosta");
        await portal.Submit("main form");
        Assert.Equal("Valitse ainakin yksi tieto.", Assert.Single(portal.Errors));
        await portal.Submit("main form", ("Item", "FirstName"), ("Item", "Email"), ("Item", $"Phone:{phone}"));
        await portal.Press("Allekirjoita ja lähetä",
            ("Entries[0].Proposed", "Anni"), ("Entries[1].Proposed", "ei osoite"), ("Entries[1].Ground", "Vaihtui."), ("Entries[2].Proposed", "040 1234567"), ("Entries[2].Ground", "Vaihtui."),
            ("Input.Name", "Aino Virtanen"), ("Input.Agreed", "true"));
        Assert.Equal(["Kerro, mistä oikea tieto käy ilmi.", "Tätä ei voi kirjoittaa tähän tietoon. Tarkista kirjoitusasu."], portal.Errors.Order());
        // The summary says of which of them.
        Assert.Equal(["Etunimi", "Sähköpostiosoite"], portal.Page.QuerySelectorAll(".ds-error-summary a").Select(a => a.TextContent.Split(':')[0]));
        await portal.Press("Allekirjoita ja lähetä", ("Entries[0].Ground", "Nimi on väärin."), ("Entries[1].Proposed", "anni@example.fi"), ("Input.RestrictMeanwhile", "true"));
        Assert.Matches("^/my/requests/[0-9a-f-]{36}$", portal.Address);
        var id = new RequestId(Guid.Parse(portal.Address[^36..]));

        // Meanwhile the values are marked, and not used.
        using var desk = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await desk.Get($"/staff/customers/{customer.Id.Value}");
        Assert.Equal(3, desk.Page.QuerySelectorAll("main .ds-tag").Count(tag => tag.TextContent.Trim() == "Kiistetty"));
        Assert.Contains("Käsittely rajoitettu", desk.Text, StringComparison.Ordinal);

        await desk.Get($"/staff/requests/{id.Value}");
        await desk.Press("Kirjaa varmistetuksi", ("Method", "PortalSignIn"));
        await desk.Follow("Ratkaise pyyntö");
        Assert.Equal($"/staff/requests/{id.Value}/rectification", desk.Address);
        // The order is that of the choices: name, e-mail, phone.
        await desk.Press("Ratkaise", ("Decisions[0].Decision", "Accept"), ("Decisions[1].Decision", "Refuse"), ("Decisions[2].Decision", "Accept"));
        Assert.Equal("Kirjoita perustelut. Asiakas lukee ne todistuksesta.", Assert.Single(desk.Errors));
        await desk.Press("Ratkaise", ("Decisions[1].Reasons", "Osoite ei toimi."));
        Assert.Equal("Valitse oikeudellinen peruste, jolla oikaisu evätään.", Assert.Single(desk.Errors));
        await desk.Press("Ratkaise", ("Decisions[1].Ground", "DataIsAccurate"), ("Decisions[2].Decision", "Change"), ("Decisions[2].Written", "+358 40 1234567"), ("Decisions[2].Reasons", "Kansainvälinen muoto."));
        Assert.Contains("Pyyntö on ratkaistu", desk.Text, StringComparison.Ordinal);

        var written = await App.Stored(db => db.Customers.AsNoTracking().Include(c => c.Phones).SingleAsync(c => c.Id == customer.Id));
        var request = await App.Stored(id);
        Assert.Equal(("Anni", "aino@example.fi"), (written.FirstName, written.Email!.Value));
        Assert.Equal(new Provenance(SourceKind.DataSubject, $"#{request.Number}", App.Clock.Today()), written.NameSource);
        Assert.Equal(PhoneNumber.Parse("+358 40 1234567"), Assert.Single(written.Phones).Number);
        Assert.Equal(RequestDecision.GrantPartly, request.Decision);
        Assert.Equal([DecisionGround.DataIsAccurate], request.Grounds);
        Assert.Equal([null, DecisionGround.DataIsAccurate, null], await App.Stored(db => db.RectificationItems.OrderBy(i => i.Position).Select(i => i.RefusalGround).ToListAsync()));

        // The wrong number came from elsewhere: they are to be told.
        Assert.Contains("vtj. Oikaisusta on kerrottava sinne.", desk.Text, StringComparison.Ordinal);
        await desk.Get("/staff/requests");
        await desk.Follow("Oikaisut, joista on kerrottava");
        Assert.Contains($"{request.Number}", desk.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("050 7654321", desk.Text, StringComparison.Ordinal);
        await desk.Get($"/staff/requests/{id.Value}/rectification");
        // The letter tells the source of its own values only.
        await desk.Follow("Tulosta kirje tiedon antajalle");
        foreach (var said in new[] { "vtj", "507654321", "401234567", "AnniVirtanen" })
            Assert.Contains(said, desk.Text.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        foreach (var others in new[] { "Osoite ei toimi", "anni@example.fi", "Nimi on väärin" })
            Assert.DoesNotContain(others, desk.Text, StringComparison.Ordinal);
        await desk.Get($"/staff/requests/{id.Value}/rectification");
        await desk.Press("Merkitse kerrotuksi");
        await desk.Get("/staff/requests/sources");
        Assert.Contains("Kaikille on kerrottu", desk.Text, StringComparison.Ordinal);
        await desk.Get($"/staff/requests/{id.Value}/rectification");
        Assert.Equal(App.Clock.Today(), await App.Stored(db => db.RectificationItems.Where(i => i.Field == RectifiedField.Phone).Select(i => i.SourceToldOn).SingleAsync()));
        await desk.Follow("Avaa todistus");
        Assert.Contains("Osoite ei toimi.", desk.Text, StringComparison.Ordinal);

        await portal.Get($"/my/requests/{id.Value}");
        // The page that the mail leads to opens it, and so does the answer.
        await portal.Follow("Avaa todistus");
        Assert.Equal($"/my/requests/{id.Value}/certificate", portal.Address);
        await portal.Get($"/my/requests/{id.Value}/answer");
        await portal.Follow("Avaa todistus");
        Assert.Equal($"/my/requests/{id.Value}/certificate", portal.Address);
        await portal.Get($"/my/requests/{id.Value}");
        await portal.Follow("Mitä pyysit oikaisemaan");
        await portal.Follow("Avaa todistus");
        foreach (var said in new[] { "Todistus tiedon oikaisun epäämisestä", "Osoite ei toimi.", "tieto on oikein ja täydellinen", "anni@example.fi", "PL 800, 00531 Helsinki", "029 566 6700", "tuomioistuimen" })
            Assert.Contains(said, portal.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("040 1234567", portal.Text, StringComparison.Ordinal);
        Assert.NotNull(portal.Page.QuerySelector(".qr svg"));

        using var anybody = App.Browser();
        await anybody.Get("/verify");
        await anybody.Submit("main form", ("Code", portal.Page.QuerySelector(".code")!.TextContent.ToLowerInvariant().Replace('-', ' ')));
        foreach (var said in new[] { "Muuttamaton", "22.11.2026", "Esimerkki Oy", "Todistus tiedon oikaisun epäämisestä" })
            Assert.Contains(said, anybody.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Virtanen", anybody.Text, StringComparison.Ordinal);
        await anybody.Get("/verify/0000-0000-0000-0000-0000");
        Assert.Contains("Todistusta ei löydy", anybody.Text, StringComparison.Ordinal);

        var code = await App.Stored(db => db.RectificationCertificates.Select(c => c.Code).SingleAsync());
        await App.Stored(db => db.RectificationCertificates.ExecuteUpdateAsync(set => set.SetProperty(c => c.ContentText, c => c.ContentText.Replace("ei toimi", "toimii"))));
        await anybody.Get($"/verify/{code}");
        Assert.Contains("Muutettu", anybody.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_elses_certificate_opens_and_words_alone_are_certified_too()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        var id = await App.EstablishedRequestFrom(customer.Id, RequestType.Rectification);
        Assert.True((await App.Decide(id, RequestDecision.Refuse, "Tieto pitää paikkansa.")).Succeeded);

        using var other = await App.Entered(await Given.Customer("Eino", "Laine", "eino@example.fi"));
        foreach (var page in new[] { "certificate", "rectification" })
            Assert.Equal(HttpStatusCode.NotFound, (await other.Get($"/my/requests/{id.Value}/{page}")).Status);
        using var own = await App.Entered(customer);
        await own.Get($"/my/requests/{id.Value}/certificate");
        Assert.Contains("Tieto pitää paikkansa.", own.Text, StringComparison.Ordinal);
        Assert.Contains("Oikeudellinen peruste", own.Text, StringComparison.Ordinal);
        Assert.Equal([1L], await App.Stored(db => db.RectificationCertificates.Select(c => c.Number).ToListAsync()));
    }

    [Fact]
    public async Task Items_are_decided_on_their_page_only_and_a_protected_address_by_who_may_see_it()
    {
        var customer = await Given.Customer();
        var address = await ProtectedAddressOf(customer);
        var person = new Actor(ActorKind.Customer, customer.Id.Value, "Customer", "own-data");
        var filed = await App.Use((FileRectification file) => file.Run(
            new(new(customer.Id, RequestType.Rectification, Channel.Portal, App.Clock.Today(), Language.Fi, null, null), [new(RectifiedField.Street, address, null, "Uusikatu 2", "Muutin.")], false),
            person, CancellationToken.None));
        var id = filed.Value!.Id;
        await App.Use((ConfirmIdentity confirm) => confirm.Run(new(id, IdentityMethod.PortalSignIn), Arranging, CancellationToken.None));

        Assert.Equal(DecideRequestRefusal.ItemsUndecided, (await App.Decide(id, RequestDecision.Grant, "Näin.")).Refusal);
        using var desk = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await desk.Get($"/staff/requests/{id.Value}/rectification");
        Assert.DoesNotContain("Uusikatu", desk.Page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        await desk.Press("Ratkaise", ("Decisions[0].Decision", "Accept"));
        Assert.Contains("Osoite on suojattu. Vain käyttäjä", desk.Text, StringComparison.Ordinal);
        Assert.Equal(RequestState.InHand, (await App.Stored(id)).State);
        Assert.Null(await App.Stored(db => db.RectificationItems.Select(i => i.Decision).SingleAsync()));
    }

    [Fact]
    [Clause("N40")]
    public async Task An_objection_restricts_meanwhile_and_a_granted_restriction_until_it_is_lifted()
    {
        var customer = await Given.Customer();
        await App.Use((FileRequest file) => file.Run(
            new(customer.Id, RequestType.Objection, Channel.Letter, App.Clock.Today(), Language.Fi, "Vastustan.", null) { LetterIsArchived = true }, Arranging, CancellationToken.None));
        Assert.Equal([RestrictionReason.ObjectionPending], await Reasons());

        var id = await App.EstablishedRequestFrom(customer.Id, RequestType.Restriction);
        Assert.Equal([RestrictionReason.ObjectionPending], await Reasons());
        Assert.True((await App.Decide(id, RequestDecision.Grant, "Rajoitamme.")).Succeeded);
        Assert.Equal([RestrictionReason.ObjectionPending, RestrictionReason.OnRequest], await Reasons());

        async Task<IEnumerable<RestrictionReason>> Reasons() =>
            (await App.Stored(db => db.Restrictions.Where(r => r.CustomerId == customer.Id && r.LiftedAt == null).Select(r => r.Reason).ToListAsync())).Order();
    }

    [Fact]
    [Clause("N31")]
    [Clause("N35")]
    public async Task With_four_eyes_the_items_decisions_are_told_to_nobody_until_a_second_person_confirms_them()
    {
        App.Settings["Requests:FourEyes"] = "true";
        var customer = await Given.Customer(email: "aino@example.fi");
        var id = await Asked(customer, new(RectifiedField.FirstName, null, null, "Anni", "Nimi on väärin."), new(RectifiedField.Email, null, null, "anni@example.fi", "Vaihtui."));
        using var first = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await first.Get($"/staff/requests/{id.Value}/rectification");
        await first.Press("Ratkaise", ("Decisions[0].Decision", "Refuse"), ("Decisions[0].Ground", "DataIsAccurate"), ("Decisions[0].Reasons", "Salainen perustelu."), ("Decisions[1].Decision", "Accept"));

        Assert.Contains("odottaa toisen henkilön vahvistusta", first.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("asiakkaalle on kerrottu", first.Text, StringComparison.Ordinal);
        // Whoever is to confirm it sees what was decided, marked as not confirmed.
        using var second = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await second.Get($"/staff/requests/{id.Value}/rectification");
        Assert.Equal(["Ei oikaistu", "Oikaistu"], second.Page.QuerySelectorAll("main dd .ds-tag").Select(tag => tag.TextContent.Trim()));
        Assert.Equal(2, second.Page.QuerySelectorAll("main dd .subtle").Count(mark => mark.TextContent.Trim() == "Ei vielä vahvistettu"));
        Assert.Contains("Salainen perustelu.", second.Text, StringComparison.Ordinal);
        Assert.Empty(second.Page.QuerySelectorAll("input[name='Decisions[0].Item']"));
        await second.Get($"/staff/customers/{customer.Id.Value}");
        Assert.Equal(2, second.Page.QuerySelectorAll("main .ds-tag").Count(tag => tag.TextContent.Trim() == "Kiistetty"));
        App.Clock.Advance(TimeSpan.FromSeconds(2));
        using var portal = await App.Entered(customer);
        foreach (var page in new[] { $"/my/requests/{id.Value}/rectification", $"/my/requests/{id.Value}", "/my" })
            Assert.DoesNotContain("Salainen perustelu.", (await portal.Get(page)).Text, StringComparison.Ordinal);
        await portal.Get($"/my/requests/{id.Value}/rectification");
        Assert.DoesNotContain("Ei oikaistu", portal.Text, StringComparison.Ordinal);

        await second.Get($"/staff/requests/{id.Value}");
        await second.Press("Palauta valmisteluun");
        Assert.Empty(await App.Stored(db => db.RectificationItems.Where(i => i.Draft != null || i.Decision != null).ToListAsync()));
        await second.Get($"/staff/requests/{id.Value}/rectification");
        await second.Press("Ratkaise", ("Decisions[0].Decision", "Refuse"), ("Decisions[0].Ground", "DataIsAccurate"), ("Decisions[0].Reasons", "Toinen perustelu."), ("Decisions[1].Decision", "Accept"));
        await first.Get($"/staff/requests/{id.Value}");
        await first.Press("Vahvista päätös");

        Assert.Equal(RequestDecision.GrantPartly, (await App.Stored(id)).Decision);
        var items = await App.Stored(db => db.RectificationItems.AsNoTracking().OrderBy(i => i.Position).ToListAsync());
        Assert.Equal([(RectificationDecision.Refuse, null, "Toinen perustelu.", null), (RectificationDecision.Accept, "anni@example.fi", null, null)], items.Select(i => (i.Decision!.Value, i.WrittenValue, i.Reasons, i.Draft)));
        var written = await App.Stored(db => db.Customers.AsNoTracking().SingleAsync(c => c.Id == customer.Id));
        Assert.Equal(("Aino", "anni@example.fi"), (written.FirstName, written.Email!.Value));
        // The address was corrected: what was opened by the former one is closed.
        await portal.Get("/my");
        Assert.StartsWith("/enter", portal.Address, StringComparison.Ordinal);
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        using var again = await App.Entered(written);
        await again.Get($"/my/requests/{id.Value}/rectification");
        Assert.Contains("Toinen perustelu.", again.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Ei vielä vahvistettu", again.Text, StringComparison.Ordinal);
        await again.Follow("Avaa todistus");
        Assert.Contains("Toinen perustelu.", again.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Salainen perustelu.", again.Text, StringComparison.Ordinal);
    }

    private async Task<RequestId> Asked(Customer customer, params RectificationEntry[] entries)
    {
        var filed = await App.Use((FileRectification file) => file.Run(
            new(new(customer.Id, RequestType.Rectification, Channel.Portal, App.Clock.Today(), Language.Fi, null, null), entries, false), new(ActorKind.Customer, customer.Id.Value, "Customer", "own-data"), CancellationToken.None));
        await App.Use((ConfirmIdentity confirm) => confirm.Run(new(filed.Value!.Id, IdentityMethod.PortalSignIn), Arranging, CancellationToken.None));
        return filed.Value!.Id;
    }

    private Task<Guid> PhoneFromAuthority(Customer customer) => App.Use(async (RegisterContext db) =>
    {
        var phone = CustomerPhone.Of(customer.Id, PhoneKind.Mobile, PhoneNumber.Parse("050 7654321"), new(SourceKind.Authority, "vtj", App.Clock.Today()), App.Clock);
        db.Add(phone);
        db.Add(AuditEntry.Of(Arranging, AuditAction.CustomerChanged, App.Clock, customer.Id));
        await db.SaveChangesAsync();
        return phone.Id.Value;
    });

    private Task<Guid> ProtectedAddressOf(Customer customer) => App.Use(async (RegisterContext db) =>
    {
        var source = new Provenance(SourceKind.DataSubject, null, App.Clock.Today());
        var stored = await db.Customers.SingleAsync(c => c.Id == customer.Id);
        stored.ProtectAddress(App.Clock.Today(), App.Clock.Today().AddYears(1), source);
        var address = CustomerAddress.Of(customer.Id, AddressKind.Postal, PostalAddress.Create("Salakatu 1", "00100", "Helsinki"), source, App.Clock);
        db.Add(address);
        db.Add(AuditEntry.Of(Arranging, AuditAction.ProtectionSet, App.Clock, customer.Id));
        await db.SaveChangesAsync();
        return address.Id.Value;
    });

    public sealed class OnSqlite() : RectificationPagesTests(Engine.Sqlite);

    public sealed class OnPostgres() : RectificationPagesTests(Engine.Postgres);
}
