using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Mail;
using CustomerRegister.Notices;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Retention;

/// <param name="Reason">What is wrong with the list, for who prepared it. No names: the reason stays when the people are gone.</param>
public sealed record SendBackRetentionRunCommand(RetentionRunId Run, string Reason);

public enum SendBackRetentionRunRefusal
{
    /// <summary>The run is not waiting for approval.</summary>
    NotPrepared,
    /// <summary>Whoever prepared the list discards it instead.</summary>
    SamePerson,
    ReasonMissing,
    ReasonTooLong,
}

/// <summary>The second person does not approve the list, and says why. Nobody is erased by it, and the list goes; who prepared it is told.</summary>
public sealed class SendBackRetentionRun(RegisterContext db, TimeProvider clock, PublicAddress address, ControllerDetails controller)
{
    public async Task<Outcome<RetentionRun, SendBackRetentionRunRefusal>> Run(SendBackRetentionRunCommand command, Actor actor, CancellationToken ct)
    {
        if (actor is not { Kind: ActorKind.Staff, Id: { } by })
            throw new InvalidOperationException("Only a member of staff sends a run back.");
        var reason = command.Reason.Trim();
        if (reason.Length == 0)
            return SendBackRetentionRunRefusal.ReasonMissing;
        if (reason.Length > RetentionRun.MaxReasonLength)
            return SendBackRetentionRunRefusal.ReasonTooLong;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.HoldRun(command.Run, ct, RetentionRunState.Prepared) is not { } run)
            return SendBackRetentionRunRefusal.NotPrepared;
        if (run.PreparedBy == by)
            return SendBackRetentionRunRefusal.SamePerson;
        await db.RetentionRunPeople.Where(p => p.RunId == run.Id).ExecuteDeleteAsync(ct);
        run.SendBack(by, reason, clock.Now());
        db.Add(AuditEntry.Of(actor, AuditAction.RunSentBack, clock, subject: run.Id.Value));
        await TellPreparer(run, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return run;
    }

    private async Task TellPreparer(RetentionRun run, CancellationToken ct)
    {
        if (await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == run.PreparedBy, ct) is not { } preparer
            || !preparer.IsActiveOn(clock.Today()) || !EmailAddress.TryParse(preparer.Email, out var email))
            return;
        db.Add(OutgoingEmail.To(email, null, controller.StaffLanguage,
            MailTexts.In(controller.StaffLanguage, "RetentionRunSentBack.Subject", run.Number),
            MailTexts.In(controller.StaffLanguage, "RetentionRunSentBack.Body", run.Number, address.Link($"/admin/retention/{run.Id.Value}")),
            clock));
    }
}
