using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Merging;
using CustomerRegister.Staff;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Audit;

/// <param name="ChangesOnly">The history of the data, without those who only looked at it.</param>
/// <param name="After">The last entry of the page before.</param>
public sealed record ViewUsesQuery(CustomerId Customer, bool ChangesOnly, AuditEntryId? After = null);

public sealed record CustomerUses(CustomerId Customer, string FullName, UsesPage Page);

/// <summary>
/// Who has used a customer's data, page by page. Staff see roles, as the customer does; names are for those who may see the audit log.
/// Logged as a look at the person.
/// </summary>
public sealed class ViewUses(RegisterContext db, TimeProvider clock)
{
    public const int PageSize = 50;

    /// <returns>Null if there is no such customer.</returns>
    public async Task<CustomerUses?> Run(ViewUsesQuery query, Actor actor, CancellationToken ct)
    {
        var person = await db.Customers.Where(c => c.Id == query.Customer).Select(c => new { c.FirstName, c.LastName }).SingleOrDefaultAsync(ct);
        if (person is null)
            return null;
        var reader = actor is { Kind: ActorKind.Staff, Id: { } id } ? await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id, ct) : null;
        var page = await UsesOfData.Read(db, await FormerKeys.And(db, query.Customer, ct), query.ChangesOnly ? UsesWanted.Changes : UsesWanted.All, query.After, PageSize, reader?.Holds(Permission.ViewAudit) == true, ct);
        await db.LogRead(AuditEntry.Of(actor, AuditAction.CustomerViewed, clock, query.Customer, fields: query.ChangesOnly ? "History" : "Uses"), ct);
        return new(query.Customer, Customer.NameOf(person.FirstName, person.LastName), page);
    }
}
