using System.Net;
using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Disclosures;
using CustomerRegister.Imports;
using CustomerRegister.Merging;
using CustomerRegister.Orders;
using CustomerRegister.PersonalData;
using CustomerRegister.Restrictions;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Restrictions;

/// <summary>While processing is restricted the data is stored and shown, but not used; the person is told before that ends.</summary>
public abstract class RestrictionPagesTests(Engine engine) : AppTest(engine)
{
    [Theory]
    [Clause("N39")]
    [InlineData("/staff/customers/{0}/edit", "Tietojen käsittelyä on rajoitettu, eikä niitä voi muuttaa.")]
    [InlineData("/staff/orders/new?customer={0}", "joten uutta tilausta ei kirjata")]
    public async Task Who_is_about_to_fill_in_a_form_that_a_restriction_refuses_is_told_before(string page, string told)
    {
        var (restricted, free) = (await Given.Customer(), await Given.Customer());
        await App.Use((PlaceRestriction place) => place.Run(new(restricted.Id, RestrictionReason.UnlawfulButKept), Actor.System("test", "arranging"), default));
        using var staff = await Given.SignedIn(StaffRole.CustomerService);

        await staff.Get(page.Replace("{0}", $"{restricted.Id.Value}", StringComparison.Ordinal));
        Assert.Contains(told, staff.Page.QuerySelector(".ds-error-summary")!.TextContent, StringComparison.Ordinal);

        await staff.Get(page.Replace("{0}", $"{free.Id.Value}", StringComparison.Ordinal));
        Assert.Null(staff.Page.QuerySelector(".ds-error-summary"));
    }

    private static readonly Actor Test = new(ActorKind.Staff, Guid.Parse("01890000-0000-7000-8000-000000000001"), "CustomerService", "customer-care");

    [Fact]
    [Clause("N39")]
    public async Task It_is_shown_on_the_card_and_lifted_only_after_the_mail_that_tells_of_it_has_left()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        var home = $"/staff/customers/{customer.Id.Value}";
        using var browser = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await browser.Get($"{home}/restrictions");
        await browser.Press("Rajoita");
        Assert.Equal("Valitse peruste.", Assert.Single(browser.Errors));
        await browser.Press("Rajoita", ("Reason", "AccuracyContested"));
        Assert.Contains("Käsittely on rajoitettu.", browser.Text, StringComparison.Ordinal);
        await browser.Press("Rajoita", ("Reason", "AccuracyContested"));
        Assert.Equal("Samasta syystä on jo rajoitus voimassa.", Assert.Single(browser.Errors));
        await browser.Get(home);
        Assert.Contains("Käsittely rajoitettu 22.11.2026", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Peruste: tietojen paikkansapitävyys on kiistetty", browser.Text, StringComparison.Ordinal);

        var restriction = (await App.Stored(db => db.Restrictions.SingleAsync())).Id;
        Assert.Equal(LiftRestrictionRefusal.PersonNotTold, (await Lift(restriction)).Refusal);
        await browser.Get($"{home}/restrictions");
        await browser.Follow("Kerro asiakkaalle poistamisesta");
        await browser.Press("Kerro asiakkaalle", ("By", "Email"));
        Assert.Equal("Kirjoita, miksi rajoitus poistetaan.", Assert.Single(browser.Errors));
        await browser.Press("Kerro asiakkaalle", ("By", "Email"), ("Words", "Tiedot pitävät paikkansa."));
        Assert.Equal(LiftRestrictionRefusal.PersonNotTold, (await Lift(restriction)).Refusal);
        var mail = Assert.Single(await App.MailsTo("aino@example.fi"));
        Assert.DoesNotContain("paikkansa", mail.TextBody, StringComparison.Ordinal);

        await browser.Follow("Tulosta kirje");
        Assert.Contains("Tiedot pitävät paikkansa.", browser.Text, StringComparison.Ordinal);
        await browser.Get($"{home}/restrictions");
        await browser.Press("Poista rajoitus");
        Assert.Contains("Rajoitus on poistettu.", browser.Text, StringComparison.Ordinal);
        await browser.Get(home);
        Assert.DoesNotContain("Käsittely rajoitettu", browser.Text, StringComparison.Ordinal);
        Assert.Equal([AuditAction.RestrictionLifted, AuditAction.RestrictionNoticeMade, AuditAction.RestrictionPlaced],
            await App.Stored(db => db.AuditEntries.Where(e => e.CustomerId == customer.Id && e.Action.StartsWith("restriction.")).OrderBy(e => e.Action).Select(e => e.Action).ToListAsync()));

        Task<Outcome<Restriction, LiftRestrictionRefusal>> Lift(RestrictionId id) => App.Use((LiftRestriction lift) => lift.Run(customer.Id, id, Test, CancellationToken.None));
    }

