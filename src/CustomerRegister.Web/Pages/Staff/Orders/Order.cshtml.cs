using System.ComponentModel.DataAnnotations;
using CustomerRegister.Orders;
using CustomerRegister.Staff;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Orders;

/// <summary>One order: what was ordered, where it stands, and its invoices.</summary>
[RequirePermission(Permission.ViewOrders)]
public sealed class OrderModel(
    ViewOrder view, DeliverOrder deliver, VatRates rates, CurrentStaff current, TermNames terms, TimeProvider clock, IStringLocalizer<OrdersTexts> texts) : PageModel
{
    [FromRoute]
    public Guid Id { get; set; }

    [BindProperty, Required]
    public DateOnly? DeliveredOn { get; set; }

    public ViewedOrder Viewed { get; private set; } = null!;

    public bool MayManage { get; private set; }
    public bool MayInvoice { get; private set; }

    public DateOnly Today => clock.Today();
    public bool CanBeInvoiced => Viewed.Order.RefusalToInvoice(Today, rates) is null;

    /// <summary>As an invoice would come to; null where the rates of tax aren't known.</summary>
    public Sums? Sums => Viewed.Order.Lines.Any(l => l.VatRate is null) ? null : InvoicedLines.SumsOf(Viewed.Order);

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        DeliveredOn ??= Today;
        return await Show(ct);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!(await current.Get()).Account.Holds(Permission.ManageOrders))
            return Forbid();
        if (!ModelState.IsValid)
            return await Show(ct);
        var outcome = await deliver.Run(new(new(Id), DeliveredOn!.Value), await current.Actor(IndexModel.Purpose), ct);
        if (outcome.Refusal == OrderRefusal.NotFound)
            return NotFound();
        if (outcome.Succeeded)
        {
            this.SayDone(texts["Deliver.Done"]);
            return Redirect($"/staff/orders/{Id}");
        }

        ModelState.AddModelError(nameof(DeliveredOn), terms[outcome.Refusal]);
        return await Show(ct);
    }

    private async Task<IActionResult> Show(CancellationToken ct)
    {
        if (await view.Run(new(Id), await current.Actor(IndexModel.Purpose), ct) is not { } viewed)
            return NotFound();
        Viewed = viewed;
        var account = (await current.Get()).Account;
        (MayManage, MayInvoice) = (account.Holds(Permission.ManageOrders), account.Holds(Permission.ManageInvoices));
        return Page();
    }
}
