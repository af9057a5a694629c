using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Data;
using CustomerRegister.Restrictions;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests;

/// <summary>
/// Whoever asks for the same again while a request of theirs is open adds to that one: what they wrote, their files, who acts for them, and, where they object, the uses, which stand on its
/// course in words. A letter that had come earlier than what is known takes the time limit back to its own day. What the first one was signed for stays what was signed.
/// </summary>
public sealed class AddToOpen(RegisterContext db, RequestKey key, TakeBackProposal takeBack, PlaceRestriction restrict, TimeProvider clock)
{
    /// <summary>To be called in a transaction that keeps a second one out; saves.</summary>
    /// <param name="against">The uses that an objection is against; none for all, and for every other request.</param>
    /// <returns>Whether anything was new.</returns>
    internal async Task<Outcome<bool, FileRefusal>> Run(
        RequestId open, FileRequestCommand also, IReadOnlyList<PurposeId> against, IReadOnlyList<(AttachmentKind Kind, CheckedFile File)> files, Actor actor, CancellationToken ct)
    {
        var request = await db.Requests.Include(r => r.Pauses).SingleAsync(r => r.Id == open, ct);
        if (files.Count > 0 && await db.RequestAttachments.CountAsync(a => a.RequestId == open, ct) + files.Count > AddToRequest.MostFiles)
            return FileRefusal.TooManyFiles;
        // Items are entered into the open one by staff, or asked for again when it is answered: they are not half taken in.
        if (also.Rectification is not null)
            return false;
        var isEarlier = also.ReceivedOn < request.ReceivedOn;
        var (isArchived, isRepresented) = (also.LetterIsArchived && !request.LetterIsArchived, also.Representative is not null && request.RepresentativeName is null);
        var widened = also.Type == RequestType.Objection && await ObjectedUses.Widen(db, open, against, ct);
        var words = also.Message?.Trim();
        // The same form sent twice says nothing new.
        var says = !string.IsNullOrEmpty(words) && request.Message != words && !await db.RequestMessages.AnyAsync(m => m.RequestId == open && m.Text == words, ct);
        if (!widened && !says && files.Count == 0 && !isEarlier && !isArchived && !isRepresented)
            return false;
        var came = CameBy.Channels.Contains(also.Channel) ? new CameBy(also.Channel, also.ReceivedOn) : null;
        if (isEarlier)
            request.TakeReceiptBack(also.ReceivedOn, clock.Today());
        if (widened)
            db.Add(RequestMessage.Of(open, RequestSide.Person, await InWords(against, request.Language, ct), clock, came));
        if (says)
            db.Add(RequestMessage.Of(open, RequestSide.Person, words!, clock, came));
        db.AddRange(files.Select(f => RequestAttachment.Of(open, RequestSide.Person, f.Kind, f.File, key, clock, came)));
        if (widened || says || files.Count > 0)
            request.NoteMessage(RequestSide.Person);
        if (isArchived)
            request.ArchiveLetter();
        if (isRepresented)
            request.ActThrough(also.Representative!);
        db.Touch(request);
        // Against all, it restricts from now on, as it would have from the beginning.
        if (widened && against.Count == 0)
        {
            await restrict.Add(new(also.Customer!.Value, RestrictionReason.ObjectionPending, open), actor, ct);
        }

        // What was decided about less is decided anew; about bans nothing is decided.
        if (widened && (against.Count == 0 || await db.Objectionable().AnyAsync(p => against.Contains(p.Id), ct)))
            await takeBack.Run(request, actor, ct);
        string[] added = [.. Told("uses", widened), .. Told("text", says), .. Told("files", files.Count > 0), .. Told(nameof(request.ReceivedOn), isEarlier),
            .. Told(nameof(request.LetterIsArchived), isArchived), .. Told(nameof(request.Representation), isRepresented)];
        db.Add(AuditEntry.Of(actor, widened ? AuditAction.ObjectionWidened : AuditAction.RequestAddedTo, clock, request.CustomerId, open.Value, added));
        await db.SaveChangesAsync(ct);
        return true;
    }

    private static IEnumerable<string> Told(string what, bool isNew) => isNew ? [what] : [];

    private async Task<string> InWords(IReadOnlyList<PurposeId> against, Language language, CancellationToken ct)
    {
        if (against.Count == 0)
            return LetterTexts.In(language, "AlsoAgainstAll");
        var names = await db.Purposes.Where(p => against.Contains(p.Id)).OrderBy(p => p.Position).Select(p => p.Name).ToListAsync(ct);
        return LetterTexts.In(language, "AlsoAgainst", string.Join(", ", names.Select(name => name.In(language))));
    }
}
