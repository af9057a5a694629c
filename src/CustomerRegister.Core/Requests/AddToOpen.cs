using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests;

/// <summary>
/// Whoever objects again while an objection of theirs is open adds to that one: the uses, which stand on its course in words, what they wrote, and their files. What the first one was signed
/// for stays what was signed.
/// </summary>
public sealed class WidenObjection(RegisterContext db, RequestKey key, TakeBackProposal takeBack, TimeProvider clock)
{
    /// <summary>To be called in a transaction that keeps a second one out; saves.</summary>
    /// <param name="against">The uses; none for all.</param>
    /// <returns>Whether anything was new.</returns>
    internal async Task<bool> Run(RequestId open, FileRequestCommand also, IReadOnlyList<PurposeId> against, IReadOnlyList<(AttachmentKind Kind, CheckedFile File)> files, Actor actor, CancellationToken ct)
    {
        var request = await db.Requests.Include(r => r.Pauses).SingleAsync(r => r.Id == open, ct);
        // A letter that came before the request that it is added to is known from that one's day on.
        var came = CameBy.Channels.Contains(also.Channel) ? new CameBy(also.Channel, also.ReceivedOn < request.ReceivedOn ? request.ReceivedOn : also.ReceivedOn) : null;
        var widened = await ObjectedUses.Widen(db, open, against, ct);
        var words = also.Message?.Trim();
        // The same form sent twice says nothing new.
        var says = !string.IsNullOrEmpty(words) && request.Message != words && !await db.RequestMessages.AnyAsync(m => m.RequestId == open && m.Text == words, ct);
        if (!widened && !says && files.Count == 0)
            return false;
        if (widened)
            db.Add(RequestMessage.Of(open, RequestSide.Person, await InWords(against, request.Language, ct), clock, came));
        if (says)
            db.Add(RequestMessage.Of(open, RequestSide.Person, words!, clock, came));
        db.AddRange(files.Select(f => RequestAttachment.Of(open, RequestSide.Person, f.Kind, f.File, key, clock, came)));
        request.NoteMessage(RequestSide.Person);
        if (also.LetterIsArchived)
            request.ArchiveLetter();
        db.Touch(request);
        // What was decided about less is decided anew.
        if (widened)
            await takeBack.Run(request, actor, ct);
        db.Add(AuditEntry.Of(actor, AuditAction.ObjectionWidened, clock, request.CustomerId, open.Value,
            [.. widened ? ["uses"] : Array.Empty<string>(), .. says ? ["text"] : Array.Empty<string>(), .. files.Count > 0 ? ["files"] : Array.Empty<string>()]));
        await db.SaveChangesAsync(ct);
        return true;
    }

    private async Task<string> InWords(IReadOnlyList<PurposeId> against, Language language, CancellationToken ct)
    {
        if (against.Count == 0)
            return LetterTexts.In(language, "AlsoAgainstAll");
        var names = await db.Purposes.Where(p => against.Contains(p.Id)).OrderBy(p => p.Position).Select(p => p.Name).ToListAsync(ct);
        return LetterTexts.In(language, "AlsoAgainst", string.Join(", ", names.Select(name => name.In(language))));
    }
}
