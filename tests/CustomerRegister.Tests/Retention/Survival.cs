using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Orders;
using CustomerRegister.PaperRecords;
using CustomerRegister.Retention;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerRegister.Tests.Retention;

/// <summary>A large list of people of every outcome, and whether each of them is whole: untouched, or done.</summary>
internal static class Survival
{
    private static readonly Actor Arranging = Actor.System("test", "arranging");

    /// <summary>
    /// People whose time is over, each with an order. Of ten, one is a contact person, one has an open invoice, one a paid invoice of today, which stays as a voucher, and
    /// one a paper record; the others go altogether.
    /// </summary>
    public static async Task Fill(Func<RegisterContext> open, int people, TimeProvider clock)
    {
        const int together = 500;
        var told = new Provenance(SourceKind.DataSubject, null, new DateOnly(1996, 7, 4));
        OrganisationId company;
        PaperPlaceId cabinet;
        await using (var db = open())
        {
            var organisation = Organisation.Register(EntityKey.New<OrganisationId>(clock), await db.TakeNumber(NumberSeries.Organisations, default), "Wartian Herkku", null, null);
            var place = PaperPlace.Open(EntityKey.New<PaperPlaceId>(clock), "Arkistokaappi", PaperLock.Key, FireProtection.S60P);
            db.AddRange(organisation, place, AuditEntry.Of(Arranging, AuditAction.OrganisationRegistered, clock));
            await db.SaveChangesAsync();
            (company, cabinet) = (organisation.Id, place.Id);
        }

        for (var first = 0; first < people; first += together)
        {
            await using var db = open();
            var count = Math.Min(together, people - first);
            var organisation = await db.Organisations.SingleAsync(o => o.Id == company);
            var numbers = await db.TakeNumber(NumberSeries.Customers, default, count);
            var orders = await db.TakeNumber(NumberSeries.Orders, default, count);
            var invoices = await db.TakeNumber(NumberSeries.Invoices, default, count);
            var papers = await db.TakeNumber(NumberSeries.PaperRecords, default, count);
            for (var i = 0; i < count; i++)
            {
                var person = Customer.Register(EntityKey.New<CustomerId>(clock), numbers + i, $"Nimi{first + i}", $"Lähtenyt{first + i}", Language.Fi, new DateOnly(1996, 7, 4), told);
                person.EndRelationship(new DateOnly(1998, 5, 6));
                var order = Order.Place(EntityKey.New<OrderId>(clock), orders + i, person.Id, null, new DateOnly(1998, 5, 5), "EUR", 10);
                order.AddLine("Chai", 18, 2, 0, 0.22m);
                db.AddRange(person, order);
                if (i % 10 == 1)
                    person.Represent(ContactRole.Of(person.Id, organisation, null, new DateOnly(1996, 7, 4), told, clock));
                if (i % 10 is 2 or 3)
                {
                    var invoice = Invoice.Send(EntityKey.New<InvoiceId>(clock), invoices + i, order, new Buyer("Ostaja", null), Language.Fi, clock.Today(), clock.Today().AddDays(14));
                    if (i % 10 == 3)
                        invoice.Record(PaymentKind.Payment, invoice.Total, clock.Today(), clock);
                    db.Add(invoice);
                }

                if (i % 10 == 4)
                    db.Add(PaperRecord.Keep(EntityKey.New<PaperRecordId>(clock), papers + i, person.Id, PaperKind.Form, "Tilauslomake", cabinet, new DateOnly(1998, 5, 5)));
            }

            db.Add(AuditEntry.Of(Arranging, AuditAction.DataImported, clock));
            await db.SaveChangesAsync();
        }
    }

