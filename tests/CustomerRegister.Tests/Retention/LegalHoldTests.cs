using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using CustomerRegister.Retention;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Retention;

/// <summary>Legal holds: placed with reason, owner and review day, reminded of, kept on, lifted; and while one is in force nothing is destroyed.</summary>
[Clause("N19")]
public abstract class LegalHoldTests(Engine engine) : RetentionTest(engine)
{
    [Fact]
    public async Task Placed_on_a_searchs_people_a_hold_keeps_everything_until_it_is_lifted_with_a_reason()
    {
        var people = await PeopleWhoLeft(3);
        var account = await Given.Staff(StaffRole.PrivacyOfficer);
        var officer = await Given.SignedIn(account);
        await officer.Get("/admin/holds/new");
        await officer.Submit("#search", ("Words", "Lähtenyt"));
        var boxes = officer.Page.QuerySelectorAll("#place input[name=Chosen]");
        Assert.Equal(3, boxes.Length);
        Assert.All(boxes, box => Assert.True(box.HasAttribute("checked")));

        await officer.Submit("#place", ("Reason", ""));
        Assert.NotEmpty(officer.Errors);
        Assert.Equal(3, officer.Page.QuerySelectorAll("#place input[name=Chosen]").Length);
        await officer.Submit("#place", ("Reason", "Riita toimituksesta"), ("ReviewOn", "2026-11-22"));
        Assert.Contains("Anna päivä, joka on vielä edessä.", officer.Errors);
        await officer.Submit("#place", ("Reason", "Riita toimituksesta"), ("ReviewOn", "2027-05-01"));

        Assert.Equal("/admin/holds", officer.Address);
        Assert.Contains("Lähtenyt0", officer.Text, StringComparison.Ordinal);
        Assert.Equal((3, 0), ((await Preview()).Due, (await Preview()).Erased));
        await officer.Get($"/staff/customers/{people[0].Id.Value}");
        Assert.Contains("Säilytyspäätös, arvioidaan", officer.Text, StringComparison.Ordinal);
        Assert.Contains("Säilytyspäätös 1, kunnes se puretaan; tarve arvioidaan", officer.Text, StringComparison.Ordinal);

        var hold = await App.Stored(db => db.LegalHolds.SingleAsync(h => h.CustomerId == people[0].Id, Ct));
        Assert.Equal((account.Id, "Riita toimituksesta"), (hold.OwnerId, hold.Reason));
        await officer.Get($"/admin/holds/{hold.Id.Value}");
        await officer.Submit("#lift");
        Assert.Contains("Kirjoita perustelu.", officer.Errors);
        await officer.Submit("#lift", ("Reason", "Sovittiin"));

        Assert.Contains("Päätös on purettu.", officer.Text, StringComparison.Ordinal);
        Assert.Equal(1, (await Preview()).Erased);
        await officer.Get("/admin/holds?lifted=true");
        Assert.Contains("Lähtenyt0", officer.Text, StringComparison.Ordinal);
        Assert.Equal([people[0].Id], (await Log(AuditAction.HoldLifted)).Select(e => e.CustomerId!.Value));
        Assert.Equal(3, (await Log(AuditAction.HoldPlaced)).Count);
        // The reason goes with the person.
        await CarriedOut(await Started());
        Assert.Equal(2, await App.Stored(db => db.LegalHolds.CountAsync(Ct)));
    }

