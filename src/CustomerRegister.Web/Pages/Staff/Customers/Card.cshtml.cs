using CustomerRegister.Customers;
using CustomerRegister.Orders;
using CustomerRegister.Requests;
using CustomerRegister.Staff;
using CustomerRegister.Web.Pages.Shared.TagHelpers;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CustomerRegister.Web.Pages.Staff.Customers;

/// <summary>A customer's card.</summary>
[RequirePermission(Permission.ViewCustomers)]
public sealed class CardModel(ViewCustomer view, CurrentStaff current, TimeProvider clock) : PageModel
{
    public CustomerCard Card { get; private set; } = null!;

    public bool MayEdit { get; private set; }
    public bool MayHandleRequests { get; private set; }

    public DateOnly Today => clock.Today();

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (await view.Run(new CustomerId(id), await current.Actor("customer-care"), ct) is not { } card)
            return NotFound();
        Card = card;
        MayEdit = (await current.Get()).Account.Holds(Permission.EditCustomers);
        MayHandleRequests = (await current.Get()).Account.Holds(Permission.HandleRequests);
        return Page();
    }

    public Meaning MeaningOf(InvoiceRow invoice) => invoice.State switch
    {
        InvoiceState.Open => invoice.DueOn < Today ? Meaning.Attention : Meaning.Info,
        InvoiceState.InCollection => Meaning.Problem,
        InvoiceState.Paid => Meaning.Good,
        _ => Meaning.Neutral,
    };

    public static Meaning MeaningOf(OrderState state) => state switch
    {
        OrderState.Open => Meaning.Info,
        OrderState.Delivered => Meaning.Good,
        _ => Meaning.Neutral,
    };

    public static Meaning MeaningOf(RequestState state) => state switch
    {
        RequestState.Received or RequestState.InHand => Meaning.Info,
        RequestState.WaitingForIdentity => Meaning.Attention,
        RequestState.Granted => Meaning.Good,
        _ => Meaning.Neutral,
    };
}
