using CustomerRegister.Orders;
using CustomerRegister.Staff;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CustomerRegister.Web.Pages.Staff.Invoices;

/// <summary>One invoice: what is owed, why, and what has been done about it.</summary>
[RequirePermission(Permission.ManageInvoices)]
public sealed class InvoiceModel(ViewInvoice view, CurrentStaff current, TimeProvider clock) : PageModel
{
    public ViewedInvoice Viewed { get; private set; } = null!;

    public DateOnly Today => clock.Today();
    public int DaysLate => Viewed.Invoice.IsUnsettled ? Today.DayNumber - Viewed.Invoice.DueOn.DayNumber : 0;

    public Buyer? Buyer => BuyerOf(Viewed);

    /// <summary>Where the buyer's other invoices are; null once the buyer is not in the register.</summary>
    public string? BuyerPage => Viewed.Invoice switch
    {
        { OrganisationId: { } organisation } => $"/staff/invoices/buyer?organisation={organisation.Value}",
        { CustomerId: { } customer } => $"/staff/invoices/buyer?customer={customer.Value}",
        _ => null,
    };

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (await view.Run(new(id), await current.Actor(IndexModel.Purpose), ct) is not { } viewed)
            return NotFound();
        Viewed = viewed;
        return Page();
    }

    /// <summary>The buyer as the reader may see them; null after erasure.</summary>
    internal static Buyer? BuyerOf(ViewedInvoice viewed) => viewed.Invoice is { BuyerName: { } name } invoice
        ? new(name, viewed.Address, invoice.BuyerBusinessId, invoice.BuyerEInvoiceAddress, invoice.BuyerEInvoiceOperator) : null;
}
