using System.Text;
using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Requests;
using CustomerRegister.Retention;
using CustomerRegister.Tests.Requests;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Retention;

/// <summary>A request that was matched with a customer, and may be a stranger's: it keeps nothing of the customer's from going, and does not go with them.</summary>
[Clause("N19")]
public abstract class StrangersRequestTests(Engine engine) : RequestedErasureTest(engine)
{
    private const string Stranger = "joku@example.fi", Words = "VIERAAN-SANAT", Later = "LISÄSANAT", Answer = "KYSYMME";

    [Fact]
    public async Task A_granted_erasure_does_not_wait_for_it_and_it_is_whole_open_and_nobodys_afterwards()
    {
        var customer = await Somebody();
        await Granted(customer.Id);
        var strangers = await Matched(customer);
        var plan = (await App.Use((PlanErasure plan) => plan.Run(customer.Id, null, Ct)))!;
        Assert.DoesNotContain(plan.Grounds, g => g.Kind == GroundKind.OpenRequest);

        App.Clock.Advance(TimeSpan.FromDays(4));
        Assert.Equal(1, await Erase());

        Assert.Equal(0, await App.Stored(db => db.Customers.CountAsync(Ct)));
        await IsWhole(strangers, customer.Id);
    }

    [Fact]
    public async Task A_retention_run_does_not_wait_for_it_either()
    {
        var people = await PeopleWhoLeft(3);
        var strangers = await Matched(people[1]);
        // The customer's own is a ground as before.
        await App.RequestFrom(people[2].Id);

        await CarriedOut(await Started());

        Assert.Equal([people[2].Id], await App.Stored(db => db.Customers.Select(c => c.Id).ToListAsync(Ct)));
        await IsWhole(strangers, people[1].Id);
    }

    [Fact]
    [Clause("N40")]
    public async Task Of_one_who_is_erased_in_part_it_stays_whole_too()
    {
        var people = await PeopleWhoLeft(1);
        await InvoiceTo(people[0].Id, new DateOnly(2012, 1, 1));
        var strangers = await Matched(people[0]);

        await CarriedOut(await Started());

        Assert.Equal(1, await App.Stored(db => db.Customers.CountAsync(Ct)));
        await IsWhole(strangers, people[0].Id);
    }

    [Fact]
    public async Task The_card_gives_it_as_no_ground_to_keep_anything_longer()
    {
        var customer = (await PeopleWhoLeft(1))[0];
        await Matched(customer);
        var officer = await Officer();
        async Task<(int Requests, bool AreGrounds)> Card()
        {
            var card = (await App.Use((ViewCustomer view) => view.Run(customer.Id, officer, Ct)))!;
            return (card.Requests.Count, card.Retention.Longer.Values.Any(grounds => grounds.Any(g => g.Kind == GroundKind.OpenRequest)));
        }

        Assert.Equal((1, false), await Card());

        await App.RequestFrom(customer.Id);
        Assert.Equal((2, true), await Card());
    }

    [Fact]
    [Clause("N20")]
    public async Task Old_records_of_the_customer_go_by_their_own_periods_while_it_is_open()
    {
        var customer = await Given.Customer(email: "aino@esimerkki.example");
        var answered = await App.EstablishedRequestFrom(customer.Id);
        Assert.True((await App.Decide(answered, grant: false, "Ei ole.")).Succeeded);
        App.Clock.Advance(TimeSpan.FromDays(1200));
        var strangers = await Matched(customer);

        Assert.Equal(1, (await App.Use((ForgetOldRecords forget) => forget.Run(Ct))).Requests);

        Assert.Null((await App.Stored(answered)).DecisionReasons);
        Assert.Equal(customer.Id, (await App.Stored(strangers)).CustomerId);
    }

    private async Task<RequestId> Matched(Customer customer)
    {
        var id = await App.RequestFromVisitor(Stranger, RequestType.Access, message: Words);
        Assert.True((await App.Use((FollowRequest follow) => follow.Write(id, Later, [new("liite.pdf", Encoding.ASCII.GetBytes("%PDF-1.7\nx\n%%EOF"))], AttachmentKind.Other, Ct))).Succeeded);
        Assert.True((await App.Use((MatchRequest match) => match.Run(id, customer.Number, Job, Ct))).Succeeded);
        Assert.True((await App.Use((AddToRequest add) => add.Run(new(id, null, Answer, []), Job, Ct))).Succeeded);
        return id;
    }

    private async Task IsWhole(RequestId id, CustomerId erased)
    {
        var request = await App.Stored(id);
        Assert.Equal((null, RequestState.Received, "Tuula Tuntematon", Stranger, Words), (request.CustomerId, request.State, request.ApplicantName, request.ApplicantEmail?.Value, request.Message));
        Assert.Equal(Language.Fi, request.Language);
        Assert.NotNull(request.Signature);
        var followed = (await App.Use((FollowRequest follow) => follow.View(id, Ct)))!;
        Assert.Equal([Later, Answer], followed.Correspondence.Messages.Select(m => m.Text).OrderByDescending(t => t.Length));
        Assert.NotNull(await App.Use((ReadAttachment read) => read.ByVisitor(followed, Assert.Single(followed.Correspondence.Files).Id, Ct)));
        var parted = Assert.Single(await Log(AuditAction.RequestUnmatched));
        Assert.Equal((erased, id.Value), (parted.CustomerId!.Value, parted.SubjectId!.Value));

        var officer = await Officer();
        Assert.True((await App.Use((AnswerNoData noData) => noData.Run(new(id, "Nimen kaima ei ole hän."), officer, Ct))).Succeeded);
        Assert.Contains(await App.MailsTo(Stranger), m => m.Subject!.Contains("on vastattu", StringComparison.Ordinal));
    }

    public sealed class OnSqlite() : StrangersRequestTests(Engine.Sqlite);

    public sealed class OnPostgres() : StrangersRequestTests(Engine.Postgres);
}
