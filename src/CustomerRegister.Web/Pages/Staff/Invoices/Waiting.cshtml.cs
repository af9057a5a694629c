using System.Globalization;
using CustomerRegister.Orders;
using CustomerRegister.Staff;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CustomerRegister.Web.Pages.Staff.Invoices;

/// <summary>Delivered orders that wait for their invoice.</summary>
[RequirePermission(Permission.ManageInvoices)]
public sealed class WaitingModel(ListOrdersToInvoice list, CurrentStaff current) : PageModel
{
    /// <summary>The last order of the page before: day of delivery and number.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public OrdersToInvoice Orders { get; private set; } = new([], null);

    public string? NextUrl => Orders.Next is { } place
        ? string.Create(CultureInfo.InvariantCulture, $"/staff/invoices/waiting?after={place.PlacedOn:yyyy-MM-dd}_{place.Number}") : null;

    public async Task OnGetAsync(CancellationToken ct)
    {
        var place = After?.Split('_') is [var day, var number]
            && DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var delivered)
            && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? new OrderPlace(delivered, at) : null;
        Orders = await list.Run(place, await current.Actor(IndexModel.Purpose), ct);
    }
}
