using System.Security.Cryptography;
using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Disclosures;
using CustomerRegister.Imports;
using CustomerRegister.Orders;
using CustomerRegister.PaperRecords;
using CustomerRegister.PersonalData;
using CustomerRegister.Requests;
using CustomerRegister.TargetGroups;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Retention;

/// <summary>
/// Erases what the plans of people say: the one way that retention runs, requests and the replay after a restore share. Runs in the caller's transaction, which holds the people;
/// whoever is no longer in the register is not among the plans. The caller says when it has committed: see <see cref="Committed"/>.
/// </summary>
public sealed class ErasePlanned(RegisterContext db, TimeProvider clock, ErasePeople erase, RememberForgotten remember, ForgetRejectedRows forgetRows, ListErasedPaper paper, TellRecipients tell, UnmatchRequest unmatch, IErasureLedger ledger)
{
    // Fewer are not worth a statement of their own.
    private const int Many = 20;

    // What the search box finds people by.
    private static readonly DataCategory[] Searchable = [DataCategory.Name, DataCategory.ContactDetails, DataCategory.RepresentedOrganisation];

    private readonly List<Guid> begun = [];

    /// <param name="plans">Of people who are in the register, each once, with the run or the request that it is done for.</param>
    /// <param name="scopeOf">The condition for those of the people whose plan erases exactly these bits: see <see cref="ErasurePlan.ErasedBits"/>. Null to name each.</param>
    /// <param name="cause">Why they go.</param>
    /// <param name="all">How many go, where this is a part of them.</param>
    public async Task Run(IReadOnlyCollection<(ErasurePlan Plan, Guid Subject)> plans, Func<int, PersonScope>? scopeOf, SuppressionCause cause, Actor actor, CancellationToken ct, int all = 0)
    {
        begun.Clear();
        List<Erasing> erasing = [.. plans.Select(p => new Erasing(p.Plan, p.Plan.ErasedBits, p.Subject)).Where(e => e.Bits != 0)];
        var people = await LedgerPeople(erasing, ct);
        // A stranger's request is not the customer's to be erased. What was proved to be theirs and is not any more, in a restored backup, is erased again.
        await unmatch.Of([.. erasing.Where(e => ErasurePlan.CategoriesTouchedBy(e.Bits).Contains(DataCategory.Requests)).Select(e => e.Plan.CustomerId)], actor, ct);
        await Erase(erasing, scopeOf ?? (bits => ScopeOf(erasing.Where(e => e.Bits == bits))), cause, actor, ct, all);
        if (erasing.Count == 0)
            return;
        await Log(erasing, e => Entry(actor, e.Plan.ErasesEverything ? AuditAction.PersonErased : AuditAction.PersonReduced, e), ct);
        List<LedgerRecord> records = [.. people.GroupBy(p => p.Subject, p => p.Person)
            .Select(some => new LedgerRecord(new(Guid.CreateVersion7(clock.GetUtcNow()), clock.Now(), cause, some.Key, IsComplete: false), [.. some]))];
        db.AddRange(records.Select(r => LedgerMark.Of(r.Entry.Id)));
        await db.SaveChangesAsync(ct);
        // The last thing before the caller's commit: what comes before can fail, and then nothing is in the ledger.
        await ledger.Begin(records, ct);
        begun.AddRange(records.Select(r => r.Entry.Id));
    }

    /// <summary>Erases what the ledger says was erased, of people whom a restored backup has brought back.</summary>
    /// <param name="people">With the plan of today, which says which rows of a category that went in part are kept, and the scope of then.</param>
    public async Task Again(IReadOnlyCollection<(ErasurePlan Plan, int Scope)> people, LedgerEntry entry, Actor actor, CancellationToken ct)
    {
        begun.Clear();
        List<Erasing> erasing = [.. people.Select(p => new Erasing(p.Plan, p.Scope, entry.Subject))];
        await Erase(erasing, bits => ScopeOf(erasing.Where(e => e.Bits == bits)), entry.Cause, actor, ct);
        await Log(erasing, e => Entry(actor, AuditAction.PersonErasedAgain, e), ct);
        await db.SaveChangesAsync(ct);
    }

