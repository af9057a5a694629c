using CustomerRegister.Orders;
using CustomerRegister.Staff;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Orders;

/// <summary>Changes an order that is open and not invoiced. A line that is emptied goes.</summary>
[RequirePermission(Permission.ManageOrders)]
public sealed class EditModel(
    ViewOrder view, ChangeOrder change, VatRates rates, CurrentStaff current, TermNames terms, TimeProvider clock, IStringLocalizer<OrdersTexts> texts) : OrderFormModel(rates, clock)
{
    [FromRoute]
    public Guid Id { get; set; }

    [BindProperty]
    public long Version { get; set; }

    public long Number { get; private set; }
    public bool HidesDelivery { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await Find(ct) is not { } viewed)
            return NotFound();
        if (viewed.Order.RefusalToChange() is not null)
            return Redirect($"/staff/orders/{Id}");
        Input = OrderForm.Of(viewed.Order, viewed.HidesDelivery);
        Version = viewed.Order.Version;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (await Find(ct) is not { } viewed)
            return NotFound();
        Input.PlacedOn = viewed.Order.PlacedOn;
        if (AsksForLine)
            return WithOneMoreLine();
        if (Input.Lines.Count > PlaceOrder.MostLines)
            return BadRequest();
        var (freight, lines) = Input.Read(ModelState, texts);
        if (Input.RequiredOn < viewed.Order.PlacedOn)
            ModelState.AddModelError("Input.RequiredOn", terms[PlaceOrderRefusal.RequiredBeforeOrder]);
        if (!ModelState.IsValid)
            return Page();

        var outcome = await change.Run(
            new(new(Id), Version, Input.RequiredOn, freight, NewModel.Blank(Input.DeliveryName), Input.DeliveryAddress, lines), await current.Actor(IndexModel.Purpose), ct);
        if (outcome.Succeeded)
        {
            this.SayDone(texts["Edit.Done"]);
            return Redirect($"/staff/orders/{Id}");
        }

        ModelState.AddModelError(outcome.Refusal switch { OrderRefusal.NoLines => "Input.Lines[0].Product", OrderRefusal.Restricted => "Input.DeliveryName", _ => "" }, terms[outcome.Refusal]);
        return Page();
    }

    private async Task<ViewedOrder?> Find(CancellationToken ct)
    {
        var viewed = await view.Run(new(Id), await current.Actor(IndexModel.Purpose), ct);
        Number = viewed?.Order.Number ?? 0;
        HidesDelivery = viewed?.HidesDelivery == true;
        return viewed;
    }
}
