using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Statistics;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Consents;

/// <summary>What an objection in force reaches: uses that rest on a legitimate interest, and nothing else (GDPR Art. 21(1)). What the customer is shown, the statistics and the lists agree on it.</summary>
public abstract class ObjectionReachTests(Engine engine) : AppTest(engine)
{
    private static readonly Actor Test = Actor.System("test", "arranging");

    [Theory]
    [Clause("N3")]
    [InlineData(null, LegalBasis.LegitimateInterest, true)]
    [InlineData("statistics", LegalBasis.LegitimateInterest, true)]
    [InlineData("development", LegalBasis.LegitimateInterest, false)]
    [InlineData(null, LegalBasis.Consent, false)]
    [InlineData("statistics", LegalBasis.Consent, false)]
    [InlineData(null, LegalBasis.LegalObligation, false)]
    public async Task An_objection_is_shown_and_kept_alike_and_only_while_the_use_rests_on_a_legitimate_interest(string? against, LegalBasis basis, bool ends)
    {
        var customer = await Given.Customer();
        await Objects(customer, against);
        await Rest("statistics", basis);

        var shown = (await App.Use((CurrentChoices choices) => choices.Run(customer.Id, default))).Objections;

        Assert.Equal(ends, shown.Any(o => o.Purpose.Code == "statistics"));
        Assert.Equal(!ends, await App.Stored(db => db.PeopleToCount().AnyAsync()));
    }

    [Fact]
    public async Task Who_objects_to_everything_has_objected_also_while_the_controller_has_no_uses()
    {
        var customer = await Given.Customer();
        await Objects(customer, null);
        await App.Use(async (RegisterContext db) =>
        {
            await db.PurposeTexts.ExecuteDeleteAsync();
            return await db.Purposes.ExecuteDeleteAsync();
        });

        var choices = await App.Use((CurrentChoices current) => current.Run(customer.Id, default));

        Assert.True(choices.HasObjected);
        Assert.Empty(choices.Objections);
        Assert.False((await App.Use(async (CurrentChoices current) => await current.Run((await Given.Customer()).Id, default))).HasObjected);
    }

    [Fact]
    public async Task A_use_that_is_objected_to_twice_is_shown_once_by_the_objection_that_names_it()
    {
        var customer = await Given.Customer();
        await Objects(customer, null);
        await Objects(customer, "statistics");

        var choices = await App.Use((CurrentChoices current) => current.Run(customer.Id, default));

        Assert.Equal([("development", true), ("statistics", false)], choices.Objections.Select(o => (o.Purpose.Code, o.General)));
    }

    [Theory]
    [Clause("N7")]
    [Clause("N11")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Marketing_that_a_consent_allows_is_not_silenced_by_an_objection_to_everything(bool consentIsLater)
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        if (!consentIsLater)
            await Consents(customer);
        await Objects(customer, null);
        if (consentIsLater)
            await Consents(customer);

        Assert.True(await Reached(BanKind.DirectMarketing, ReachedBy.Email));
        // By post nothing but a legitimate interest allows it, and so with a survey.
        Assert.False(await Reached(BanKind.DirectMarketing, ReachedBy.Post));
        Assert.False(await Reached(BanKind.MarketResearch, ReachedBy.Email));
    }

    [Theory]
    [Clause("N7")]
    [InlineData(LegalBasis.LegitimateInterest, true, false)]
    [InlineData(LegalBasis.LegitimateInterest, false, false)]
    [InlineData(LegalBasis.Contract, true, true)]
    public async Task A_list_heeds_objections_to_the_purpose_for_which_it_is_made(LegalBasis basis, bool named, bool reached)
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        // Staff cannot change the basis of a use that a ban ends; a register of before that rule may have it changed.
        await App.Use((RegisterContext db) => db.Purposes.Where(p => p.Code == "market-research").ExecuteUpdateAsync(set => set.SetProperty(p => p.Basis, basis)));
        await Objects(customer, named ? "market-research" : null);

        Assert.Equal(reached, await Reached(BanKind.MarketResearch, ReachedBy.Email));
        Assert.Equal(named, await Reached(BanKind.OpinionPolls, ReachedBy.Email));
    }

    private Task Objects(Customer customer, string? against) => App.Use(async (RegisterContext db) =>
    {
        db.Add(Objection.Of(customer.Id, against is null ? null : await db.Purposes.Where(p => p.Code == against).Select(p => p.Id).SingleAsync(), App.Clock));
        db.Add(AuditEntry.Of(Test, AuditAction.ObjectionUpheld, App.Clock, customer.Id));
        await db.SaveChangesAsync();
    });

    private async Task Rest(string code, LegalBasis basis)
    {
        var purpose = await App.Stored(db => db.Purposes.AsNoTracking().SingleAsync(p => p.Code == code));
        if (purpose.Basis != basis)
            Assert.True((await App.Use((EditPurpose edit) => edit.Run(new(purpose.Id, purpose.Version, null, basis, purpose.Name, purpose.Description), Test, default))).Succeeded);
    }

    private async Task Consents(Customer customer)
    {
        var marketing = await App.Stored(db => db.Purposes.AsNoTracking().SingleAsync(p => p.Code == ReachableCustomers.EmailConsent));
        await App.Use(async (RegisterContext db) =>
        {
            db.Add(ConsentDecision.Of(customer.Id, marketing.Id, true, Channel.Portal, marketing.TextHash(Language.Fi), App.Clock));
            db.Add(AuditEntry.Of(Test, AuditAction.ConsentGiven, App.Clock, customer.Id));
            await db.SaveChangesAsync();
        });
    }

    private Task<bool> Reached(BanKind use, ReachedBy by) => App.Use((ReachableCustomers reachable) => reachable.For(use, by).AnyAsync());

    public sealed class OnSqlite() : ObjectionReachTests(Engine.Sqlite);

    public sealed class OnPostgres() : ObjectionReachTests(Engine.Postgres);
}
