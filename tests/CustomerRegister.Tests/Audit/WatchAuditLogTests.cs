using CustomerRegister.Audit;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;

namespace CustomerRegister.Tests.Audit;

/// <summary>The log is verified every night without anybody asking.</summary>
public abstract class WatchAuditLogTests(Engine engine) : SealTest(engine)
{
    [Fact]
    public async Task An_unbroken_log_is_recorded_as_such_and_nobody_is_mailed()
    {
        var officer = await Given.Staff(StaffRole.PrivacyOfficer);
        await SealAll();

        Assert.True((await Tonight()).IsUnbroken);

        Assert.Equal("unbroken", Assert.Single(await Log(AuditAction.AuditVerified)).Fields);
        Assert.Empty(await App.MailsTo(officer.Email!));
    }

    [Fact]
    public async Task Who_looks_after_the_log_is_mailed_when_it_breaks_when_it_breaks_further_and_once_a_week_in_the_controllers_language()
    {
        App.Settings["Register:StaffLanguage"] = "Sv";
        var officer = await Given.Staff(StaffRole.PrivacyOfficer);
        var others = new[] { await Given.Staff(StaffRole.Administrator), await Given.Staff(StaffRole.CustomerService) };
        foreach (var _ in Enumerable.Range(0, 2))
        {
            await Write(5);
            await SealAll();
        }

        await Sql("""delete from "AuditEntries" where "Fields" = 'e3'""");
        await Tonight();
        var mail = Assert.Single(await App.MailsTo(officer.Email!));
        Assert.Equal("Användningsloggen är inte intakt", mail.Subject);
        Assert.Contains("avvikelser i användningsloggen: 1.", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("/admin/audit-log", mail.TextBody, StringComparison.Ordinal);
        foreach (var other in others)
            Assert.Empty(await App.MailsTo(other.Email!));

        // That was a Monday. Nothing new is no mail until there is, or another Monday.
        Assert.Equal(DayOfWeek.Monday, Today.DayOfWeek);
        Assert.Equal(1, await MailsOfNights(officer, 3));
        await Sql("""delete from "AuditEntries" where "Fields" = 'e8'""");
        Assert.Equal(2, await MailsOfNights(officer, 1));
        Assert.Equal(2, await MailsOfNights(officer, 2));
        Assert.Equal(3, await MailsOfNights(officer, 1));
    }

    [Fact]
    public async Task Another_fault_is_told_though_there_are_as_many_as_before()
    {
        var officer = await Given.Staff(StaffRole.PrivacyOfficer);
        await Write(5);
        await SealAll();
        await Write(5);
        await SealAll();
        await Sql("""create table kept as select * from "AuditEntries" where "Fields" = 'e3'""");
        await Sql("""delete from "AuditEntries" where "Fields" = 'e3'""");
        Assert.Equal(1, await MailsOfNights(officer, 2));

        await Sql("""insert into "AuditEntries" select * from kept""");
        await Sql("""delete from "AuditEntries" where "Fields" = 'e8'""");
        Assert.Equal(1, (await Tonight()).Faults);
        Assert.Equal(2, (await App.MailsTo(officer.Email!)).Count);
    }

    [Fact]
    public async Task Whoever_could_not_be_told_is_told_the_night_after()
    {
        var officer = await Given.Staff(StaffRole.PrivacyOfficer);
        await Write(5);
        await SealAll();
        App.Clock.Advance(TimeSpan.FromDays(1));
        await Sql("""delete from "AuditEntries" where "Fields" = 'e3'""");

        // The night dies where the mail is written: that something was found is not recorded either.
        await Sql("""alter table "OutgoingEmails" rename to gone""");
        await Assert.ThrowsAnyAsync<Exception>(Tonight);
        Assert.Empty(await Log(AuditAction.AuditVerified));
        await Sql("""alter table gone rename to "OutgoingEmails" """);

        Assert.Equal(DayOfWeek.Tuesday, Today.DayOfWeek);
        Assert.Equal(1, await MailsOfNights(officer, 1));
    }

    [Fact]
    public async Task The_page_says_when_the_log_was_verified_and_warns_when_a_night_was_left_out()
    {
        await Write(1);
        await SealAll();
        using var officer = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await officer.Get("/admin/audit-log");
        Assert.Contains("Ei vielä tarkistettu", officer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("jäänyt tekemättä", officer.Text, StringComparison.Ordinal);

        await Tonight();
        using var morning = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await morning.Get("/admin/audit-log");
        Assert.Contains("loki oli eheä", morning.Text, StringComparison.Ordinal);
        Assert.Contains("Yöllinen tarkistus", morning.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("jäänyt tekemättä", morning.Text, StringComparison.Ordinal);

        // Whoever verifies by hand does not make the night's good.
        App.Clock.Advance(TimeSpan.FromDays(3));
        await Verify();
        using var later = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await later.Get("/admin/audit-log");
        Assert.Contains("Pyynnöstä", later.Text, StringComparison.Ordinal);
        Assert.Contains("jäänyt tekemättä", later.Text, StringComparison.Ordinal);
    }

    private async Task<AuditVerification> Tonight()
    {
        App.Clock.Advance(TimeSpan.FromDays(1));
        await SealAll();
        return await App.Use((WatchAuditLog watch) => watch.Run(Ct));
    }

    private async Task<int> MailsOfNights(StaffAccount officer, int nights)
    {
        for (var night = 0; night < nights; night++)
            await Tonight();
        return (await App.MailsTo(officer.Email!)).Count;
    }

    public sealed class OnSqlite() : WatchAuditLogTests(Engine.Sqlite);

    public sealed class OnPostgres() : WatchAuditLogTests(Engine.Postgres);
}
