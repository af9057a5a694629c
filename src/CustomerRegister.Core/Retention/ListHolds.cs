using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Retention;

/// <param name="Owner">The name of the member of staff who answers for it; null if the account is gone.</param>
public sealed record ShownHold(LegalHold Hold, long CustomerNumber, string CustomerName, string? Owner, string? PlacedBy, string? LiftedBy);

/// <summary>Where a page of the list begins.</summary>
public sealed record HoldPlace(DateOnly ReviewOn, long Number);

public sealed record HoldPage(IReadOnlyList<ShownHold> Rows, bool HasMore);

/// <summary>Legal holds in force by their review day, or lifted ones with the newest number first, or one of them. Every look is logged, for holds name people.</summary>
public sealed class ListHolds(RegisterContext db, TimeProvider clock)
{
    public const int PageSize = 50;

    public async Task<HoldPage> Run(bool lifted, HoldPlace? after, Actor actor, CancellationToken ct)
    {
        var holds = db.LegalHolds.AsNoTracking();
        if (lifted)
        {
            holds = holds.Where(h => h.LiftedAt != null && (after == null || h.Number < after.Number)).OrderByDescending(h => h.Number);
        }
        else
        {
            holds = holds.Where(h => h.LiftedAt == null);
            if (after is not null)
                holds = holds.Where(h => h.ReviewOn > after.ReviewOn || (h.ReviewOn == after.ReviewOn && h.Number > after.Number));
            holds = holds.OrderBy(h => h.ReviewOn).ThenBy(h => h.Number);
        }

        var rows = await Shown(holds.Take(PageSize + 1), ct);
        await db.LogRead(AuditEntry.Of(actor, AuditAction.HoldsViewed, clock), ct);
        return new([.. rows.Take(PageSize)], rows.Count > PageSize);
    }

    /// <returns>Null if there is no such hold.</returns>
    public async Task<ShownHold?> One(LegalHoldId id, Actor actor, CancellationToken ct)
    {
        if (await Shown(db.LegalHolds.AsNoTracking().Where(h => h.Id == id), ct) is not [var found])
            return null;
        await db.LogRead(AuditEntry.Of(actor, AuditAction.HoldsViewed, clock, found.Hold.CustomerId, id.Value), ct);
        return found;
    }

    private async Task<List<ShownHold>> Shown(IQueryable<LegalHold> holds, CancellationToken ct)
    {
        var found = await holds.Select(h => new
        {
            Hold = h,
            Customer = db.Customers.Where(c => c.Id == h.CustomerId).Select(c => new { c.Number, c.FirstName, c.LastName }).First(),
            Owner = db.Users.Where(u => u.Id == h.OwnerId).Select(u => u.FullName).FirstOrDefault(),
            PlacedBy = db.Users.Where(u => u.Id == h.PlacedBy).Select(u => u.FullName).FirstOrDefault(),
            LiftedBy = db.Users.Where(u => u.Id == h.LiftedBy).Select(u => u.FullName).FirstOrDefault(),
        }).ToListAsync(ct);
        return [.. found.Select(f => new ShownHold(f.Hold, f.Customer.Number, Customer.NameOf(f.Customer.FirstName, f.Customer.LastName), f.Owner, f.PlacedBy, f.LiftedBy))];
    }
}
