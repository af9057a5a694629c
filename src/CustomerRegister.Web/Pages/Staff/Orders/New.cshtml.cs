using System.Globalization;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Orders;
using CustomerRegister.Restrictions;
using CustomerRegister.Staff;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Orders;

/// <summary>Staff enter an order of a customer, of an organisation, or of a customer for an organisation.</summary>
[RequirePermission(Permission.ManageOrders)]
public sealed class NewModel(
    PlaceOrder place, VatRates rates, RegisterContext db, CurrentStaff current, TermNames terms, TimeProvider clock, IStringLocalizer<OrdersTexts> texts) : OrderFormModel(rates, clock)
{
    /// <param name="customer">Whose card one came from.</param>
    /// <param name="organisation">Whose card one came from.</param>
    public async Task OnGetAsync(Guid? customer, Guid? organisation, CancellationToken ct)
    {
        Input.PlacedOn = Today;
        Input.Lines.AddRange(Enumerable.Range(0, OrderForm.FirstLines).Select(_ => EmptyLine()));
        // Numbers only: the page shows nothing of the person.
        if (customer is { } person)
        {
            var id = new CustomerId(person);
            Input.CustomerNumber = Text(await db.Customers.Where(c => c.Id == id).Select(c => (long?)c.Number).SingleOrDefaultAsync(ct));
            // Said before anybody fills in what would not be taken.
            if (await db.IsRestricted(id, ct))
                ModelState.AddModelError("Input.CustomerNumber", terms[PlaceOrderRefusal.Restricted]);
        }

        if (organisation is { } company)
        {
            var id = new OrganisationId(company);
            Input.OrganisationNumber = Text(await db.Organisations.Where(o => o.Id == id).Select(o => (long?)o.Number).SingleOrDefaultAsync(ct));
        }
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (AsksForLine)
            return WithOneMoreLine();
        var customer = Number(nameof(Input.CustomerNumber), Input.CustomerNumber, PlaceOrderRefusal.CustomerUnknown);
        var organisation = Number(nameof(Input.OrganisationNumber), Input.OrganisationNumber, PlaceOrderRefusal.OrganisationUnknown);
        if (Input.PlacedOn is null)
            ModelState.TryAddModelError("Input.PlacedOn", texts["Error.DayMissing"]);
        if (Input.Lines.Count > PlaceOrder.MostLines)
            return BadRequest();
        var (freight, lines) = Input.Read(ModelState, texts);
        if (!ModelState.IsValid)
            return Page();

        var outcome = await place.Run(
            new(customer, organisation, Input.PlacedOn!.Value, Input.RequiredOn, freight, Blank(Input.DeliveryName), Input.DeliveryAddress, lines),
            await current.Actor(IndexModel.Purpose), ct);
        if (outcome.Succeeded)
        {
            this.SayDone(texts["New.Done", outcome.Value.Number]);
            return Redirect($"/staff/orders/{outcome.Value.Id.Value}");
        }

        ModelState.AddModelError(FieldOf(outcome.Refusal.Value), terms[outcome.Refusal]);
        return Page();
    }

    private static string FieldOf(PlaceOrderRefusal refusal) => refusal switch
    {
        PlaceOrderRefusal.OrganisationUnknown or PlaceOrderRefusal.NotItsContactPerson => "Input.OrganisationNumber",
        PlaceOrderRefusal.BeforeRelationship or PlaceOrderRefusal.RelationshipEnded or PlaceOrderRefusal.InFuture => "Input.PlacedOn",
        PlaceOrderRefusal.RequiredBeforeOrder => "Input.RequiredOn",
        PlaceOrderRefusal.NoLines => "Input.Lines[0].Product",
        PlaceOrderRefusal.RateNotInForce => "",
        _ => "Input.CustomerNumber",
    };

    // What is no number is no customer's.
    private long? Number(string field, string? text, PlaceOrderRefusal unknown)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        if (long.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return number;
        ModelState.AddModelError($"Input.{field}", terms[unknown]);
        return null;
    }

    private static string? Text(long? number) => number?.ToString(CultureInfo.InvariantCulture);

    internal static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
