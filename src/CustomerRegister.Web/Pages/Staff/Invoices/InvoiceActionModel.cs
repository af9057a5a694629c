using CustomerRegister.Orders;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CustomerRegister.Web.Pages.Staff.Invoices;

/// <summary>What the pages that do something to one invoice have in common.</summary>
public abstract class InvoiceActionModel(ViewInvoice view, CurrentStaff current, TermNames terms, TimeProvider clock) : PageModel
{
    [FromRoute]
    public Guid Id { get; set; }

    public Invoice Invoice { get; private set; } = null!;

    public string Home => $"/staff/invoices/{Id}";

    public DateOnly Today => clock.Today();

    protected async Task<bool> Find(CancellationToken ct)
    {
        if (await view.Run(new(Id), await current.Actor(IndexModel.Purpose), ct) is not { } viewed)
            return false;
        Invoice = viewed.Invoice;
        return true;
    }

    /// <summary>Back to the invoice with a word of what was done, or the page again with the reason why not beside its field.</summary>
    protected async Task<IActionResult> Answer(Outcome<Invoice, InvoiceRefusal> outcome, string done, Func<InvoiceRefusal, string> field, CancellationToken ct)
    {
        if (outcome.Refusal == InvoiceRefusal.NotFound)
            return NotFound();
        if (outcome.Succeeded)
        {
            this.SayDone(done);
            return Redirect(Home);
        }

        ModelState.AddModelError(field(outcome.Refusal.Value), terms[outcome.Refusal]);
        return await Find(ct) ? Page() : NotFound();
    }
}
