using System.Net;
using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Disclosures;
using CustomerRegister.PersonalData;
using CustomerRegister.Rectification;
using CustomerRegister.Requests;
using CustomerRegister.Restrictions;
using CustomerRegister.Retention;
using CustomerRegister.Staff;
using CustomerRegister.Tests.PersonalData;
using CustomerRegister.Tests.Portal;
using CustomerRegister.Tests.Requests;
using CustomerRegister.Tests.Retention;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Disclosures;

/// <summary>Whoever got a person's data is told when it is corrected, erased or restricted, until they acknowledge it (N36; GDPR Art. 19).</summary>
public abstract class RecipientsToldTests(Engine engine) : RetentionTest(engine)
{
    private const string Collector = "tietosuoja@perinta.example";

    private static readonly Actor Arranging = Actor.System("test", "arranging");

    [Fact]
    [Clause("N36")]
    public async Task From_the_disclosure_on_the_card_over_a_correction_to_the_recipients_acknowledgement()
    {
        using var administrator = await Given.SignedIn(StaffRole.Administrator);
        await administrator.Get("/admin/recipients");
        await administrator.Press("Lisää vastaanottaja", ("Input.Name", "Perintä Oy"), ("Input.Email", "ei osoite"));
        Assert.Equal("Tarkista sähköpostiosoite.", Assert.Single(administrator.Errors));
        await administrator.Press("Lisää vastaanottaja", ("Input.Email", Collector));
        await administrator.Press("Lisää vastaanottaja", ("Input.Name", "Perintä Oy"), ("Input.Email", Collector));
        Assert.Equal("Tämänniminen vastaanottaja on jo olemassa.", Assert.Single(administrator.Errors));

        var customer = await Given.Customer("Aino", "Virtanen", "aino@example.fi");
        using var desk = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await desk.Get($"/staff/customers/{customer.Id.Value}");
        await desk.Follow("Tietojen luovutukset");
        await desk.Press("Kirjaa luovutus", ("Input.On", "2026-11-23"));
        Assert.Equal(3, desk.Errors.Count);
        var recipient = await App.Stored(db => db.Recipients.Select(r => r.Id).SingleAsync(Ct));
        await desk.Press("Kirjaa luovutus", ("Input.Recipient", recipient.Value.ToString()), ("Input.Categories", "Name"), ("Input.Categories", "ContactDetails"), ("Input.Ground", "DebtCollection"));
        Assert.Equal("Päivä ei voi olla tulevaisuudessa.", Assert.Single(desk.Errors));
        await desk.Press("Kirjaa luovutus", ("Input.On", "2026-11-20"));
        Assert.Contains("Perintä Oy 20.11.2026 Nimi, Yhteystiedot Velan perintä", desk.Text, StringComparison.Ordinal);

        // The person learns who got what.
        using var portal = await App.Entered(customer);
        await portal.Get("/my");
        foreach (var told in (string[])["Kenelle tietojasi on luovutettu", "Perintä Oy", "Velan perintä"])
            Assert.Contains(told, portal.Text, StringComparison.Ordinal);

        await Corrected(customer, new RectificationEntry(RectifiedField.FirstName, null, "Aino", "Anni", "Näin se on."), new RectificationEntry(RectifiedField.Language, null, "Fi", "Sv", "Näin se on."));

        var mail = Assert.Single(await App.MailsTo(Collector));
        foreach (var personal in (string[])["Aino", "Anni", "Virtanen", "aino@example.fi", $"{customer.Number}"])
            Assert.DoesNotContain(personal, mail.Subject + mail.TextBody, StringComparison.Ordinal);
        await desk.Get("/staff/requests");
        await desk.Follow("Ilmoitukset tietojen vastaanottajille");
        Assert.Contains("Perintä Oy Oikaisu", desk.Text, StringComparison.Ordinal);
        Assert.Contains("Lähetetty, ei kuitattu", desk.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Virtanen", desk.Text, StringComparison.Ordinal);

        // Following the link says nothing and does nothing.
        using var anybody = App.Browser();
        await anybody.Get(Postbox.LinkIn(mail, "/told"));
        Assert.DoesNotContain("Virtanen", anybody.Text, StringComparison.Ordinal);
        Assert.True((await Notice()).IsOpen);
        var link = anybody.Address;
        await anybody.Press("Avaa ilmoitus");
        foreach (var told in (string[])["Anni Virtanen", "Etunimi Aino Anni", "Nimi"])
            Assert.Contains(told, anybody.Text, StringComparison.Ordinal);
        // Of what they never got they are told nothing.
        Assert.DoesNotContain("Ruotsi", anybody.Text, StringComparison.Ordinal);
        await anybody.Press("Kuittaa saaduksi");
        Assert.Contains("Kiitos, ilmoitus on kuitattu", anybody.Text, StringComparison.Ordinal);
        await anybody.Get(link);
        Assert.Contains("Linkki ei toimi", anybody.Text, StringComparison.Ordinal);
        Assert.Equal((NoticeOutcome.Acknowledged, Today, null), ((await Notice()).Outcome, (await Notice()).ToldOn, (await Notice()).SecretHash));

        await desk.Get("/staff/requests/recipients");
        Assert.Contains("Kaikki on kuitattu", desk.Text, StringComparison.Ordinal);
        await portal.Get("/my");
        Assert.Contains("Vastaanottaja on kuitannut", portal.Text, StringComparison.Ordinal);
        await portal.Get("/my/uses");
        Assert.Contains("Tietojen luovutus kirjattu", portal.Text, StringComparison.Ordinal);
        Assert.Contains("Nimi, Yhteystiedot", portal.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("ContactDetails", portal.Text, StringComparison.Ordinal);
        var logged = await App.Logged(customer.Id);
        foreach (var action in (string[])[AuditAction.DisclosureRecorded, AuditAction.RecipientNoticeMade, AuditAction.RecipientNoticeOpened, AuditAction.RecipientNoticeAcknowledged])
            Assert.Contains(action, logged);
        App.Log.HoldsNone("Virtanen", link["/told?secret=".Length..]);
    }

    [Fact]
    [Clause("N14")]
    [Clause("N36")]
    public async Task Whoever_wrong_values_came_from_is_told_by_mail_of_those_alone_and_followed_up_like_a_recipient()
    {
        var known = (await App.Use((AddRecipient add) => add.Run(new("Osoitepalvelu Oy", Collector, Language.Fi), Arranging, Ct))).Value!;
        var customer = await Given.Customer("Aino", "Virtanen");
        var phones = await Arrange(async db =>
        {
            var stored = await db.Customers.Include(c => c.Addresses).Include(c => c.Phones).Include(c => c.ContactRoles).SingleAsync(c => c.Id == customer.Id, Ct);
            var ofKnown = CustomerPhone.Of(customer.Id, PhoneKind.Phone, PhoneNumber.Parse("040 111 1111", null), new(SourceKind.UpdateService, known.Name, Today), App.Clock);
            var ofOther = CustomerPhone.Of(customer.Id, PhoneKind.Mobile, PhoneNumber.Parse("040 222 2222", null), new(SourceKind.Subcontractor, "Toinen Oy", Today), App.Clock);
            stored.AddPhone(ofKnown);
            stored.AddPhone(ofOther);
            return (Known: ofKnown.Id.Value, Other: ofOther.Id.Value);
        });

        await Corrected(customer,
            new RectificationEntry(RectifiedField.Phone, phones.Known, "+358401111111", "040 333 3333", "Väärä numero."),
            new RectificationEntry(RectifiedField.Phone, phones.Other, "+358402222222", "040 444 4444", "Väärä numero."),
            new RectificationEntry(RectifiedField.FirstName, null, "Aino", "Anni", "Näin se on."));

        using var source = App.Browser();
        await source.Get(Postbox.LinkIn(Assert.Single(await App.MailsTo(Collector)), "/told"));
        await source.Press("Avaa ilmoitus");
        Assert.Contains("saanut teiltä tietoja, jotka ovat osoittautuneet vääriksi", source.Text, StringComparison.Ordinal);
        Assert.Contains("Virtanen", source.Text, StringComparison.Ordinal);
        Assert.Contains("333 3333", source.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("444", source.Text, StringComparison.Ordinal);
        Assert.Single(source.Page.QuerySelectorAll("main tbody tr"));

        // The other one is told by letter, until it is among the recipients.
        using var desk = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await desk.Get("/staff/requests/sources");
        Assert.Contains("Toinen Oy", Assert.Single(desk.Page.QuerySelectorAll("main tbody tr")).TextContent, StringComparison.Ordinal);
        Assert.Equal(0, desk.Page.QuerySelectorAll("main form").Length);
        await App.Use((AddRecipient add) => add.Run(new("Toinen Oy", "tietosuoja@toinen.example", Language.Sv), Arranging, Ct));
        await desk.Get("/staff/requests/sources");
        await desk.Press("Kerro sähköpostilla: Toinen Oy");
        Assert.Contains("Ilmoitus lähtee sähköpostitse", desk.Text, StringComparison.Ordinal);
        Assert.Empty(desk.Page.QuerySelectorAll("main tbody tr"));
        Assert.Single(await App.MailsTo("tietosuoja@toinen.example"));
        await desk.Get("/staff/requests/recipients");
        Assert.Equal(2, desk.Page.QuerySelectorAll("main tbody tr").Length);
    }

    [Fact]
    [Clause("N36")]
    public async Task A_correction_of_what_a_recipient_never_got_is_told_to_nobody_and_a_protected_address_neither()
    {
        var customer = await Given.Customer("Aino", "Virtanen");
        var address = await Arrange(async db =>
        {
            var stored = await db.Customers.Include(c => c.Addresses).Include(c => c.Phones).Include(c => c.ContactRoles).SingleAsync(c => c.Id == customer.Id, Ct);
            var home = CustomerAddress.Of(customer.Id, AddressKind.Postal, PostalAddress.Create("Vanhatie 1", "00100", "Helsinki"), Told, App.Clock);
            stored.AddAddress(home);
            stored.ProtectAddress(Today, Today.AddYears(1), Told);
            return home.Id.Value;
        });
        await Disclosed(customer.Id, "Perintä Oy", Collector, DataCategory.Name);
        await Disclosed(customer.Id, "Pankki Oyj", "pankki@example.fi", DataCategory.ContactDetails);

        await Corrected(customer, new RectificationEntry(RectifiedField.Street, address, "Vanhatie 1", "Piilopolku 7", "Muutin."));

        Assert.Empty(await App.MailsTo(Collector));
        using var bank = App.Browser();
        await bank.Get(Postbox.LinkIn(Assert.Single(await App.MailsTo("pankki@example.fi")), "/told"));
        await bank.Press("Avaa ilmoitus");
        Assert.Contains("Oikeat tiedot saatte meiltä", bank.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Piilopolku", bank.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Clause("N36")]
    [Clause("N42")]
    public async Task After_an_erasure_the_recipient_is_told_of_whom_and_then_nothing_is_known_of_the_person_any_more()
    {
        var customer = await Given.Customer("Quirinus", "Zyxelqvist", "quirinus@esimerkki.example");
        await Disclosed(customer.Id, "Perintä Oy", Collector, DataCategory.Name);
        await Disclosed(customer.Id, "Pankki Oyj", "pankki@example.fi", DataCategory.ContactDetails, "Asia QX-4711");
        // Not over yet when the person goes: the erasure takes its place.
        await App.Use((PlaceRestriction place) => place.Run(new(customer.Id, RestrictionReason.UnlawfulButKept), Arranging, Ct));
        await LiftEverything(customer.Id);
        var id = await App.EstablishedRequestFrom(customer.Id, RequestType.Erasure);
        Assert.True((await App.Decide(id, grant: true)).Succeeded);
        App.Clock.Advance(TimeSpan.FromDays(4));
        Assert.Equal(1, await App.Use((CarryOutRequestedErasures erasures) => erasures.Run(Ct)));

        var notices = await App.Stored(db => db.RecipientNotices.AsNoTracking().OrderBy(n => n.RecipientName).ToListAsync(Ct));
        Assert.All(notices, n => Assert.Equal((RecipientNoticeKind.Erased, (CustomerId?)null), (n.Kind, n.CustomerId)));
        // Whoever has a reference needs no name.
        Assert.Equal([(null, "Asia QX-4711"), ($"Quirinus Zyxelqvist, {customer.Number}", null)], notices.Select(n => (n.Person, n.Reference)));
        Assert.Equal(0, await App.Stored(db => db.Disclosures.CountAsync(Ct)));
        Assert.DoesNotContain(notices[1].Id.Value, await App.Stored(db => db.AuditEntries.Where(e => e.CustomerId == customer.Id && e.SubjectId != null).Select(e => e.SubjectId!.Value).ToListAsync(Ct)));

        using var collector = App.Browser();
        await collector.Get(Postbox.LinkIn((await App.MailsTo(Collector))[^1], "/told"));
        await collector.Press("Avaa ilmoitus");
        Assert.Contains("Quirinus Zyxelqvist", collector.Text, StringComparison.Ordinal);
        await collector.Press("Kuittaa saaduksi");
        using var desk = await Given.SignedIn(StaffRole.CustomerService);
        await desk.Get($"/staff/requests/recipients/{notices[0].Id.Value}");
        Assert.Contains("Asia QX-4711", desk.Text, StringComparison.Ordinal);
        await desk.Press("Merkitse hoidetuksi", ("Outcome", "ToldOtherwise"), ("ToldOn", null));
        Assert.Equal("Anna päivä, jona asiasta kerrottiin.", Assert.Single(desk.Errors));
        await desk.Press("Merkitse hoidetuksi", ("ToldOn", "2026-11-26"));
        Assert.Contains("Kaikki on kuitattu", desk.Text, StringComparison.Ordinal);

        var left = await App.Use(async (RegisterContext db) =>
        {
            await db.Database.OpenConnectionAsync(Ct);
            return await MarkedPerson.EverythingStored(db);
        });
        Assert.DoesNotContain(left, value => value.Contains("zyxelqvist", StringComparison.OrdinalIgnoreCase) || value.Contains("QX-4711", StringComparison.Ordinal));
    }

    [Fact]
    [Clause("N36")]
    public async Task A_run_tells_the_recipients_too()
    {
        var customer = await Given.Customer("Aino", "Virtanen", until: new DateOnly(2010, 5, 31));
        await Disclosed(customer.Id, "Perintä Oy", Collector, DataCategory.Name);

        await CarriedOut(await Started());

        Assert.Equal(0, await App.Stored(db => db.Customers.CountAsync(Ct)));
        Assert.Single(await App.MailsTo(Collector));
        Assert.StartsWith("Aino Virtanen, ", (await Notice()).Person, StringComparison.Ordinal);
    }

    [Fact]
    [Clause("N36")]
    [Clause("N39")]
    public async Task A_restriction_is_told_once_and_its_end_to_whoever_was_told_of_it()
    {
        var customer = await Given.Customer("Aino", "Virtanen", "aino@example.fi");
        await Disclosed(customer.Id, "Perintä Oy", Collector, DataCategory.Name);
        foreach (var reason in (RestrictionReason[])[RestrictionReason.UnlawfulButKept, RestrictionReason.NeededForLegalClaim])
            Assert.True((await App.Use((PlaceRestriction place) => place.Run(new(customer.Id, reason), Arranging, Ct))).Succeeded);
        Assert.Equal([RecipientNoticeKind.Restricted], await Kinds());
        // What is recorded only now was got all the same.
        await Disclosed(customer.Id, "Pankki Oyj", "pankki@example.fi", DataCategory.ContactDetails);
        Assert.Single(await App.MailsTo("pankki@example.fi"));
        Assert.Equal(2, (await Kinds()).Count);

        await LiftEverything(customer.Id);

        Assert.Equal([RecipientNoticeKind.Restricted, RecipientNoticeKind.Restricted, RecipientNoticeKind.RestrictionLifted, RecipientNoticeKind.RestrictionLifted], await Kinds());
        await Disclosed(customer.Id, "Virasto", "kirjaamo@example.fi", DataCategory.Name);
        Assert.Empty(await App.MailsTo("kirjaamo@example.fi"));
        Assert.Equal(2, (await App.MailsTo(Collector)).Count);
    }

    [Fact]
    [Clause("N36")]
    public async Task What_is_not_acknowledged_is_mailed_again_with_another_link_and_is_overdue_after_a_month()
    {
        var customer = await Given.Customer("Aino", "Virtanen");
        await Disclosed(customer.Id, "Perintä Oy", Collector, DataCategory.Name);
        await App.Use((PlaceRestriction place) => place.Run(new(customer.Id, RestrictionReason.UnlawfulButKept), Arranging, Ct));
        var first = Postbox.LinkIn((await App.MailsTo(Collector))[^1], "/told");
        Assert.Equal(0, await Remind());

        for (var mails = 2; mails <= RecipientNotice.MostMails; mails++)
        {
            App.Clock.Advance(RecipientNotice.MailAgainAfter);
            Assert.Equal(1, await Remind());
            Assert.Equal(0, await Remind());
        }

        App.Clock.Advance(RecipientNotice.MailAgainAfter);
        Assert.Equal(0, await Remind());
        var mailed = await App.MailsTo(Collector);
        Assert.Equal(RecipientNotice.MostMails, mailed.Count);
        Assert.Contains("muistutus", mailed[^1].Subject, StringComparison.Ordinal);
        using var recipient = App.Browser();
        await recipient.Get(first);
        Assert.Contains("Linkki ei toimi", recipient.Text, StringComparison.Ordinal);
        await recipient.Get(Postbox.LinkIn(mailed[^1], "/told"));
        Assert.NotNull(recipient.Page.QuerySelector("main form"));
        using var desk = await Given.SignedIn(StaffRole.CustomerService);
        await desk.Get("/staff/requests/recipients");
        Assert.Contains("Myöhässä", desk.Text, StringComparison.Ordinal);
        var officer = await Given.Staff(StaffRole.PrivacyOfficer);
        await App.Use((SendRequestDigest send) => send.Run(Ct));
        Assert.Contains("kuittaamatta yli kuukauden: 1", Assert.Single(await App.MailsTo(officer.Email!)).TextBody, StringComparison.Ordinal);
        await desk.Follow("Perintä Oy");
        await desk.Press("Lähetä uudelleen");
        Assert.Equal(RecipientNotice.MostMails + 1, (await App.MailsTo(Collector)).Count);

        Task<int> Remind() => App.Use((RemindRecipients remind) => remind.Run(Ct));
    }

    [Fact]
    public async Task What_was_recorded_by_mistake_is_taken_back_and_told_to_nobody()
    {
        var customer = await Given.Customer("Aino", "Virtanen");
        await Disclosed(customer.Id, "Perintä Oy", Collector, DataCategory.Name, categories: [DataCategory.ContactDetails]);
        using var desk = await Given.SignedIn(StaffRole.CustomerService);
        await desk.Get($"/staff/customers/{customer.Id.Value}/disclosures");
        await desk.Press("Peru kirjaus");
        Assert.Contains("Kirjaus on peruttu", desk.Page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(0, await App.Stored(db => db.Disclosures.CountAsync(Ct)));
        await App.Use((PlaceRestriction place) => place.Run(new(customer.Id, RestrictionReason.UnlawfulButKept), Arranging, Ct));
        Assert.Empty(await App.MailsTo(Collector));
        await desk.Get($"/staff/customers/{Guid.Empty}/disclosures");
        Assert.Equal(HttpStatusCode.NotFound, desk.Status);
    }

    [Fact]
    public async Task A_recipient_out_of_use_gets_nothing_new_but_is_still_told()
    {
        var customer = await Given.Customer("Aino", "Virtanen");
        await Disclosed(customer.Id, "Perintä Oy", Collector, DataCategory.Name);
        using var administrator = await Given.SignedIn(StaffRole.Administrator);
        await administrator.Get("/admin/recipients");
        await administrator.Follow("Perintä Oy");
        await administrator.Press("Tallenna", ("InUse", null), ("Input.Email", "uusi@perinta.example"));
        Assert.Contains("Poistettu käytöstä", administrator.Text, StringComparison.Ordinal);
        var recipient = await App.Stored(db => db.Recipients.Select(r => r.Id).SingleAsync(Ct));
        Assert.Equal(RecordDisclosureRefusal.RecipientNotInUse,
            (await App.Use((RecordDisclosure record) => record.Run(new(customer.Id, recipient, [DataCategory.Name], Today, DisclosureGround.Invoicing, null), Arranging, Ct))).Refusal);

        await App.Use((PlaceRestriction place) => place.Run(new(customer.Id, RestrictionReason.UnlawfulButKept), Arranging, Ct));

        Assert.Single(await App.MailsTo("uusi@perinta.example"));
    }

    private async Task Disclosed(CustomerId customer, string name, string email, DataCategory category, string? reference = null, DataCategory[]? categories = null)
    {
        var recipient = (await App.Use((AddRecipient add) => add.Run(new(name, email, Language.Fi), Arranging, Ct))).Value!;
        var outcome = await App.Use((RecordDisclosure record) => record.Run(new(customer, recipient.Id, [category, .. categories ?? []], Today, DisclosureGround.DebtCollection, reference), Arranging, Ct));
        Assert.True(outcome.Succeeded);
    }

    private async Task Corrected(Customer customer, params RectificationEntry[] entries)
    {
        var person = new Actor(ActorKind.Customer, customer.Id.Value, "Customer", "own-data");
        var filed = await App.Use((FileRectification file) => file.Run(new(new(customer.Id, RequestType.Rectification, Channel.Portal, Today, Language.Fi, null, null), entries, false), person, Ct));
        var id = filed.Value!.Id;
        var officer = await Given.Holding(await Given.Staff(StaffRole.PrivacyOfficer), Permission.SeeProtectedAddresses);
        var decider = new Actor(ActorKind.Staff, officer.Id, "PrivacyOfficer", "requests") { SeesProtectedAddresses = true };
        await App.Use((ConfirmIdentity confirm) => confirm.Run(new(id, IdentityMethod.KnownInPerson), decider, Ct));
        var items = await App.Stored(db => db.RectificationItems.Where(i => i.RequestId == id).Select(i => i.Id).ToListAsync(Ct));
        var outcome = await App.Use((DecideRectification decide) => decide.Run(new(id, [.. items.Select(i => new ItemDecision(i, RectificationDecision.Accept, null, null))], null), decider, Ct));
        Assert.Null(outcome.Refusal);
    }

    private async Task LiftEverything(CustomerId customer)
    {
        // Notices of one moment have no order.
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        foreach (var restriction in await App.Stored(db => db.Restrictions.Where(r => r.CustomerId == customer && r.LiftedAt == null).Select(r => r.Id).ToListAsync(Ct)))
        {
            Assert.True((await App.Use((TellOfLifting tell) => tell.Run(new(customer, restriction, RestrictionNotice.Letter, Today, "Asia on selvitetty."), Arranging, Ct))).Succeeded);
            Assert.True((await App.Use((LiftRestriction lift) => lift.Run(customer, restriction, Arranging, Ct))).Succeeded);
        }
    }

    private Task<RecipientNotice> Notice() => App.Stored(db => db.RecipientNotices.AsNoTracking().SingleAsync(Ct));

    private Task<List<RecipientNoticeKind>> Kinds() => App.Stored(db => db.RecipientNotices.OrderBy(n => n.MadeAt).Select(n => n.Kind).ToListAsync(Ct));

    public sealed class OnSqlite() : RecipientsToldTests(Engine.Sqlite);

    public sealed class OnPostgres() : RecipientsToldTests(Engine.Postgres);
}