    /// <summary>Whoever is not marked as done is untouched; whoever is has exactly one entry in the log, and of them is left exactly what their grounds need.</summary>
    public static async Task NobodyIsHalfDone(RegisterContext db, RetentionRunId run)
    {
        var people = await db.RetentionRunPeople.AsNoTracking().Where(p => p.RunId == run).ToListAsync();
        var here = await db.Customers.Select(c => c.Id).ToHashSetAsync();
        var ordered = await db.Orders.Where(o => o.CustomerId != null).Select(o => o.CustomerId!.Value).ToHashSetAsync();
        var onPaper = await db.PaperRecords.Where(p => p.CustomerId != null).Select(p => p.CustomerId!.Value).ToHashSetAsync();
        var entries = (await db.AuditEntries.AsNoTracking().Where(e => e.SubjectId == run.Value && e.CustomerId != null).Select(e => new { e.CustomerId, e.Action }).ToListAsync())
            .ToLookup(e => e.CustomerId!.Value, e => e.Action);
        foreach (var person in people)
        {
            var id = person.CustomerId;
            var needsPerson = person.PlannedGrounds?.Contains("ContactPerson", StringComparison.Ordinal) == true || person.PlannedGrounds?.Contains("OpenInvoice", StringComparison.Ordinal) == true;
            Assert.Equal(person.Done is null || needsPerson, here.Contains(id));
            if (person.Done is null)
                Assert.True(ordered.Contains(id) && !entries.Contains(id), $"Position {person.Position} is not done, and yet something was done to it.");
            else
                Assert.Equal([person.Done == RunOutcome.Erased ? AuditAction.PersonErased : AuditAction.PersonReduced], entries[id]);
            Assert.False(person.Done is not null && (onPaper.Contains(id) || ordered.Contains(id)), $"Position {person.Position} is done, and yet something was left.");
        }
    }

    /// <summary>The run is over; everybody ended once in the planned outcome, and list, log and report say the same.</summary>
    public static async Task EverybodyEndedAsPlanned(RegisterContext db, RetentionRunId run, int expected)
    {
        await NobodyIsHalfDone(db, run);
        var stored = await db.RetentionRuns.AsNoTracking().SingleAsync(r => r.Id == run);
        Assert.Equal((RetentionRunState.Finished, expected), (stored.State, stored.People));
        Assert.Equal(1, await db.AuditEntries.CountAsync(e => e.SubjectId == run.Value && e.Action == AuditAction.RunFinished));
        var people = await db.RetentionRunPeople.AsNoTracking().Where(p => p.RunId == run).ToListAsync();
        Assert.Equal(expected, people.Select(p => p.CustomerId).Distinct().Count());
        Assert.Empty(people.Where(p => p.Done != p.Planned || p.DoneGrounds != p.PlannedGrounds));
        var report = await new CountRetentionRun(db).Run(run, default);
        Assert.Equal((expected, expected, 0), (report.Planned.People, report.Done.People, report.Changed));
        Assert.Equal(report.Done.Of(RunOutcome.Erased), await db.AuditEntries.CountAsync(e => e.SubjectId == run.Value && e.Action == AuditAction.PersonErased));
        Assert.Equal(report.Done.Of(RunOutcome.Kept), await db.AuditEntries.CountAsync(e => e.SubjectId == run.Value && e.Action == AuditAction.PersonReduced));
    }

    /// <summary>What the ledger has of the run, and the database knows as committed, is what was erased: everybody once, with the same scope. What a kill left begun is void at the next start.</summary>
    public static async Task LedgerAgrees(RegisterContext db, IErasureLedger ledger, RetentionRunId run)
    {
        var marked = await db.LedgerMarks.Select(m => m.Id).ToHashSetAsync();
        var told = new List<LedgerPerson>();
        foreach (var entry in (await ledger.Entries(default)).Where(e => e.Subject == run.Value && marked.Contains(e.Id)))
            told.AddRange(await ledger.PeopleOf(entry.Id, default));
        var erased = await db.RetentionRunPeople.AsNoTracking().Where(p => p.RunId == run && p.ErasedCategories != 0).Select(p => new { p.CustomerId, p.ErasedCategories }).ToListAsync();
        Assert.Equal(
            erased.Select(p => (p.CustomerId.Value, p.ErasedCategories)).Order(),
            told.Select(p => (p.Id.Value, p.Scope)).Order());
    }

    /// <summary>Every entry is sealed once, and the log is as it was written, whatever was killed at whatever moment.</summary>
    public static async Task LogIsUnbroken(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        while (await scope.ServiceProvider.GetRequiredService<SealAuditLog>().Next(default) is not null)
        {
        }

        var found = await scope.ServiceProvider.GetRequiredService<VerifyAuditLog>().Run(Arranging, default);
        Assert.True(found.IsUnbroken, string.Join(", ", found.Findings));
        var db = scope.ServiceProvider.GetRequiredService<RegisterContext>();
        // What the verification itself wrote waits for the next seal.
        Assert.Equal(await db.AuditEntries.LongCountAsync(), found.Entries + 1);
    }
}
