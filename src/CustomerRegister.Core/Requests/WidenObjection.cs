using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests;

/// <summary>
/// Whoever objects again while an objection of theirs is open adds to that one: the uses, which stand on its course in words, what they wrote, and their files. What the first one was signed
/// for stays what was signed.
/// </summary>
public sealed class WidenObjection(RegisterContext db, RequestKey key, TimeProvider clock)
{
    /// <summary>To be called in a transaction that keeps a second one out; saves.</summary>
    /// <param name="against">The uses; none for all.</param>
    /// <returns>Whether anything was new.</returns>
    internal async Task<bool> Run(RequestId open, FileRequestCommand also, IReadOnlyList<PurposeId> against, IReadOnlyList<(AttachmentKind Kind, CheckedFile File)> files, Actor actor, CancellationToken ct)
    {
        var request = await db.Requests.SingleAsync(r => r.Id == open, ct);
        var widened = await ObjectedUses.Widen(db, open, against, ct);
        var words = also.Message?.Trim();
        // The same form sent twice says nothing new.
        var says = !string.IsNullOrEmpty(words) && request.Message != words && !await db.RequestMessages.AnyAsync(m => m.RequestId == open && m.Text == words, ct);
        if (!widened && !says && files.Count == 0)
            return false;
        if (widened)
            db.Add(RequestMessage.Of(open, RequestSide.Person, await InWords(against, request.Language, ct), clock));
        if (says)
            db.Add(RequestMessage.Of(open, RequestSide.Person, words!, clock));
        db.AddRange(files.Select(f => RequestAttachment.Of(open, RequestSide.Person, f.Kind, f.File, key, clock)));
        request.NoteMessage(RequestSide.Person);
        // What was decided about less is decided anew.
        if (widened && request.Proposal is not null)
        {
            request.ReturnProposal();
            db.Add(AuditEntry.Of(actor, AuditAction.DecisionReturned, clock, request.CustomerId, open.Value));
        }

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
