using System.CommandLine;
using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Mail;
using CustomerRegister.Retention;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using CustomerRegister.Web.Cli;
using CustomerRegister.Web.Retention;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerRegister.Tests.Retention;

/// <summary>A run is of one rule or of all that need approval; what needs none goes by itself, and what needs one never does.</summary>
[Clause("N20")]
public abstract class RetentionRuleTests(Engine engine) : RetentionTest(engine)
{
    [Fact]
    public async Task A_run_of_one_rule_takes_its_old_rows_and_nothing_else()
    {
        App.Settings["Retention:Automatic"] = "none";
        var (aino, held) = (await Given.Customer("Aino", "Aalto", "aino@esimerkki.example"), await Given.Customer("Olli", "Otso", "olli@esimerkki.example"));
        await Mailed(aino, held);
        App.Clock.Advance(TimeSpan.FromDays(300));
        await Mailed(aino);
        App.Clock.Advance(TimeSpan.FromDays(100));
        var gone = (await PeopleWhoLeft(1))[0];
        var hold = await Hold(held.Id);

        var run = await Prepared(RetentionRule.Mails);

        var list = await ListOf(run);
        Assert.Equal([(aino.Id, RunOutcome.Erased, null), (held.Id, RunOutcome.Kept, $"LegalHold:{hold.Number}~{hold.ReviewOn:yyyy-MM-dd}")],
            list.OrderBy(p => p.Planned).Select(p => (p.CustomerId, p.Planned, p.PlannedGrounds)));
        await Carried(run);

        Assert.Equal([(aino.Id, RunOutcome.Erased), (held.Id, RunOutcome.Kept)], (await ListOf(run)).Select(p => (p.CustomerId, p.Done!.Value)).OrderBy(p => p.Value));
        Assert.Equal([aino.Id, held.Id], (await App.Stored(db => db.OutgoingEmails.Where(m => m.CustomerId != null).OrderByDescending(m => m.CreatedAt).Select(m => m.CustomerId!.Value).ToListAsync(Ct))));
        Assert.Equal(3, await App.Stored(db => db.Customers.CountAsync(Ct)));
        var entry = Assert.Single(await Log(AuditAction.OldRecordsForgotten), e => e.CustomerId != null);
        Assert.Equal((aino.Id, run.Id.Value, "Messages"), (entry.CustomerId!.Value, entry.SubjectId!.Value, entry.Fields));
        Assert.True(await App.Stored(db => db.Customers.AnyAsync(c => c.Id == gone.Id, Ct)));
    }

    [Fact]
    public async Task A_run_of_all_takes_what_needs_approval_and_a_ground_that_came_since_keeps_what_was_to_go()
    {
        App.Settings["Retention:Automatic"] = "PortalUse";
        App.Settings["Retention:BatchSize"] = "2";
        var people = new List<Customer>();
        for (var i = 0; i < 3; i++)
            people.Add(await Given.Customer($"Nimi{i}", $"Asiakas{i}", $"asiakas{i}@esimerkki.example"));
        await Mailed([.. people]);
        App.Clock.Advance(TimeSpan.FromDays(400));
        var left = await PeopleWhoLeft(1);

        var run = await Prepared(null);

        Assert.Equal([RetentionRule.CustomerData, RetentionRule.Mails, RetentionRule.Mails, RetentionRule.Mails], (await ListOf(run)).Select(p => p.Rule));
        Assert.Equal((4, 4), (run.People, (await App.Use((PreviewRetention preview) => preview.Run(Today, Ct))).Erased));
        await Hold(people[1].Id);
        await Carried(run);

        Assert.Equal([(people[1].Id, RunOutcome.Kept)], (await ListOf(run)).Where(p => p.Done != RunOutcome.Erased).Select(p => (p.CustomerId, p.Done!.Value)));
        Assert.Equal(people[1].Id, await App.Stored(db => db.OutgoingEmails.Where(m => m.CustomerId != null).Select(m => m.CustomerId!.Value).SingleAsync(Ct)));
        Assert.False(await App.Stored(db => db.Customers.AnyAsync(c => c.Id == left[0].Id, Ct)));
    }

    [Fact]
    public async Task What_needs_approval_waits_at_night_for_a_run_that_is_prepared_and_what_needs_none_goes()
    {
        App.Settings["Retention:Automatic"] = "none";
        var aino = await Given.Customer("Aino", "Aalto", "aino@esimerkki.example");
        await Mailed(aino);
        App.Clock.Advance(TimeSpan.FromDays(400));
        // A mail to nobody in the register can stand on no list.
        await Arrange(db =>
        {
            db.Add(OutgoingEmail.Farewell(EmailAddress.Parse("mennyt@esimerkki.example"), Language.Fi, "Aihe", "Teksti", App.Clock));
            return Task.FromResult(0);
        });
        await App.MailsTo("mennyt@esimerkki.example");
        App.Clock.Advance(TimeSpan.FromDays(400));

        Assert.Equal(new ForgottenRecords(1, 0, 0, 0), await App.Use((ForgetOldRecords forget) => forget.Run(Ct)));
        Assert.Equal(aino.Id, await App.Stored(db => db.OutgoingEmails.Select(m => m.CustomerId).SingleAsync(Ct)));
        var run = await App.Use((PrepareNightlyRetentionRun nightly) => nightly.Run(Ct));

        Assert.Equal((RetentionRunState.Prepared, null, 1), (run!.State, run.Rule, run.People));
        Assert.Null(await App.Use((PrepareNightlyRetentionRun nightly) => nightly.Run(Ct)));
    }

