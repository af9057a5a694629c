using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Customers;

/// <summary>A customer with all contact details and roles, in one query.</summary>
internal static class CustomerDetails
{
    private const string QueryName = "CustomerRegister:CustomerDetails";

    /// <summary>For showing: untracked, and without addresses that the actor may not see.</summary>
    public static async Task<Customer?> Read(RegisterContext db, CustomerId id, Actor actor, CancellationToken ct)
    {
        var customer = await db.Compiled(QueryName, Query)(db, id, ct);
        if (customer?.IsAddressHiddenFrom(actor) == true)
            customer.HideAddresses();
        return customer;
    }

    /// <summary>For changing: tracked, with everything that the search text is made of. What a use case shows of it is read anew.</summary>
    public static Task<Customer?> ForChange(RegisterContext db, CustomerId id, CancellationToken ct) => db.Customers.AsSingleQuery().WithKeptPlan()
        .Include(c => c.Addresses).Include(c => c.Phones).Include(c => c.ContactRoles).ThenInclude(r => r.Organisation)
        .SingleOrDefaultAsync(c => c.Id == id, ct);

    // A person has a handful of each: one joined query is cheaper than four round trips.
    private static Func<RegisterContext, CustomerId, CancellationToken, Task<Customer?>> Query() => EF.CompileAsyncQuery(
        (RegisterContext db, CustomerId id, CancellationToken ct) => db.Customers.AsNoTracking().AsSingleQuery().TagWith(PlannedOnce.Mark)
            .Include(c => c.Addresses).Include(c => c.Phones).Include(c => c.ContactRoles).ThenInclude(r => r.Organisation)
            .SingleOrDefault(c => c.Id == id));
}
