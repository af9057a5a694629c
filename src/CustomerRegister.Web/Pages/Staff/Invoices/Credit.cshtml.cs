using System.ComponentModel.DataAnnotations;
using CustomerRegister.Imports;
using CustomerRegister.Orders;
using CustomerRegister.Staff;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Invoices;

/// <summary>Makes a credit note for parts of an invoice, or for all that is left of it.</summary>
[RequirePermission(Permission.ManageInvoices)]
public sealed class CreditModel(
    ViewInvoice view, CreditInvoice credit, CurrentStaff current, TermNames terms, TimeProvider clock, IStringLocalizer<InvoicesTexts> texts) : InvoiceActionModel(view, current, terms, clock)
{
    private readonly CurrentStaff staff = current;

    [BindProperty, StringLength(Invoice.LongestReason)]
    public string? Reason { get; set; }

    [BindProperty, Required]
    public DateOnly? On { get; set; }

    [BindProperty]
    public List<Part> Parts { get; set; } = [];

    /// <summary>Set by the button that credits all that is left.</summary>
    [BindProperty]
    public string? All { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!await Find(ct))
            return NotFound();
        On = Today;
        Parts.AddRange(Invoice.Lines.Where(l => Invoice.Creditable[l.Position] > 0).Select(l => new Part { Position = l.Position }));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!await Find(ct))
            return NotFound();
        if (Parts.Exists(p => !Invoice.Creditable.ContainsKey(p.Position)) || Parts.DistinctBy(p => p.Position).Count() != Parts.Count)
            return BadRequest();
        var quantities = All is null ? Read() : new Dictionary<int, decimal>(Invoice.Creditable);
        if (!ModelState.IsValid)
            return Page();
        var outcome = await credit.Run(new(new(Id), quantities, Reason ?? "", On!.Value), await staff.Actor(IndexModel.Purpose), ct);
        return await Answer(outcome, texts["Credit.Done"], refusal => refusal switch
        {
            InvoiceRefusal.ReasonMissing => nameof(Reason),
            InvoiceRefusal.BeforeInvoice or InvoiceRefusal.InFuture => nameof(On),
            InvoiceRefusal.NothingToCredit when Parts.Count > 0 => "Parts[0].Quantity",
            _ => "",
        }, ct);
    }

    private Dictionary<int, decimal> Read()
    {
        var quantities = new Dictionary<int, decimal>();
        foreach (var (part, i) in Parts.Select((part, i) => (part, i)).Where(p => !string.IsNullOrWhiteSpace(p.part.Quantity)))
        {
            var field = $"Parts[{i}].Quantity";
            if (!WrittenNumber.TryRead(part.Quantity!, out var quantity) || quantity < 0 || decimal.Round(quantity, 4) != quantity)
                ModelState.TryAddModelError(field, texts["Error.AmountUnreadable"]);
            else if (quantity > Invoice.Creditable[part.Position])
                ModelState.TryAddModelError(field, texts["Credit.TooMany"]);
            else
                quantities[part.Position] = quantity;
        }

        return quantities;
    }

    public sealed class Part
    {
        public int Position { get; set; }

        [StringLength(40)]
        public string? Quantity { get; set; }
    }
}
