using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests;

/// <summary>
/// Destroys the proof of identity that came with a request: it is looked at, not collected. Everything that ends the need for it calls this: the check itself, and each way in which a request
/// is closed without one.
/// </summary>
public sealed class DestroyEvidence(RegisterContext db, TimeProvider clock)
{
    /// <summary>To be called in the transaction in which the caller saves the rest, the entry about this too.</summary>
    internal async Task Run(DataSubjectRequest request, Actor actor, CancellationToken ct)
    {
        var now = clock.Now();
        var destroyed = await db.RequestAttachments.Where(a => a.RequestId == request.Id && a.Kind == AttachmentKind.IdentityEvidence && a.DestroyedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.Content, (byte[]?)null).SetProperty(a => a.Name, (string?)null).SetProperty(a => a.DestroyedAt, now), ct);
        if (destroyed > 0)
            db.Add(AuditEntry.Of(actor, AuditAction.EvidenceDestroyed, clock, request.CustomerId, request.Id.Value));
    }
}
