using System.ComponentModel.DataAnnotations;
using CustomerRegister.Orders;
using CustomerRegister.Staff;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Invoices;

/// <summary>Books what is still owed as a loss.</summary>
[RequirePermission(Permission.ManageInvoices)]
public sealed class WriteOffModel(
    ViewInvoice view, WriteOffInvoice writeOff, CurrentStaff current, TermNames terms, TimeProvider clock, IStringLocalizer<InvoicesTexts> texts) : InvoiceActionModel(view, current, terms, clock)
{
    private readonly CurrentStaff staff = current;

    [BindProperty, StringLength(Invoice.LongestReason)]
    public string? Reason { get; set; }

    [BindProperty, Required]
    public DateOnly? On { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        On = Today;
        return await Find(ct) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!ModelState.IsValid)
            return await Find(ct) ? Page() : NotFound();
        var outcome = await writeOff.Run(new(new(Id), Reason ?? "", On!.Value), await staff.Actor(IndexModel.Purpose), ct);
        return await Answer(outcome, texts["WriteOff.Done"], refusal => refusal switch
        {
            InvoiceRefusal.ReasonMissing => nameof(Reason),
            InvoiceRefusal.BeforeInvoice or InvoiceRefusal.InFuture => nameof(On),
            _ => "",
        }, ct);
    }
}
