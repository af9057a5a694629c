using CustomerRegister.Data;
using CustomerRegister.Mail;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Disclosures;

/// <param name="RequestNumber">Of the request by which values were corrected.</param>
/// <param name="Mail">How its newest mail stands; null where that is no longer known.</param>
public sealed record ListedNotice(RecipientNotice Notice, long? RequestNumber, EmailState? Mail);

/// <param name="OpenCount">Of all that are open, however many are shown.</param>
/// <param name="Open">The oldest first, which are the ones to see to.</param>
/// <param name="Closed">The newest that are over.</param>
public sealed record RecipientNoticeList(int OpenCount, IReadOnlyList<ListedNotice> Open, IReadOnlyList<ListedNotice> Closed);

/// <summary>Notices to recipients, open ones and those that have ended lately. It names no customer.</summary>
public sealed class ListRecipientNotices(RegisterContext db)
{
    /// <summary>What is longer is worked off from its top.</summary>
    public const int MostOpen = 100, MostClosed = 25;

    public async Task<RecipientNoticeList> Run(CancellationToken ct) => new(
        await db.RecipientNotices.CountAsync(n => n.Outcome == null, ct),
        await Listed(db.RecipientNotices.Where(n => n.Outcome == null).OrderBy(n => n.MadeAt).ThenBy(n => n.Id).Take(MostOpen)).ToListAsync(ct),
        await Listed(db.RecipientNotices.Where(n => n.ClosedAt != null).OrderByDescending(n => n.ClosedAt).Take(MostClosed)).ToListAsync(ct));

    private IQueryable<ListedNotice> Listed(IQueryable<RecipientNotice> notices) => notices.AsNoTracking().Select(n => new ListedNotice(n,
        db.Requests.Where(r => r.Id == n.RequestId).Select(r => (long?)r.Number).FirstOrDefault(),
        db.OutgoingEmails.Where(m => m.Id == n.MailId).Select(m => (EmailState?)m.State).FirstOrDefault()));
}
