using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Mail;
using CustomerRegister.Merging;
using CustomerRegister.Orders;
using CustomerRegister.PersonalData;
using CustomerRegister.Portal;
using CustomerRegister.Requests;
using CustomerRegister.Retention;
using CustomerRegister.Tests.Customers;
using CustomerRegister.Tests.PersonalData;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Merging;

/// <summary>Two customers who are one person become one, and two again.</summary>
public abstract class MergeCustomersTests(Engine engine) : CustomerTest(engine)
{
    private static readonly MergeRules Rules = MergeRules.Usual;

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
    [Clause("N24")]
    public async Task Undoing_brings_back_exactly_the_two_customers_that_there_were()
    {
        var (kept, gone) = await TwoWithEverything();
        await using var db = Database.Open();
        var before = await Everything(db, kept.Id, gone.Id);

        var merge = await Merge(kept.Id, gone.Id);
        Assert.NotEqual(before, await Everything(db, kept.Id, gone.Id));
        var undone = await Undo(kept.Id, merge.Id);

        Assert.Equal(gone.Id, undone.Value!.Id);
        Assert.Equal(before, await Everything(db, kept.Id, gone.Id));
        Assert.Equal(0, await db.CustomerMerges.CountAsync() + await db.MergedRows.CountAsync() + await db.FormerCustomers.CountAsync());
        Assert.Equal(2, (await Log(AuditAction.MergeUndone)).Count);
        Assert.Equal([gone.Id], await db.CustomersMatching(["wirtanen"]).Select(c => c.Id).ToListAsync());
        Assert.Equal(UndoMergeRefusal.NotFound, (await Undo(kept.Id, merge.Id)).Refusal);
        // Nobody who has an older page open saves over what came back.
        Assert.True((await db.Customers.AsNoTracking().SingleAsync(c => c.Id == kept.Id)).Version > kept.Version + 1);
    }

    [Theory]
    [InlineData("order")]
    [InlineData("ban")]
    [InlineData("contactRole")]
    [InlineData("customer")]
    [InlineData("customerPhone")]
    public async Task What_has_been_built_on_a_merge_keeps_it_from_being_undone(string what)
    {
        var (kept, gone) = await TwoWithEverything();
        var merge = await Merge(kept.Id, gone.Id);
        await using (var db = Database.Open())
        {
            var customer = await db.Customers.Include(c => c.Phones).Include(c => c.Addresses).Include(c => c.ContactRoles).ThenInclude(r => r.Organisation).SingleAsync();
            switch (what)
            {
                case "order":
                    db.Add(Order.Place(EntityKey.New<OrderId>(Clock), 99_000, kept.Id, null, Today, "EUR"));
                    break;
                case "ban":
                    db.Add(Ban.Of(kept.Id, BanKind.OpinionPolls, true, Channel.Phone, Clock));
                    break;
                case "contactRole":
                    customer.ContactRoles.First(r => r.To is null).End(Today);
                    break;
                case "customer":
                    customer.ChangeLanguage(Language.Sv, Told);
                    break;
                default:
                    customer.RemovePhone(customer.Phones[0]);
                    break;
            }

            db.Add(AuditEntry.Of(Clerk, AuditAction.CustomerChanged, Clock, kept.Id));
            await db.SaveChangesAsync();
        }

        var refused = await Undo(kept.Id, merge.Id);

        Assert.Equal(UndoMergeRefusal.ChangedSince, refused.Refusal);
        await using var look = Database.Open();
        var preview = await new UndoMerge(look, Clock).Preview(kept.Id, merge.Id, Clerk, default);
        Assert.Equal([what], preview!.Changed);
        Assert.Equal(1, await Stored(db => db.Customers.CountAsync()));
    }

    [Fact]
    public async Task Settling_an_invoice_and_signing_in_build_nothing_on_a_merge()
    {
        var (kept, gone) = await TwoWithEverything();
        var merge = await Merge(kept.Id, gone.Id);
        await using (var db = Database.Open())
        {
            foreach (var invoice in await db.Invoices.Include(i => i.Payments).Where(i => i.State == InvoiceState.Open).ToListAsync())
                invoice.WriteOff("Velallinen on varaton.", Today, Clock);
            db.Add(PortalSession.Start(kept.Id, SignInMethod.InvitationLink, TimeSpan.FromHours(1), Clock));
            db.Add(AuditEntry.Of(Clerk, AuditAction.PortalEntered, Clock, kept.Id));
            await db.SaveChangesAsync();
        }

        Assert.True((await Undo(kept.Id, merge.Id)).Succeeded);
        Assert.Equal(1, await Stored(db => db.Invoices.CountAsync(i => i.CustomerId == gone.Id && i.State == InvoiceState.WrittenOff)));
    }

