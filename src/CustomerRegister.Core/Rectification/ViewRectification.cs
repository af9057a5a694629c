using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PersonalData.Packages;
using CustomerRegister.Requests;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Rectification;

/// <param name="Item">Without values where <paramref name="IsHidden"/>.</param>
/// <param name="Kind">In which address or as which phone it stands.</param>
/// <param name="Source">Where the value came from that is stored now.</param>
/// <param name="IsHidden">It is part of a protected address, which whoever looks may not see.</param>
public sealed record ViewedItem(RectificationItem Item, Enum? Kind, Provenance? Source, bool IsHidden)
{
    /// <summary>What is decided, while a second person has not confirmed it yet; never there for the person.</summary>
    public ItemDraft? Draft { get; init; }

    /// <summary>What was stored and what was written: for the person themselves, without the names of others.</summary>
    public string? Current { get; init; } = Item.CurrentValue;

    public string? Written { get; init; } = Item.WrittenValue;
}

/// <param name="Person">Null when the person has been erased since.</param>
public sealed record ViewedRectification(DataSubjectRequest Request, CustomerId? Person, string? FullName, IReadOnlyList<ViewedItem> Items, RectificationCertificateId? Certificate);

/// <summary>Looks at what a request asks to be corrected, item by item, and at what became of it. The look is logged.</summary>
public sealed class ViewRectification(RegisterContext db, TimeProvider clock)
{
    /// <param name="owner">Only this customer's own request is there; null for staff.</param>
    /// <returns>Null when there is no such request for correction.</returns>
    public async Task<ViewedRectification?> Run(RequestId id, CustomerId? owner, Actor actor, CancellationToken ct)
    {
        var request = await db.RequestsOf(owner).AsNoTracking().SingleOrDefaultAsync(r => r.Id == id && r.Type == RequestType.Rectification, ct);
        if (request is null)
            return null;
        var items = await db.RectificationItems.AsNoTracking().Where(i => i.RequestId == id).OrderBy(i => i.Position).ToListAsync(ct);
        var person = request.CustomerId is { } customer ? await CustomerDetails.Read(db, customer, actor, ct) : null;
        var details = person is null ? [] : StoredDetails.Of(person);
        var hides = person?.AddressesAreHidden == true;
        var certificate = await db.RectificationCertificates.Where(c => c.RequestId == id).Select(c => (RectificationCertificateId?)c.Id).SingleOrDefaultAsync(ct);
        var others = owner is not null && person is not null && items.Exists(i => i.Field == RectifiedField.Note) ? await OtherPeople.Than(person, db, ct) : null;
        await db.LogRead(AuditEntry.Of(actor, owner is null ? AuditAction.RequestViewed : AuditAction.OwnDataViewed, clock, request.CustomerId, id.Value), ct);
        return new(request, person?.Id, person?.FullName, [.. items.Select(View)], certificate);

        ViewedItem View(RectificationItem item)
        {
            var detail = details.FirstOrDefault(d => d.Field == item.Field && d.TargetId == item.TargetId);
            return new(item, detail?.Kind, detail?.Source, hides && StoredDetails.AddressParts.Contains(item.Field))
            {
                Current = others is null ? item.CurrentValue : others.MaskIn(item.Field, item.CurrentValue),
                Written = others is null ? item.WrittenValue : others.MaskIn(item.Field, item.WrittenValue),
                Draft = owner is null ? item.Draft : null,
            };
        }
    }
}
