using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Customers;

/// <summary>A customer with all contact details and roles, untracked, in one query.</summary>
internal static class CustomerDetails
{
    // A person has a handful of each: one joined query is cheaper than four round trips.
    public static Task<Customer?> Read(RegisterContext db, CustomerId id, CancellationToken ct) => db.Customers.AsNoTracking().AsSingleQuery()
        .Include(c => c.Addresses).Include(c => c.Phones).Include(c => c.ContactRoles).ThenInclude(r => r.Organisation)
        .SingleOrDefaultAsync(c => c.Id == id, ct);
}
