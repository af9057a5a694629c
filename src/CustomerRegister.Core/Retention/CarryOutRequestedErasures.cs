using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Mail;
using CustomerRegister.Notices;
using CustomerRegister.PersonalData;
using CustomerRegister.Requests;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Retention;

/// <summary>
/// Erases the people whose request was granted and whose cooling-off time is over, and completes what a ground held back once it has ended (N19). Each
/// person is one transaction with its proof and the receipt: killed anywhere, or run by several processes at once, nobody is half erased or erased twice.
/// </summary>
public sealed class CarryOutRequestedErasures(
    RegisterContext db, TimeProvider clock, ReadErasureFacts readFacts, ErasePlanned erase, RetentionRules rules, ControllerDetails controller)
{
    private const int AtOnce = 100;

    private static readonly Actor Job = Actor.System("requested-erasures", "requests");

    /// <returns>Of how many people something was erased.</returns>
    public async Task<int> Run(CancellationToken ct)
    {
        var now = clock.Now();
        var erased = 0;
        RequestId? after = null;
        while (true)
        {
            var due = db.RequestedErasures.AsNoTracking()
                .Where(e => (e.State == RequestedErasureState.Waiting && e.DueAt <= now) || e.State == RequestedErasureState.PartlyDone);
            if (after is { } last)
                due = due.Where(e => e.RequestId.CompareTo(last) > 0);
            var next = await due.OrderBy(e => e.RequestId).Take(AtOnce).Select(e => new { e.RequestId, e.CustomerId }).ToListAsync(ct);
            if (next.Count == 0)
                return erased;
            foreach (var one in next)
            {
                erased += await CarryOut(one.RequestId, one.CustomerId, ct) ? 1 : 0;
                db.ChangeTracker.Clear();
            }

            after = next[^1].RequestId;
        }
    }

    private async Task<bool> CarryOut(RequestId id, CustomerId customer, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Nobody may get a new invoice, or be erased by another process, between the look and the deed.
        await db.HoldCustomers([customer], ct);
        var erasure = await db.RequestedErasures.SingleAsync(e => e.RequestId == id, ct);
        if (erasure.State is not (RequestedErasureState.Waiting or RequestedErasureState.PartlyDone))
            return false;
        var person = await db.Customers.AsNoTracking().Where(c => c.Id == customer).Select(c => new { c.Email }).SingleOrDefaultAsync(ct);
        var changed = false;
        if (person is null)
        {
            erasure.FindGone(clock.Now());
            await db.SaveChangesAsync(ct);
        }
        else if (erasure.State == RequestedErasureState.PartlyDone && await CameBack(customer, erasure.ApprovedAt, ct))
        {
            erasure.Supersede();
            db.Add(AuditEntry.Of(Job, AuditAction.ErasureSuperseded, clock, customer, id.Value));
            await db.SaveChangesAsync(ct);
        }
        else
        {
            changed = await Erase(erasure, person.Email, ct);
        }

        await transaction.CommitAsync(ct);
        await erase.Committed();
        return changed;
    }

    private async Task<bool> Erase(RequestedErasure erasure, EmailAddress? email, CancellationToken ct)
    {
        var facts = (await readFacts.Run([erasure.CustomerId], ct))[erasure.CustomerId];
        var plan = ErasurePlan.Of(facts, clock.Today(), rules);
        var isFirst = erasure.State == RequestedErasureState.Waiting;
        // What is gone already needs no second receipt.
        if (!isFirst && !plan.ErasesBeyond(erasure.ErasedCategories))
            return false;
        var (language, number) = await db.Requests.Where(r => r.Id == erasure.RequestId).Select(r => new ValueTuple<Language, long>(r.Language, r.Number)).SingleAsync(ct);
        erasure.CarryOut(plan, clock.Now());
        if (email is not null)
            db.Add(OutgoingEmail.Farewell(email, language, Subject(language), Body(language, plan), clock));
        else
            await AddLetter(erasure.CustomerId, language, number, plan, ct);
        await erase.Run([plan], _ => PersonScope.One(erasure.CustomerId), SuppressionCause.Request, erasure.RequestId.Value, Job, ct);
        return true;
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
            db.Add(ErasureLetter.To(person, address, stays: !plan.LeavesNobody, request, language, Subject(language), Body(language, plan), clock));
    }

    private string Subject(Language language) => MailTexts.In(language, "Erased.Subject", controller.RegisterName);

    private string Body(Language language, ErasurePlan plan) => plan.ErasesEverything
        ? MailTexts.In(language, "Erased.Body", controller.Name, controller.ContactLine)
        : MailTexts.In(language, "ErasedPartly.Body", string.Join('\n', plan.Grounds.Select(g => "– " + GroundLine(g, language)).Distinct()), controller.Name, controller.ContactLine);

    // Kinds and days only: a mail holds no numbers that lead to the person.
    private static string GroundLine(Ground ground, Language language) => ground.Until is { } until
        ? MailTexts.In(language, "Ground.Until", MailTexts.In(language, $"Ground.{ground.Kind}"), MailTexts.Day(until.AddDays(-1), language))
        : MailTexts.In(language, $"Ground.{ground.Kind}");
}
