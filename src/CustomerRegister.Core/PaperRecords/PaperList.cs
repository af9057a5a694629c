using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.PaperRecords;

/// <param name="Customer">Whose it is; null once it is nobody's.</param>
/// <param name="DestroyedBy">The name of who answers for the destruction.</param>
public sealed record PaperRow(PaperRecord Record, string Place, PaperOwner? Customer, string? DestroyedBy);

public sealed record PaperOwner(CustomerId Id, long Number, string FullName);

/// <param name="Below">The number below which the page begins; the newest where null.</param>
public sealed record PaperQuery(PaperState State, PaperPlaceId? Place = null, long? Below = null);

/// <param name="Next">The number below which the next page begins; null when there is none.</param>
public sealed record PaperPage(IReadOnlyList<PaperRow> Rows, long? Next);

/// <summary>The register of paper records, the shredding list, and what was destroyed, newest first. A look that shows names is logged.</summary>
public sealed class PaperList(RegisterContext db, TimeProvider clock)
{
    public const int PageSize = 50;

    public async Task<PaperPage> Run(PaperQuery query, Actor actor, CancellationToken ct)
    {
        var records = query.State switch
        {
            PaperState.Kept => db.PaperRecords.Where(p => p.CustomerId != null),
            PaperState.ToShred => db.PaperRecords.Where(p => p.CustomerId == null && p.DestroyedOn == null),
            _ => db.PaperRecords.Where(p => p.DestroyedOn != null),
        };
        if (query.Place is { } place)
            records = records.Where(p => p.PlaceId == place);
        if (query.Below is { } below)
            records = records.Where(p => p.Number < below);
        var rows = await Rows(records.OrderByDescending(p => p.Number).Take(PageSize + 1), ct);
        if (query.State == PaperState.Kept)
            await db.LogRead(AuditEntry.Of(actor, AuditAction.PapersListed, clock), ct);
        return new([.. rows.Take(PageSize)], rows.Count > PageSize ? rows[PageSize - 1].Record.Number : null);
    }

    /// <summary>The papers of one customer, for their card, which logs the look.</summary>
    public Task<List<PaperRow>> Of(CustomerId customer, CancellationToken ct) =>
        Rows(db.PaperRecords.Where(p => p.CustomerId == customer).OrderByDescending(p => p.Number).Take(PageSize), ct);

    /// <summary>One record; the look is logged with whose it is.</summary>
    public async Task<PaperRow?> One(PaperRecordId id, Actor actor, CancellationToken ct)
    {
        if (await Rows(db.PaperRecords.Where(p => p.Id == id), ct) is not [var row])
            return null;
        await db.LogRead(AuditEntry.Of(actor, AuditAction.PaperViewed, clock, row.Customer?.Id, id.Value), ct);
        return row;
    }

    public Task<int> CountToShred(CancellationToken ct) => db.PaperRecords.CountAsync(p => p.CustomerId == null && p.DestroyedOn == null, ct);

    private async Task<List<PaperRow>> Rows(IQueryable<PaperRecord> records, CancellationToken ct)
    {
        var found = await records.AsNoTracking().Select(p => new
        {
            Record = p,
            Place = db.PaperPlaces.Where(x => x.Id == p.PlaceId).Select(x => x.Name).First(),
            Customer = db.Customers.Where(c => c.Id == p.CustomerId).Select(c => new { c.Id, c.Number, c.FirstName, c.LastName }).FirstOrDefault(),
            DestroyedBy = db.Users.Where(u => u.Id == p.DestroyedBy).Select(u => u.FullName).FirstOrDefault(),
        }).ToListAsync(ct);
        return found.ConvertAll(f => new PaperRow(
            f.Record, f.Place, f.Customer is { } c ? new(c.Id, c.Number, Customer.NameOf(c.FirstName, c.LastName)) : null, f.DestroyedBy));
    }
}