    /// <summary>The caller's transaction is committed: the ledger need not ask the database about it again. A crash before this is harmless; see <see cref="IErasureLedger"/>.</summary>
    public async Task Committed()
    {
        List<Guid> entries = [.. begun];
        begun.Clear();
        if (entries.Count > 0)
            await ledger.Complete(entries, CancellationToken.None);
    }

    private async Task Erase(List<Erasing> erasing, Func<int, PersonScope> scopeOf, SuppressionCause cause, Actor actor, CancellationToken ct, int all = 0)
    {
        // So that no import brings them back unnoticed.
        await remember.Run(Those(e => e.LeavesNobody), cause, ct);
        await forgetRows.Run(Those(e => e.LeavesNobody), Those(e => !e.LeavesNobody && e.Takes(DataCategory.FormerDetails)), ct);
        var detached = await OrdersOf(Those(e => !e.LeavesNobody && e.Takes(DataCategory.Orders)), ct);
        await paper.Run(Those(e => e.Takes(DataCategory.PaperRecords)), ct);
        // While it is known who got the data. After a restore they are told once more: nobody knows whether the lost notice had gone.
        await tell.OfErasure([.. erasing.Select(e => (e.Plan.CustomerId, e.Bits))], actor, ct);
        // The erasing statements may find the people by what the caller has noted.
        await db.SaveChangesAsync(ct);
        if (erasing.Count == 0)
            return;
        await db.Forget(Math.Max(erasing.Count, all), async () =>
        {
            foreach (var alike in erasing.GroupBy(e => e.Bits))
                await erase.Run(Spare(scopeOf(alike.Key), alike.Key, [.. alike.Select(e => e.Plan)]), ErasurePlan.CategoriesTouchedBy(alike.Key).ToHashSet(), ct);
            await RefreshSearch(Those(e => !e.LeavesNobody && ErasurePlan.CategoriesTouchedBy(e.Bits).Any(Searchable.Contains)), ct);
        }, ct);
        await GiveNewKeys(detached, ct);

        List<CustomerId> Those(Func<Erasing, bool> chosen) => [.. erasing.Where(chosen).Select(e => e.Plan.CustomerId)];
    }

    private PersonScope ScopeOf(IEnumerable<Erasing> alike)
    {
        var (condition, keys) = db.IsAmong("@people", [.. alike.Select(e => e.Plan.CustomerId.Value)]);
        return new(condition, [("@people", keys)]);
    }

    /// <summary>Without the rows that grounds keep of categories whose other rows go.</summary>
    private PersonScope Spare(PersonScope scope, int bits, IReadOnlyCollection<ErasurePlan> plans)
    {
        var spared = new Dictionary<Type, string>();
        var parameters = scope.Parameters.ToList();
        var parts = (ErasedParts)bits;
        if (parts.HasFlag(ErasedParts.FreeInvoices))
            Numbers(typeof(Invoice), "@invoices", plans.SelectMany(p => p.KeptInvoices));
        if (parts.HasFlag(ErasedParts.OtherRequests))
            Numbers(typeof(DataSubjectRequest), "@requests", plans.SelectMany(p => p.KeptRequests));
        if (parts.HasFlag(ErasedParts.EndedRoles))
            spared[typeof(ContactRole)] = FormattableString.Invariant($"\"To\" is null or \"To\" > '{clock.Today():yyyy-MM-dd}'");
        if (parts.HasFlag(ErasedParts.Consents))
            (spared[typeof(Ban)], spared[typeof(Objection)]) = ("1 = 1", "\"EndedAt\" is null");
        if (parts.HasFlag(ErasedParts.OtherNotes))
            spared[typeof(LegalHold)] = "\"LiftedAt\" is null";
        // By telephone and e-mail the person is still reached for the organisation: nothing says which of them is private.
        if (parts.HasFlag(ErasedParts.OwnAddresses))
            spared[typeof(CustomerPhone)] = spared[typeof(UnsubscribeLink)] = "1 = 1";
        return scope with { Spared = spared, Parameters = parameters, OwnRowKeeps = parts.HasFlag(ErasedParts.OwnAddresses) ? DataCategory.ContactDetails : null };

        void Numbers(Type entity, string parameter, IEnumerable<long> numbers)
        {
            var list = numbers.Distinct().ToArray();
            if (list.Length == 0)
                return;
            var (condition, value) = db.IsAmong("\"Number\"", parameter, list);
            spared[entity] = condition;
            parameters.Add((parameter, value));
        }
    }