    [Fact]
    public async Task A_hold_on_some_categories_keeps_them_and_who_the_person_is_and_lets_the_rest_go()
    {
        var people = await PeopleWhoLeft(2);
        var (held, other) = (people[0].Id, people[1].Id);
        var invoice = await InvoiceTo(held, new DateOnly(2005, 1, 1), paid: true);
        await Arrange(async db =>
        {
            (await db.Customers.SingleAsync(c => c.Id == held, Ct)).ChangeNote("Muistettavaa", Told);
            return 0;
        });
        var officer = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await officer.Get($"/admin/holds/new?customer={held.Value}");
        await officer.Submit("#place", ("Reason", "Riita laskusta"), ("ReviewOn", "2027-05-01"), ("Only", nameof(DataCategory.InvoicingDetails)));
        Assert.Contains("Nimi, yhteystiedot ja asiakassuhde; lisäksi laskutustiedot", officer.Text, StringComparison.Ordinal);
        var hold = await App.Stored(db => db.LegalHolds.AsNoTracking().SingleAsync(Ct));
        // Its own words stay with it, and a lifted one's go.
        await Arrange(db =>
        {
            var lifted = LegalHold.Place(EntityKey.New<LegalHoldId>(App.Clock), 99, held, "Aiempi riita", hold.OwnerId, Today.AddDays(9), hold.PlacedBy, App.Clock.Now());
            lifted.Lift("Sovittiin", hold.PlacedBy, App.Clock.Now());
            db.Add(lifted);
            return Task.FromResult(0);
        });

        await CarriedOut(await Started());

        var kept = await App.Stored(db => db.Customers.SingleAsync(Ct));
        Assert.Equal((held, "Nimi0 Lähtenyt0", null), (kept.Id, kept.FullName, kept.Note));
        Assert.Equal((held, "Ostaja"), await App.Stored(db => db.Invoices.Where(i => i.Id == invoice.Id).Select(i => new { i.CustomerId, i.BuyerName }).SingleAsync(Ct)) is var left ? (left.CustomerId!.Value, left.BuyerName) : default);
        Assert.Equal([hold.Id], await App.Stored(db => db.LegalHolds.Select(h => h.Id).ToListAsync(Ct)));
        Assert.All(await App.Stored(db => db.Orders.ToListAsync(Ct)), order => Assert.Null(order.CustomerId));
        Assert.NotEqual(other, kept.Id);

        var by = await Officer();
        Assert.True((await App.Use((LiftHold lift) => lift.Run(new(hold.Id, "Sovittiin"), by, Ct))).Succeeded);
        await CarriedOut(await Started());

        Assert.Equal((0, 0), (await App.Stored(db => db.Customers.CountAsync(Ct)), await App.Stored(db => db.LegalHolds.CountAsync(Ct))));
        Assert.Null(await App.Stored(db => db.Invoices.Select(i => i.BuyerName).SingleAsync(Ct)));
    }

    [Fact]
    public async Task Old_messages_stay_under_a_hold_that_names_them_and_go_under_one_that_does_not()
    {
        var people = await PeopleWhoLeft(2);
        var officer = await Officer();
        foreach (var (person, only) in people.Zip([DataCategory.Messages, DataCategory.InvoicingDetails]))
            Assert.True((await App.Use((PlaceHolds place) => place.Run(new([person.Id], "Riita", officer.Id!.Value, Today.AddYears(1)) { Only = [only] }, officer, Ct))).Succeeded);
        await Arrange(db =>
        {
            db.AddRange(people.Select(p => CustomerRegister.Mail.OutgoingEmail.To(EmailAddress.Parse("asiakas@esimerkki.example"), p.Id, Language.Fi, "Aihe", "Teksti", App.Clock)));
            return Task.FromResult(0);
        });
        await App.MailsTo("asiakas@esimerkki.example");
        App.Clock.Advance(TimeSpan.FromDays(400));

        await App.Use((ForgetOldRecords forget) => forget.Run(Ct));

        Assert.Equal([people[0].Id], await App.Stored(db => db.OutgoingEmails.Where(m => m.CustomerId != null).Select(m => m.CustomerId!.Value).ToListAsync(Ct)));
    }

