using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Merging;
using CustomerRegister.PersonalData;
using CustomerRegister.Retention;
using CustomerRegister.Statistics;
using CustomerRegister.Tests.PersonalData;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Merging;

/// <summary>Two customers who are one person become one.</summary>
public abstract class MergeCustomersTests(Engine engine) : MergingTest(engine)
{
    [Fact]
    [Clause("N1")]
    public async Task Everything_of_the_one_who_goes_belongs_to_the_other_afterwards()
    {
        await using var db = Database.Open();
        var kept = await MarkedPerson.In(db, 0);
        var gone = await MarkedPerson.In(db, 2000);
        // The made-up rows stand on a list of a run that is under way, which a merge would wait for.
        await db.RetentionRuns.ExecuteUpdateAsync(s => s.SetProperty(r => r.State, RetentionRunState.Finished));
        db.ChangeTracker.Clear();
        var before = await RowsOf(db, gone.Id);
        Assert.DoesNotContain(before, table => table.Value == 0);

        await Merge(kept.Id, gone.Id);

        foreach (var table in MergeTables.All.Where(t => t.Way is not MergeWay.Stays))
            Assert.Equal(0, (await RowsOf(db, gone.Id))[Name(table)]);
        var after = await RowsOf(db, kept.Id);
        Assert.Empty(MergeTables.All.Where(t => t.Way is MergeWay.Moved && after[Name(t)] < 2).Select(Name));
        // The log and the lists of runs keep the key of their time, and are reported with the rest.
        Assert.Equal(gone.Id, (await db.FormerCustomers.SingleAsync(f => f.CustomerId == kept.Id && f.Number == Number(gone))).FormerId);
    }

    [Fact]
    public void Every_column_that_holds_a_customers_key_is_known_to_merging()
    {
        using var db = Database.Open();
        var columns = db.Model.GetEntityTypes().SelectMany(t => t.GetProperties())
            .Where(p => (Nullable.GetUnderlyingType(p.ClrType) ?? p.ClrType) == typeof(CustomerId))
            .Select(p => $"{p.DeclaringType.ClrType.Name}.{p.Name}");

        Assert.Equal(columns.Order(), MergeTables.All.Select(t => $"{t.Entity.Name}.{t.Column}").Order());
        // Those of which rows change hands are found by one key.
        Assert.Empty(MergeTables.Of(db, MergeWay.Moved, MergeWay.Follows).Where(t => t.EntityType.FindPrimaryKey()!.Properties.Count != 1).Select(t => t.Key));
    }

    [Fact]
    public async Task What_was_chosen_is_kept_with_its_source_and_the_rest_goes()
    {
        var kept = await Person("Aino", "Virtanen", c =>
        {
            c.ChangeEmail(EmailAddress.Parse("vanha@posti.example"), Told);
            PhoneOf("040 111 1111").Of(c);
            PhoneOf("09 222 2222").Of(c);
            c.AddAddress(CustomerAddress.Of(c.Id, AddressKind.Postal, PostalAddress.Create("Vanhatie 1", "00100", "Helsinki"), Told, Clock));
        });
        var from = new Provenance(SourceKind.UpdateService, "Osoitepalvelu Oy", new DateOnly(2025, 5, 5));
        var gone = await Person("Aino Maria", "Wirtanen", c =>
        {
            c.ChangeEmail(EmailAddress.Parse("uusi@posti.example"), from);
            c.ChangeWebsite(WebAddress.Parse("https://wirtanen.example"), from);
            PhoneOf("050 333 3333").Of(c);
            c.AddAddress(CustomerAddress.Of(c.Id, AddressKind.Postal, PostalAddress.Create("Uusitie 2", "33100", "Tampere"), from, Clock));
        });

        await Merge(kept.Id, gone.Id, (k, g) => new MergeChoices(MergeSide.Kept, MergeSide.Kept, MergeSide.Gone, MergeSide.Kept, MergeSide.Kept, MergeSide.Kept,
            [k.Phones.Single(p => p.Number.Value == "+358401111111").Id, g.Phones.Single().Id], [g.Addresses.Single().Id]));

        var one = await Stored(db => CustomerDetails.Read(db, kept.Id, Clerk with { SeesProtectedAddresses = true }, default));
        Assert.Equal(("Aino", "Virtanen", kept.Number), (one!.FirstName, one.LastName, one.Number));
        Assert.Equal(("uusi@posti.example", from), (one.Email!.Value, one.EmailSource));
        Assert.Null(one.Website);
        Assert.Equal(["+358401111111", "+358503333333"], one.Phones.Select(p => p.Number.Value).Order());
        Assert.Equal(("Uusitie 2", from), (one.Addresses.Single().Address.Street, one.Addresses.Single().Source));
        Assert.Contains("uusitie 2", one.SearchText, StringComparison.Ordinal);
        Assert.DoesNotContain("vanhatie", one.SearchText, StringComparison.Ordinal);
        Assert.False(await Stored(db => db.Customers.AnyAsync(c => c.Id == gone.Id)));
        await using var search = Database.Open();
        Assert.Equal([kept.Id], await search.CustomersMatching(["uusitie"]).Select(c => c.Id).ToListAsync());
        Assert.Empty(await search.CustomersMatching(["wirtanen"]).ToListAsync());
        // A third of the same name is noticed at the address that came along.
        Assert.Equal(kept.Id, Assert.Single(await new FindDuplicates(search, Clock).Run(new("Aino", "Virtanen", null, [], ["33100"]), Clerk, default)).Id);
    }

