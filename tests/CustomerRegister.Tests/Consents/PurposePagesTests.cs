using System.Net;
using System.Text.Json;
using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Portal;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Consents;

public abstract class PurposePagesTests(Engine engine) : AppTest(engine)
{
    private const string Email = "aino@example.fi", NewWords = "Lähetämme sinulle uutisia ja tarjouksia sähköpostilla ja tekstiviestillä.";

    [Fact]
    [Clause("N33")]
    public async Task The_legal_basis_of_a_use_that_can_be_forbidden_is_not_changed()
    {
        Task<Purpose> Post() => App.Stored(db => db.Purposes.AsNoTracking().SingleAsync(p => p.Code == BanPurposes.Of(BanKind.DirectMarketing)));
        using var officer = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await officer.Get("/admin/purposes");
        await officer.Follow((await Post()).Name.Fi);

        await officer.Submit("main form", ("Basis", nameof(LegalBasis.Consent)));

        Assert.Contains("Tämän käytön voi kieltää", Assert.Single(officer.Errors), StringComparison.Ordinal);
        Assert.Equal((LegalBasis.LegitimateInterest, 1), ((await Post()).Basis, (await Post()).Version));
    }

    [Fact]
    [Clause("N3")]
    [Clause("N11")]
    public async Task A_consent_to_other_words_no_longer_holds_is_asked_again_and_every_record_keeps_its_own_words()
    {
        var customer = await Given.Customer(email: Email, language: Language.Sv);
        using var browser = await App.Entered(customer);
        browser.Languages = "sv";
        await Press(browser);
        var old = await Purpose();

        using var officer = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await officer.Get("/admin/purposes");
        await officer.Follow("Sähköinen suoramarkkinointi");
        await officer.Submit("main form");
        Assert.Contains("samat kuin ennen", officer.Text, StringComparison.Ordinal);
        await officer.Submit("main form", ("DescriptionFi", NewWords), ("DescriptionSv", "Vi skickar nyheter och erbjudanden per e-post och sms."), ("DescriptionEn", ""));
        Assert.Single(officer.Errors);
        await officer.Submit("main form", ("DescriptionEn", "We send you news and offers by e-mail and text message."));
        Assert.Equal("/admin/purposes", officer.Address);
        Assert.Equal(2, (await Purpose()).Version);
        Assert.Contains(await App.Stored(db => db.AuditEntries.ToListAsync()), e => e.Action == AuditAction.PurposeChanged && e.ActorRole == nameof(StaffRole.PrivacyOfficer));

        // Nothing is assumed: not given, not withdrawn, but waiting; on the front page too.
        await browser.Get("/my");
        Assert.Contains("Formuleringen av ett av dina samtycken har ändrats", browser.Text, StringComparison.Ordinal);
        await browser.Get("/my/consents");
        Assert.Equal("false", browser.Page.QuerySelector("#consent-marketing [role=switch]")!.GetAttribute("aria-checked"));
        Assert.NotNull(browser.Page.QuerySelector("#decline-marketing"));
        Assert.Empty(await App.Use((ReachableCustomers reachable) => reachable.For(BanKind.DirectMarketing, ReachedBy.Email).ToListAsync()));
        Assert.Single(await App.Stored(db => db.ConsentDecisions.ToListAsync()));

        await Press(browser);
        Assert.Single(await App.Use((ReachableCustomers reachable) => reachable.For(BanKind.DirectMarketing, ReachedBy.Email).ToListAsync()));
        var decisions = await App.Stored(db => db.ConsentDecisions.OrderBy(d => d.At).ToListAsync());
        Assert.Equal([old.TextHash(Language.Sv), (await Purpose()).TextHash(Language.Sv)], decisions.Select(d => d.TextHash));
        Assert.Equal("true", browser.Page.QuerySelector("#consent-marketing [role=switch]")!.GetAttribute("aria-checked"));
        Assert.Null(browser.Page.QuerySelector("#decline-marketing"));

        // Withdrawn by the same one press.
        await Press(browser);
        Assert.Equal("false", browser.Page.QuerySelector("#consent-marketing [role=switch]")!.GetAttribute("aria-checked"));

        await browser.Get($"/my/consents/{decisions[0].Id.Value}");
        Assert.Contains("Vi skickar nyheter och erbjudanden till dig per e-post.", browser.Text, StringComparison.Ordinal);
        Assert.Contains("1, svenska", browser.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Återkallat", browser.Text, StringComparison.Ordinal);

        await browser.Get($"/my/consents/{decisions[1].Id.Value}?handler=Json");
        using var json = JsonDocument.Parse(browser.Content);
        var record = json.RootElement;
        var purpose = record.GetProperty("pii_processing").GetProperty("purposes")[0];
        Assert.Equal(decisions[1].Id.Value.ToString(), record.GetProperty("record_id").GetString());
        Assert.Equal($"{customer.Number}", record.GetProperty("pii_principal_id").GetString());
        Assert.Equal("Vi skickar nyheter och erbjudanden per e-post och sms.", purpose.GetProperty("purpose_description").GetString());
        Assert.Equal((2, "sv", "http://localhost/my/consents"),
            (purpose.GetProperty("text_version").GetInt32(), record.GetProperty("pii_processing").GetProperty("language").GetString(), purpose.GetProperty("withdrawal_method").GetString()));
        Assert.Equal("controller", record.GetProperty("party_identification")[0].GetProperty("party_role").GetString());
        Assert.Equal(["given", "withdrawn"], record.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("event_state").GetString()));
        Assert.Equal(["name", "contactDetails"], purpose.GetProperty("pii_information").EnumerateArray().Select(i => i.GetProperty("pii_type").GetString()));
        Assert.Equal("P10Y from the end of the customer relationship", purpose.GetProperty("retention_period").GetString());
        // What the specification demands of a record, section by section.
        AssertHas(record, "schema_version", "receipt_id", "record_id", "pii_principal_id");
        AssertHas(record.GetProperty("pii_processing"), "privacy_notice", "language", "purposes");
        AssertHas(purpose, "purpose", "lawful_basis", "pii_information", "pii_controllers", "retention_period", "jurisdiction", "withdrawal_method");
        Assert.All(record.GetProperty("party_identification").EnumerateArray(), party => AssertHas(party, "party_id", "party_name", "party_address", "party_contact", "party_role"));
        Assert.All(record.GetProperty("events").EnumerateArray(), e => AssertHas(e, "event_time", "validity_duration", "entity_id", "event_type", "event_state"));
        Assert.Equal("Withdrawn", record.GetProperty("state").GetString());

        await browser.Get($"/my/consents/{decisions[1].Id.Value}?handler=File");
        Assert.Equal("text/html", browser.Response.Content.Headers.ContentType!.MediaType);
        var file = System.Text.Encoding.UTF8.GetString(browser.Content);
        Assert.Contains("per e-post och sms", file, StringComparison.Ordinal);
        Assert.Contains("lang=\"sv\"", file, StringComparison.Ordinal);

        using var other = await App.Entered(await Given.Customer("Eino", "Laine", "eino@example.fi"));
        foreach (var handler in new[] { "", "?handler=Json", "?handler=File" })
            Assert.Equal(HttpStatusCode.NotFound, (await other.Get($"/my/consents/{decisions[0].Id.Value}{handler}")).Status);
    }

