using CustomerRegister.Audit;
using CustomerRegister.Data;
using CustomerRegister.Disclosures;
using CustomerRegister.Requests;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Rectification;

public enum TellSourceRefusal
{
    NotFound,
    /// <summary>Nobody is to be told about it, or has been told.</summary>
    NothingToTell,
    InFuture,
    /// <summary>There is no recipient of that name to whom a mail could go.</summary>
    NoRecipient,
}

/// <summary>Records that whoever a wrong value came from was told of its correction (N36).</summary>
public sealed class TellSource(RegisterContext db, TellRecipients tell, TimeProvider clock)
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

    /// <summary>Tells by mail, where the source has become one of the recipients since: all that came from it by the same request.</summary>
    public async Task<Outcome<RectificationItem, TellSourceRefusal>> ByMail(RequestId request, RectificationItemId id, Actor actor, CancellationToken ct)
    {
        var items = await db.RectificationItems.Where(i => i.RequestId == request).ToListAsync(ct);
        var person = await db.Requests.Where(r => r.Id == request).Select(r => r.CustomerId).SingleOrDefaultAsync(ct);
        if (items.Find(i => i.Id == id) is not { } item || person is not { } customer)
            return TellSourceRefusal.NotFound;
        if (!item.AwaitsTelling)
            return TellSourceRefusal.NothingToTell;
        await tell.OfSources(customer, request, [.. items.Where(i => i.WrongSource?.Name == item.WrongSource!.Name)], actor, ct);
        if (item.AwaitsTelling)
            return TellSourceRefusal.NoRecipient;
        await db.SaveChangesAsync(ct);
        return item;
    }
}
