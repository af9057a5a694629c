using System.Globalization;
using System.Security.Cryptography;
using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Imports;
using CustomerRegister.Orders;
using CustomerRegister.PaperRecords;
using CustomerRegister.PersonalData;
using CustomerRegister.Requests;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Retention;

/// <summary>
/// Erases what the plans of people say: the one way that retention runs, requests and the replay after a restore share. Runs in the caller's transaction, which holds the people;
/// whoever is no longer in the register is not among the plans. The caller says when it has committed: see <see cref="Committed"/>.
/// </summary>
public sealed class ErasePlanned(RegisterContext db, TimeProvider clock, ErasePeople erase, RememberForgotten remember, ForgetRejectedRows forgetRows, ListErasedPaper paper, IErasureLedger ledger)
{
    private Guid? begun;

    /// <param name="plans">Of people who are in the register.</param>
    /// <param name="scopeOf">The condition for those of the people whose plan erases exactly these bits: see <see cref="ErasurePlan.ErasedBits"/>.</param>
    /// <param name="cause">Why they go.</param>
    /// <param name="subject">The run or the request that it is done for.</param>
    public async Task Run(IReadOnlyCollection<ErasurePlan> plans, Func<int, PersonScope> scopeOf, SuppressionCause cause, Guid subject, Actor actor, CancellationToken ct)
    {
        begun = null;
        List<Erasing> erasing = [.. plans.Select(p => new Erasing(p, p.ErasedBits)).Where(e => e.Bits != 0)];
        var people = await LedgerPeople(erasing, ct);
        await Erase(erasing, scopeOf, cause, ct);
        if (erasing.Count == 0)
            return;
        foreach (var (plan, bits) in erasing)
            db.Add(Entry(actor, plan.ErasesEverything ? AuditAction.PersonErased : AuditAction.PersonReduced, plan, bits, subject));
        var entry = new LedgerEntry(Guid.CreateVersion7(clock.GetUtcNow()), clock.Now(), cause, subject, IsComplete: false);
        db.Add(LedgerMark.Of(entry.Id));
        await db.SaveChangesAsync(ct);
        // The last thing before the caller's commit: what comes before can fail, and then nothing is in the ledger.
        await ledger.Begin(entry, people, ct);
        begun = entry.Id;
    }

    /// <summary>Erases what the ledger says was erased, of people whom a restored backup has brought back.</summary>
    /// <param name="people">With the plan of today, which says which rows of a category that went in part are kept, and the scope of then.</param>
    public async Task Again(IReadOnlyCollection<(ErasurePlan Plan, int Scope)> people, LedgerEntry entry, Actor actor, CancellationToken ct)
    {
        begun = null;
        List<Erasing> erasing = [.. people.Select(p => new Erasing(p.Plan, p.Scope))];
        await Erase(erasing, bits => PersonScope.Any([.. erasing.Where(e => e.Bits == bits).Select(e => e.Plan.CustomerId)]), entry.Cause, ct);
        foreach (var (plan, bits) in erasing)
            db.Add(Entry(actor, AuditAction.PersonErasedAgain, plan, bits, entry.Subject));
        await db.SaveChangesAsync(ct);
    }

    /// <summary>The caller's transaction is committed: the ledger need not ask the database about it again. A crash before this is harmless; see <see cref="IErasureLedger"/>.</summary>
    public async Task Committed()
    {
        if (begun is not { } entry)
            return;
        begun = null;
        await ledger.Complete(entry, CancellationToken.None);
    }

    private async Task Erase(List<Erasing> erasing, Func<int, PersonScope> scopeOf, SuppressionCause cause, CancellationToken ct)
    {
        // So that no import brings them back unnoticed.
        await remember.Run([.. erasing.Where(e => e.LeavesNobody).Select(e => e.Plan.CustomerId)], cause, ct);
        await forgetRows.Run([.. erasing.Where(e => e.LeavesNobody).Select(e => e.Plan.CustomerId)], ct);
        var detached = await OrdersOf([.. erasing.Where(e => !e.LeavesNobody && (e.Bits & 1 << (int)DataCategory.Orders) != 0).Select(e => e.Plan.CustomerId)], ct);
        await paper.Run([.. erasing.Where(e => (e.Bits & 1 << (int)DataCategory.PaperRecords) != 0).Select(e => e.Plan.CustomerId)], ct);
        // The erasing statements may find the people by what the caller has noted.
        await db.SaveChangesAsync(ct);
        foreach (var alike in erasing.GroupBy(e => e.Bits))
            await erase.Run(scopeOf(alike.Key) with { Spared = Spared(alike.Key, [.. alike.Select(e => e.Plan)]) }, ErasurePlan.CategoriesTouchedBy(alike.Key).ToHashSet(), ct);
        await GiveNewKeys(detached, ct);
        await RefreshSearch([.. erasing.Where(e => !e.LeavesNobody).Select(e => e.Plan.CustomerId)], ct);
    }

