using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests;

/// <summary>Opens a file of a request: for staff any, for a customer one of their own requests. The owner is part of the condition, and each download is logged. Proof of identity
/// goes to the staff alone: whoever sent it has it, and nobody else may get it by a mistake.</summary>
public sealed class ReadAttachment(RegisterContext db, RequestKey key, TimeProvider clock)
{
    /// <summary>For whoever asked without signing in, one of the request that a link has opened to them.</summary>
    public async Task<AnswerContent?> ByVisitor(FollowedRequest followed, RequestAttachmentId id, CancellationToken ct)
    {
        if (!followed.Correspondence.Files.Any(f => f.Id == id && f is { DestroyedAt: null, Kind: not AttachmentKind.IdentityEvidence }))
            return null;
        var request = followed.Request;
        var found = await db.RequestAttachments.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id && a.RequestId == request.Id && a.Content != null, ct);
        return found is null ? null : await Opened(request.Id, id, found.Name, found.Type, found.Content!, request.CustomerId, FollowRequest.Visitor, ct);
    }

    /// <returns>Null when it is not there, is another's, or has been destroyed.</returns>
    public async Task<AnswerContent?> Run(RequestId request, RequestAttachmentId id, CustomerId? owner, Actor actor, CancellationToken ct)
    {
        var found = await (from a in db.RequestAttachments
                           join r in db.RequestsOf(owner) on a.RequestId equals r.Id
                           where a.Id == id && r.Id == request && (owner == null || a.Kind != AttachmentKind.IdentityEvidence) && a.Content != null
                           select new { a.Name, a.Type, a.Content, r.CustomerId }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (found is null)
            return null;
        // A letter or a mandate has the address on it: who may not see a protected one opens no files of that person.
        var until = await db.Customers.Where(c => c.Id == found.CustomerId).Select(c => c.ProtectedUntil).SingleOrDefaultAsync(ct);
        if (owner is null && ProtectedAddress.IsHiddenFrom(actor, found.CustomerId, until))
            return null;
        return await Opened(request, id, found.Name, found.Type, found.Content!, found.CustomerId, actor, ct);
    }

    private async Task<AnswerContent> Opened(RequestId request, RequestAttachmentId id, string? name, AttachmentType type, byte[] content, CustomerId? customer, Actor actor, CancellationToken ct)
    {
        db.Add(AuditEntry.Of(actor, AuditAction.AttachmentDownloaded, clock, customer, request.Value));
        await db.SaveChangesAsync(ct);
        return new(name ?? "file", type.ContentType(), key.Decrypt(content, id.Value));
    }
}