    [Theory]
    [InlineData("2019-01-01", "2024-01-01", "2021-01-01", null, "2019-01-01", null)]
    [InlineData("2021-01-01", null, "2019-01-01", "2024-01-01", "2019-01-01", null)]
    [InlineData("2019-01-01", "2020-02-02", "2021-01-01", "2022-02-02", "2019-01-01", "2022-02-02")]
    [InlineData("2021-01-01", "2023-02-02", "2019-01-01", "2022-02-02", "2019-01-01", "2023-02-02")]
    [InlineData("2024-01-01", "2024-02-02", "2019-01-01", "2020-02-02", "2019-01-01", "2024-02-02")]
    public async Task The_relationship_began_with_the_earlier_and_goes_on_while_either_does(string start, string? end, string otherStart, string? otherEnd, string from, string? to)
    {
        var kept = await Person("Aino", "Virtanen", c => End(c, end), since: Day(start));
        var gone = await Person("Aino", "Virtanen", c => End(c, otherEnd), since: Day(otherStart));

        await Merge(kept.Id, gone.Id);

        var one = await Stored(db => db.Customers.SingleAsync());
        Assert.Equal((Day(from), to is null ? (DateOnly?)null : Day(to)), (one.RelationshipStart, one.RelationshipEnd));

        static void End(Customer customer, string? on)
        {
            if (on is not null)
                customer.EndRelationship(Day(on));
        }
    }

    [Fact]
    [Clause("N33")]
    public async Task A_ban_or_withdrawal_of_either_holds_also_where_the_other_said_otherwise_later()
    {
        var kept = await Person("Aino", "Virtanen");
        var gone = await Person("Aino", "Virtanen");
        await Purposes();
        var purpose = await Stored(db => db.Purposes.Where(p => p.Basis == LegalBasis.Consent).OrderBy(p => p.Position).FirstAsync());
        await Say(gone, ban: true, consent: false, purpose);
        Clock.Advance(TimeSpan.FromDays(1));
        await Say(kept, ban: true, consent: true, purpose);
        Clock.Advance(TimeSpan.FromDays(1));
        await Say(kept, ban: false, consent: true, purpose);

        await Merge(kept.Id, gone.Id);

        var now = await Stored(db => new CurrentChoices(db).Run(kept.Id, default));
        Assert.True(now.Bans.Single(b => b.Kind == BanKind.DirectMarketing).Forbidden);
        Assert.False(now.Consents.Single(c => c.Purpose.Id == purpose.Id).Given);
        Assert.Equal(BanKind.DirectMarketing, Assert.Single(await Stored(db => db.Bans.Where(b => b.At > Clock.Now()).ToListAsync())).Kind);
    }