    [Fact]
    public async Task The_page_and_the_command_line_take_one_rule()
    {
        App.Settings["Retention:Automatic"] = "Mails, ClosedRequests";
        var (aino, officer) = (await Given.Customer("Aino", "Aalto", "aino@esimerkki.example"), await Given.Staff(StaffRole.PrivacyOfficer));
        await Mailed(aino);
        App.Clock.Advance(TimeSpan.FromDays(400));

        Assert.Equal(0, (await Type("retention", "preview", "--rule", "CustomerData")).Code);
        Assert.StartsWith("As of 2027-12-27: 0 due", (await Type("retention", "preview")).Output, StringComparison.Ordinal);
        Assert.StartsWith("As of 2027-12-27: 1 due, 1 would be erased, 0 kept.", (await Type("retention", "preview", "--rule", "mails")).Output, StringComparison.Ordinal);
        Assert.NotEqual(0, (await Type("retention", "preview", "--rule", "everything")).Code);
        Assert.Equal(2, (await Type("retention", "prepare", "--by", officer.Email!)).Code);

        using var browser = await Given.SignedIn(officer);
        await browser.Get("/admin/retention");
        Assert.Contains("Itsestään joka yö", browser.Text, StringComparison.Ordinal);
        await browser.Press("Valmistele luettelo", ("Rule", "Mails"));
        Assert.Contains("Sääntö Lähetetyt sähköpostit", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Aino Aalto", browser.Text, StringComparison.Ordinal);
        await browser.Follow("Tarkastele");
        await browser.Submit("main form", ("Reason", "Sample"));
        Assert.Contains("Lähetetyt sähköpostit", browser.Text, StringComparison.Ordinal);
        await browser.Get("/admin/retention");
        Assert.Contains("Lähetetyt sähköpostit", browser.Page.QuerySelector("table tbody tr")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CustomerData")]
    [InlineData("Mails, Everything")]
    public void What_may_not_go_without_approval_stops_the_start(string automatic)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Retention:Automatic", automatic)]).Build();

        var failure = Assert.Throws<FormatException>(() => new ServiceCollection().AddRegisterRetention(configuration));

        Assert.Contains("only Mails, ClosedRequests, PortalUse, Visits may go without approval", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Vouchers_kept_shorter_than_the_law_says_stop_the_start()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Retention:Vouchers", "P5Y11M")]).Build();

        var failure = Assert.Throws<FormatException>(() => new ServiceCollection().AddRegisterRetention(configuration));

        Assert.Contains("has vouchers kept P6Y at least", failure.Message, StringComparison.Ordinal);
    }

    private async Task Mailed(params Customer[] to)
    {
        await Arrange(db =>
        {
            db.AddRange(to.Select(c => OutgoingEmail.To(c.Email!, c.Id, Language.Fi, "Aihe", "Teksti", App.Clock)));
            return Task.FromResult(0);
        });
        await App.MailsTo("kenellekaan@esimerkki.example");
    }

    private async Task<LegalHold> Hold(CustomerId person)
    {
        var officer = await Officer();
        return (await App.Use((PlaceHolds place) => place.Run(new([person], "Riita", officer.Id!.Value, Today.AddYears(1)), officer, Ct))).Value![0];
    }

    private async Task<RetentionRun> Prepared(RetentionRule? rule)
    {
        var officer = await Officer();
        var outcome = await App.Use((PrepareRetentionRun prepare) => prepare.Run(new PrepareRetentionRunCommand(Today, rule), officer, Ct));
        Assert.True(outcome.Succeeded, outcome.Refusal.ToString());
        return outcome.Value;
    }

    private async Task Carried(RetentionRun run)
    {
        var second = await Officer();
        Assert.True((await App.Use((ApproveRetentionRun approve) => approve.Run(new(run.Id, run.ListHash), second, Ct))).Succeeded);
        Assert.True((await App.Use((StartRetentionRun start) => start.Run(run.Id, Job, Ct))).Succeeded);
        await CarriedOut(run);
    }

    private async Task<(int Code, string Output)> Type(params string[] words)
    {
        using var output = new StringWriter { NewLine = "\n" };
        var code = await new RootCommand { RetentionCommand.Make(App.Services) }.Parse(words).InvokeAsync(new InvocationConfiguration { Output = output, Error = TextWriter.Null }, Ct);
        return (code, output.ToString().Trim());
    }

    public sealed class OnSqlite() : RetentionRuleTests(Engine.Sqlite);

    public sealed class OnPostgres() : RetentionRuleTests(Engine.Postgres);
}
