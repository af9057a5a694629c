using CustomerRegister.Retention;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Retention;

[Clause("N20")]
public abstract class PrepareNightlyRetentionRun_tests(Engine engine) : RetentionTest(engine)
{
    [Fact]
    public async Task Run_is_prepared_and_those_who_can_approve_are_told_without_names()
    {
        await PeopleWhoLeft(2);
        var officer = await Given.Staff(StaffRole.PrivacyOfficer);
        await Given.Staff(StaffRole.CustomerService);
        await Given.Staff(StaffRole.Administrator);

        var run = await Tonight();

        Assert.Equal((RetentionRunState.Prepared, null, 2), (run!.State, run.PreparedBy, run.People));
        var mail = await App.Stored(db => db.OutgoingEmails.SingleAsync(Ct));
        Assert.Equal((officer.Email, null), (mail.Recipient, mail.CustomerId));
        Assert.Contains($"/admin/retention/{run.Id.Value}", mail.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("Lähtenyt", mail.Subject + mail.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_due_makes_no_run_and_no_mail()
    {
        await PeopleWhoLeft(2, on: Today.AddYears(-9));
        await Given.Staff(StaffRole.PrivacyOfficer);

        Assert.Null(await Tonight());
        Assert.Equal(0, await App.Stored(db => db.OutgoingEmails.CountAsync(Ct)));
    }

    [Fact]
    public async Task Run_that_is_open_already_is_enough()
    {
        await PeopleWhoLeft(2);
        await Prepared();
        Assert.Null(await Tonight());
    }

    [Fact]
    public async Task Whoever_is_kept_on_the_same_grounds_makes_no_run_every_night()
    {
        var people = await PeopleWhoLeft(2);
        await OrganisationOf("Wartian Herkku", people[0].Id);
        await CarriedOut(await Started());

        Assert.Null(await Tonight());

        await Arrange(async db =>
        {
            (await db.ContactRoles.SingleAsync(Ct)).End(Today);
            return 0;
        });
        Assert.Equal(1, (await Tonight())!.People);
    }

    private Task<RetentionRun?> Tonight() => App.Use((PrepareNightlyRetentionRun nightly) => nightly.Run(Ct));

    public sealed class OnSqlite() : PrepareNightlyRetentionRun_tests(Engine.Sqlite);

    public sealed class OnPostgres() : PrepareNightlyRetentionRun_tests(Engine.Postgres);
}