    [Fact]
    [Clause("N40")]
    public async Task Roles_in_the_same_organisation_become_one_where_they_touch()
    {
        var (kept, gone) = (await Person("Aino", "Virtanen"), await Person("Aino", "Virtanen"));
        var (isonOy, other) = (await Organisation("Ison Oy"), await Organisation("Toinen Oy"));
        await Role(kept, isonOy, new DateOnly(2020, 1, 1), new DateOnly(2022, 1, 1));
        await Role(gone, isonOy, new DateOnly(2021, 6, 1));
        await Role(gone, isonOy, new DateOnly(2015, 1, 1), new DateOnly(2016, 1, 1));
        await Role(gone, other, new DateOnly(2024, 1, 1));

        await Merge(kept.Id, gone.Id);

        var roles = await Stored(db => db.ContactRoles.Include(r => r.Organisation).OrderBy(r => r.From).ToListAsync());
        Assert.All(roles, r => Assert.Equal(kept.Id, r.CustomerId));
        Assert.Equal(
            [("Ison Oy", new DateOnly(2015, 1, 1), new DateOnly(2016, 1, 1)), ("Ison Oy", new DateOnly(2020, 1, 1), null), ("Toinen Oy", new DateOnly(2024, 1, 1), (DateOnly?)null)],
            roles.Select(r => (r.Organisation.Name, r.From, r.To)));
        Assert.Contains("toinen", (await Stored(db => db.Customers.SingleAsync())).SearchText, StringComparison.Ordinal);
    }

    [Fact]
    [Clause("N32")]
    public async Task The_report_tells_what_was_before_and_who_used_the_data_of_either()
    {
        var (kept, gone) = await TwoWithEverything();
        await using var db = Database.Open();
        db.Add(AuditEntry.Of(Clerk, AuditAction.CustomerViewed, Clock, gone.Id));
        await db.SaveChangesAsync();

        await Merge(kept.Id, gone.Id);

        var report = await new ReadPersonalData(db, Clock).Run(kept.Id, default);
        var tables = report!.Categories.SelectMany(c => c.Tables).ToList();
        Assert.Contains(tables.Single(t => t.Key == "mergedRow").Rows.SelectMany(r => r.Cells), c => c.Value is string text && text.Contains("Wirtanen", StringComparison.Ordinal));
        Assert.Contains(tables.Single(t => t.Key == "auditEntry").Rows.SelectMany(r => r.Cells), c => c.Value is AuditAction.CustomerViewed);
        Assert.Contains(tables.Single(t => t.Key == "formerCustomer").Rows.SelectMany(r => r.Cells), c => c.Value is long number && number == gone.Number);
    }

    [Fact]
    public async Task Nobody_is_merged_who_was_changed_since_or_waits_on_a_retention_list_or_has_a_protected_address()
    {
        var kept = await Person("Aino", "Virtanen");
        var gone = await Person("Aino", "Virtanen", c => c.EndRelationship(new DateOnly(2020, 5, 5)));
        Assert.Equal(MergeCustomersRefusal.SameCustomer, (await TryMerge(kept, kept)).Refusal);
        Assert.Equal(MergeCustomersRefusal.ChangedMeanwhile, (await TryMerge(kept, gone, version: 7)).Refusal);

        await using (var db = Database.Open())
        {
            var run = RetentionRun.Begin(EntityKey.New<RetentionRunId>(Clock), 900, Today, null, Clock.Now());
            db.Add(run);
            db.Add(RetentionRunPerson.Foresee(run.Id, 1, ErasurePlan.Of(new ErasureFacts(gone.Id, [], [], []), Today, RetentionRules.OfTheNotice)));
            db.Add(AuditEntry.Of(Clerk, AuditAction.RunBegun, Clock));
            await db.SaveChangesAsync();
            Assert.Equal(MergeCustomersRefusal.OnRetentionList, (await TryMerge(kept, gone)).Refusal);
            run.Discard();
            db.Add(AuditEntry.Of(Clerk, AuditAction.RunDiscarded, Clock));
            await db.SaveChangesAsync();
        }

        var hidden = await Person("Aino", "Virtanen", c => c.ProtectAddress(Today, Today.AddYears(1), Told));
        Assert.Equal(MergeCustomersRefusal.AddressProtected, (await TryMerge(kept, hidden)).Refusal);
        Assert.True((await TryMerge(kept, hidden, actor: Clerk with { SeesProtectedAddresses = true })).Succeeded);
        Assert.Equal(Today.AddYears(1), (await Stored(db => db.Customers.SingleAsync(c => c.Id == kept.Id))).ProtectedUntil);
        Assert.Equal(MergeCustomersRefusal.NotFound, (await TryMerge(kept, hidden)).Refusal);
    }