    /// <summary>The rows that grounds keep of categories whose other rows go. The numbers are the register's own, so they stand in the statement as they are.</summary>
    private Dictionary<Type, string> Spared(int bits, IReadOnlyCollection<ErasurePlan> plans)
    {
        var spared = new Dictionary<Type, string>();
        var parts = (ErasedParts)bits;
        if (parts.HasFlag(ErasedParts.FreeInvoices))
            Numbers(typeof(Invoice), plans.SelectMany(p => p.KeptInvoices));
        if (parts.HasFlag(ErasedParts.OtherRequests))
            Numbers(typeof(DataSubjectRequest), plans.SelectMany(p => p.KeptRequests));
        if (parts.HasFlag(ErasedParts.EndedRoles))
            spared[typeof(ContactRole)] = FormattableString.Invariant($"\"To\" is null or \"To\" > '{clock.Today():yyyy-MM-dd}'");
        if (parts.HasFlag(ErasedParts.Consents))
            spared[typeof(Ban)] = "1 = 1";
        return spared;

        void Numbers(Type entity, IEnumerable<long> numbers)
        {
            var list = string.Join(", ", numbers.Distinct().Select(n => n.ToString(CultureInfo.InvariantCulture)));
            if (list.Length > 0)
                spared[entity] = $"\"Number\" in ({list})";
        }
    }

    /// <summary>Whom the ledger must know: also under the keys of those who were merged into them, whom an older backup has as people of their own.</summary>
    private async Task<List<LedgerPerson>> LedgerPeople(List<Erasing> erasing, CancellationToken ct)
    {
        var keys = erasing.ConvertAll(e => e.Plan.CustomerId);
        var former = (await db.FormerCustomers.AsNoTracking().Where(f => keys.Contains(f.CustomerId)).Select(f => new { f.CustomerId, f.FormerId }).ToListAsync(ct)).ToLookup(f => f.CustomerId, f => f.FormerId);
        return [.. erasing.SelectMany(e => former[e.Plan.CustomerId].Prepend(e.Plan.CustomerId).Select(key => new LedgerPerson(key, e.Bits)))];
    }

    private AuditEntry Entry(Actor actor, string action, ErasurePlan plan, int bits, Guid subject) =>
        AuditEntry.Of(actor, action, clock, plan.CustomerId, subject, ErasurePlan.CategoriesTouchedBy(bits).Select(c => c.ToString()));

    private async Task<List<OrderId>> OrdersOf(List<CustomerId> people, CancellationToken ct) => people.Count == 0 ? []
        : await db.Orders.Where(o => o.CustomerId != null && people.Contains(o.CustomerId.Value)).Select(o => o.Id).ToListAsync(ct);

    /// <summary>
    /// The log names orders beside their customer. Of one who has gone that leads to nobody; of one who stays, the orders that live on without a person get keys that the log does not know
    /// (N42). Adds to the context; the caller saves.
    /// </summary>
    private async Task GiveNewKeys(List<OrderId> anonymised, CancellationToken ct)
    {
        // Random keys: one made of the time would lead from the log's entry of the same moment to the order.
        if (anonymised.Count == 0)
            return;
        var orders = await db.Orders.AsNoTracking().Include(o => o.Lines).Where(o => anonymised.Contains(o.Id)).ToListAsync(ct);
        await db.Orders.Where(o => anonymised.Contains(o.Id)).ExecuteDeleteAsync(ct);
        orders.ForEach(o => o.TakeKey(OrderId.From(new Guid(RandomNumberGenerator.GetBytes(16)))));
        db.AddRange(orders);
    }

    /// <summary>What was erased of those who stay must not be found by the search box either.</summary>
    private async Task RefreshSearch(List<CustomerId> staying, CancellationToken ct)
    {
        if (staying.Count == 0)
            return;
        var customers = await db.Customers.Where(c => staying.Contains(c.Id))
            .Include(c => c.Addresses).Include(c => c.Phones).Include(c => c.ContactRoles).ThenInclude(r => r.Organisation)
            .AsSplitQuery().ToListAsync(ct);
        foreach (var customer in customers)
            customer.RefreshSearchText();
    }

    private sealed record Erasing(ErasurePlan Plan, int Bits)
    {
        public bool LeavesNobody => ErasurePlan.LeavesNobodyBy(Bits);
    }
}
