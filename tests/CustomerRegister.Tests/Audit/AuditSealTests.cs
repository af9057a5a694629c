using CustomerRegister.Audit;
using CustomerRegister.Data;
using CustomerRegister.Retention;
using CustomerRegister.Tests.Retention;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Audit;

/// <summary>Every entry ends in exactly one seal, and what the program itself does leaves the log unbroken.</summary>
public abstract class AuditSealTests(Engine engine) : SealTest(engine)
{
    [Fact]
    public async Task Entries_are_sealed_in_batches_once_and_the_seals_follow_one_another()
    {
        await Write(SealAuditLog.AtOnce + 50);

        var seals = await SealAll();

        Assert.Equal([1L, 2L], seals.Select(s => s.Number));
        Assert.Equal(SealAuditLog.AtOnce, seals[0].Entries);
        Assert.Equal(seals[0].Hash, seals[1].Previous);
        Assert.Empty(await SealAll());
        var found = await Verify();
        Assert.Equal((true, 2, SealAuditLog.AtOnce + seals[1].Entries, 2, seals[1].Hash), (found.IsUnbroken, found.Seals, found.Entries, found.LastSeal, found.LastHash));
    }

    [Fact]
    public async Task Every_entry_ends_in_exactly_one_seal_whatever_the_order_in_which_they_become_visible()
    {
        for (var seed = 0; seed < 5; seed++)
        {
            var random = new Random(seed);
            var open = new List<RegisterContext>();
            var kept = new Dictionary<AuditEntryId, long?>();
            for (var step = 0; step < 60; step++)
            {
                App.Clock.Advance(TimeSpan.FromMilliseconds(random.Next(1, 2000)));
                switch (random.Next(3))
                {
                    case 0:
                        open.Add(await Begun(random.Next(1, 4)));
                        break;
                    case 1 when open.Count > 0:
                        var ending = open[random.Next(open.Count)];
                        open.Remove(ending);
                        await End(ending, commits: random.Next(4) > 0);
                        break;
                    case 2:
                        await App.Use((SealAuditLog seal) => seal.Next(Ct));
                        await AssertNoneMoved(kept);
                        break;
                }
            }

            foreach (var rest in open)
                await End(rest, commits: true);
            await SealAll();
            await AssertNoneMoved(kept);
            Assert.Equal(0, await App.Stored(db => db.AuditEntries.CountAsync(e => e.SealNumber == null, Ct)));
            Assert.Equal(await App.Stored(db => db.AuditEntries.CountAsync(Ct)), await App.Stored(db => db.AuditSeals.SumAsync(s => s.Entries, Ct)));
            Assert.Empty((await Verify()).Findings);
        }
    }