    [Fact]
    [Clause("N39")]
    public async Task Edits_merges_roles_update_files_and_lists_are_refused_with_the_reason_and_the_persons_own_word_is_not()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        var other = await Given.Customer("Aino", "Wirtanen");
        var (organisation, _) = await Given.OrganisationWithContactPerson(firstName: "Eino", lastName: "Laine");
        using var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get($"/staff/customers/{customer.Id.Value}/edit");
        Assert.True((await App.Use((PlaceRestriction place) => place.Run(new(customer.Id, RestrictionReason.NeededForLegalClaim), Test, CancellationToken.None))).Succeeded);

        // Begun before, saved after.
        await browser.Submit("main form", ("Input.FirstName", "Anni"));
        Assert.Contains("Joku muu tallensi", browser.Text, StringComparison.Ordinal);
        await browser.Get($"/staff/customers/{customer.Id.Value}/edit");
        await browser.Submit("main form", ("Input.FirstName", "Anni"));
        Assert.Contains("Tietojen käsittelyä on rajoitettu", browser.Text, StringComparison.Ordinal);

        var versions = await App.Stored(db => db.Customers.ToDictionaryAsync(c => c.Id, c => c.Version));
        var choices = new MergeChoices(MergeSide.Kept, MergeSide.Kept, MergeSide.Kept, MergeSide.Kept, MergeSide.Kept, MergeSide.Kept, [], []);
        Assert.Equal(MergeCustomersRefusal.Restricted, (await App.Use((MergeCustomers merge) =>
            merge.Run(new(other.Id, versions[other.Id], customer.Id, versions[customer.Id], choices), Test, CancellationToken.None))).Refusal);
        Assert.Equal(BeginContactRoleRefusal.Restricted, (await App.Use((BeginContactRole begin) =>
            begin.Run(new(organisation.Id, customer.Id, null, App.Clock.Today(), SourceKind.DataSubject, null), Test, CancellationToken.None))).Refusal);
        var proposal = await Proposal(customer);
        Assert.Equal(DecideProposalRefusal.Restricted, (await App.Use((DecideProposal decide) =>
            decide.Run(new DecideProposalCommand(proposal.Id, true, versions[customer.Id]), Test, CancellationToken.None))).Refusal);
        var many = await App.Use((DecideProposal decide) => decide.Run(new DecideProposalsCommand(proposal.ImportId, proposal.Match, true), Test, CancellationToken.None));
        Assert.Equal((0, 1), (many.Value!.Decided, many.Value.ShownAgain));
        Assert.Empty(await App.Use((ReachableCustomers reachable) => reachable.For(BanKind.MarketResearch, ReachedBy.Email).ToListAsync()));

