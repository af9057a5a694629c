using CustomerRegister.Audit;
using CustomerRegister.Retention;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Retention;

/// <summary>The audit log is kept for its own period, and goes by itself, the oldest first.</summary>
[Clause("N20")]
public abstract class ForgetOldEntries_tests(Engine engine) : RetentionTest(engine)
{
    [Fact]
    public async Task Entries_go_on_the_day_their_period_is_over_and_not_before()
    {
        App.Settings["Retention:AuditLog"] = "P2Y";
        await Arrange(_ => Task.FromResult(0));
        // The first start writes some too.
        var old = await App.Stored(db => db.AuditEntries.CountAsync(Ct));
        App.Clock.Advance(TimeSpan.FromDays(1));
        await Arrange(_ => Task.FromResult(0));
        var day = Today;

        App.Clock.Advance(TimeSpan.FromDays(day.AddDays(-1).AddYears(2).DayNumber - day.DayNumber));
        Assert.Equal(0, await Forget());
        App.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(old, await Forget());
        Assert.Equal(0, await Forget());

        var left = await App.Stored(db => db.AuditEntries.AsNoTracking().OrderBy(e => e.At).ToListAsync(Ct));
        Assert.Equal([AuditAction.CustomerChanged, AuditAction.OldRecordsForgotten], left.Select(e => e.Action));
        Assert.Equal("AccessLog", left[1].Fields);
    }

    [Fact]
    public async Task The_day_of_an_entry_is_its_day_in_Helsinki()
    {
        App.Settings["Retention:AuditLog"] = "P2Y";
        await Arrange(_ => Task.FromResult(0));
        // In winter the day begins there two hours earlier than in Greenwich.
        var day = Today.AddDays(10);
        var midnight = new DateTimeOffset(day, new(22, 0), TimeSpan.Zero).AddDays(-1);
        App.Clock.SetUtcNow(midnight.AddMinutes(-30));
        await Arrange(db => Task.FromResult(db.Add(AuditEntry.Of(Job, AuditAction.CustomerViewed, App.Clock))));
        App.Clock.SetUtcNow(midnight.AddMinutes(30));
        var kept = await Arrange(db => Task.FromResult(db.Add(AuditEntry.Of(Job, AuditAction.CustomerViewed, App.Clock)).Entity));

        App.Clock.SetUtcNow(midnight.AddYears(2).AddMinutes(5));
        await Forget();

        var left = await App.Stored(db => db.AuditEntries.AsNoTracking().Where(e => e.Action == AuditAction.CustomerViewed).ToListAsync(Ct));
        Assert.Equal([kept.At], left.Select(e => e.At));
    }

    [Fact]
    public async Task More_than_a_batch_goes_and_a_night_that_was_interrupted_is_gone_on_with()
    {
        await Arrange(async db =>
        {
            db.AddRange(Enumerable.Range(0, ForgetOldEntries.AtOnce + 50).Select(_ => AuditEntry.Of(Job, AuditAction.CustomerViewed, App.Clock)));
            await db.SaveChangesAsync(Ct);
            App.Clock.Advance(TimeSpan.FromHours(1));
            db.AddRange(Enumerable.Range(0, ForgetOldEntries.AtOnce + 50).Select(_ => AuditEntry.Of(Job, AuditAction.CustomerViewed, App.Clock)));
            return 0;
        });
        App.Clock.Advance(TimeSpan.FromDays(11 * 366));
        // It dies when it looks for the second batch.
        Breakdown.AfterSteps(6);
        await Assert.ThrowsAsync<BreakdownException>(Forget);
        Breakdown.Repair();
        Assert.Equal(ForgetOldEntries.AtOnce + 52, await App.Stored(db => db.AuditEntries.CountAsync(Ct)));

        await Forget();

        Assert.Equal([AuditAction.OldRecordsForgotten], await App.Stored(db => db.AuditEntries.Select(e => e.Action).Distinct().ToListAsync(Ct)));
    }

    private Task<int> Forget() => App.Use((ForgetOldEntries forget) => forget.Run(Ct));

    public sealed class OnSqlite() : ForgetOldEntries_tests(Engine.Sqlite);

    public sealed class OnPostgres() : ForgetOldEntries_tests(Engine.Postgres);
}
