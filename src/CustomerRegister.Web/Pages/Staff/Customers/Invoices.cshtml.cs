using CustomerRegister.Customers;
using CustomerRegister.Orders;
using CustomerRegister.Staff;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CustomerRegister.Web.Pages.Staff.Customers;

/// <summary>A customer's invoices beyond those on the card.</summary>
[RequirePermission(Permission.ViewOrders)]
public sealed class InvoicesModel(ViewInvoices view, CurrentStaff current) : PageModel
{
    public CustomerInvoices Invoices { get; private set; } = null!;

    public string Card => $"/staff/customers/{Invoices.Customer.Value}";

    public string? NextUrl => Invoices.Page.HasMore ? $"{Card}/invoices?after={Invoices.Page.Rows[^1].Id.Value}" : null;

    /// <param name="after">The last invoice of the page before.</param>
    public async Task<IActionResult> OnGetAsync(Guid id, Guid? after, CancellationToken ct)
    {
        if (await view.Run(new CustomerId(id), after is { } invoice ? new InvoiceId(invoice) : null, await current.Actor("customer-care"), ct) is not { } invoices)
            return NotFound();
        Invoices = invoices;
        return Page();
    }
}
