using CustomerRegister.Audit;
using CustomerRegister.Mail;
using CustomerRegister.Portal;
using CustomerRegister.Restrictions;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Portal;

public abstract class InviteSelectionTests(Engine engine) : AppTest(engine)
{
    [Fact]
    [Clause("N15")]
    public async Task A_selection_is_counted_invited_once_and_each_link_opens_its_own_customers_data()
    {
        var aino = await Given.Customer("Aino", "Virtanen", "aino@example.fi", Language.Sv);
        await Given.Customer("Bertta", "Laine", "bertta@example.fi", Language.Sv);
        await Given.Customer("Celia", "Niemi", language: Language.Sv);
        await Given.Customer("Daavid", "Salo", "yhteinen@example.fi", Language.Sv);
        await Given.Customer("Eeva", "Salo", "YHTEINEN@example.fi", Language.Fi);
        await Given.Customer("Fanni", "Koski", "fanni@example.fi", Language.Fi);
        var gerda = await Given.Customer("Gerda", "Lehto", "gerda@example.fi", Language.Sv);
        await App.Use((PlaceRestriction place) => place.Run(new(gerda.Id, RestrictionReason.UnlawfulButKept), Actor.System("test", "arranging"), default));

        using var staff = await Given.SignedIn(StaffRole.CustomerService);
        await staff.Get("/staff/customers?Language=Sv");
        await staff.Follow("Kutsu nämä verkkopalveluun");
        Assert.Equal("/staff/customers/invite-selection?Language=Sv", staff.Address);
        foreach (var row in new[] { "Valittuja 5", "Kutsutaan 2", "Tietojen käsittelyä on rajoitettu 1", "Sähköpostiosoite ei ole tiedossa 1", "Osoite on myös toisella asiakkaalla 1" })
            Assert.Contains(row, staff.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Kuolleeksi", staff.Text, StringComparison.Ordinal);
        await staff.Submit("main form");
        Assert.Contains("2 asiakkaalle", staff.Page.Body!.TextContent, StringComparison.Ordinal);

        Assert.Contains("länk", Assert.Single(await App.MailsTo("bertta@example.fi")).Subject, StringComparison.Ordinal);
        Assert.Empty(await App.MailsTo("fanni@example.fi"));
        Assert.Empty(await App.MailsTo("gerda@example.fi"));
        Assert.Empty(await App.MailsTo("yhteinen@example.fi"));
        Assert.Equal(2, await App.Stored(db => db.AuditEntries.CountAsync(e => e.Action == AuditAction.PortalInvited && e.ActorKind == ActorKind.Staff && e.CustomerId != null)));

        // Whoever has a link that works gets no second one.
        await staff.Get("/staff/customers/invite-selection?Language=Sv");
        Assert.Contains("On jo saanut kutsun, joka on voimassa 2", staff.Text, StringComparison.Ordinal);
        Assert.Null(staff.Page.QuerySelector("main form"));
        Assert.Equal(2, await App.Stored(db => db.OutgoingEmails.CountAsync(m => m.State == EmailState.Sent)));

        using var browser = App.Browser();
        await browser.Get(await App.LinkMailedTo("aino@example.fi"));
        await browser.Submit("main form");
        Assert.Equal(aino.Id, (await App.Stored(db => db.PortalSessions.SingleAsync())).CustomerId);
    }

    [Theory]
    [Clause("N15")]
    [InlineData("fi", "sama sähköpostiosoite on myös toisella asiakkaalla")]
    [InlineData("sv", "en annan kund har samma e-postadress")]
    [InlineData("en", "another customer has the same e-mail address")]
    public async Task To_an_address_that_several_share_staff_cannot_send_a_link_and_are_told_why(string language, string told)
    {
        var aino = await Given.Customer("Aino", "Virtanen", "yhteinen@example.fi");
        var eino = await Given.Customer("Eino", "Virtanen", "Yhteinen@Example.fi");
        using var staff = await Given.SignedIn(StaffRole.CustomerService);
        staff.Languages = language;
        await staff.Get($"/staff/customers/{aino.Id.Value}/invite");
        await staff.Submit("main form");

        Assert.Contains(told, staff.Text, StringComparison.Ordinal);
        Assert.Null(staff.Page.QuerySelector("main form"));
        Assert.NotNull(staff.Page.QuerySelector($"main a[href='/staff/customers/{aino.Id.Value}']"));
        Assert.Empty(await App.MailsTo("yhteinen@example.fi"));
        Assert.Empty(await App.Stored(db => db.PortalInvitations.ToListAsync()));
        Assert.Empty(await App.Stored(db => db.AuditEntries.Where(e => e.Action == AuditAction.PortalInvited).ToListAsync()));
        Assert.Equal(InviteRefusal.EmailShared, (await App.Use((InviteToPortal invite) => invite.Run(new(eino.Id), Actor.System("test", "arranging"), default))).Refusal);
    }

    public sealed class OnSqlite() : InviteSelectionTests(Engine.Sqlite);

    public sealed class OnPostgres() : InviteSelectionTests(Engine.Postgres);
}
