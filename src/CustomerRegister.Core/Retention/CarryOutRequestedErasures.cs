using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Mail;
using CustomerRegister.Notices;
using CustomerRegister.Requests;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Retention;

/// <summary>
/// Erases the people whose request was granted and whose cooling-off time is over, and completes what a ground held back once it has ended (N19). Some people share a transaction, with
/// the proof and the receipt of each: killed anywhere, or run by several processes at once, nobody is half erased or erased twice. Where one of them cannot be erased, the others are
/// without them.
/// </summary>
public sealed class CarryOutRequestedErasures(
    RegisterContext db, TimeProvider clock, ReadErasureFacts readFacts, ErasePlanned erase, FinishForgetting finish, RetentionRules rules, ControllerDetails controller)
{
    private const int AtOnce = 250;

    private static readonly Actor Job = Actor.System("requested-erasures", "requests");

    /// <returns>Of how many people something was erased.</returns>
    public async Task<int> Run(CancellationToken ct)
    {
        var now = clock.Now();
        var erased = 0;
        var failures = new List<Exception>();
        RequestId? after = null;
        while (true)
        {
            var due = db.RequestedErasures.AsNoTracking()
                .Where(e => (e.State == RequestedErasureState.Waiting && e.DueAt <= now) || e.State == RequestedErasureState.PartlyDone);
            if (after is { } last)
                due = due.Where(e => e.RequestId.CompareTo(last) > 0);
            var next = await due.OrderBy(e => e.RequestId).Take(AtOnce).Select(e => new { e.RequestId, e.CustomerId }).ToListAsync(ct);
            if (next.Count == 0)
                break;
            // Of a person with two requests the second is weighed when the first has been carried out.
            foreach (var turn in next.GroupBy(e => e.CustomerId).SelectMany(ofOne => ofOne.Select((e, i) => (Turn: i, e.RequestId))).GroupBy(e => e.Turn, e => e.RequestId).OrderBy(g => g.Key))
                erased += await CarryOut([.. turn], failures, ct);
            after = next[^1].RequestId;
        }

        await finish.Run(ct);
        return failures.Count == 0 ? erased : throw new AggregateException(failures);
    }

    private async Task<int> CarryOut(List<RequestId> requests, List<Exception> failures, CancellationToken ct)
    {
        try
        {
            return await Together(requests, ct);
        }
        // Nothing of it was committed. Where the database itself is the matter, the next turn of the job tries again.
        catch (Exception failure) when (requests.Count > 1 && IsOfOne(failure))
        {
            var erased = 0;
            foreach (var one in requests)
            {
                try
                {
                    erased += await Together([one], ct);
                }
                catch (Exception own) when (IsOfOne(own))
                {
                    failures.Add(own);
                }
            }

            return erased;
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }

    private static bool IsOfOne(Exception failure) => failure is not OperationCanceledException && DatabaseTroubles.TroubleOf(failure) is null;

    private async Task<int> Together(List<RequestId> requests, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var people = await db.RequestedErasures.AsNoTracking().Where(e => EF.Parameter(requests).Contains(e.RequestId)).Select(e => e.CustomerId).ToListAsync(ct);
        // Nobody may get a new invoice, or be erased by another process, between the look and the deed.
        await db.HoldCustomers(people, ct);
        var open = await db.RequestedErasures.Where(e => EF.Parameter(requests).Contains(e.RequestId) && (e.State == RequestedErasureState.Waiting || e.State == RequestedErasureState.PartlyDone))
            .OrderBy(e => e.RequestId).ToListAsync(ct);
        var emails = await db.Customers.AsNoTracking().Where(c => EF.Parameter(people).Contains(c.Id)).Select(c => new { c.Id, c.Email }).ToDictionaryAsync(c => c.Id, c => c.Email, ct);
        var going = new List<RequestedErasure>();
        foreach (var erasure in open)
        {
            if (!emails.ContainsKey(erasure.CustomerId))
            {
                erasure.FindGone(clock.Now());
            }
            else if (erasure.State == RequestedErasureState.PartlyDone && await CameBack(erasure.CustomerId, erasure.ApprovedAt, ct))
            {
                erasure.Supersede();
                db.Add(AuditEntry.Of(Job, AuditAction.ErasureSuperseded, clock, erasure.CustomerId, erasure.RequestId.Value));
            }
            else
            {
                going.Add(erasure);
            }
        }

        await db.SaveChangesAsync(ct);
        var erased = going.Count == 0 ? 0 : await Erase(going, emails, ct);
        await transaction.CommitAsync(ct);
        await erase.Committed();
        return erased;
    }

    private async Task<int> Erase(List<RequestedErasure> erasures, Dictionary<CustomerId, EmailAddress?> emails, CancellationToken ct)
    {
        var facts = await readFacts.Run([.. erasures.Select(e => e.CustomerId)], ct);
        var keys = erasures.ConvertAll(e => e.RequestId);
        var requests = await db.Requests.AsNoTracking().Where(r => EF.Parameter(keys).Contains(r.Id)).Select(r => new { r.Id, r.Language, r.Number }).ToDictionaryAsync(r => r.Id, ct);
        var plans = new List<(ErasurePlan Plan, Guid Request)>();
        foreach (var erasure in erasures)
        {
            var plan = ErasurePlan.Of(facts[erasure.CustomerId], clock.Today(), rules);
            // What is gone already needs no second receipt.
            if (erasure.State != RequestedErasureState.Waiting && !plan.ErasesBeyond(erasure.ErasedCategories))
                continue;
            var request = requests[erasure.RequestId];
            erasure.CarryOut(plan, clock.Now());
            if (emails[erasure.CustomerId] is { } email)
                db.Add(OutgoingEmail.Farewell(email, request.Language, ErasureReceipt.Subject(request.Language, controller), ErasureReceipt.Body(request.Language, plan, controller), clock));
            else
                await AddLetter(erasure.CustomerId, request.Language, request.Number, plan, ct);
            plans.Add((plan, erasure.RequestId.Value));
        }

        await erase.Run(plans, scopeOf: null, SuppressionCause.Request, Job, ct);
        return plans.Count;
    }

    /// <summary>Whether something has been ordered since: an old request says nothing about it.</summary>
    private Task<bool> CameBack(CustomerId customer, DateTime since, CancellationToken ct)
    {
        var day = HelsinkiTime.DayOf(since);
        return db.Orders.AnyAsync(o => o.CustomerId == customer && o.PlacedOn > day, ct);
    }

    /// <summary>Whoever has no e-mail is told on paper, where an address is known: see <see cref="ErasureLetter"/>.</summary>
    private async Task AddLetter(CustomerId customer, Language language, long request, ErasurePlan plan, CancellationToken ct)
    {
        var person = await db.Customers.AsNoTracking().Include(c => c.Addresses).SingleAsync(c => c.Id == customer, ct);
        if (person.Addresses.OrderBy(a => a.Kind).FirstOrDefault()?.Address is { } address)
            db.Add(ErasureLetter.To(person, address, stays: !plan.LeavesNobody, request, language, ErasureReceipt.Subject(language, controller), ErasureReceipt.Body(language, plan, controller), clock));
    }
}
