using System.ComponentModel.DataAnnotations;
using CustomerRegister.Orders;
using CustomerRegister.Staff;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Invoices;

/// <summary>Passes an invoice to a debt collector, or takes it back.</summary>
[RequirePermission(Permission.ManageInvoices)]
public sealed class CollectionModel(
    ViewInvoice view, SendToCollection send, EndCollection end, CurrentStaff current, TermNames terms, TimeProvider clock, IStringLocalizer<InvoicesTexts> texts)
    : InvoiceActionModel(view, current, terms, clock)
{
    private readonly CurrentStaff staff = current;
    private readonly TermNames names = terms;

    [BindProperty, StringLength(Invoice.LongestCollector)]
    public string? Collector { get; set; }

    [BindProperty]
    public CollectionOutcome? Outcome { get; set; }

    [BindProperty, Required]
    public DateOnly? On { get; set; }

    /// <summary>Which of the two forms was sent: the case may have been opened or closed meanwhile.</summary>
    [BindProperty]
    public bool Ends { get; set; }

    // That the debt was paid follows from the payment.
    public IReadOnlyList<SelectListItem> Outcomes => names.Options(CollectionOutcome.Withdrawn, CollectionOutcome.Unsuccessful);

    public string Heading => texts[Invoice.OpenCase is null ? "Collection.Title" : "Collection.EndTitle", Invoice.Number];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        On = Today;
        return await Find(ct) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (Ends && Outcome is not (CollectionOutcome.Withdrawn or CollectionOutcome.Unsuccessful))
            ModelState.AddModelError(nameof(Outcome), texts["Collection.OutcomeMissing"]);
        if (!ModelState.IsValid)
            return await Find(ct) ? Page() : NotFound();
        var actor = await staff.Actor(IndexModel.Purpose);
        var outcome = Ends
            ? await end.Run(new(new(Id), Outcome!.Value, On!.Value), actor, ct)
            : await send.Run(new(new(Id), Collector ?? "", On!.Value), actor, ct);
        return await Answer(outcome, texts[Ends ? "Collection.EndDone" : "Collection.Done"], refusal => refusal switch
        {
            InvoiceRefusal.CollectorMissing => nameof(Collector),
            InvoiceRefusal.InFuture or InvoiceRefusal.NotDue or InvoiceRefusal.BeforeCollection => nameof(On),
            _ => "",
        }, ct);
    }
}
