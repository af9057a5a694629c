using System.ComponentModel.DataAnnotations;
using CustomerRegister.Orders;
using CustomerRegister.Staff;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Invoices;

/// <summary>Shows what an order comes to and makes its invoice.</summary>
[RequirePermission(Permission.ManageInvoices)]
public sealed class NewModel(
    PrepareInvoice prepare, SendInvoice send, InvoicingTerms invoicing, CurrentStaff current, TermNames terms, TimeProvider clock, IStringLocalizer<InvoicesTexts> texts) : PageModel
{
    [FromRoute]
    public Guid Order { get; set; }

    [BindProperty]
    public long OrderVersion { get; set; }

    [BindProperty, Required]
    public DateOnly? InvoicedOn { get; set; }

    [BindProperty, Required]
    public DateOnly? DueOn { get; set; }

    [BindProperty, Required]
    public Language? Language { get; set; }

    public InvoiceDraft Draft { get; private set; } = null!;
    public IReadOnlyList<SelectListItem> Languages => terms.Options<Language>();

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!await Find(ct))
            return NotFound();
        (InvoicedOn, DueOn, Language, OrderVersion) = (clock.Today(), clock.Today().AddDays(invoicing.PaymentDays), Draft.Language, Draft.OrderVersion);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (ModelState.IsValid)
        {
            var outcome = await send.Run(new(new(Order), OrderVersion, InvoicedOn!.Value, DueOn!.Value, Language!.Value), await current.Actor(IndexModel.Purpose), ct);
            if (outcome.Refusal == OrderRefusal.NotFound)
                return NotFound();
            if (outcome.Succeeded)
            {
                this.SayDone(texts["New.Done", outcome.Value.Number]);
                return Redirect($"/staff/invoices/{outcome.Value.Id.Value}");
            }

            ModelState.AddModelError(FieldOf(outcome.Refusal.Value), terms[outcome.Refusal]);
            // What was changed meanwhile is shown now, and may be invoiced as it is.
            if (outcome.Refusal == OrderRefusal.ChangedMeanwhile)
                ModelState.Remove(nameof(OrderVersion));
        }

        if (!await Find(ct))
            return NotFound();
        OrderVersion = Draft.OrderVersion;
        return Page();
    }

    private static string FieldOf(OrderRefusal refusal) => refusal switch
    {
        OrderRefusal.InFuture or OrderRefusal.BeforeOrder => nameof(InvoicedOn),
        OrderRefusal.DueBeforeInvoice => nameof(DueOn),
        _ => "",
    };

    private async Task<bool> Find(CancellationToken ct)
    {
        if (await prepare.Run(new(Order), await current.Actor(IndexModel.Purpose), ct) is not { } draft)
            return false;
        Draft = draft;
        return true;
    }
}
