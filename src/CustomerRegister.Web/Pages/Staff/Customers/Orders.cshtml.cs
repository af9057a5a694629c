using CustomerRegister.Customers;
using CustomerRegister.Orders;
using CustomerRegister.Staff;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CustomerRegister.Web.Pages.Staff.Customers;

/// <summary>A customer's orders beyond those on the card.</summary>
[RequirePermission(Permission.ViewOrders)]
public sealed class OrdersModel(ViewOrders view, CurrentStaff current) : PageModel
{
    public CustomerOrders Orders { get; private set; } = null!;

    public string Card => $"/staff/customers/{Orders.Customer.Value}";

    public string? NextUrl => Orders.Page.HasMore ? $"{Card}/orders?after={Orders.Page.Rows[^1].Id.Value}" : null;

    /// <param name="after">The last order of the page before.</param>
    public async Task<IActionResult> OnGetAsync(Guid id, Guid? after, CancellationToken ct)
    {
        if (await view.Run(new CustomerId(id), after is { } order ? new OrderId(order) : null, await current.Actor("customer-care"), ct) is not { } orders)
            return NotFound();
        Orders = orders;
        return Page();
    }
}