    [Theory]
    [Clause("N3")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_an_objection_to_one_use_and_one_to_everything_both_stand_after_their_customers_were_merged(bool keptObjectsToAll)
    {
        await Purposes();
        var (kept, gone) = (await Person("Aino", "Virtanen"), await Person("Aino", "Wirtanen"));
        var (all, one) = keptObjectsToAll ? (kept, gone) : (gone, kept);
        await using (var db = Database.Open())
        {
            db.Add(Objection.Of(all.Id, null, Clock));
            db.Add(Objection.Of(one.Id, (await db.Purposes.SingleAsync(p => p.Code == "statistics")).Id, Clock));
            db.Add(AuditEntry.Of(Clerk, AuditAction.ObjectionUpheld, Clock, kept.Id));
            await db.SaveChangesAsync();
        }

        Assert.True((await TryMerge(kept, gone)).Succeeded);

        await using var after = Database.Open();
        var choices = await new CurrentChoices(after).Run(kept.Id, default);
        Assert.Equal([("development", true), ("statistics", false)], choices.Objections.Select(o => (o.Purpose.Code, o.General)));
        Assert.Empty(await after.PeopleToCount().ToListAsync());
    }

    [Fact]
    public async Task Of_two_who_merge_the_same_customers_at_once_one_does()
    {
        var (one, other) = (await Person("Aino", "Virtanen"), await Person("Aino", "Wirtanen"));

        var outcomes = await Task.WhenAll(Task.Run(() => TryMerge(one, other)), Task.Run(() => TryMerge(other, one)));

        Assert.Single(outcomes, o => o.Succeeded);
        Assert.Equal(MergeCustomersRefusal.NotFound, Assert.Single(outcomes, o => !o.Succeeded).Refusal);
        Assert.Equal(1, await Stored(db => db.Customers.CountAsync()));
    }

    [Fact]
    public async Task The_number_that_somebody_had_finds_the_one_who_was_kept()
    {
        var (kept, gone) = (await Person("Aino", "Virtanen"), await Person("Aino", "Wirtanen"));
        await Merge(kept.Id, gone.Id);

        await using var db = Database.Open();
        var found = await new FindCustomers(db, Clock).Run(new FindCustomersQuery($"{gone.Number}", null), Clerk, default);

        Assert.Equal(kept.Id, Assert.Single(found.Rows).Id);
    }

    [Fact]
    public async Task Links_and_sessions_of_the_one_who_goes_open_nothing_any_more()
    {
        var (kept, gone) = await TwoWithEverything();
        await Merge(kept.Id, gone.Id);

        Assert.False(await Stored(db => db.PortalSessions.AnyAsync(s => s.EndedAt == null)));
        Assert.False(await Stored(db => db.PortalInvitations.AnyAsync(i => i.UsedAt == null && i.ExpiresAt > Clock.Now())));
    }

    private async Task Say(Customer customer, bool ban, bool consent, Purpose purpose)
    {
        await using var db = Database.Open();
        await new SetBan(db, Clock).Run(new SetBanCommand(customer.Id, BanKind.DirectMarketing, ban, Channel.Phone), Clerk, default);
        db.Add(ConsentDecision.Of(customer.Id, purpose.Id, consent, Channel.Phone, purpose.TextHash(Language.Fi), Clock));
        db.Add(AuditEntry.Of(Clerk, AuditAction.ConsentGiven, Clock, customer.Id));
        await db.SaveChangesAsync();
    }

    private static async Task<Dictionary<string, int>> RowsOf(RegisterContext db, CustomerId customer)
    {
        var counts = new Dictionary<string, int>();
        foreach (var table in MergeTables.All)
        {
            var mapped = db.Model.FindEntityType(table.Entity)!;
            counts[Name(table)] = await db.Database.SqlQueryRaw<int>(
                $"select cast(count(*) as integer) as \"Value\" from \"{mapped.GetTableName()}\" where \"{table.Column}\" = {{0}}", customer.Value).SingleAsync();
        }

        // Nobody was merged into the made-up people before.
        counts.Remove($"{nameof(FormerCustomer)}.{nameof(FormerCustomer.FormerId)}");
        return counts;
    }

    private static string Name(MergeTable table) => $"{table.Entity.Name}.{table.Column}";

    private static long Number(MarkedPerson person) => (long)person.Marks.Single(m => m.Table.IsCustomer && m.Column.Key == "number").Value;

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", null);

    public sealed class OnSqlite() : MergeCustomersTests(Engine.Sqlite);

    public sealed class OnPostgres() : MergeCustomersTests(Engine.Postgres);
}
