using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Customers;

public sealed record DormantRelationship(CustomerId Id, long Number, string FullName, DateOnly LastOrderOn);

/// <param name="Rows">The first of them by name.</param>
public sealed record DormantRelationships(int Count, IReadOnlyList<DormantRelationship> Rows);

/// <summary>Which open customer relationships have orders, but none since a day. Who never ordered is not among them.</summary>
public sealed class FindDormantRelationships(RegisterContext db, TimeProvider clock)
{
    public const int MostRows = 50;

    /// <summary>Logged as a search.</summary>
    public async Task<DormantRelationships> Run(DateOnly noOrderSince, Actor actor, CancellationToken ct)
    {
        await db.LogRead(AuditEntry.Of(actor, AuditAction.CustomersSearched, clock), ct);

        var dormant = Dormancy.Of(db, noOrderSince);
        var count = await dormant.CountAsync(ct);
        var rows = await dormant.OrderBy(d => d.Customer.SortName).ThenBy(d => d.Customer.Number).Take(MostRows)
            .Select(d => new { d.Customer.Id, d.Customer.Number, d.Customer.FirstName, d.Customer.LastName, d.LastOrderOn })
            .ToListAsync(ct);
        return new DormantRelationships(count, [.. rows.Select(r => new DormantRelationship(r.Id, r.Number, Customer.NameOf(r.FirstName, r.LastName), r.LastOrderOn!.Value))]);
    }
}

internal sealed class Dormancy
{
    public Customer Customer { get; private init; } = null!;
    public DateOnly? LastOrderOn { get; private init; }

    /// <summary>Open relationships whose last order is older than the day, and not older than the relationship itself. Whoever is restricted is on no list (N39).</summary>
    public static IQueryable<Dormancy> Of(RegisterContext db, DateOnly noOrderSince) => db.Customers.Where(c => c.RelationshipEnd == null && !db.Restrictions.Any(r => r.CustomerId == c.Id && r.LiftedAt == null))
        .Select(c => new Dormancy { Customer = c, LastOrderOn = db.Orders.Where(o => o.CustomerId == c.Id).Max(o => (DateOnly?)o.PlacedOn) })
        .Where(d => d.LastOrderOn < noOrderSince && d.LastOrderOn >= d.Customer.RelationshipStart);
}