    [Fact]
    public async Task When_the_time_is_over_the_merge_stands_and_what_was_before_is_forgotten()
    {
        var (kept, gone) = await TwoWithEverything();
        var merge = await Merge(kept.Id, gone.Id);

        Clock.Advance(TimeSpan.FromDays(Rules.UndoDays));
        Assert.Equal(0, await Forget());
        Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(UndoMergeRefusal.TimeOver, (await Undo(kept.Id, merge.Id)).Refusal);
        Assert.Equal(1, await Forget());

        await using var db = Database.Open();
        Assert.Equal(0, await db.CustomerMerges.CountAsync() + await db.MergedRows.CountAsync());
        Assert.Single(await Log(AuditAction.MergeForgotten));
        Assert.Equal(kept.Id, (await new FindMerges(db, Clock).Successor(gone.Id, default)));
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
    [Clause("N19")]
    public async Task Erasing_the_person_erases_what_undoing_would_need()
    {
        var (kept, gone) = await TwoWithEverything();
        var merge = await Merge(kept.Id, gone.Id);
        await using (var db = Database.Open())
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await new ErasePeople(db).Run(PersonScope.One(kept.Id), Enum.GetValues<DataCategory>().ToHashSet(), default);
            await transaction.CommitAsync();
        }

        Assert.Equal(UndoMergeRefusal.NotFound, (await Undo(kept.Id, merge.Id)).Refusal);
        await using var look = Database.Open();
        await look.Database.OpenConnectionAsync();
        var left = await MarkedPerson.EverythingStored(look);
        Assert.DoesNotContain(left, text => text.Contains("Wirtanen", StringComparison.OrdinalIgnoreCase) || text.Contains("Virtanen", StringComparison.OrdinalIgnoreCase));
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

    [Fact]
    public async Task Merges_upon_merges_are_undone_from_the_last_to_the_first()
    {
        var (a, b, c) = (await Person("Aino", "Yksi"), await Person("Aino", "Kaksi"), await Person("Aino", "Kolme"));
        await Orders(a, Today);
        var first = await Merge(b.Id, a.Id);
        var second = await Merge(c.Id, b.Id);

        Assert.Equal(UndoMergeRefusal.MergedAgain, (await Undo(c.Id, first.Id)).Refusal);
        await using var db = Database.Open();
        Assert.Equal(c.Id, await new FindMerges(db, Clock).Successor(a.Id, default));
        Assert.True((await Undo(c.Id, second.Id)).Succeeded);
        Assert.True((await Undo(b.Id, first.Id)).Succeeded);
        Assert.Equal(a.Id, (await db.Orders.SingleAsync()).CustomerId);
        Assert.Equal(3, await db.Customers.CountAsync());
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

    /// <summary>Two customers who hold something in every table that changes hands; the second's name is Wirtanen.</summary>
    private async Task<(Customer Kept, Customer Gone)> TwoWithEverything()
    {
        var organisation = await Organisation("Ison Oy");
        await Purposes();
        var both = new List<Customer>();
        foreach (var (name, email, phone) in new[] { ("Virtanen", "jää@posti.example".Replace("ä", "a"), "040 111 1111"), ("Wirtanen", "pois@posti.example", "050 222 2222") })
        {
            var person = await Person("Aino", name, c =>
            {
                c.ChangeEmail(EmailAddress.Parse(email), Told);
                PhoneOf(phone, PhoneKind.Mobile).Of(c);
                c.AddAddress(CustomerAddress.Of(c.Id, AddressKind.Postal, PostalAddress.Create("Kuja 1", "00100", "Helsinki"), Told, Clock));
            });
            await Role(person, organisation, new DateOnly(2020, 1, 1));
            await using var db = Database.Open();
            var order = Order.Place(EntityKey.New<OrderId>(Clock), 60_000 + both.Count, person.Id, organisation.Id, Today, "EUR");
            order.AddLine("Teetä", 10m, 2, 0, 0.255m);
            db.Add(order);
            db.Add(Invoice.Send(EntityKey.New<InvoiceId>(Clock), 70_000 + both.Count, order, new Buyer(person.FullName, null), Language.Fi, Today, Today.AddDays(14)));
            db.Add(Ban.Of(person.Id, BanKind.DirectMarketing, both.Count == 1, Channel.Phone, Clock));
            var purpose = await db.Purposes.Where(p => p.Basis == LegalBasis.Consent).OrderBy(p => p.Position).FirstAsync();
            db.Add(ConsentDecision.Of(person.Id, purpose.Id, both.Count == 0, Channel.Phone, "hash", Clock));
            db.Add(DataSubjectRequest.File(EntityKey.New<RequestId>(Clock), 800 + both.Count, person.Id, RequestType.Access, Channel.Letter, Today, Language.Fi, null, null));
            db.Add(PortalInvitation.Of(person.Id, LinkSecret.New().Hash, TimeSpan.FromDays(7), Clock));
            db.Add(PortalSession.Start(person.Id, SignInMethod.InvitationLink, TimeSpan.FromHours(12), Clock));
            db.Add(OutgoingEmail.To(EmailAddress.Parse(email), person.Id, Language.Fi, "Aihe", "Teksti", Clock));
            db.Add(AuditEntry.Of(Actor.System("test", "arranging"), AuditAction.CustomerRegistered, Clock, person.Id));
            if (both.Count == 0)
                await db.PortalSessions.ExecuteDeleteAsync();
            await db.SaveChangesAsync();
            both.Add(await db.Customers.AsNoTracking().SingleAsync(c => c.Id == person.Id));
        }

        // Only what lives in the portal is not brought back as it was: see Links_and_sessions.
        await using (var db = Database.Open())
        {
            await db.PortalSessions.Where(s => s.CustomerId == both[0].Id).ExecuteDeleteAsync();
            await db.PortalInvitations.Where(i => i.CustomerId == both[0].Id).ExecuteDeleteAsync();
        }

        return (both[0], both[1]);
    }

    /// <summary>All rows of the two, column by column, but for the version and for when the portal was closed.</summary>
    private static async Task<List<string>> Everything(RegisterContext db, CustomerId one, CustomerId other)
    {
        var rows = new StoredRows(db);
        await db.Database.OpenConnectionAsync();
        var all = new List<string>();
        foreach (var table in MergeTables.Of(db, MergeWay.Chosen, MergeWay.Moved, MergeWay.Follows, MergeWay.LeftBehind))
        {
            foreach (var who in new[] { one, other })
            {
                foreach (var row in await rows.Read(table, who, default))
                {
                    foreach (var passing in new[] { "version", "endedAt", "expiresAt" })
                    {
                        row.Values.Remove(passing);
                        row.Rest.Remove(passing);
                    }

                    all.Add($"{who.Value} {row.ValuesText} {row.RestText}");
                }
            }
        }

        await db.Database.CloseConnectionAsync();
        return all;
    }

    private async Task Purposes()
    {
        await using var db = Database.Open();
        await new LayDownDefaults(db, Clock).Run(default);
    }

    private async Task Say(Customer customer, bool ban, bool consent, Purpose purpose)
    {
        await using var db = Database.Open();
        await new SetBan(db, Clock).Run(new SetBanCommand(customer.Id, BanKind.DirectMarketing, ban, Channel.Phone), Clerk, default);
        db.Add(ConsentDecision.Of(customer.Id, purpose.Id, consent, Channel.Phone, purpose.TextHash(Language.Fi), Clock));
        db.Add(AuditEntry.Of(Clerk, AuditAction.ConsentGiven, Clock, customer.Id));
        await db.SaveChangesAsync();
    }

    private async Task<CustomerMerge> Merge(CustomerId kept, CustomerId gone, Func<Customer, Customer, MergeChoices>? choose = null)
    {
        await using var db = Database.Open();
        var seer = Clerk with { SeesProtectedAddresses = true };
        var (k, g) = ((await CustomerDetails.Read(db, kept, seer, default))!, (await CustomerDetails.Read(db, gone, seer, default))!);
        var outcome = await new MergeCustomers(db, Clock, Rules).Run(
            new MergeCustomersCommand(kept, k.Version, gone, g.Version, (choose ?? KeepAll)(k, g)), seer, default);
        Assert.Null(outcome.Refusal);
        return outcome.Value!;
    }

    private async Task<Outcome<CustomerMerge, MergeCustomersRefusal>> TryMerge(Customer kept, Customer gone, long? version = null, Actor? actor = null)
    {
        await using var db = Database.Open();
        var command = new MergeCustomersCommand(kept.Id, version ?? kept.Version, gone.Id, gone.Version, KeepAll(kept, gone));
        return await new MergeCustomers(db, Clock, Rules).Run(command, actor ?? Clerk, default);
    }

    private static MergeChoices KeepAll(Customer kept, Customer gone) => new(
        MergeSide.Kept, MergeSide.Kept, MergeSide.Kept, MergeSide.Kept, MergeSide.Kept, MergeSide.Kept,
        [.. kept.Phones.Concat(gone.Phones).Select(p => p.Id)], [.. kept.Addresses.Concat(gone.Addresses).Select(a => a.Id)]);

    private async Task<Outcome<Customer, UndoMergeRefusal>> Undo(CustomerId customer, CustomerMergeId merge)
    {
        await using var db = Database.Open();
        return await new UndoMerge(db, Clock).Run(customer, merge, Clerk, default);
    }

    private async Task<int> Forget()
    {
        await using var db = Database.Open();
        return await new ForgetOldMerges(db, Clock).Run(default);
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
