using CustomerRegister.Audit;
using CustomerRegister.Requests;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Requests;

/// <summary>That there is no data about somebody is a decision like any other.</summary>
public abstract class AnswerNoDataTests(Engine engine) : AppTest(engine)
{
    [Fact]
    [Clause("N31")]
    public async Task It_is_answered_by_who_may_decide_such_requests_only()
    {
        var id = await App.RequestFromVisitor("tuula@example.fi", RequestType.Erasure);
        var service = await Given.Staff(StaffRole.CustomerService);
        using var clerk = await Given.SignedIn(service);
        await clerk.Get($"/staff/requests/{id.Value}");

        Assert.Empty(clerk.Page.QuerySelectorAll("form[action*='NoData']"));
        Assert.Contains("Vain se, joka saa ratkaista tällaisen pyynnön", clerk.Text, StringComparison.Ordinal);
        Assert.Equal(DecideRequestRefusal.NotPermitted, (await NoData(id, service)).Refusal);
        Assert.Equal(RequestState.Received, (await App.Stored(id)).State);
        using var officer = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await officer.Get($"/staff/requests/{id.Value}");
        await officer.Press("Vastaa, ettei tietoja ole");
        Assert.Contains("Pyyntöön on vastattu, ettei tietoja ole.", officer.Text, StringComparison.Ordinal);
        Assert.Equal(RequestDecision.NoData, (await App.Stored(id)).Decision);
        Assert.Equal(DecideRequestRefusal.AlreadyDecided, (await NoData(id, await Given.Staff(StaffRole.PrivacyOfficer))).Refusal);
    }

    [Fact]
    [Clause("N31")]
    public async Task With_four_eyes_it_is_told_only_when_a_second_person_confirms_it()
    {
        App.Settings["Requests:FourEyes"] = "true";
        var id = await App.RequestFromVisitor("tuula@example.fi");
        var clerk = await Given.Staff(StaffRole.CustomerService);
        using var first = await Given.SignedIn(clerk);
        await first.Get($"/staff/requests/{id.Value}");
        await first.Press("Vastaa, ettei tietoja ole");

        Assert.Contains("odottaa toisen henkilön vahvistusta", first.Text, StringComparison.Ordinal);
        Assert.Empty(first.Page.QuerySelectorAll("form[action*='NoData'], form[action*='Confirm']"));
        Assert.Equal((RequestState.Received, RequestDecision.NoData), ((await App.Stored(id)).State, (await App.Stored(id)).ProposedDecision!.Value));
        Assert.Empty(await App.MailsTo("tuula@example.fi"));
        Assert.Equal(DecideRequestRefusal.SamePerson, (await App.Use((DecideRequest decide) => decide.Confirm(id, clerk.AsActor("requests"), default))).Refusal);
        using var second = await Given.SignedIn(StaffRole.CustomerService);
        await second.Get($"/staff/requests/{id.Value}");
        await second.Press("Palauta valmisteluun");
        Assert.Null((await App.Stored(id)).ProposedBy);
        await first.Get($"/staff/requests/{id.Value}");
        await first.Press("Vastaa, ettei tietoja ole");
        await second.Get($"/staff/requests/{id.Value}");
        await second.Press("Vahvista päätös");

        var answered = await App.Stored(id);
        Assert.Equal((RequestState.Granted, RequestDecision.NoData, clerk.Id, null), (answered.State, answered.Decision!.Value, answered.DecidedBy!.Value, answered.ProposedBy));
        Assert.Contains("ei ole tietoja, jotka osaisimme yhdistää sinuun", Assert.Single(await App.MailsTo("tuula@example.fi")).TextBody, StringComparison.Ordinal);
        var logged = await App.Stored(db => db.AuditEntries.Where(e => e.SubjectId == id.Value).Select(e => e.Action).ToListAsync());
        Assert.Empty(new[] { AuditAction.DecisionProposed, AuditAction.DecisionReturned, AuditAction.RequestGranted }.Except(logged));
    }