    [Fact]
    public async Task Several_that_seal_at_once_seal_each_entry_once()
    {
        await Write(500);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(SealAll, Ct)));

        Assert.Equal(await App.Stored(db => db.AuditEntries.CountAsync(Ct)), await App.Stored(db => db.AuditSeals.SumAsync(s => s.Entries, Ct)));
        Assert.True((await Verify()).IsUnbroken);
    }

    [Fact]
    public async Task Killed_at_any_step_the_next_turn_goes_on()
    {
        await Write(3);
        for (var steps = 0; steps < 6; steps++)
        {
            Breakdown.AfterSteps(steps);
            try
            {
                await App.Use((SealAuditLog seal) => seal.Next(Ct));
            }
            catch (Exception failure) when (failure.GetBaseException() is BreakdownException)
            {
                // Nothing is half done: that is what the end shows.
            }

            Breakdown.Repair();
            Assert.True((await Verify()).IsUnbroken);
        }

        await SealAll();
        var numbers = await App.Stored(db => db.AuditSeals.OrderBy(s => s.Number).Select(s => s.Number).ToListAsync(Ct));
        Assert.Equal(Enumerable.Range(1, numbers.Count).Select(n => (long)n), numbers);
        Assert.True((await Verify()).IsUnbroken);
    }

    [Fact]
    public async Task A_run_that_erases_people_leaves_the_log_unbroken_and_its_entries_are_sealed()
    {
        await PeopleWhoLeft(3);
        await SealAll();

        await CarriedOut(await Started());

        Assert.True((await Verify()).IsUnbroken);
        await SealAll();
        Assert.True((await Verify()).IsUnbroken);
        Assert.All(await App.Stored(db => db.AuditEntries.Where(e => e.Action == AuditAction.PersonErased).ToListAsync(Ct)), e => Assert.NotNull(e.SealNumber));
    }

    [Fact]
    public async Task Retention_of_the_log_renews_the_seals_of_what_it_deletes()
    {
        App.Settings["Retention:AuditLog"] = "P2Y";
        await Write(5);
        App.Clock.Advance(TimeSpan.FromDays(1));
        var (day, first) = (Today, await App.Stored(db => db.AuditEntries.CountAsync(Ct)));
        await Write(5);
        await SealAll();

        App.Clock.Advance(TimeSpan.FromDays(day.AddYears(2).DayNumber - day.DayNumber));
        Assert.Equal(first, await Forget());
        var renewal = Assert.Single(await App.Stored(db => db.AuditSeals.Where(s => s.Renews != null).ToListAsync(Ct)));
        Assert.Equal((1L, 5), (renewal.Renews!.Value, renewal.Entries));
        Assert.True((await Verify()).IsUnbroken);

        await Sql("""update "AuditEntries" set "Purpose" = 'other' where "Fields" = 'e7'""");
        Assert.Equal([(SealFault.EntryChanged, 1L)], await Faults());
        await Sql("""update "AuditEntries" set "Purpose" = 'arranging' where "Fields" = 'e7'""");
        App.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(5, await Forget());
        await SealAll();
        Assert.True((await Verify()).IsUnbroken);
    }

    [Fact]
    public async Task Of_a_seal_whose_other_entries_go_those_stay_that_a_hold_keeps_and_the_log_shows_unbroken_until_they_go_too()
    {
        App.Settings["Retention:AuditLog"] = "P2Y";
        var (held, other) = (await Given.Customer("Aino", "Virtanen"), await Given.Customer("Eino", "Laine"));
        await SealAll();
        var seal = await App.Stored(db => db.AuditSeals.MaxAsync(s => s.Number, Ct)) + 1;
        await Arrange(db =>
        {
            foreach (var (person, i) in new[] { held, other, held, other }.Select((person, i) => (person, i)))
                db.Add(AuditEntry.Of(Job, AuditAction.CustomerViewed, App.Clock, person.Id, fields: $"h{i}"));
            return Task.FromResult(0);
        });
        await SealAll();
        var officer = await Officer();
        var hold = (await App.Use((PlaceHolds place) => place.Run(new([held.Id], "Riita", officer.Id!.Value, Today.AddYears(1)), officer, Ct))).Value![0];

        App.Clock.Advance(TimeSpan.FromDays(3 * 366));
        await Forget();
        await SealAll();

        Assert.Equal(["h0", "h2"], await App.Stored(db => db.AuditEntries.Where(e => e.SealNumber == seal).OrderBy(e => e.Fields).Select(e => e.Fields).ToListAsync(Ct)));
        Assert.Equal(2, (await App.Stored(db => db.AuditSeals.Where(s => s.Renews == seal).ToListAsync(Ct))).MaxBy(s => s.Number)!.Entries);
        Assert.True((await Verify()).IsUnbroken);
        await Sql("""update "AuditEntries" set "Purpose" = 'other' where "Fields" = 'h2'""");
        Assert.Equal([(SealFault.EntryChanged, seal)], await Faults());
        await Sql("""update "AuditEntries" set "Purpose" = 'retention' where "Fields" = 'h2'""");

        // When the hold ends the rest goes, lawfully.
        Assert.True((await Verify()).IsUnbroken);
        Assert.True((await App.Use((LiftHold lift) => lift.Run(new(hold.Id, "Ohi"), officer, Ct))).Succeeded);
        await Forget();
        await SealAll();
        Assert.Equal(0, await App.Stored(db => db.AuditEntries.CountAsync(e => e.SealNumber == seal, Ct)));
        Assert.True((await Verify()).IsUnbroken);
    }

    [Fact]
    public async Task Retention_that_is_killed_at_any_step_leaves_the_log_unbroken()
    {
        App.Settings["Retention:AuditLog"] = "P2Y";
        for (var i = 0; i < 20; i++)
        {
            await Write(2);
            await SealAll();
        }

        App.Clock.Advance(TimeSpan.FromDays(3 * 366));
        await Write(1);
        await SealAll();
        for (var steps = 0; steps < 15; steps++)
        {
            Breakdown.AfterSteps(steps);
            try
            {
                await Forget();
            }
            catch (Exception failure) when (failure.GetBaseException() is BreakdownException)
            {
                // Nothing is half done: that is what the verification shows.
            }

            Breakdown.Repair();
            Assert.True((await Verify()).IsUnbroken);
        }

        await Forget();
        await SealAll();
        Assert.True((await Verify()).IsUnbroken);
        Assert.Equal(0, await App.Stored(db => db.AuditEntries.CountAsync(e => e.Fields == "e0" || e.Fields == "e39", Ct)));
        Assert.Equal(20, await App.Stored(db => db.AuditSeals.CountAsync(s => s.Renews != null && s.Entries == 0, Ct)));
    }

    [Fact]
    public async Task Retention_makes_no_broken_seal_good()
    {
        App.Settings["Retention:AuditLog"] = "P2Y";
        await Write(5);
        await SealAll();
        await Sql("""delete from "AuditEntries" where "Fields" = 'e3'""");

        App.Clock.Advance(TimeSpan.FromDays(3 * 366));
        Assert.True(await Forget() > 0);

        Assert.Equal([(SealFault.EntryRemoved, 1L)], await Faults());
    }

    private Task<int> Forget() => App.Use((ForgetOldEntries forget) => forget.Run(Ct));

    /// <summary>Entries that nobody else sees yet: on the embedded database, where one writes at a time, not even written.</summary>
    private async Task<RegisterContext> Begun(int count)
    {
        var db = Database.Open();
        db.AddRange(Enumerable.Range(0, count).Select(_ => AuditEntry.Of(Job, AuditAction.CustomerViewed, App.Clock)));
        if (Engine == Engine.Postgres)
        {
            await db.Database.BeginTransactionAsync(Ct);
            await db.SaveChangesAsync(Ct);
        }

        return db;
    }

    private static async Task End(RegisterContext db, bool commits)
    {
        await using (db)
        {
            if (!commits)
                return;
            await db.SaveChangesAsync(Ct);
            if (db.Database.CurrentTransaction is { } transaction)
                await transaction.CommitAsync(Ct);
        }
    }

    private async Task AssertNoneMoved(Dictionary<AuditEntryId, long?> kept)
    {
        foreach (var entry in await App.Stored(db => db.AuditEntries.AsNoTracking().Where(e => e.SealNumber != null).Select(e => new { e.Id, e.SealNumber }).ToListAsync(Ct)))
        {
            if (!kept.TryAdd(entry.Id, entry.SealNumber))
                Assert.Equal(kept[entry.Id], entry.SealNumber);
        }
    }

    public sealed class OnSqlite() : AuditSealTests(Engine.Sqlite);

    public sealed class OnPostgres() : AuditSealTests(Engine.Postgres);
}
