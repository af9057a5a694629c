using CustomerRegister.Audit;
using CustomerRegister.BrowserTests.Pages;
using CustomerRegister.BrowserTests.Support;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Disclosures;
using CustomerRegister.Portal;
using CustomerRegister.Rectification;
using CustomerRegister.Requests;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.BrowserTests.States;

/// <summary>An objection in force, data whose use is restricted, and a source that is told by mail, beside what <see cref="EveryPage.EveryPageTests"/> looks at.</summary>
public sealed class ObjectionsAndSourcesTests() : BrowserTest(Engine.Sqlite)
{
    [Theory]
    [InlineData("fi-FI", 1280)]
    [InlineData("sv-FI", 320)]
    public async Task An_objection_in_force_a_restriction_and_a_source_that_is_told_have_no_findings(string language, int width)
    {
        const string email = "asa@example.fi";
        var customer = await Given.Customer("Åsa", "Öhman", email, Language.Sv);
        var arranging = Actor.System("test", "arranging");
        var officer = await Given.Staff(StaffRole.PrivacyOfficer, StaffRole.CustomerService);
        var decider = officer.AsActor("requests");
        await App.Use((InviteToPortal invite) => invite.Run(new(customer.Id), arranging, default));
        var page = await Someone(language, width);
        await page.Enter(Postbox.LinkIn(Assert.Single(await App.MailsTo(email)), "/enter"));
        var desk = await Someone(language, width);
        await desk.SignIn(App, officer);
        var findings = new List<string>();

        var statistics = await App.Stored(db => db.Purposes.Where(p => p.Code == "statistics").Select(p => p.Id).SingleAsync());
        var objection = (await App.Use((FileRequest file) => file.Run(
            new(customer.Id, RequestType.Objection, Channel.Letter, App.Clock.Today(), Language.Sv, "Jag vill inte.", null) { Against = [statistics], LetterIsArchived = true }, arranging, default))).Value!.Id;
        await Confirm(objection);
        await App.Use((DecideRequest decide) => decide.Run(new(objection, RequestDecision.Grant, "Användningen upphör."), decider, default));
        await Look(desk, $"/staff/requests/{objection.Value}", $"/staff/customers/{customer.Id.Value}/choices", $"/staff/customers/{customer.Id.Value}/requests/new");
        await Look(page, "/my/consents", $"/my/requests/{objection.Value}");

        var phone = await App.Use(async (RegisterContext db) =>
        {
            var stored = CustomerPhone.Of(customer.Id, PhoneKind.Phone, PhoneNumber.Parse("+358401111111"), new(SourceKind.UpdateService, "Adresstjänst Ab", App.Clock.Today()), App.Clock);
            db.Add(stored);
            db.Add(AuditEntry.Of(arranging, AuditAction.CustomerChanged, App.Clock, customer.Id));
            await db.SaveChangesAsync();
            return stored.Id.Value;
        });
        await App.Use((AddRecipient add) => add.Run(new("Adresstjänst Ab", "dataskydd@adress.example", Language.Sv), arranging, default));
        var correction = (await App.Use((FileRectification file) => file.Run(
            new(new(customer.Id, RequestType.Rectification, Channel.Portal, App.Clock.Today(), Language.Sv, null, null), [new(RectifiedField.Phone, phone, "+358401111111", "040 222 2222", "Fel nummer.")], true),
            new(ActorKind.Customer, customer.Id.Value, "Customer", "own-data"), default))).Value!.Id;
        await Look(page, "/my", $"/my/requests/{correction.Value}", $"/my/requests/{correction.Value}/rectification");
        await Confirm(correction);
        var item = await App.Stored(db => db.RectificationItems.Select(i => i.Id).SingleAsync());
        Assert.Null((await App.Use((DecideRectification decide) => decide.Run(new(correction, [new(item, RectificationDecision.Accept, null, null)], null), decider, default))).Refusal);
        await Look(desk, "/staff/requests/sources");
        await App.Use((TellSource tell) => tell.ByMail(correction, item, decider, default));
        await page.GotoAsync(Postbox.LinkIn(Assert.Single(await App.MailsTo("dataskydd@adress.example")), "/told"));
        await page.Locator("main form button").ClickAsync();
        findings.AddRange(await page.Look());

        Assert.True(findings.Count == 0, string.Join('\n', findings));

        async Task Look(Microsoft.Playwright.IPage who, params string[] addresses)
        {
            foreach (var address in addresses)
            {
                Assert.Equal(200, (await who.GotoAsync(address))!.Status);
                findings.AddRange(await who.Look());
            }
        }

        Task<Outcome<DataSubjectRequest, ConfirmIdentityRefusal>> Confirm(RequestId id) =>
            App.Use((ConfirmIdentity confirm) => confirm.Run(new(id, IdentityMethod.KnownInPerson), decider, default));
    }
}
