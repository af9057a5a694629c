using System.Net;
using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Rectification;
using CustomerRegister.Requests;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Requests;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Rectification;

/// <summary>What a person who reads paper only learns of a correction, and where the mail about it goes.</summary>
public abstract class RectificationLetterTests(Engine engine) : AppTest(engine)
{
    private static readonly Actor Arranging = Actor.System("test", "arranging");

    [Theory]
    [InlineData(Language.Fi, "Etunimi: oikaistu pyyntösi mukaan. Rekisterissä on nyt ”Anni”.", "Puhelinnumero: oikaistu toisin kuin pyysit. Pyysit: ”040 1234567”. Rekisterissä on nyt ”+358 40 1234567”.", "Sähköpostiosoite: ei oikaistu. Pyysit: ”anni@example.fi”. Peruste: tieto on oikein")]
    [InlineData(Language.Sv, "Förnamn: rättad enligt din begäran. I registret står nu ”Anni”.", "Telefonnummer: rättad på annat sätt än du begärde. Du begärde: ”040 1234567”. I registret står nu ”+358 40 1234567”.", "E-postadress: inte rättad. Du begärde: ”anni@example.fi”. Grund: uppgiften är")]
    [InlineData(Language.En, "First name: rectified as you asked. The register now says “Anni”.", "Telephone number: rectified otherwise than you asked. You asked for: “040 1234567”. The register now says “+358 40 1234567”.", "E-mail address: not rectified. You asked for: “anni@example.fi”. Ground: the data is accurate")]
    [Clause("N35")]
    [Clause("N37")]
    public async Task The_letter_tells_of_each_item_what_was_decided_and_what_was_written_and_the_number_of_the_certificate(Language language, string accepted, string changed, string refused)
    {
        var id = await Asked(await Given.Customer(email: "aino@example.fi"), language, First("Anni"), Mail("anni@example.fi"), new(RectifiedField.Phone, null, null, "040 1234567", "Uusi numero."));
        Assert.Null(await Decide(id, i => i.Field switch
        {
            RectifiedField.FirstName => new(i.Id, RectificationDecision.Accept, null, null),
            RectifiedField.Phone => new(i.Id, RectificationDecision.Change, "+358 40 1234567", "Kansainvälinen muoto."),
            _ => new(i.Id, RectificationDecision.Refuse, null, "Osoite ei toimi.") { Ground = DecisionGround.DataIsAccurate },
        }));

        var letter = await Letter(id);
        foreach (var told in new[] { $"1. {accepted}", $"2. {refused}", $"3. {changed}" })
            Assert.Contains(told, letter.Body, StringComparison.Ordinal);
        // A reason stands by the number and the name of its item.
        Assert.Matches(@"\n2\. \S.*: Osoite ei toimi\.\n3\. \S.*: Kansainvälinen muoto\.\n", letter.Body);
        var certificate = await App.Stored(db => db.RectificationCertificates.AsNoTracking().SingleAsync());
        Assert.Contains($" {certificate.Number}. ", letter.Body, StringComparison.Ordinal);
        Assert.Contains($"/verify/{certificate.Code}", letter.Body, StringComparison.Ordinal);
        Assert.Contains("Anni", letter.Body, StringComparison.Ordinal);
        App.Log.HoldsNone("Anni", "Osoite ei toimi");
    }

