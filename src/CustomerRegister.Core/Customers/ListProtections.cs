using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Customers;

public sealed record ProtectedPerson(CustomerId Id, long Number, string FullName, DateOnly? Since, DateOnly Until);

/// <param name="Next">The last row, after which the next page begins; null when there is none.</param>
public sealed record ProtectedPeople(IReadOnlyList<ProtectedPerson> Rows, ProtectedPerson? Next);

/// <summary>Whose address is protected, those first whose protection has expired or expires next: a reminder to ask and extend, or to lift. No addresses.</summary>
public sealed class ListProtections(RegisterContext db, TimeProvider clock)
{
    public const int PageSize = 50;

    /// <summary>How many days ahead an expiry is pointed out.</summary>
    public const int RemindDays = 30;

    /// <param name="after">The last person of the page before; one whose protection was lifted since begins anew.</param>
    public async Task<ProtectedPeople> Run(CustomerId? after, Actor actor, CancellationToken ct)
    {
        var people = db.Customers.AsNoTracking().Where(c => c.ProtectedUntil != null);
        if (after is { } id && await people.Where(c => c.Id == id).Select(c => new { c.ProtectedUntil, c.Number }).SingleOrDefaultAsync(ct) is { } last)
            people = people.Where(c => RowValue.IsAfter(c.ProtectedUntil!.Value, c.Number, last.ProtectedUntil!.Value, last.Number));
        var rows = await people.OrderBy(c => c.ProtectedUntil).ThenBy(c => c.Number).Take(PageSize + 1)
            .Select(c => new { c.Id, c.Number, c.FirstName, c.LastName, c.ProtectedSince, c.ProtectedUntil }).ToListAsync(ct);
        await db.LogRead(AuditEntry.Of(actor, AuditAction.CustomersSearched, clock, fields: nameof(Customer.ProtectedUntil)), ct);
        var shown = rows.Take(PageSize)
            .Select(c => new ProtectedPerson(c.Id, c.Number, Customer.NameOf(c.FirstName, c.LastName), c.ProtectedSince, c.ProtectedUntil!.Value)).ToList();
        return new(shown, rows.Count > PageSize ? shown[^1] : null);
    }
}
