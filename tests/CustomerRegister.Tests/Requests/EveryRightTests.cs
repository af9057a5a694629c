using CustomerRegister.Requests;
using CustomerRegister.Requests.Rights;
using CustomerRegister.Retention;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Portal;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Requests;

/// <summary>Every right goes the whole way: asked for in the portal, taken in hand, decided at the desk, answered in the portal.</summary>
public abstract class EveryRightTests(Engine engine) : AppTest(engine)
{
    [Fact]
    [Clause("N31")]
    public async Task Each_type_is_filed_in_the_portal_and_decided_by_a_person_in_each_way_that_it_offers()
    {
        var browser = await Given.SignedIn(StaffRole.PrivacyOfficer);
        foreach (var type in Enum.GetValues<RequestType>())
        {
            var decisions = await App.Use((AllRights rights) => Task.FromResult(rights[type].Decisions));
            foreach (var decision in decisions)
            {
                var customer = await Given.Customer(email: $"{type}-{decision}@example.fi".ToLowerInvariant());
                var portal = await App.Entered(customer);
                await portal.Get($"/my/requests/new/{type.ToString().ToLowerInvariant()}");
                await portal.Submit("main form", ("Input.Message", "Puhelinnumeroni on väärin."), ("Input.Name", "Aino Virtanen"), ("Input.Agreed", "true"));
                Assert.Matches("^/my/requests/[0-9a-f-]{36}$", portal.Address);
                var id = new RequestId(Guid.Parse(portal.Address[^36..]));
                Assert.Equal((type, RequestState.Received, null), (await Stored(id)));

                await browser.Get($"/staff/requests/{id.Value}");
                await browser.Press("Kirjaa varmistetuksi", ("Method", "PortalSignIn"));
                await browser.Follow("Ratkaise pyyntö");
                // What is refused by category says which.
                var byCategory = decision == RequestDecision.GrantPartly && await App.Use((AllRights rights) => Task.FromResult(rights[type].RefusesByCategory));
                var purpose = type == RequestType.Objection && decision == RequestDecision.GrantPartly ? browser.Page.QuerySelector("input[name=Purposes]")!.GetAttribute("value") : null;
                await browser.Submit("main form",
                    [("Decision", decision.ToString()), ("Reasons", "Asia on tutkittu."), .. decision.IsRefusal() && !byCategory ? [("Grounds", nameof(DecisionGround.ManifestlyUnfounded))] : Array.Empty<(string, string?)>(), .. byCategory ? [("Parts[0].Ground", nameof(DecisionGround.RightsOfOthers))] : Array.Empty<(string, string?)>(), .. purpose is null ? [] : new (string, string?)[] { ("Purposes", purpose) },
                    // What was asked in words alone is granted item by item, or because the register is right already.
                    .. type == RequestType.Rectification && decision != RequestDecision.Refuse ? new (string, string?)[] { ("NothingToWrite", "true") } : []]);

                Assert.Equal($"/staff/requests/{id.Value}", browser.Address);
                var state = decision == RequestDecision.Refuse ? RequestState.Refused : RequestState.Granted;
                Assert.Equal((type, state, decision), (await Stored(id)));
                Assert.NotNull((await App.Stored(id)).DecidedBy);
                await portal.Get($"/my/requests/{id.Value}/answer");
                Assert.Contains("Asia on tutkittu.", portal.Text, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    [Clause("N42")]
    public async Task Anonymisation_is_an_outcome_of_its_own_and_leaves_orders_that_lead_to_nobody()
    {
        var customer = await Given.Customer();
        var id = await App.EstablishedRequestFrom(customer.Id, RequestType.Erasure);

        Assert.True((await App.Decide(id, RequestDecision.Anonymise)).Succeeded);

        var stored = await App.Stored(id);
        Assert.Equal((RequestState.Granted, RequestDecision.Anonymise), (stored.State, stored.Decision));
        App.Clock.Advance(TimeSpan.FromDays(4));
        Assert.Equal(1, await App.Use((CarryOutRequestedErasures carryOut) => carryOut.Run(default)));
        Assert.Null((await App.Stored(id)).CustomerId);
        Assert.Empty(await App.Stored(db => db.Customers.Where(c => c.Id == customer.Id).ToListAsync()));
    }

    [Fact]
    public async Task A_request_is_not_decided_in_a_way_that_its_right_does_not_have()
    {
        var customer = await Given.Customer();
        var id = await App.EstablishedRequestFrom(customer.Id);

        Assert.Equal(DecideRequestRefusal.NotSuchDecision, (await App.Decide(id, RequestDecision.Anonymise, "Näin.")).Refusal);

        Assert.Equal(RequestState.InHand, (await App.Stored(id)).State);
    }

    [Fact]
    [Clause("N38")]
    public async Task No_right_is_refused_wholly_or_in_part_without_a_ground_in_law()
    {
        var officer = (await Given.Staff(StaffRole.PrivacyOfficer)).AsActor("requests");
        foreach (var type in Enum.GetValues<RequestType>())
        {
            var customer = await Given.Customer();
            var id = await App.EstablishedRequestFrom(customer.Id, type);
            var (decisions, byCategory) = await App.Use((AllRights rights) => Task.FromResult((rights[type].Decisions, rights[type].RefusesByCategory)));
            // Of a restriction and of a complaint there is nothing to be granted alone.
            Assert.Equal(type is RequestType.Access or RequestType.Rectification or RequestType.Portability or RequestType.Objection, decisions.Contains(RequestDecision.GrantPartly));
            foreach (var decision in decisions.Where(d => d.IsRefusal() && !(byCategory && d == RequestDecision.GrantPartly)))
            {
                var purposes = type == RequestType.Objection ? await App.Stored(db => db.Purposes.Where(p => p.Code == "statistics").Select(p => p.Id).ToListAsync()) : [];
                Assert.Equal(DecideRequestRefusal.GroundsMissing, (await App.Use((DecideRequest decide) => decide.Run(new(id, decision, "Ei.") { Purposes = purposes }, officer, default))).Refusal);
            }

            Assert.Equal(RequestState.InHand, (await App.Stored(id)).State);
        }
    }

    private async Task<(RequestType, RequestState, RequestDecision?)> Stored(RequestId id) =>
        await App.Stored(id) is var request ? (request.Type, request.State, request.Decision) : default;

    public sealed class OnSqlite() : EveryRightTests(Engine.Sqlite);

    public sealed class OnPostgres() : EveryRightTests(Engine.Postgres);
}
