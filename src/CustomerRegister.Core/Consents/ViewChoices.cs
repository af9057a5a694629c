using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Consents;

/// <param name="Language">The one in which the customer is spoken to.</param>
public sealed record CustomersChoices(string FullName, Language Language, Choices Now);

/// <summary>Staff look at what a customer has consented to and forbidden. Logged as a view of the person.</summary>
public sealed class ViewChoices(RegisterContext db, CurrentChoices current, TimeProvider clock)
{
    /// <returns>Null if there is no such customer; then nothing is logged.</returns>
    public async Task<CustomersChoices?> Run(CustomerId id, Actor actor, CancellationToken ct)
    {
        var customer = await db.Customers.Where(c => c.Id == id).Select(c => new { c.FirstName, c.LastName, c.Language }).SingleOrDefaultAsync(ct);
        if (customer is null)
            return null;
        var view = new CustomersChoices(Customer.NameOf(customer.FirstName, customer.LastName), customer.Language, await current.Run(id, ct));
        db.Add(AuditEntry.Of(actor, AuditAction.CustomerViewed, clock, id));
        await db.SaveChangesAsync(ct);
        return view;
    }
}
