using CustomerRegister.Orders;
using CustomerRegister.Staff;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CustomerRegister.Web.Pages.Staff.Invoices;

/// <summary>A credit note as it goes to the buyer: for the printer, in the language of the invoice.</summary>
[RequirePermission(Permission.ManageInvoices)]
public sealed class CreditNoteModel(ViewInvoice view, CurrentStaff current) : PageModel
{
    public ViewedInvoice Viewed { get; private set; } = null!;
    public CreditNote Note { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, Guid note, CancellationToken ct)
    {
        if (await view.Run(new(id), await current.Actor(IndexModel.Purpose), ct) is not { } viewed
            || viewed.Invoice.CreditNotes.SingleOrDefault(n => n.Id.Value == note) is not { } found)
            return NotFound();
        (Viewed, Note) = (viewed, found);
        return Page();
    }
}