    [Fact]
    public async Task Orders_are_held_with_their_invoices_and_what_says_who_the_person_is_not_alone()
    {
        var person = (await PeopleWhoLeft(1))[0];
        var officer = await Officer();
        Task<Outcome<IReadOnlyList<LegalHold>, HoldRefusal>> Place(DataCategory only) =>
            App.Use((PlaceHolds place) => place.Run(new([person.Id], "Riita", officer.Id!.Value, Today.AddYears(1)) { Only = [only] }, officer, Ct));

        Assert.Equal([DataCategory.Orders, DataCategory.InvoicingDetails], (await Place(DataCategory.Orders)).Value![0].Only);
        Assert.Equal(HoldRefusal.CategoryNotAlone, (await Place(DataCategory.Name)).Refusal);
        Assert.Equal(HoldRefusal.CategoryNotAlone, (await Place(DataCategory.AccessLog)).Refusal);
    }

    [Fact]
    public async Task The_owner_is_reminded_once_for_each_review_day_and_others_when_the_owner_is_gone()
    {
        var people = await PeopleWhoLeft(2);
        var (owner, other) = (await Given.Staff(StaffRole.PrivacyOfficer), await Given.Staff(StaffRole.PrivacyOfficer));
        var actor = new Actor(ActorKind.Staff, owner.Id, "PrivacyOfficer", "retention");
        var placed = await App.Use((PlaceHolds place) => place.Run(new([.. people.Select(p => p.Id)], "Riita", owner.Id, Today.AddDays(10)), actor, Ct));
        Assert.True(placed.Succeeded, placed.Refusal.ToString());
        Assert.Equal(0, await Remind());
        App.Clock.Advance(TimeSpan.FromDays(10));

        Assert.Equal(2, await Remind());
        Assert.Equal(0, await Remind());
        var mail = Assert.Single(await App.MailsTo(owner.Email!));
        Assert.Contains("/admin/holds", mail.TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain("Lähtenyt", mail.Subject + mail.TextBody, StringComparison.Ordinal);

        var kept = await App.Use((ReviewHold review) => review.Run(new(placed.Value[0].Id, Today.AddDays(20), owner.Id), actor, Ct));
        Assert.True(kept.Succeeded, kept.Refusal.ToString());
        await App.Use((RegisterContext db) => db.Users.Where(u => u.Id == owner.Id).ExecuteUpdateAsync(u => u.SetProperty(x => x.To, Today), Ct));
        App.Clock.Advance(TimeSpan.FromDays(20));
        Assert.Equal(1, await Remind());
        Assert.Single(await App.MailsTo(other.Email!));
    }

    [Fact]
    public async Task Only_who_may_place_holds_opens_the_pages_and_an_owner_is_one_of_them()
    {
        var person = (await PeopleWhoLeft(1))[0];
        var service = await Given.Staff(StaffRole.CustomerService);
        var browser = await Given.SignedIn(service);
        await browser.Get("/admin/holds");
        Assert.NotEqual(System.Net.HttpStatusCode.OK, browser.Status);
        var officer = await Officer();

        Task<Outcome<IReadOnlyList<LegalHold>, HoldRefusal>> Place(Guid owner, DateOnly review, params CustomerId[] customers) =>
            App.Use((PlaceHolds place) => place.Run(new(customers, "Riita", owner, review), officer, Ct));

        Assert.Equal(HoldRefusal.OwnerCannotHold, (await Place(service.Id, Today.AddDays(1), person.Id)).Refusal);
        Assert.Equal(HoldRefusal.ReviewNotAhead, (await Place(officer.Id!.Value, Today, person.Id)).Refusal);
        Assert.Equal(HoldRefusal.ReviewTooFar, (await Place(officer.Id.Value, Today.AddYears(2).AddDays(1), person.Id)).Refusal);
        Assert.Equal(HoldRefusal.NobodyChosen, (await Place(officer.Id.Value, Today.AddDays(1))).Refusal);
        Assert.Equal(HoldRefusal.NotFound, (await Place(officer.Id.Value, Today.AddDays(1), new CustomerId(Guid.CreateVersion7()))).Refusal);
    }

    private Task<int> Remind() => App.Use((RemindOfHolds remind) => remind.Run(Ct));

    public sealed class OnSqlite() : LegalHoldTests(Engine.Sqlite);

    public sealed class OnPostgres() : LegalHoldTests(Engine.Postgres);
}
