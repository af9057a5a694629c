using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests;

/// <summary>Opens a file of a request: for staff any, for a customer one of their own requests. The owner is part of the condition, and each download is logged.</summary>
public sealed class ReadAttachment(RegisterContext db, RequestKey key, TimeProvider clock)
{
    /// <returns>Null when it is not there, is another's, or has been destroyed.</returns>
    public async Task<AnswerContent?> Run(RequestId request, RequestAttachmentId id, CustomerId? owner, Actor actor, CancellationToken ct)
    {
        var found = await (from a in db.RequestAttachments
                           join r in db.Requests on a.RequestId equals r.Id
                           where a.Id == id && r.Id == request && (owner == null || r.CustomerId == owner) && a.Content != null
                           select new { a.Name, a.Type, a.Content, r.CustomerId }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (found is null)
            return null;
        // A letter or a mandate has the address on it: who may not see a protected one opens no files of that person.
        var until = await db.Customers.Where(c => c.Id == found.CustomerId).Select(c => c.ProtectedUntil).SingleOrDefaultAsync(ct);
        if (owner is null && ProtectedAddress.IsHiddenFrom(actor, found.CustomerId, until))
            return null;
        db.Add(AuditEntry.Of(actor, AuditAction.AttachmentDownloaded, clock, found.CustomerId, request.Value));
        await db.SaveChangesAsync(ct);
        return new(found.Name ?? "file", found.Type.ContentType(), key.Decrypt(found.Content!, id.Value));
    }
}