    [Fact]
    [Clause("N32")]
    public async Task Where_a_customer_has_the_address_it_needs_a_reason_which_the_one_who_asks_does_not_read()
    {
        await Given.Customer("Tuula", "Tuntematon", "tuula@example.fi");
        var id = await App.RequestFromVisitor("tuula@example.fi");
        // The rule looks, and shows nobody to anybody.
        Assert.Equal(DecideRequestRefusal.SomebodyFound, (await NoData(id, await Given.Staff(StaffRole.PrivacyOfficer))).Refusal);
        Assert.Empty(await App.Stored(db => db.AuditEntries.Where(e => e.Action == AuditAction.CustomerViewed || e.Action == AuditAction.CustomersSearched).ToListAsync()));
        using var clerk = await Given.SignedIn(StaffRole.CustomerService);
        await clerk.Get($"/staff/requests/{id.Value}");
        await clerk.Press("Vastaa, ettei tietoja ole");

        Assert.Equal("Samalla osoitteella tai nimellä on asiakas. Yhdistä pyyntö häneen tai kerro, miksi hän ei ole pyytäjä.", Assert.Single(clerk.Errors));
        Assert.Equal(RequestState.Received, (await App.Stored(id)).State);
        await clerk.Press("Vastaa, ettei tietoja ole", ("NoDataReasons", new string('x', AnswerNoData.LongestReasons + 1)));
        Assert.Single(clerk.Errors);
        await clerk.Press("Vastaa, ettei tietoja ole", ("NoDataReasons", "Osoite siirtyi äidiltä tyttärelle."));

        var answered = await App.Stored(id);
        Assert.Equal((RequestDecision.NoData, "Osoite siirtyi äidiltä tyttärelle.", null), (answered.Decision!.Value, answered.NoDataReasons, answered.DecisionReasons));
        Assert.Contains("Osoite siirtyi äidiltä tyttärelle.", clerk.Text, StringComparison.Ordinal);
        Assert.Equal("Tietoja ei ole", clerk.Page.QuerySelector("main .ds-tag")!.TextContent.Trim());
        Assert.DoesNotContain(clerk.Page.QuerySelectorAll("h2"), h => h.TextContent.Trim() == "Henkilöllisyys");
        var told = Assert.Single(await App.MailsTo("tuula@example.fi")).TextBody + string.Concat((await App.Stored(db => db.RequestLetters.AsNoTracking().SingleAsync())).Paragraphs);
        Assert.DoesNotContain("tyttärelle", told, StringComparison.Ordinal);
        App.Log.HoldsNone("tyttärelle");
        App.Clock.Advance(TimeSpan.FromDays(ForgetVisitors.KeptFor + 1));
        await App.Use((ForgetVisitors forget) => forget.Run(default));
        Assert.Null((await App.Stored(id)).NoDataReasons);
    }

    [Fact]
    public async Task Whoever_is_found_after_all_takes_back_what_waited_for_its_confirmation()
    {
        App.Settings["Requests:FourEyes"] = "true";
        var customer = await Given.Customer("Tuula", "Tuttu");
        var id = await App.RequestFromVisitor("tuula@example.fi");
        var (first, second) = (await Given.Staff(StaffRole.CustomerService), await Given.Staff(StaffRole.CustomerService));
        Assert.True((await NoData(id, first)).Succeeded);
        // Registered meanwhile with the address: whoever confirms must look again.
        await Given.Customer("Tuula", "Toinen", "tuula@example.fi");
        Assert.Equal(DecideRequestRefusal.SomebodyFound, (await Confirm(id, second)).Refusal);

        Assert.True((await App.Use((MatchRequest match) => match.Run(id, customer.Number, second.AsActor("requests"), default))).Succeeded);

        Assert.Equal((customer.Id, null, RequestState.Received), ((await App.Stored(id)).CustomerId!.Value, (await App.Stored(id)).ProposedBy, (await App.Stored(id)).State));
        Assert.Equal(DecideRequestRefusal.PersonFound, (await NoData(id, first)).Refusal);
        Assert.Contains(AuditAction.DecisionReturned, await App.Logged(customer.Id));
    }

    [Theory]
    [Clause("N32")]
    [InlineData("Tuula", "Tuntematon")]
    [InlineData("Tuntematon", "Tuula")]
    [InlineData("TUULA", "tuntemátoN")]
    public async Task Where_a_customer_has_exactly_the_name_it_needs_a_reason_too(string firstName, string lastName)
    {
        var customer = await Given.Customer(firstName, lastName, "toinen@example.fi");
        await Given.Customer("Tuula Maria", "Tuntematon", "kolmas@example.fi");
        var id = await App.RequestFromVisitor("tuula@example.fi");
        var officer = await Given.Staff(StaffRole.PrivacyOfficer);

        Assert.Equal(DecideRequestRefusal.SomebodyFound, (await NoData(id, officer)).Refusal);

        var found = await App.Use((MatchRequest match) => match.Suggest(id, officer.AsActor("requests"), default));
        Assert.Equal((customer.Id, 0), (Assert.Single(found.Found).Id, found.More));
    }

    [Fact]
    public async Task Of_many_of_the_name_a_few_are_offered_the_one_with_the_address_first_and_the_others_are_counted()
    {
        for (var i = 0; i < 7; i++)
            await Given.Customer("Tuula", "Tuntematon");
        var likeliest = await Given.Customer("Tuula", "Tuntematon", "tuula@example.fi");
        var id = await App.RequestFromVisitor("tuula@example.fi");
        using var clerk = await Given.SignedIn(StaffRole.CustomerService);
        await clerk.Get($"/staff/requests/{id.Value}");

        var offered = clerk.Page.QuerySelectorAll("form.in-row[action*='Match'] input[name='CustomerNumber']").Select(i => i.GetAttribute("value")).ToList();
        Assert.Equal((5, $"{likeliest.Number}"), (offered.Count, offered[0]));
        Assert.Contains("asiakkaita on lisäksi 3.", clerk.Text, StringComparison.Ordinal);
    }

    private Task<Outcome<DataSubjectRequest, DecideRequestRefusal>> NoData(RequestId id, StaffAccount by) => App.Use((AnswerNoData answer) => answer.Run(new(id, null), by.AsActor("requests"), default));

    private Task<Outcome<DataSubjectRequest, DecideRequestRefusal>> Confirm(RequestId id, StaffAccount by) => App.Use((DecideRequest decide) => decide.Confirm(id, by.AsActor("requests"), default));

    public sealed class OnSqlite() : AnswerNoDataTests(Engine.Sqlite);

    public sealed class OnPostgres() : AnswerNoDataTests(Engine.Postgres);
}