    [Fact]
    public async Task Where_all_is_accepted_the_letter_says_no_more_than_that()
    {
        var id = await Asked(await Given.Customer(), Language.Fi, First("Anni"));
        Assert.Null(await Decide(id, i => new(i.Id, RectificationDecision.Accept, null, null)));

        var letter = await Letter(id);
        Assert.DoesNotContain("Lisäksi kerromme", letter.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("todistu", letter.Body, StringComparison.OrdinalIgnoreCase);
        Assert.Null((await App.Stored(id)).DecisionReasons);
    }

    [Fact]
    public async Task However_long_the_reasons_are_all_of_them_are_told()
    {
        var fields = new[] { RectifiedField.FirstName, RectifiedField.LastName, RectifiedField.Email, RectifiedField.Phone, RectifiedField.Website };
        var id = await Asked(await Given.Customer(), Language.Fi, [.. fields.Select(f => new RectificationEntry(f, null, null, f switch { RectifiedField.Email => "anni@example.fi", RectifiedField.Phone => "040 1234567", RectifiedField.Website => "https://example.fi", _ => "Anni" }, "Näin on."))]);
        Assert.Null(await Decide(id, i => new(i.Id, RectificationDecision.Refuse, null, new string('a', 980) + $" loppu{i.Position}.") { Ground = DecisionGround.DataIsAccurate }));

        var letter = await Letter(id);
        Assert.All(Enumerable.Range(1, 5), n => Assert.Contains($"loppu{n}.", letter.Body, StringComparison.Ordinal));
    }

    [Fact]
    [Clause("N35")]
    public async Task The_answer_goes_to_the_address_that_is_on_record_after_the_correction()
    {
        var id = await Asked(await Given.Customer("Aino", "Virtanen", "vaara@example.fi"), Language.Fi, Mail("oikea@example.fi"));
        Assert.Null(await Decide(id, i => new(i.Id, RectificationDecision.Accept, null, null)));

        var mail = Assert.Single(await App.MailsTo("oikea@example.fi"), IsAnswer);
        Assert.DoesNotContain("oikea@example.fi", mail.Subject + mail.TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain(await App.MailsTo("vaara@example.fi"), IsAnswer);

        static bool IsAnswer(MimeKit.MimeMessage mail) => mail.Subject!.EndsWith("pyyntöösi on vastattu", StringComparison.Ordinal);
    }

    [Fact]
    [Clause("N35")]
    public async Task A_correction_asked_in_words_is_granted_when_its_items_are_entered_or_it_is_said_why_nothing_is_written()
    {
        var customer = await Given.Customer();
        var id = await App.EstablishedRequestFrom(customer.Id, RequestType.Rectification);
        using var desk = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await desk.Get($"/staff/requests/{id.Value}/decision");
        await desk.Press("Tallenna päätös", ("Decision", "Grant"), ("Reasons", "Korjattu."));
        Assert.Contains("Oikaisua ei voi hyväksyä pelkästään sanoin", Assert.Single(desk.Errors), StringComparison.Ordinal);
        Assert.Equal(RequestState.InHand, (await App.Stored(id)).State);
        await desk.Press("Tallenna päätös", ("NothingToWrite", "true"), ("Reasons", " "));
        Assert.Contains("perustelut", Assert.Single(desk.Errors), StringComparison.OrdinalIgnoreCase);
        await desk.Follow("Kirjaa oikaistavat kohdat");
        Assert.Equal($"/staff/requests/{id.Value}/rectification/choose", desk.Address);

        await desk.Get($"/staff/requests/{id.Value}/decision");
        await desk.Press("Tallenna päätös", ("Decision", "Grant"), ("NothingToWrite", "true"), ("Reasons", "Nimi on jo oikein."));
        Assert.Equal(RequestDecision.Grant, (await App.Stored(id)).Decision);
        var letter = await Letter(id);
        Assert.Contains("Rekisteriin ei ollut tarpeen kirjoittaa muutoksia.", letter.Body, StringComparison.Ordinal);
        Assert.Contains("Nimi on jo oikein.", letter.Body, StringComparison.Ordinal);
    }

    [Fact]
    [Clause("N35")]
    public async Task The_letter_is_previewed_before_anything_is_decided()
    {
        var id = await Asked(await Given.Customer(email: "aino@example.fi"), Language.Sv, First("Anni"), Mail("anni@example.fi"));
        using var desk = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await desk.Get($"/staff/requests/{id.Value}/rectification");
        await desk.Press("Esikatsele kirje", ("Decisions[0].Decision", "Accept"), ("Decisions[1].Decision", "Refuse"), ("Decisions[1].Ground", "DataIsAccurate"));
        Assert.Equal("Kirjoita perustelut. Asiakas lukee ne todistuksesta.", Assert.Single(desk.Errors));
        Assert.Null(desk.Page.QuerySelector("main .ds-card[lang=sv]"));
        await desk.Press("Esikatsele kirje", ("Decisions[1].Reasons", "Adressen fungerar inte."), ("Words", "Tack."));

        var preview = desk.Page.QuerySelector("main .ds-card[lang=sv]")!.TextContent;
        foreach (var told in new[] { "1. Förnamn: rättad enligt din begäran. I registret står nu ”Anni”.", "2. E-postadress: inte rättad.", "Tack.\n2. E-postadress: Adressen fungerar inte.", "Intygets nummer och kontrolladress fylls i" })
            Assert.Contains(told, preview, StringComparison.Ordinal);
        Assert.Equal(RequestState.InHand, (await App.Stored(id)).State);
        Assert.Empty(await App.Stored(db => db.RectificationItems.Where(i => i.Draft != null || i.Decision != null).ToListAsync()));
        Assert.Empty(await App.Stored(db => db.RequestLetters.ToListAsync()));
        // What was typed is still there.
        await desk.Press("Ratkaise");
        Assert.Equal(RequestDecision.GrantPartly, (await App.Stored(id)).Decision);
    }

    [Theory]
    [InlineData(StaffRole.CustomerService)]
    [InlineData(StaffRole.Marketing)]
    [InlineData(StaffRole.Finance)]
    [InlineData(StaffRole.Administrator)]
    public async Task Who_may_not_decide_previews_no_letter(StaffRole role)
    {
        var id = await Asked(await Given.Customer(), Language.Fi, First("Anni"));
        var item = await App.Stored(db => db.RectificationItems.Select(i => i.Id).SingleAsync());
        using var browser = await Given.SignedIn(role);
        var page = $"/staff/requests/{id.Value}/rectification";
        await browser.Get(page);
        Assert.DoesNotContain("Esikatsele kirje", browser.Text, StringComparison.Ordinal);
        var token = browser.Page.QuerySelector("input[name='__RequestVerificationToken']")!.GetAttribute("value")!;

        await browser.Post($"{page}?handler=Preview", ("Decisions[0].Item", $"{item.Value}"), ("Decisions[0].Decision", "Accept"), ("__RequestVerificationToken", token));

        Assert.Equal(HttpStatusCode.Forbidden, browser.Status);
    }

    [Fact]
    public async Task Whoever_may_not_see_a_protected_address_reads_it_in_no_letter_and_in_no_preview()
    {
        var customer = await Given.Customer();
        var id = await Asked(customer, Language.Fi, new(RectifiedField.Street, null, null, "Piilokuja 7", "Muutin."), new(RectifiedField.PostalCode, null, null, "00100", "Muutin."), new(RectifiedField.City, null, null, "Helsinki", "Muutin."));
        Assert.Null(await Decide(id, i => new(i.Id, RectificationDecision.Accept, null, null)));
        var letter = await Letter(id);
        Assert.Contains("Piilokuja 7", letter.Body, StringComparison.Ordinal);
        var second = await Asked(customer, Language.Fi, First("Anni"), new(RectifiedField.Street, await AddressOf(customer), null, "Salakuja 8", "Muutin taas."));
        await App.Use(async (RegisterContext db) =>
        {
            var today = App.Clock.Today();
            (await db.Customers.SingleAsync(c => c.Id == customer.Id)).ProtectAddress(today, today.AddYears(1), new(SourceKind.Authority, null, today));
            db.Add(AuditEntry.Of(Arranging, AuditAction.CustomerChanged, App.Clock, customer.Id));
            await db.SaveChangesAsync();
        });

        using var desk = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await desk.Get($"/staff/requests/{id.Value}/letters/{letter.Id.Value}");
        Assert.Contains("Katuosoite: oikaistu pyyntösi mukaan.", desk.Text, StringComparison.Ordinal);
        foreach (var hidden in new[] { "Piilokuja", "00100" })
            Assert.DoesNotContain(hidden, desk.Text, StringComparison.Ordinal);
        await desk.Get($"/staff/requests/{second.Value}/rectification");
        await desk.Press("Esikatsele kirje", ("Decisions[0].Decision", "Accept"), ("Decisions[1].Decision", "Accept"));
        Assert.Contains("”Anni”", desk.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Salakuja", desk.Page.DocumentElement.OuterHtml, StringComparison.Ordinal);
    }

    private static RectificationEntry First(string name) => new(RectifiedField.FirstName, null, null, name, "Nimi on väärin.");

    private static RectificationEntry Mail(string address) => new(RectifiedField.Email, null, null, address, "Vaihtui.");

    private Task<RequestLetter> Letter(RequestId id) => App.Stored(db => db.RequestLetters.AsNoTracking().SingleAsync(l => l.RequestId == id));

    private Task<Guid> AddressOf(Customer customer) => App.Stored(async db => (await db.Customers.AsNoTracking().Include(c => c.Addresses).SingleAsync(c => c.Id == customer.Id)).Addresses.Single().Id.Value);

    private async Task<RequestId> Asked(Customer customer, Language language, params RectificationEntry[] entries)
    {
        var filed = await App.Use((FileRectification file) => file.Run(
            new(new(customer.Id, RequestType.Rectification, Channel.Portal, App.Clock.Today(), language, null, null), entries, false), new(ActorKind.Customer, customer.Id.Value, "Customer", "own-data"), CancellationToken.None));
        await App.Use((ConfirmIdentity confirm) => confirm.Run(new(filed.Value!.Id, IdentityMethod.PortalSignIn), Arranging, CancellationToken.None));
        return filed.Value!.Id;
    }

    private async Task<DecideRectificationRefusal?> Decide(RequestId id, Func<RectificationItem, ItemDecision> decide)
    {
        var officer = (await Given.Staff(StaffRole.PrivacyOfficer)).AsActor("requests");
        var items = await App.Stored(db => db.RectificationItems.AsNoTracking().Where(i => i.RequestId == id).OrderBy(i => i.Position).ToListAsync());
        return (await App.Use((DecideRectification use) => use.Run(new(id, [.. items.Select(decide)], null), officer, CancellationToken.None))).Refusal;
    }

    public sealed class OnSqlite() : RectificationLetterTests(Engine.Sqlite);

    public sealed class OnPostgres() : RectificationLetterTests(Engine.Postgres);
}
