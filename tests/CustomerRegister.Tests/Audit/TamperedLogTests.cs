using System.CommandLine;
using System.Text.Json;
using CustomerRegister.Audit;
using CustomerRegister.Data;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using CustomerRegister.Web.Cli;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace CustomerRegister.Tests.Audit;

/// <summary>Whoever writes to the database past the program is found out, and where.</summary>
public abstract class TamperedLogTests(Engine engine) : SealTest(engine)
{
    /// <summary>Seal 1 covers what the start wrote, 2 has e0 to e4, 3 has e5 to e9, 4 has e10 to e14.</summary>
    private async Task ThreeSealed()
    {
        await App.Stored(db => db.AuditEntries.CountAsync(Ct));
        await SealAll();
        for (var i = 0; i < 3; i++)
        {
            await Write(5);
            Assert.Equal(5, Assert.Single(await SealAll()).Entries);
            App.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.True((await Verify()).IsUnbroken);
        await SealAll();
    }

    [Theory]
    [InlineData("""update "AuditEntries" set "Purpose" = 'marketing' where "Fields" = 'e8'""", SealFault.EntryChanged)]
    [InlineData("""update "AuditEntries" set "CustomerId" = "Id" where "Fields" = 'e8'""", SealFault.EntryChanged)]
    [InlineData("""update "AuditEntries" set "Fields" = null where "Fields" = 'e8'""", SealFault.EntryChanged)]
    [InlineData("""delete from "AuditEntries" where "Fields" = 'e8'""", SealFault.EntryRemoved)]
    [InlineData("""delete from "AuditEntries" where "SealNumber" = 3""", SealFault.EntryRemoved)]
    [InlineData("""update "AuditEntries" set "ActorKind" = 'Nobody' where "Fields" = 'e8'""", SealFault.Unreadable)]
    [InlineData("""update "AuditSeals" set "Entries" = 4, "EntriesHash" = '00' where "Number" = 3""", SealFault.SealForged)]
    [InlineData("""update "AuditSeals" set "Previous" = '00' where "Number" = 3""", SealFault.SealForged)]
    [InlineData("""delete from "AuditSeals" where "Number" = 3""", SealFault.SealMissing)]
    public async Task What_was_changed_or_removed_is_found_in_its_seal(string tampering, SealFault fault)
    {
        await ThreeSealed();

        await Sql(tampering);

        var found = await Verify();
        Assert.Contains((fault, 3L), found.Findings.Select(f => (f.Fault, f.Seal)));
        Assert.DoesNotContain(found.Findings, f => f.Seal != 3);
        Assert.False(found.IsUnbroken);
    }

    [Fact]
    public async Task An_entry_that_was_slipped_into_a_seal_or_given_a_seal_that_is_not_there_is_found()
    {
        await ThreeSealed();
        await Write(2);

        await Sql("""update "AuditEntries" set "SealNumber" = 3 where "Fields" = 'e15'""");
        await Sql("""update "AuditEntries" set "SealNumber" = 77 where "Fields" = 'e16'""");

        Assert.Equal([(SealFault.EntryAdded, 3L), (SealFault.EntryWithoutSeal, 77L)], await Faults());
    }

    [Fact]
    public async Task An_entry_that_is_dated_before_what_was_sealed_long_ago_is_found()
    {
        await ThreeSealed();
        await App.Use(async (RegisterContext db) =>
        {
            db.Add(AuditEntry.Of(Job, AuditAction.CustomerViewed, new FakeTimeProvider(App.Clock.GetUtcNow().AddDays(-3))));
            return await db.SaveChangesAsync(Ct);
        });

        var seal = Assert.Single(await SealAll());

        Assert.Equal([(SealFault.EntryBackdated, seal.Number)], await Faults());
    }

    [Fact]
    public async Task An_entry_that_was_taken_out_of_its_seal_and_changed_is_found_even_when_it_is_sealed_anew()
    {
        await ThreeSealed();

        await Sql("""update "AuditEntries" set "SealNumber" = null, "Purpose" = 'other' where "Fields" = 'e8'""");
        await SealAll();

        Assert.Equal([(SealFault.EntryRemoved, 3L)], await Faults());
    }

    [Fact]
    public async Task Seals_that_changed_places_are_found()
    {
        await ThreeSealed();

        foreach (var (from, to) in ((int, int)[])[(3, 99), (4, 3), (99, 4)])
        {
            await Sql($"""update "AuditSeals" set "Number" = {to} where "Number" = {from}""");
            await Sql($"""update "AuditEntries" set "SealNumber" = {to} where "SealNumber" = {from}""");
        }

        Assert.Equal([(SealFault.SealForged, 3L), (SealFault.SealForged, 4L)], await Faults());
    }

    [Fact]
    public async Task The_newest_seals_are_missed_when_they_are_removed_with_their_entries()
    {
        await ThreeSealed();

        await Sql("""delete from "AuditEntries" where "SealNumber" > 3""");
        await Sql("""delete from "AuditSeals" where "Number" > 3""");

        Assert.Equal([(SealFault.SealMissing, 4L)], await Faults());
    }

    [Fact]
    public async Task A_seal_that_was_made_for_changed_entries_without_the_key_is_found()
    {
        await ThreeSealed();
        await Sql("""update "AuditEntries" set "Purpose" = 'other' where "Fields" = 'e8'""");
        await App.Use(async (RegisterContext db) =>
        {
            var before = await db.AuditSeals.AsNoTracking().SingleAsync(s => s.Number == 2, Ct);
            await db.AuditSeals.Where(s => s.Number == 3).ExecuteDeleteAsync(Ct);
            await foreach (var (_, digest) in EntriesDigest.Of(db.AuditEntries.Where(e => e.SealNumber == 3), Ct))
                db.Add(AuditSeal.Make(new AuditKey(new byte[32]), 3, null, digest!, before, App.Clock.Now()));
            return await db.SaveChangesAsync(Ct);
        });

        Assert.Equal([(SealFault.SealForged, 3L)], await Faults());
    }

    [Fact]
    public async Task The_command_line_verifies_and_says_by_its_exit_code_what_it_found()
    {
        await ThreeSealed();
        var (code, output) = await Type("audit", "verify");
        Assert.Equal(0, code);
        Assert.StartsWith("Unbroken: ", output, StringComparison.Ordinal);
        var json = JsonDocument.Parse((await Type("audit", "verify", "--json")).Output).RootElement;
        Assert.True(json.GetProperty("unbroken").GetBoolean());
        Assert.Contains($"Seal {json.GetProperty("lastSeal").GetInt64()}: {json.GetProperty("lastHash").GetString()}", output, StringComparison.Ordinal);

        await Sql("""delete from "AuditEntries" where "Fields" = 'e8'""");

        (code, output) = await Type("audit", "verify");
        Assert.Equal(3, code);
        Assert.Contains("\n  seal 3: EntryRemoved, ", output, StringComparison.Ordinal);
        Assert.Equal("EntryRemoved", JsonDocument.Parse((await Type("audit", "verify", "--json")).Output).RootElement.GetProperty("found")[0].GetProperty("fault").GetString());
    }

    [Fact]
    public async Task The_privacy_officer_sees_how_far_the_log_is_sealed_and_verifies_it_by_a_button()
    {
        await ThreeSealed();
        await Write(1);
        using var officer = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await officer.Get("/admin/audit-log");
        Assert.Contains("Odottaa sinettiä", officer.Text, StringComparison.Ordinal);
        Assert.Contains((await App.Stored(db => db.AuditSeals.OrderByDescending(s => s.Number).FirstAsync(Ct))).Hash, officer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Loki on eheä", officer.Text, StringComparison.Ordinal);

        await officer.Submit("main form");
        Assert.Contains("Loki on eheä. Tarkistettuja", officer.Text, StringComparison.Ordinal);
        Assert.Contains(await App.Stored(db => db.AuditEntries.ToListAsync(Ct)), e => e is { Action: AuditAction.AuditVerified, ActorKind: ActorKind.Staff, Fields: "unbroken" });

        await Sql("""delete from "AuditEntries" where "Fields" = 'e8'""");
        await officer.Submit("main form");
        Assert.Contains("Loki ei ole eheä", officer.Text, StringComparison.Ordinal);
        Assert.Contains("Merkintöjä on poistettu", officer.Page.QuerySelector("main table")!.TextContent, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Output)> Type(params string[] words)
    {
        using var output = new StringWriter { NewLine = "\n" };
        var code = await new RootCommand { AuditCommand.Make(App.Services) }.Parse(words).InvokeAsync(new InvocationConfiguration { Output = output }, Ct);
        return (code, output.ToString().Trim());
    }

    public sealed class OnSqlite() : TamperedLogTests(Engine.Sqlite);

    public sealed class OnPostgres() : TamperedLogTests(Engine.Postgres);
}