        Assert.True(await App.Use((SetBan ban) => ban.Run(new(customer.Id, BanKind.DirectMarketing, true, Channel.Phone), Test, CancellationToken.None)));
    }

    [Fact]
    [Clause("N39")]
    public async Task Neither_an_end_nor_a_new_beginning_nor_an_address_in_the_open_but_what_protects_or_ends_a_use_goes_on()
    {
        var (organisation, customer) = await Given.OrganisationWithContactPerson(firstName: "Eino", lastName: "Laine");
        var ended = await Given.Customer("Aino", "Virtanen", until: App.Clock.Today().AddDays(-3));
        var officer = Test with { SeesProtectedAddresses = true };
        foreach (var one in new[] { customer.Id, ended.Id })
        {
            Assert.True((await App.Use((ProtectAddress protect) => protect.Run(new(one, App.Clock.Today(), App.Clock.Today().AddYears(1), SourceKind.DataSubject, null), Test, default))).Succeeded);
            Assert.True((await App.Use((PlaceRestriction place) => place.Run(new(one, RestrictionReason.NeededForLegalClaim), Test, default))).Succeeded);
        }

        using var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get($"/staff/customers/{customer.Id.Value}/end-relationship");
        await browser.Submit("main form", ("Reason", "EndedByController"));
        Assert.Contains("Tietojen käsittelyä on rajoitettu", browser.Text, StringComparison.Ordinal);
        await browser.Get($"/staff/customers/{ended.Id.Value}/reopen");
        await browser.Submit("main form");
        Assert.Contains("Tietojen käsittelyä on rajoitettu", browser.Text, StringComparison.Ordinal);
        Assert.Equal(LiftProtectionRefusal.Restricted, (await App.Use((LiftProtection lift) => lift.Run(customer.Id, officer, default))).Refusal);
        Assert.Equal([null, App.Clock.Today().AddDays(-3)], await App.Stored(db => db.Customers.OrderBy(c => c.Number).Select(c => c.RelationshipEnd).ToListAsync()));

        // A longer protection, the end of a role, and a death: the dead have no data protection, and the relationship ends with them.
        Assert.True((await App.Use((ProtectAddress protect) => protect.Run(new(customer.Id, App.Clock.Today(), App.Clock.Today().AddYears(2), SourceKind.Authority, "dvv"), Test, default))).Succeeded);
        var role = await App.Stored(db => db.ContactRoles.Where(r => r.OrganisationId == organisation.Id).Select(r => r.Id).SingleAsync());
        Assert.True((await App.Use((EndContactRole end) => end.Run(new(customer.Id, role, App.Clock.Today()), Test, default))).Succeeded);
        var back = await App.Use((EndRelationship end) => end.Run(new(ended.Id, App.Clock.Today().AddDays(-2), RelationshipEndReason.AskedByCustomer), Test, default));
        Assert.True(back.Succeeded);
        Assert.True((await App.Use((RecordDeath record) => record.Run(new(customer.Id, App.Clock.Today(), SourceKind.Authority, "dvv"), Test, default))).Succeeded);
        Assert.True((await App.Use((EndRelationship end) => end.Run(new(customer.Id, App.Clock.Today(), RelationshipEndReason.Deceased), Test, default))).Succeeded);
    }

    [Fact]
    [Clause("N39")]
    public async Task No_new_order_is_taken_in_and_no_name_or_address_changed_but_what_was_ordered_is_delivered_invoiced_and_paid()
    {
        var customer = await Given.Customer();
        var order = new PlaceOrderCommand(customer.Number, null, App.Clock.Today(), null, 0, null, PostalAddress.Create("Rantatie 5", "00100", "Helsinki", "Uusimaa"), [new("Teetä", 1, 1, 0, 0.255m)]);
        var placed = (await App.Use((PlaceOrder place) => place.Run(order, Test, default))).Value!;
        Assert.True((await App.Use((PlaceRestriction place) => place.Run(new(customer.Id, RestrictionReason.UnlawfulButKept), Test, default))).Succeeded);
        using var desk = await Given.SignedIn(StaffRole.CustomerService);
        await desk.Get($"/staff/orders/new?customer={customer.Id.Value}");
        await desk.Press("Tallenna tilaus", ("Input.Lines[0].Product", "Kahvia"), ("Input.Lines[0].Quantity", "1"), ("Input.Lines[0].UnitPrice", "5"));
        Assert.Contains("käsittelyä on rajoitettu, joten uutta tilausta ei kirjata", Assert.Single(desk.Errors), StringComparison.Ordinal);
        Assert.Equal(1, await App.Stored(db => db.Orders.CountAsync()));

        await desk.Get($"/staff/orders/{placed.Id.Value}/edit");
        foreach (var (field, value) in new[] { ("Input.DeliveryName", "Anni Virtanen"), ("Input.Street", "Uusikatu 1") })
        {
            var before = desk.Page.QuerySelector($"[name='{field}']")!.GetAttribute("value");
            await desk.Press("Tallenna muutokset", (field, value));
            Assert.Contains("toimituksen nimeä ja osoitetta ei voi muuttaa", Assert.Single(desk.Errors), StringComparison.Ordinal);
            await desk.Press("Tallenna muutokset", (field, before), ("Input.Lines[0].Quantity", "3"));
            Assert.Equal($"/staff/orders/{placed.Id.Value}", desk.Address);
            await desk.Get($"/staff/orders/{placed.Id.Value}/edit");
        }

        var changed = await App.Stored(db => db.Orders.AsNoTracking().Include(o => o.Lines).SingleAsync());
        Assert.Equal(("Aino Virtanen", PostalAddress.Create("Rantatie 5", "00100", "Helsinki", "Uusimaa"), 3), (changed.DeliveryName, changed.DeliveryAddress, Assert.Single(changed.Lines).Quantity));
        Assert.True((await App.Use((DeliverOrder deliver) => deliver.Run(new(placed.Id, App.Clock.Today()), Test, default))).Succeeded);
        var version = await App.Stored(db => db.Orders.Select(o => o.Version).SingleAsync());
        var sent = await App.Use((SendInvoice send) => send.Run(new(placed.Id, version, App.Clock.Today(), App.Clock.Today().AddDays(14), Language.Fi), Test, default));
        Assert.True(sent.Succeeded, sent.Refusal.ToString());
        Assert.True((await App.Use((RecordPayment record) => record.Run(new(sent.Value.Id, PaymentKind.Payment, 1, App.Clock.Today()), Test, default))).Succeeded);
    }

    [Fact]
    [Clause("N39")]
    public async Task Data_is_disclosed_for_a_claim_or_by_law_only_and_what_was_given_before_is_recorded_as_it_was()
    {
        var customer = await Given.Customer();
        var recipient = (await App.Use((AddRecipient add) => add.Run(new("Luotto Oy", "luotto@example.fi", Language.Fi), Test, default))).Value!.Id;
        App.Clock.Advance(TimeSpan.FromDays(2));
        Assert.True((await App.Use((PlaceRestriction place) => place.Run(new(customer.Id, RestrictionReason.UnlawfulButKept), Test, default))).Succeeded);
        using var desk = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await desk.Get($"/staff/customers/{customer.Id.Value}/disclosures");
        await desk.Submit("form:has([name='Input.Recipient'])", ("Input.Recipient", recipient.Value.ToString()), ("Input.Categories", "Name"), ("Input.Ground", "CreditApplication"));
        Assert.Equal("Asiakkaan tietojen käsittelyä on rajoitettu. Tietoja luovutetaan vain laskutusta tai perintää varten tai lain nojalla.", Assert.Single(desk.Errors));
        Assert.Empty(await App.Stored(db => db.Disclosures.ToListAsync()));

        foreach (var (ground, on) in new[]
        {
            (DisclosureGround.CreditApplication, App.Clock.Today().AddDays(-1)), (DisclosureGround.Invoicing, App.Clock.Today()), (DisclosureGround.DebtCollection, App.Clock.Today()), (DisclosureGround.LegalObligation, App.Clock.Today()),
        })
            Assert.True((await App.Use((RecordDisclosure record) => record.Run(new(customer.Id, recipient, [DataCategory.Name], on, ground, null), Test, default))).Succeeded, ground.ToString());
    }

    [Fact]
    public async Task A_letter_counts_from_the_day_it_was_posted_and_nobody_without_an_address_gets_a_mail()
    {
        var customer = await Given.Customer();
        var id = (await App.Use((PlaceRestriction place) => place.Run(new(customer.Id, RestrictionReason.UnlawfulButKept), Test, CancellationToken.None))).Value!.Id;

        Assert.Equal(TellOfLiftingRefusal.NoEmail, (await Tell(RestrictionNotice.Email, null)).Refusal);
        Assert.Equal(TellOfLiftingRefusal.PostedOnMissing, (await Tell(RestrictionNotice.Letter, null)).Refusal);
        Assert.Equal(TellOfLiftingRefusal.InFuture, (await Tell(RestrictionNotice.Letter, App.Clock.Today().AddDays(1))).Refusal);
        Assert.True((await Tell(RestrictionNotice.Letter, App.Clock.Today())).Succeeded);
        Assert.True((await App.Use((LiftRestriction lift) => lift.Run(customer.Id, id, Test, CancellationToken.None))).Succeeded);
        Assert.Equal(TellOfLiftingRefusal.LiftedAlready, (await Tell(RestrictionNotice.Letter, App.Clock.Today())).Refusal);

        Task<Outcome<Restriction, TellOfLiftingRefusal>> Tell(RestrictionNotice by, DateOnly? postedOn) =>
            App.Use((TellOfLifting tell) => tell.Run(new(customer.Id, id, by, postedOn, "Asia on ratkaistu."), Test, CancellationToken.None));
    }

    [Fact]
    public async Task Only_who_decides_requests_restricts_and_lifts()
    {
        var customer = await Given.Customer();
        using var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get($"/staff/customers/{customer.Id.Value}/restrictions");
        Assert.Equal(HttpStatusCode.Forbidden, browser.Status);
    }

    private Task<UpdateProposal> Proposal(Customer customer) => App.Use(async (RegisterContext db) =>
    {
        var import = Import.Prepare(EntityKey.New<ImportId>(App.Clock), ImportKind.Updates, "vtj", SourceKind.Authority, null, App.Clock.Now());
        var version = await db.Customers.Where(c => c.Id == customer.Id).Select(c => c.Version).SingleAsync();
        var proposal = UpdateProposal.Of(import.Id, customer.Id, version, 1, ProposalMatch.CustomerNumber, new(null, null, null, null, null, null, "Anni", "Virtanen", null, null, null, null), App.Clock);
        db.AddRange(import, proposal, AuditEntry.Of(Test, AuditAction.ImportPrepared, App.Clock));
        await db.SaveChangesAsync();
        return proposal;
    });

    public sealed class OnSqlite() : RestrictionPagesTests(Engine.Sqlite);

    public sealed class OnPostgres() : RestrictionPagesTests(Engine.Postgres);
}
