using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Merging;

/// <summary>One of two customers who may be one person, and how much belongs to them.</summary>
public sealed record ComparedCustomer(Customer Customer, int Orders, int Invoices, int Requests, int BansInForce);

/// <param name="AddressHidden">One of the two has a protected address that the actor may not see; then neither address is here.</param>
public sealed record Comparison(ComparedCustomer Kept, ComparedCustomer Gone, bool AddressHidden);

/// <summary>Lays two customers side by side before they are merged. Logged as a view of both.</summary>
public sealed class CompareCustomers(RegisterContext db, TimeProvider clock)
{
    /// <returns>Null when one of them is not there, or they are the same.</returns>
    public async Task<Comparison?> Run(CustomerId kept, CustomerId gone, Actor actor, CancellationToken ct)
    {
        if (kept == gone || await Read(kept, actor, ct) is not { } one || await Read(gone, actor, ct) is not { } other)
            return null;
        db.Add(AuditEntry.Of(actor, AuditAction.CustomersCompared, clock, kept));
        db.Add(AuditEntry.Of(actor, AuditAction.CustomersCompared, clock, gone));
        await db.SaveChangesAsync(ct);
        return new(one, other, one.Customer.IsAddressHiddenFrom(actor) || other.Customer.IsAddressHiddenFrom(actor));
    }

    /// <summary>The customer of a number, also of one who has been merged into another since.</summary>
    public async Task<CustomerId?> OfNumber(long number, CancellationToken ct) =>
        await db.Customers.Where(c => c.Number == number).Select(c => (CustomerId?)c.Id).SingleOrDefaultAsync(ct)
        ?? await db.FormerCustomers.Where(f => f.Number == number).Select(f => (CustomerId?)f.CustomerId).SingleOrDefaultAsync(ct);

    private async Task<ComparedCustomer?> Read(CustomerId id, Actor actor, CancellationToken ct)
    {
        if (await CustomerDetails.Read(db, id, actor, ct) is not { } customer)
            return null;
        var counts = await db.Customers.Where(c => c.Id == id).Select(c => new
        {
            Orders = db.Orders.Count(o => o.CustomerId == id),
            Invoices = db.Invoices.Count(i => i.CustomerId == id),
            Requests = db.Requests.Count(r => r.CustomerId == id),
        }).SingleAsync(ct);
        return new(customer, counts.Orders, counts.Invoices, counts.Requests, (await db.BansInForce(id, ct)).Count);
    }
}
