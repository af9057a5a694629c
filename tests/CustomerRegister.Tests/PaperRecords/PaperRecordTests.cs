using System.Net;
using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PaperRecords;
using CustomerRegister.PersonalData;
using CustomerRegister.Requests;
using CustomerRegister.Retention;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Requests;
using CustomerRegister.Tests.Retention;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.PaperRecords;

/// <summary>Paper material: registered, labelled, moved, put on the shredding list by erasure, and destroyed by a named person (N21, N22).</summary>
public abstract class PaperRecordTests(Engine engine) : RetentionTest(engine)
{
    [Fact]
    [Clause("N21")]
    public async Task Paper_is_registered_labelled_moved_given_up_and_destroyed_on_pages()
    {
        var customer = await Given.Customer("Aino", "Virtanen");
        using var administrator = await Given.SignedIn(StaffRole.Administrator);
        await administrator.Get("/admin/paper-places");
        await administrator.Press("Lisää säilytyspaikka", ("Input.Name", ""));
        Assert.Equal(3, administrator.Errors.Count);
        await AddPlace(administrator, "Arkistokaappi 2");
        await AddPlace(administrator, "Arkistokaappi 2");
        Assert.Contains("Tämänniminen säilytyspaikka on jo olemassa", administrator.Text, StringComparison.Ordinal);
        await AddPlace(administrator, "Arkistohuone");

        var account = await Handler(StaffRole.CustomerService);
        using var browser = await Given.SignedIn(account);
        await browser.Get($"/staff/customers/{customer.Id.Value}");
        Assert.Contains("Asiakkaasta ei ole paperiaineistoa", browser.Text, StringComparison.Ordinal);
        await browser.Follow("Lisää paperiaineistoa");
        var place = (await Places()).Single(p => p.Name == "Arkistokaappi 2").Id.Value.ToString();
        await browser.Press("Tallenna", ("CustomerNumber", "999999"), ("Input.Kind", "EventContact"), ("Input.Place", place), ("Input.Since", "2026-11-20"));
        Assert.Contains("Tällä numerolla ei ole asiakasta", browser.Text, StringComparison.Ordinal);
        await browser.Press("Tallenna", ("CustomerNumber", $"{customer.Number}"), ("Input.Since", "2026-11-23"));
        Assert.Contains("Valitse tämä päivä tai aiempi päivä", browser.Text, StringComparison.Ordinal);
        await browser.Press("Tallenna", ("Input.Since", "2026-11-20"), ("Input.Description", "Joulumyyjäiset 2026"));
        Assert.Contains("Aineisto P-00001 Säilytyksessä", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Aino Virtanen", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Avainlukko, paloturvakaappi LFS 60 P (EN 15659)", browser.Text, StringComparison.Ordinal);
        var home = browser.Address;

        await browser.Follow("Tulosta etiketti");
        Assert.Contains("P-00001", browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Virtanen", browser.Page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.NotNull(browser.Page.QuerySelector(".paper-label svg[role=img][aria-label]"));

        await browser.Get($"{home}/edit");
        await browser.Press("Tallenna", ("Input.Place", (await Places()).Single(p => p.Name == "Arkistohuone").Id.Value.ToString()));
        Assert.Contains("Arkistohuone", browser.Text, StringComparison.Ordinal);
        await browser.Get($"/staff/customers/{customer.Id.Value}");
        Assert.Contains("P-00001 Tapahtuman yhteystiedot", browser.Text, StringComparison.Ordinal);
        await browser.Get("/staff/paper?Label=p-1");
        Assert.Equal(home, browser.Address);
        await browser.Get("/staff/paper?Label=P-77777");
        Assert.Contains("Tällä tunnuksella ei ole aineistoa", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Aino Virtanen", browser.Text, StringComparison.Ordinal);

        // A place that holds paper stays in use.
        await administrator.Follow("Arkistohuone");
        await administrator.Press("Tallenna", ("InUse", null));
        Assert.Contains("Paikassa on vielä papereita", administrator.Text, StringComparison.Ordinal);

        await browser.Get($"{home}/give-up");
        await browser.Press("Siirrä silputtavaksi");
        Assert.Equal("/staff/paper/shredding", browser.Address);
        Assert.DoesNotContain("Virtanen", browser.Text, StringComparison.Ordinal);
        await browser.Press("Vahvista hävitetyiksi");
        Assert.Contains("Valitse listasta paperit", browser.Text, StringComparison.Ordinal);
        var paper = Assert.Single(await Papers());
        await browser.Press("Vahvista hävitetyiksi", ("Records", $"{paper.Id.Value}"), ("On", "2026-11-21"));
        Assert.Contains("Paperia ei ole voitu hävittää ennen päivää", browser.Text, StringComparison.Ordinal);
        await browser.Press("Vahvista hävitetyiksi", ("On", "2026-11-22"));
        Assert.Contains("Silputtavaa ei ole", browser.Text, StringComparison.Ordinal);
        await browser.Get("/staff/paper/destroyed");
        Assert.Contains("P-00001 Tapahtuman yhteystiedot 20.11.2026 22.11.2026 Sanna Sihteeri", browser.Text, StringComparison.Ordinal);

        paper = Assert.Single(await Papers());
        Assert.Equal((PaperState.Destroyed, Today, account.Id, null, null), (paper.State, paper.DestroyedOn, paper.DestroyedBy, paper.CustomerId, paper.Description));
        Assert.Equal([AuditAction.PaperRegistered, AuditAction.PaperChanged, AuditAction.PaperGivenUp, AuditAction.PaperDestroyed],
            (await Log(AuditAction.PaperRegistered, AuditAction.PaperChanged, AuditAction.PaperGivenUp, AuditAction.PaperDestroyed)).Select(e => e.Action));
        await administrator.Press("Tallenna", ("InUse", null));
        Assert.Contains("Poissa käytöstä 22.11.2026 alkaen", administrator.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Clause("N22")]
    public async Task Only_named_people_with_the_permission_and_a_signed_undertaking_handle_paper()
    {
        var paper = await PaperOf((await Given.Customer()).Id);
        string[] pages = ["", "/new", "/shredding", "/destroyed", $"/{paper.Id.Value}", $"/{paper.Id.Value}/edit", $"/{paper.Id.Value}/label", $"/{paper.Id.Value}/give-up"];
        using var officer = await Given.SignedIn(StaffRole.PrivacyOfficer);
        using var unsigned = await Given.SignedIn(await Handler(StaffRole.CustomerService, signed: false));
        using var handler = await Given.SignedIn(await Handler(StaffRole.Finance));
        foreach (var page in pages)
        {
            await officer.Get("/staff/paper" + page);
            Assert.Equal(HttpStatusCode.Forbidden, officer.Status);
            await unsigned.Get("/staff/paper" + page);
            Assert.StartsWith("/account/undertaking", unsigned.Address, StringComparison.Ordinal);
            await handler.Get("/staff/paper" + page);
            Assert.Equal(HttpStatusCode.OK, handler.Status);
        }

        await officer.Get($"/staff/customers/{paper.CustomerId!.Value.Value}");
        Assert.Equal(HttpStatusCode.OK, officer.Status);
        Assert.DoesNotContain("Paperiaineisto", officer.Page.QuerySelectorAll("main h2").Select(h => h.TextContent.Trim()));
    }

    [Fact]
    [Clause("N21")]
    [Clause("N20")]
    public async Task Erasure_by_a_run_puts_the_paper_on_the_shredding_list_without_the_person()
    {
        var people = await PeopleWhoLeft(2);
        var (gone, stays) = (await PaperOf(people[0].Id), await PaperOf(people[1].Id));
        // What a person has asked about is not destroyed before the answer, on paper neither.
        await Arrange(async db =>
        {
            db.Add(DataSubjectRequest.File(EntityKey.New<RequestId>(App.Clock), await db.TakeNumber(NumberSeries.Requests, Ct), people[1].Id, RequestType.Access, Channel.Letter, Today, Language.Fi, null, null));
            return 0;
        });
        var run = await Started();

        await CarriedOut(run);

        var papers = (await Papers()).ToDictionary(p => p.Id);
        Assert.Equal((PaperState.ToShred, null, null, gone.Number, App.Clock.Now()),
            (papers[gone.Id].State, papers[gone.Id].CustomerId, papers[gone.Id].Description, papers[gone.Id].Number, papers[gone.Id].ShredFrom));
        Assert.Equal((PaperState.Kept, people[1].Id), (papers[stays.Id].State, papers[stays.Id].CustomerId));
        using var browser = await Given.SignedIn(await Handler(StaffRole.CustomerService));
        await browser.Get("/staff/paper/shredding");
        Assert.Contains(gone.Label, browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(stays.Label, browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Lähtenyt", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Clause("N21")]
    [Clause("N19")]
    public async Task Erasure_on_request_puts_the_paper_on_the_list_also_of_one_who_stays_a_contact_person_and_a_hold_on_paper_keeps_it()
    {
        var people = await PeopleWhoLeft(3);
        var papers = new List<PaperRecord>();
        foreach (var person in people)
        {
            papers.Add(await PaperOf(person.Id));
            Assert.True((await App.Decide(await App.EstablishedRequestFrom(person.Id, RequestType.Erasure), grant: true)).Succeeded);
        }

        await OrganisationOf("Wartian Herkku", people[1].Id);
        var officer = await Officer();
        Assert.True((await App.Use((PlaceHolds place) => place.Run(new([people[2].Id], "Riita", officer.Id!.Value, Today.AddYears(1)) { Only = [DataCategory.PaperRecords] }, officer, Ct))).Succeeded);
        App.Clock.Advance(TimeSpan.FromDays(4));

        Assert.Equal(3, await App.Use((CarryOutRequestedErasures erasures) => erasures.Run(Ct)));

        var after = (await Papers()).ToDictionary(p => p.Id);
        Assert.Equal([(PaperState.ToShred, null), (PaperState.ToShred, null), (PaperState.Kept, people[2].Id)], papers.Select(p => (after[p.Id].State, after[p.Id].CustomerId)));
        Assert.Equal(new[] { people[1].Id, people[2].Id }.ToHashSet(), (await App.Stored(db => db.Customers.Select(c => c.Id).ToListAsync(Ct))).ToHashSet());
    }

    [Fact]
    [Clause("N21")]
    public async Task Destruction_is_confirmed_of_all_chosen_papers_or_of_none()
    {
        var customer = await Given.Customer();
        var (first, second) = (await PaperOf(customer.Id), await PaperOf(customer.Id));
        var officer = await Officer();
        await App.Use((GiveUpPaperRecord giveUp) => giveUp.Run(first.Id, officer, Ct));

        var outcome = await App.Use((ConfirmDestruction confirm) => confirm.Run(new([first.Id, second.Id], Today), officer, Ct));

        Assert.Equal(ConfirmDestructionRefusal.NotOnTheList, outcome.Refusal);
        Assert.DoesNotContain(await Papers(), p => p.State == PaperState.Destroyed);
    }

    private async Task<StaffAccount> Handler(StaffRole role, bool signed = true) =>
        await Given.Holding(signed ? await Given.Staff(role) : await Given.StaffWithoutUndertaking(role), Permission.HandlePaperRecords);

    private async Task<PaperRecord> PaperOf(CustomerId customer)
    {
        var officer = await Officer();
        if (await Places() is not [var place, ..])
        {
            var added = await App.Use((AddPaperPlace add) => add.Run(new("Arkistokaappi", PaperLock.Key, FireProtection.S120P), officer, Ct));
            place = added.Value!;
        }

        var number = await App.Stored(db => db.Customers.Where(c => c.Id == customer).Select(c => c.Number).SingleAsync(Ct));
        var outcome = await App.Use((RegisterPaperRecord register) => register.Run(new(number, PaperKind.EventContact, "Messukortti", place.Id, Today), officer, Ct));
        Assert.True(outcome.Succeeded, outcome.Refusal.ToString());
        return outcome.Value;
    }

    private static Task<Browser> AddPlace(Browser administrator, string name) => administrator.Press("Lisää säilytyspaikka",
        ("Input.Name", name), ("Input.Lock", nameof(PaperLock.Key)), ("Input.FireProtection", nameof(FireProtection.Lfs60P)));

    private Task<List<PaperPlace>> Places() => App.Stored(db => db.PaperPlaces.AsNoTracking().ToListAsync(Ct));

    private Task<List<PaperRecord>> Papers() => App.Stored(db => db.PaperRecords.AsNoTracking().OrderBy(p => p.Number).ToListAsync(Ct));

    public sealed class OnSqlite() : PaperRecordTests(Engine.Sqlite);

    public sealed class OnPostgres() : PaperRecordTests(Engine.Postgres);
}