    private static void AssertHas(JsonElement part, params string[] fields) => Assert.All(fields, field => Assert.True(part.TryGetProperty(field, out _), field));

    [Fact]
    [Clause("N11")]
    public async Task Whoever_declines_the_new_words_has_withdrawn()
    {
        var customer = await Given.Customer(email: Email);
        using var browser = await App.Entered(customer);
        await Press(browser);
        var purpose = await Purpose();
        var outcome = await App.Use((EditPurpose edit) => edit.Run(
            new(purpose.Id, 1, null, purpose.Basis, purpose.Name, new(NewWords, NewWords, NewWords)), Actor.System("test", "test"), CancellationToken.None));
        Assert.True(outcome.Succeeded);

        await browser.Get("/my/consents");
        await browser.Submit("#decline-marketing");
        Assert.Null(browser.Page.QuerySelector("#decline-marketing"));
        Assert.False((await App.Stored(db => db.ConsentDecisions.OrderByDescending(d => d.At).FirstAsync())).Given);
    }

    [Fact]
    public async Task A_new_purpose_has_a_code_of_its_own_and_shows_on_the_notice()
    {
        using var officer = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await officer.Get("/admin/purposes/edit");
        (string, string?)[] words = [("NameFi", "Asiakaskyselyt"), ("NameSv", "Kundenkäter"), ("NameEn", "Customer surveys"), ("DescriptionFi", "Kysymme mielipidettäsi."), ("DescriptionSv", "Vi frågar om din åsikt."), ("DescriptionEn", "We ask for your opinion."), ("Basis", nameof(LegalBasis.Consent))];
        await officer.Submit("main form", [("Code", "Väärä koodi"), .. words]);
        Assert.Contains(officer.Errors, error => error.Contains("pienillä kirjaimilla", StringComparison.Ordinal));
        await officer.Submit("main form", [("Code", "marketing"), .. words]);
        Assert.Contains(officer.Errors, error => error.Contains("jo käytössä", StringComparison.Ordinal));
        await officer.Submit("main form", [("Code", "customer-survey"), .. words]);
        Assert.Equal("/admin/purposes", officer.Address);

        using var reader = App.Browser();
        await reader.Get("/notice");
        Assert.Contains("Kysymme mielipidettäsi.", reader.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await officer.Get($"/admin/purposes/edit/{Guid.CreateVersion7()}")).Status);
    }

    [Fact]
    public async Task Of_two_who_edit_at_once_the_second_is_told()
    {
        using var officer = await Given.SignedIn(StaffRole.PrivacyOfficer);
        var purpose = await Purpose();
        await officer.Get($"/admin/purposes/edit/{purpose.Id.Value}");
        await App.Use((EditPurpose edit) => edit.Run(
            new(purpose.Id, 1, null, purpose.Basis, purpose.Name, new(NewWords, NewWords, NewWords)), Actor.System("test", "test"), CancellationToken.None));
        await officer.Submit("main form", ("DescriptionFi", "Toiset sanat."));
        Assert.Contains("sillä välin", officer.Text, StringComparison.Ordinal);
        Assert.Equal(2, (await Purpose()).Version);
    }

    private Task<Purpose> Purpose() => App.Stored(db => db.Purposes.AsNoTracking().SingleAsync(p => p.Code == "marketing"));

    private static async Task Press(Browser browser)
    {
        await browser.Get("/my/consents");
        await browser.Submit("#consent-marketing");
        Assert.Equal("/my/consents", browser.Address);
    }

    public sealed class OnSqlite() : PurposePagesTests(Engine.Sqlite);

    public sealed class OnPostgres() : PurposePagesTests(Engine.Postgres);
}
