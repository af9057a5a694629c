using System.ComponentModel.DataAnnotations;
using CustomerRegister.Data;
using CustomerRegister.Orders;
using CustomerRegister.Staff;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Invoices;

/// <summary>Payments one after another, as they stand on a bank statement: the reference number tells which invoice each is for.</summary>
[RequirePermission(Permission.ManageInvoices)]
public sealed class PaymentsModel(
    FindInvoice find, RecordPayment record, RegisterContext db, CurrentStaff current, TermNames terms, TimeProvider clock, IStringLocalizer<InvoicesTexts> texts) : PageModel
{
    [BindProperty, StringLength(40)]
    public string? Reference { get; set; }

    [BindProperty, StringLength(40)]
    public string? Amount { get; set; }

    [BindProperty, Required]
    public DateOnly? On { get; set; }

    /// <summary>The invoice that the payment before was for.</summary>
    public Invoice? Last { get; private set; }

    public DateOnly Today => clock.Today();

    /// <param name="on">The day of the payment before: a statement has many of one day.</param>
    /// <param name="last">The invoice that was paid last.</param>
    public async Task OnGetAsync(DateOnly? on, Guid? last, CancellationToken ct)
    {
        On = on is { } day && day <= Today ? day : Today;
        if (last is not { } key)
            return;
        // Sums and state only: the page shows nothing of the buyer.
        var id = new InvoiceId(key);
        Last = await db.Invoices.AsNoTracking().SingleOrDefaultAsync(i => i.Id == id, ct);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(Reference))
            ModelState.TryAddModelError(nameof(Reference), texts["Payments.ReferenceMissing"]);
        else if (!ReferenceNumber.TryParse(Reference, out _))
            ModelState.TryAddModelError(nameof(Reference), texts["Payments.ReferenceWrong"]);
        var amount = WrittenAmount.Read(ModelState, nameof(Amount), Amount, texts["Error.AmountMissing"], texts["Error.AmountUnreadable"]);
        if (!ModelState.IsValid)
            return Page();
        if (await find.ByReference(ReferenceNumber.Parse(Reference), ct) is not { } invoice)
        {
            ModelState.AddModelError(nameof(Reference), texts["Payments.ReferenceUnknown"]);
            return Page();
        }

        var outcome = await record.Run(new(invoice, PaymentKind.Payment, amount, On!.Value), await current.Actor(IndexModel.Purpose), ct);
        if (!outcome.Succeeded)
        {
            ModelState.AddModelError(outcome.Refusal is InvoiceRefusal.BeforeInvoice or InvoiceRefusal.InFuture ? nameof(On) : nameof(Amount), terms[outcome.Refusal]);
            return Page();
        }

        this.SayDone(texts["Payments.Done", outcome.Value.Number]);
        return Redirect(FormattableString.Invariant($"/staff/invoices/payments?on={On:yyyy-MM-dd}&last={invoice.Value}"));
    }
}
