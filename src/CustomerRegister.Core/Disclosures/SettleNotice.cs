using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Disclosures;

/// <param name="ToldOn">The day on which the recipient was told in another way.</param>
public sealed record SettleNoticeCommand(RecipientNoticeId Notice, NoticeOutcome Outcome, DateOnly? ToldOn);

public enum SettleNoticeRefusal
{
    /// <summary>There is no such notice, or it is over.</summary>
    NotOpen,
    ToldOnMissing,
    InFuture,
    /// <summary>Only the recipient acknowledges.</summary>
    NotSuchOutcome,
}

/// <summary>Staff end a notice that its recipient does not acknowledge: they told it in another way, or it cannot be told (GDPR Art. 19). Or they send it once more.</summary>
public sealed class SettleNotice(RegisterContext db, MailRecipient mail, TimeProvider clock)
{
    public async Task<Outcome<RecipientNotice, SettleNoticeRefusal>> Run(SettleNoticeCommand command, Actor actor, CancellationToken ct)
    {
        if (command.Outcome == NoticeOutcome.Acknowledged)
            return SettleNoticeRefusal.NotSuchOutcome;
        if (command is { Outcome: NoticeOutcome.ToldOtherwise, ToldOn: null })
            return SettleNoticeRefusal.ToldOnMissing;
        if (command.ToldOn > clock.Today())
            return SettleNoticeRefusal.InFuture;
        if (await Open(command.Notice, ct) is not { } notice)
            return SettleNoticeRefusal.NotOpen;
        notice.Settle(command.Outcome, command.ToldOn, clock.Now());
        return await Save(notice, AuditAction.RecipientNoticeSettled, actor, ct);
    }

    public async Task<Outcome<RecipientNotice, SettleNoticeRefusal>> SendAgain(RecipientNoticeId id, Actor actor, CancellationToken ct)
    {
        if (await Open(id, ct) is not { } notice)
            return SettleNoticeRefusal.NotOpen;
        mail.Write(notice, await db.Recipients.AsNoTracking().SingleAsync(r => r.Id == notice.RecipientId, ct));
        return await Save(notice, AuditAction.RecipientNoticeSentAgain, actor, ct);
    }

    private Task<RecipientNotice?> Open(RecipientNoticeId id, CancellationToken ct) => db.RecipientNotices.SingleOrDefaultAsync(n => n.Id == id && n.Outcome == null, ct);

    private async Task<Outcome<RecipientNotice, SettleNoticeRefusal>> Save(RecipientNotice notice, string action, Actor actor, CancellationToken ct)
    {
        db.Add(AuditEntry.Of(actor, action, clock, notice.CustomerId, notice.Id.Value, notice.Outcome is { } outcome ? [outcome.ToString()] : []));
        try
        {
            await db.SaveChangesAsync(ct);
            return notice;
        }
        catch (DbUpdateConcurrencyException)
        {
            return SettleNoticeRefusal.NotOpen;
        }
    }
}
