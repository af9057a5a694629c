using System.ComponentModel.DataAnnotations;
using System.Globalization;
using CustomerRegister.Orders;
using CustomerRegister.Staff;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Invoices;

/// <summary>Records a payment of one invoice, pays back what was too much, or corrects what was recorded in error.</summary>
[RequirePermission(Permission.ManageInvoices)]
public sealed class PaymentModel(
    ViewInvoice view, RecordPayment record, CurrentStaff current, TermNames terms, TimeProvider clock, IStringLocalizer<InvoicesTexts> texts) : InvoiceActionModel(view, current, terms, clock)
{
    private readonly CurrentStaff staff = current;
    private readonly TermNames names = terms;

    [BindProperty]
    public PaymentKind Kind { get; set; }

    [BindProperty, StringLength(40)]
    public string? Amount { get; set; }

    [BindProperty, Required]
    public DateOnly? On { get; set; }

    /// <summary>Only what makes sense now: nothing can be paid back that did not come in.</summary>
    public IReadOnlyList<SelectListItem> Kinds => names.Options([
        PaymentKind.Payment,
        .. Invoice.Overpaid > 0 ? new[] { PaymentKind.Refund } : [],
        .. Invoice.Received > 0 ? new[] { PaymentKind.Correction } : []]);

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!await Find(ct))
            return NotFound();
        On = Today;
        Kind = Invoice.Overpaid > 0 ? PaymentKind.Refund : PaymentKind.Payment;
        var likely = Invoice.Overpaid > 0 ? Invoice.Overpaid : Invoice.Balance;
        Amount = likely > 0 ? likely.ToString("0.00", CultureInfo.CurrentCulture) : null;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var amount = WrittenAmount.Read(ModelState, nameof(Amount), Amount, texts["Error.AmountMissing"], texts["Error.AmountUnreadable"]);
        if (!ModelState.IsValid)
            return await Find(ct) ? Page() : NotFound();
        var outcome = await record.Run(new(new(Id), Kind, amount, On!.Value), await staff.Actor(IndexModel.Purpose), ct);
        return await Answer(outcome, texts[$"Payment.Done.{Kind}"], refusal =>
            refusal is InvoiceRefusal.BeforeInvoice or InvoiceRefusal.InFuture ? nameof(On) : nameof(Amount), ct);
    }
}
