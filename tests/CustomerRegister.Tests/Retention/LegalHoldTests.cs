using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
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
