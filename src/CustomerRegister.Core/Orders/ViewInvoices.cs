using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Orders;

public sealed record CustomerInvoices(CustomerId Customer, string FullName, InvoicePage Page);

/// <summary>All invoices of a customer, page by page. Logged as a view of the person.</summary>
public sealed class ViewInvoices(RegisterContext db, TimeProvider clock)
{
    /// <returns>Null if there is no such customer.</returns>
    public async Task<CustomerInvoices?> Run(CustomerId id, InvoiceId? after, Actor actor, CancellationToken ct)
    {
        var person = await db.Customers.Where(c => c.Id == id).Select(c => new { c.FirstName, c.LastName }).SingleOrDefaultAsync(ct);
        if (person is null)
            return null;
        var page = await InvoiceList.Read(db, id, after, ct);
        await db.LogRead(AuditEntry.Of(actor, AuditAction.CustomerViewed, clock, id, fields: nameof(db.Invoices)), ct);
        return new CustomerInvoices(id, Customer.NameOf(person.FirstName, person.LastName), page);
    }
}
