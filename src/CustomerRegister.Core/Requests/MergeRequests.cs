using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests;

/// <summary>
/// Makes one of two requests for the same that are found to be of one person. Verify first, merge after: until the identities are established nobody knows that they are. The one that came
/// first keeps its number and its time; what the other brought goes with it, so that whoever decides has it all.
/// </summary>
public sealed class MergeRequests(RegisterContext db, TakeBackProposal takeBack, TimeProvider clock)
{
    /// <summary>Merges a request with the one that was there before, if there is one. To be called in a transaction, with the request saved, and saved after.</summary>
    internal async Task Run(DataSubjectRequest request, Actor actor, CancellationToken ct)
    {
        if (request.State != RequestState.InHand || request.CustomerId is not { } person || await db.Requests.Include(r => r.Pauses)
                .Where(r => r.Id != request.Id && r.CustomerId == person && r.Type == request.Type && r.State == RequestState.InHand)
                .OrderBy(r => r.ReceivedOn).ThenBy(r => r.Number).FirstOrDefaultAsync(ct) is not { } other)
            return;
        var (first, second) = (other.ReceivedOn, other.Number).CompareTo((request.ReceivedOn, request.Number)) < 0 ? (other, request) : (request, other);
        // What was decided about one without knowing the other is decided anew.
        await takeBack.Run(first, actor, ct);
        await takeBack.Run(second, actor, ct);
        var isUnverified = first is { ApplicantEmail: not null, ApplicantEmailVerified: false };
        first.TakeUp(second, clock.Today());
        second.MergeInto(first.Id, clock.Now());
        var (into, from) = (first.Id, second.Id);
        // By a link that was mailed to an address that may be misspelt, nobody reads what came with the other one.
        var (endsFirst, endsSecond) = (isUnverified && first.ApplicantEmailVerified, second is { ApplicantEmail: not null, ApplicantEmailVerified: false });
        await db.RequestLinks.Where(l => (endsFirst && l.RequestId == into) || (endsSecond && l.RequestId == from)).ExecuteDeleteAsync(ct);
        await db.RequestMessages.Where(m => m.RequestId == from).ExecuteUpdateAsync(set => set.SetProperty(m => m.RequestId, into), ct);
        await db.RequestAttachments.Where(a => a.RequestId == from).ExecuteUpdateAsync(set => set.SetProperty(a => a.RequestId, into), ct);
        await db.Restrictions.Where(r => r.RequestId == from).ExecuteUpdateAsync(set => set.SetProperty(r => r.RequestId, into), ct);
        var items = await db.RectificationItems.Where(i => i.RequestId == into).MaxAsync(i => (int?)i.Position, ct) ?? 0;
        await db.RectificationItems.Where(i => i.RequestId == from)
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.RequestId, into).SetProperty(i => i.Position, i => i.Position + items), ct);
        if (first.Type == RequestType.Objection)
            await ObjectedUses.TakeUp(db, into, from, ct);
        // Else nobody who decides about the first would read what was written with the second.
        if (second.Message is { } words && words != first.Message)
        {
            db.Add(RequestMessage.Of(into, RequestSide.Person, words, clock, CameBy.Channels.Contains(second.Channel) ? new(second.Channel, second.ReceivedOn) : null, EntityKey.MadeAt(from.Value)));
            first.NoteMessage(RequestSide.Person);
        }

        db.Add(AuditEntry.Of(actor, AuditAction.RequestMerged, clock, person, second.Id.Value));
    }
}
