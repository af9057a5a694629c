using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Mail;
using CustomerRegister.Notices;
using CustomerRegister.Staff;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Retention;

/// <summary>
/// Writes the list of a run that has been begun, a batch in each transaction, and seals it. Interrupted anywhere it goes on, when
/// it is run again, after the last person written.
/// </summary>
public sealed class ListDuePeople(RegisterContext db, TimeProvider clock, RetentionRules rules, ForeseeErasures foresee, ForeseeRecords records, PublicAddress address, ControllerDetails controller)
{
    public async Task Run(RetentionRunId id, Actor actor, CancellationToken ct)
    {
        var begun = clock.GetTimestamp();
        while (await NextBatch(id, actor, ct))
        {
            await db.LetOthersWrite(clock.GetElapsedTime(begun), ct);
            begun = clock.GetTimestamp();
        }
    }

    private async Task<bool> NextBatch(RetentionRunId id, Actor actor, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.HoldRun(id, ct, RetentionRunState.Preparing) is not { } run)
            return false;
        var last = await db.RetentionRunPeople.AsNoTracking().Where(p => p.RunId == id)
            .OrderByDescending(p => p.Position).Select(p => new { p.Position, p.CustomerId, p.Rule }).FirstOrDefaultAsync(ct);
        var listed = last?.Position ?? 0;
        List<RetentionRunPerson> next = [];
        foreach (var rule in rules.OfRun(run.Rule).Where(r => last is null || r >= last.Rule))
        {
            if (next.Count == 0)
                next = await Next(run, rule, listed, rule == last?.Rule ? last.CustomerId : null, ct);
        }

        await db.Bulk().Write(next, ct);
        if (next.Count == 0)
            await Seal(run, listed, actor, ct);
        await transaction.CommitAsync(ct);
        return next.Count > 0;
    }

    private async Task<List<RetentionRunPerson>> Next(RetentionRun run, RetentionRule rule, int listed, CustomerId? after, CancellationToken ct) => rule == RetentionRule.CustomerData
        ? [.. (await foresee.Next(run.AsOf, after, ct)).Select((plan, i) => RetentionRunPerson.Foresee(run.Id, listed + i + 1, plan))]
        : [.. (await records.Next(rule, run.AsOf, after, ct)).Select((person, i) => RetentionRunPerson.Foresee(run.Id, listed + i + 1, rule, person))];

    private async Task Seal(RetentionRun run, int people, Actor actor, CancellationToken ct)
    {
        run.Prepared(people, await db.HashOfList(run.Id, ct));
        db.Add(AuditEntry.Of(actor, AuditAction.RunPrepared, clock, subject: run.Id.Value));
        if (run.PreparedBy is null)
            await TellWhoCanApprove(run, ct);
        await db.SaveChangesAsync(ct);
    }

    /// <summary>A run that no person prepared would lie unseen.</summary>
    private async Task TellWhoCanApprove(RetentionRun run, CancellationToken ct)
    {
        var today = clock.Today();
        var staff = await db.Users.AsNoTracking().ToListAsync(ct);
        foreach (var officer in staff.Where(s => s.IsActiveOn(today) && s.Holds(Permission.ApproveRetention)))
        {
            if (!EmailAddress.TryParse(officer.Email, out var email))
                continue;
            db.Add(OutgoingEmail.To(email, null, controller.StaffLanguage,
                MailTexts.In(controller.StaffLanguage, "RetentionRunPrepared.Subject", run.Number),
                MailTexts.In(controller.StaffLanguage, "RetentionRunPrepared.Body", run.Number, run.People, address.Link($"/admin/retention/{run.Id.Value}")),
                clock));
        }
    }
}