    /// <summary>Whom the ledger must know: also under the keys of those who were merged into them, whom an older backup has as people of their own.</summary>
    private async Task<List<(Guid Subject, LedgerPerson Person)>> LedgerPeople(List<Erasing> erasing, CancellationToken ct)
    {
        var keys = erasing.ConvertAll(e => e.Plan.CustomerId);
        var former = (await db.FormerCustomers.AsNoTracking().Where(f => EF.Parameter(keys).Contains(f.CustomerId)).Select(f => new { f.CustomerId, f.FormerId }).ToListAsync(ct)).ToLookup(f => f.CustomerId, f => f.FormerId);
        return [.. erasing.SelectMany(e => former[e.Plan.CustomerId].Prepend(e.Plan.CustomerId).Select(key => (e.Subject, new LedgerPerson(key, e.Bits))))];
    }

    private async Task Log(List<Erasing> erasing, Func<Erasing, AuditEntry> entry, CancellationToken ct)
    {
        if (erasing.Count >= Many)
            await db.Bulk().Write([.. erasing.Select(entry)], ct);
        else
            db.AddRange(erasing.Select(entry));
    }

    private AuditEntry Entry(Actor actor, string action, Erasing erasing) =>
        AuditEntry.Of(actor, action, clock, erasing.Plan.CustomerId, erasing.Subject, ErasurePlan.CategoriesTouchedBy(erasing.Bits).Select(c => c.ToString()));

    private async Task<List<OrderId>> OrdersOf(List<CustomerId> people, CancellationToken ct) => people.Count == 0 ? []
        : await db.Orders.Where(o => o.CustomerId != null && EF.Parameter(people).Contains(o.CustomerId.Value)).Select(o => o.Id).ToListAsync(ct);

    /// <summary>
    /// The log names orders beside their customer. Of one who has gone that leads to nobody; of one who stays, the orders that live on without a person get keys that the log does not know
    /// (N42).
    /// </summary>
    private async Task GiveNewKeys(List<OrderId> anonymised, CancellationToken ct)
    {
        if (anonymised.Count == 0)
            return;
        // What an import noted of their lines cannot be undone any more.
        await db.ImportedLines.Where(l => EF.Parameter(anonymised).Contains(l.OrderId)).ExecuteDeleteAsync(ct);
        // Random keys: one made of the time would lead from the log's entry of the same moment to the order.
        await db.ChangeKeys(anonymised.ToDictionary(old => old, _ => OrderId.From(new Guid(RandomNumberGenerator.GetBytes(16)))), ct);
    }

    /// <summary>What was erased of those who stay must not be found by the search box either.</summary>
    private async Task RefreshSearch(List<CustomerId> staying, CancellationToken ct)
    {
        if (staying.Count == 0)
            return;
        var customers = await db.Customers.AsNoTracking().Where(c => EF.Parameter(staying).Contains(c.Id))
            .Include(c => c.Addresses).Include(c => c.Phones).Include(c => c.ContactRoles).ThenInclude(r => r.Organisation)
            .AsSplitQuery().ToListAsync(ct);
        var changed = customers.FindAll(c =>
        {
            var before = c.SearchText;
            c.RefreshSearchText();
            return c.SearchText != before;
        });
        changed.ForEach(c => c.Version++);
        await db.Bulk().Update(changed, [nameof(Customer.SearchText), nameof(Customer.Version)], ct);
    }

    private sealed record Erasing(ErasurePlan Plan, int Bits, Guid Subject)
    {
        public bool LeavesNobody => ErasurePlan.LeavesNobodyBy(Bits);

        public bool Takes(DataCategory category) => (Bits & 1 << (int)category) != 0;
    }
}
