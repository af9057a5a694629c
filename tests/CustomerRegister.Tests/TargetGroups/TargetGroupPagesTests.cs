using System.Net;
using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Disclosures;
using CustomerRegister.Mail;
using CustomerRegister.PersonalData;
using CustomerRegister.Restrictions;
using CustomerRegister.Staff;
using CustomerRegister.TargetGroups;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.TargetGroups;

/// <summary>Marketing chooses a group, prints labels and writes mails; the readers forbid them by one click.</summary>
public abstract class TargetGroupPagesTests(Engine engine) : AppTest(engine)
{
    private const string Subject = "Syksyn uutuudet", Group = "/staff/target-groups?use=DirectMarketing&language=Fi";

    private static readonly Actor Test = Actor.System("test", "arranging");

    [Fact]
    [Clause("N7")]
    public async Task Labels_hold_names_and_addresses_of_those_who_may_be_reached_and_nothing_else()
    {
        var aino = await Reachable("Aino", "Virtanen", "aino@example.fi");
        var eino = await Reachable("Eino", "Laine", "eino@example.fi");
        await Forbid(eino.Id, BanKind.PublicationInLists);
        using var browser = await Given.SignedIn(StaffRole.Marketing);

        await browser.Get("/staff/target-groups?postalCodeFrom=1");
        Assert.Equal(2, browser.Errors.Distinct().Count());
        await browser.Submit("main form", ("Use", "DirectMarketing"), ("PostalCodeFrom", ""), ("Language", "Fi"));
        Assert.Contains("Postitse Yksi asiakas Sähköpostilla 2 asiakasta", browser.Text, StringComparison.Ordinal);

        await browser.Follow("Osoitetarrat");
        Assert.Equal(["Aino Virtanen", "Mannerheimintie 1", "00100 Helsinki"], browser.Page.QuerySelectorAll("address span").Select(s => s.TextContent));
        Assert.DoesNotContain("aino@example.fi", browser.Page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        await browser.Submit("form", ("first", "5"));
        Assert.Equal(["", "", "", "", "Aino VirtanenMannerheimintie 100100 Helsinki"], browser.Page.QuerySelectorAll("address").Select(a => a.TextContent));
        Assert.Equal(2, await App.Stored(db => db.AuditEntries.CountAsync(e => e.Action == AuditAction.AddressListed && e.CustomerId == aino.Id)));
        Assert.False(await App.Stored(db => db.AuditEntries.AnyAsync(e => e.Action == AuditAction.AddressListed && e.CustomerId == eino.Id)));
    }

    [Fact]
    [Clause("N7")]
    [Clause("N33")]
    public async Task A_list_comes_when_its_button_is_pressed_holds_who_may_be_reached_and_is_logged()
    {
        var aino = await Reachable("=1+1", "Virtanen; \"Aino\"", "aino@example.fi");
        var eino = await Reachable("Eino", "Laine", "eino@example.fi");
        var hidden = await Reachable("Hilda", "Piilo", "hilda@example.fi");
        var restricted = await Reachable("Risto", "Rajoitettu", "risto@example.fi");
        await Forbid(eino.Id, BanKind.PublicationInLists);
        await App.Use((ProtectAddress protect) => protect.Run(new(hidden.Id, App.Clock.Today(), App.Clock.Today().AddYears(1), SourceKind.DataSubject, null), Test, CancellationToken.None));
        await App.Use((PlaceRestriction place) => place.Run(new(restricted.Id, RestrictionReason.UnlawfulButKept), Test, CancellationToken.None));
        using var browser = await Given.SignedIn(StaffRole.Marketing);
        await browser.Get(Group);
        // Nobody is left out without a word; who they are is not said.
        const string leftOut = "Pois jää yksi asiakas, koska hänen tietojensa käsittelyä on rajoitettu.";
        Assert.Contains(leftOut, browser.Text, StringComparison.Ordinal);
        await browser.Follow("Osoitetarrat");
        Assert.Contains(leftOut, browser.Page.Body!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Rajoitettu", browser.Page.Body.TextContent, StringComparison.Ordinal);
        await browser.Get(Group.Replace("target-groups", "target-groups/mail", StringComparison.Ordinal));
        Assert.Contains(leftOut, browser.Text, StringComparison.Ordinal);
        await browser.Get(Group);

        await browser.Follow("Osoiteluettelo (CSV)");
        Assert.Contains(leftOut, browser.Text, StringComparison.Ordinal);
        await browser.Press("Lataa luettelo");
        Assert.Equal("Valitse, kenelle luettelo menee.", Assert.Single(browser.Errors));
        await browser.Press("Lataa luettelo", ("Receiver", "OwnUse"));

        Assert.Equal(("text/csv", "attachment"), (browser.Response.Content.Headers.ContentType!.MediaType, browser.Response.Content.Headers.ContentDisposition!.DispositionType));
        Assert.Equal(
            ["Etunimi;Sukunimi;Katuosoite;Postinumero;Postitoimipaikka;Alue;Maa", "\"'=1+1\";\"Virtanen; \"\"Aino\"\"\";Mannerheimintie 1;00100;Helsinki;;"],
            Lines(browser));
        await browser.Get(Group);
        await browser.Follow("Sähköpostiluettelo (CSV)");
        await browser.Press("Lataa luettelo", ("Receiver", "OwnUse"));
        Assert.Equal(["Etunimi;Sukunimi;Sähköposti", "Eino;Laine;eino@example.fi", "\"'=1+1\";\"Virtanen; \"\"Aino\"\"\";aino@example.fi"], Lines(browser));

        Assert.Equal(2, await App.Stored(db => db.AuditEntries.CountAsync(e => e.Action == AuditAction.TargetGroupExported && e.Purpose == "direct-marketing" && e.CustomerId == null)));
        foreach (var (person, times) in new[] { (aino, 2), (eino, 1), (hidden, 0), (restricted, 0) })
            Assert.Equal(times, await App.Stored(db => db.AuditEntries.CountAsync(e => e.Action == AuditAction.PersonExported && e.CustomerId == person.Id)));
        Assert.Empty(await App.Stored(db => db.Disclosures.ToListAsync()));
        // Following a link gives nothing.
        await browser.Get("/staff/target-groups/list?use=DirectMarketing");
        Assert.Equal("/staff/target-groups?use=DirectMarketing", browser.Address);
        Assert.Equal(2, await App.Stored(db => db.AuditEntries.CountAsync(e => e.Action == AuditAction.TargetGroupExported)));

        static IEnumerable<string> Lines(Browser browser) =>
            System.Text.Encoding.UTF8.GetString(browser.Content).TrimStart('\ufeff').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
    }

    [Fact]
    [Clause("N33")]
    public async Task A_mail_goes_to_those_who_may_be_reached_when_it_leaves_and_each_can_forbid_it_by_one_click()
    {
        var aino = await Reachable("Aino", "Virtanen", "aino@example.fi");
        var eino = await Reachable("Eino", "Laine", "eino@example.fi");
        await Reachable("Ilman", "Suostumusta", "ilman@example.fi", consents: false);
        using (var browser = await Given.SignedIn(StaffRole.Marketing))
        {
            await browser.Get(Group);
            await browser.Follow("Kirjoita sähköpostiviesti");
            await browser.Press("Lähetä", ("Text", "Hei!"));
            Assert.Equal("Kirjoita otsikko.", Assert.Single(browser.Errors));
            await browser.Press("Lähetä", ("Subject", Subject), ("Text", "Hei!\nTervetuloa."));
            Assert.Contains("Viesti lähtee 2 vastaanottajalle.", browser.Text, StringComparison.Ordinal);

            // Eino forbids it while it waits.
            await Forbid(eino.Id, BanKind.DirectMarketing);
            var mail = Assert.Single(await App.MailsTo("aino@example.fi"));
            Assert.Empty(await App.MailsTo("eino@example.fi"));
            Assert.Empty(await App.MailsTo("ilman@example.fi"));
            await browser.Get("/staff/target-groups");
            Assert.Equal([Subject, "2", "1", "0", "1", "0"], browser.Page.QuerySelectorAll("main tbody tr").Single().Children.Where(c => c.ClassList.Contains("number") || c.LocalName == "th").Select(c => c.TextContent));

            Assert.Equal(Subject, mail.Subject);
            Assert.Equal("List-Unsubscribe=One-Click", mail.Headers["List-Unsubscribe-Post"]);
            var link = mail.Headers["List-Unsubscribe"]!.Trim('<', '>');
            Assert.Equal(link, Postbox.LinkIn(mail, "/unsubscribe/"));

            // A scanner follows links; nothing happens.
            using var scanner = App.Browser();
            await scanner.Get(link);
            Assert.Equal(HttpStatusCode.OK, scanner.Status);
            Assert.Single(await App.Stored(db => db.Bans.ToListAsync()));

            // The mail program posts, without cookies or a token.
            using var program = App.Browser();
            await program.Post(link, ("List-Unsubscribe", "One-Click"));
            Assert.Equal(HttpStatusCode.OK, program.Status);
            var ban = await App.Stored(db => db.Bans.SingleAsync(b => b.CustomerId == aino.Id));
            Assert.Equal((BanKind.DirectMarketing, true, Channel.EmailLink), (ban.Kind, ban.Forbidden, ban.Channel));
            await program.Post(link, ("List-Unsubscribe", "One-Click"));
            Assert.Equal(2, await App.Stored(db => db.Bans.CountAsync()));

            await browser.Get(Group);
            Assert.Contains("Sähköpostilla Ei ketään", browser.Text, StringComparison.Ordinal);
        }

        Assert.True(await App.Stored(db => db.OutgoingEmails.AllAsync(m => m.Body == null && m.Recipient == null && m.Unsubscribe == null)));
    }

    [Fact]
    public async Task The_page_behind_the_link_asks_first_and_a_guess_leads_nowhere()
    {
        var aino = await Reachable("Aino", "Virtanen", "aino@example.fi");
        using (var browser = await Given.SignedIn(StaffRole.Marketing))
        {
            await browser.Get("/staff/target-groups/mail?use=MarketResearch&language=Fi");
            await browser.Press("Lähetä", ("Subject", Subject), ("Text", "Hei!"));
        }

        var link = Postbox.LinkIn(Assert.Single(await App.MailsTo("aino@example.fi")), "/unsubscribe/");
        using var reader = App.Browser();
        await reader.Get(link);
        await reader.Press("Kiellä viestit");
        Assert.Contains("Kielto on voimassa: markkinatutkimukset.", reader.Text, StringComparison.Ordinal);
        Assert.Equal(BanKind.MarketResearch, (await App.Stored(db => db.Bans.SingleAsync(b => b.CustomerId == aino.Id))).Kind);

        // Whoever reads the log could forbid in the person's name.
        App.Log.HoldsNone(link.Split('/')[^1]);

        foreach (var guess in new[] { "x", aino.Id.Value.ToString(), $"{aino.Number}" })
        {
            await reader.Post($"/unsubscribe/{guess}", ("List-Unsubscribe", "One-Click"));
            Assert.Contains("Linkki ei toimi", reader.Text, StringComparison.Ordinal);
        }

        Assert.Single(await App.Stored(db => db.Bans.ToListAsync()));
    }

    [Fact]
    public async Task A_link_that_waits_is_sent_before_marketing()
    {
        for (var i = 0; i < 60; i++)
            await Reachable("Aino", $"Virtanen {i}", $"aino{i}@example.fi");
        using (var browser = await Given.SignedIn(StaffRole.Marketing))
        {
            await browser.Get("/staff/target-groups/mail?use=DirectMarketing&language=Fi");
            await browser.Press("Lähetä", ("Subject", Subject), ("Text", "Hei!"));
        }

        App.Clock.Advance(TimeSpan.FromSeconds(1));
        await App.Use(async (RegisterContext db) =>
        {
            db.Add(OutgoingEmail.To(EmailAddress.Parse("kiire@example.fi"), null, Language.Fi, "Linkki", "Linkki", App.Clock));
            await db.SaveChangesAsync();
        });

        Assert.Single(await App.MailsTo("kiire@example.fi"));
        Assert.Equal(11, await App.Stored(db => db.OutgoingEmails.CountAsync(m => m.State == EmailState.Waiting)));
    }

    private Task<bool> Forbid(CustomerId customer, BanKind kind) =>
        App.Use((SetBan ban) => ban.Run(new(customer, kind, Forbidden: true, Channel.Phone), Test, CancellationToken.None));

    [Fact]
    [Clause("N4")]
    [Clause("N17")]
    public async Task A_list_that_leaves_the_house_says_to_whom_as_what_and_on_which_ground_and_is_a_disclosure_of_everybody_on_it()
    {
        var aino = await Reachable("Aino", "Virtanen", "aino@example.fi");
        var eino = await Reachable("Eino", "Laine", "eino@example.fi");
        await Forbid(eino.Id, BanKind.DisclosureForMarketing);
        using var browser = await Given.SignedIn(StaffRole.Marketing);
        await browser.Get($"{Group.Replace("?", "/list?", StringComparison.Ordinal)}&by=Post");
        Assert.Contains("Luettelo on vain omaan käyttöön", browser.Text, StringComparison.Ordinal);
        var press = (await App.Use((AddRecipient add) => add.Run(new("Painotalo Oy", "tietosuoja@painotalo.example", Language.Fi), Test, default))).Value!;

        await browser.Get($"{Group.Replace("?", "/list?", StringComparison.Ordinal)}&by=Post");
        await browser.Press("Lataa luettelo", ("Receiver", "Processor"));
        Assert.Equal("Valitse vastaanottaja.", Assert.Single(browser.Errors));
        await browser.Press("Lataa luettelo", ("Receiver", "Controller"), ("Recipient", press.Id.Value.ToString()));
        Assert.Equal("Valitse luovutuksen peruste. Ilman sitä luetteloa ei saa luovuttaa.", Assert.Single(browser.Errors));
        Assert.Empty(await App.Stored(db => db.Disclosures.ToListAsync()));

        // Whoever prints for us gets what we could send ourselves; whoever has purposes of their own does not get who forbade it.
        await browser.Press("Lataa luettelo", ("Receiver", "Processor"));
        Assert.Equal("text/csv", browser.Response.Content.Headers.ContentType!.MediaType);
        Assert.Equal([(aino.Id, DisclosureRole.Processor, null), (eino.Id, DisclosureRole.Processor, null)], await Recorded());
        await browser.Get($"{Group.Replace("?", "/list?", StringComparison.Ordinal)}&by=Post");
        await browser.Press("Lataa luettelo", ("Receiver", "Controller"), ("Recipient", press.Id.Value.ToString()), ("Ground", "LegalObligation"));
        Assert.DoesNotContain("Eino", System.Text.Encoding.UTF8.GetString(browser.Content), StringComparison.Ordinal);
        Assert.Equal([(aino.Id, DisclosureRole.Controller, DisclosureGround.LegalObligation), (aino.Id, DisclosureRole.Processor, null), (eino.Id, DisclosureRole.Processor, null)], await Recorded());
        Assert.All(await App.Stored(db => db.AuditEntries.Where(e => e.Action == AuditAction.TargetGroupExported).ToListAsync()), e => Assert.Equal(press.Id.Value, e.SubjectId));
        Assert.Equal(["Post,Controller,LegalObligation", "Post,Processor"], await App.Stored(db => db.AuditEntries.Where(e => e.Action == AuditAction.TargetGroupExported).Select(e => e.Fields).OrderBy(f => f).ToListAsync()));

        // The recipient is told like any other of what becomes of the data.
        await App.Use((PlaceRestriction place) => place.Run(new(eino.Id, RestrictionReason.UnlawfulButKept), Test, default));
        Assert.Single(await App.MailsTo("tietosuoja@painotalo.example"));

        async Task<List<(CustomerId, DisclosureRole, DisclosureGround?)>> Recorded() => [.. (await App.Stored(db => db.Disclosures.Where(d => d.Category == DataCategory.ContactDetails).ToListAsync()))
            .OrderBy(d => d.CustomerId == eino.Id).ThenBy(d => d.Role).Select(d => (d.CustomerId, d.Role, d.Ground))];
    }

    [Fact]
    [Clause("N33")]
    [Clause("N39")]
    public async Task Who_is_restricted_or_forbids_while_a_list_is_made_is_not_given_out()
    {
        var aino = await Reachable("Aino", "Virtanen", "aino@example.fi");
        var eino = await Reachable("Eino", "Laine", "eino@example.fi");
        var helmi = await Reachable("Helmi", "Aalto", "helmi@example.fi");
        var press = (await App.Use((AddRecipient add) => add.Run(new("Painotalo Oy", "tietosuoja@painotalo.example", Language.Fi), Test, default))).Value!;

        // Somebody else holds them, so that the list has read its names and waits.
        Task<List<ExportedPerson>>? list = null;
        await App.Use(async (RegisterContext db) =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await db.HoldCustomers([aino.Id, eino.Id, helmi.Id], default);
            list = Task.Run(() => App.Use(async (ExportTargetGroup export) =>
                await export.Run(new(BanKind.DirectMarketing), ReachedBy.Post, new(ListReceiver.Processor, press.Id), Test, default).ToListAsync()));
            await Task.Delay(TimeSpan.FromSeconds(1));
            var restriction = Restriction.Place(eino.Id, RestrictionReason.UnlawfulButKept, null, App.Clock);
            db.AddRange(restriction, AuditEntry.Of(Test, AuditAction.RestrictionPlaced, App.Clock, eino.Id));
            db.AddRange(Ban.Of(helmi.Id, BanKind.DirectMarketing, true, Channel.Phone, App.Clock), AuditEntry.Of(Test, AuditAction.BanSet, App.Clock, helmi.Id));
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
        });

        Assert.Equal(["Virtanen"], (await list!).Select(p => p.LastName));
        Assert.Equal([aino.Id], await App.Stored(db => db.Disclosures.Select(d => d.CustomerId).Distinct().ToListAsync()));
    }

    private async Task<Customer> Reachable(string firstName, string lastName, string email, bool consents = true)
    {
        var customer = await Given.Customer(firstName, lastName, email);
        await App.Use(async (RegisterContext db) =>
        {
            db.Add(CustomerAddress.Of(customer.Id, AddressKind.Postal, PostalAddress.Create("Mannerheimintie 1", "00100", "Helsinki"), new(SourceKind.DataSubject, null, App.Clock.Today()), App.Clock));
            if (consents)
            {
                var marketing = await db.Purposes.SingleAsync(p => p.Code == ReachableCustomers.EmailConsent);
                db.Add(ConsentDecision.Of(customer.Id, marketing.Id, true, Channel.Phone, marketing.TextHash(Language.Fi), App.Clock));
            }

            db.Add(AuditEntry.Of(Test, AuditAction.CustomerChanged, App.Clock, customer.Id));
            await db.SaveChangesAsync();
        });
        return customer;
    }

    public sealed class OnSqlite() : TargetGroupPagesTests(Engine.Sqlite);

    public sealed class OnPostgres() : TargetGroupPagesTests(Engine.Postgres);
}
