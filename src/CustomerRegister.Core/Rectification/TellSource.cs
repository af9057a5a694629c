using CustomerRegister.Audit;
using CustomerRegister.Data;
using CustomerRegister.Requests;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Rectification;

public enum TellSourceRefusal
{
    NotFound,
    /// <summary>Nobody is to be told about it, or has been told.</summary>
    NothingToTell,
    InFuture,
}

/// <summary>Records that whoever a wrong value came from was told of its correction (N36).</summary>
public sealed class TellSource(RegisterContext db, TimeProvider clock)
{
    public async Task<Outcome<RectificationItem, TellSourceRefusal>> Run(RequestId request, RectificationItemId id, DateOnly on, Actor actor, CancellationToken ct)
    {
        if (on > clock.Today())
            return TellSourceRefusal.InFuture;
        if (await db.RectificationItems.SingleOrDefaultAsync(i => i.Id == id && i.RequestId == request, ct) is not { } item)
            return TellSourceRefusal.NotFound;
        if (!item.AwaitsTelling)
            return TellSourceRefusal.NothingToTell;
        item.SourceTold(on);
        var customer = await db.Requests.Where(r => r.Id == request).Select(r => r.CustomerId).SingleAsync(ct);
        db.Add(AuditEntry.Of(actor, AuditAction.SourceTold, clock, customer, request.Value, item.Field.ToString()));
        await db.SaveChangesAsync(ct);
        return item;
    }
}
