using System.Globalization;
using CustomerRegister.Customers;
using CustomerRegister.Orders;
using CustomerRegister.Staff;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CustomerRegister.Web.Pages.Staff.Invoices;

/// <summary>A buyer as the finance department sees them: what invoicing needs, and their invoices (N10).</summary>
[RequirePermission(Permission.ManageInvoices)]
public sealed class BuyerModel(ViewBuyer view, CurrentStaff current, TimeProvider clock) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid? Customer { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid? Organisation { get; set; }

    /// <summary>The number of the last invoice of the page before.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Before { get; set; }

    public ViewedBuyer Viewed { get; private set; } = null!;

    public DateOnly Today => clock.Today();

    public string? NextUrl => !Viewed.HasMore ? null : string.Create(CultureInfo.InvariantCulture,
        $"/staff/invoices/buyer?{(Customer is { } customer ? $"customer={customer}" : $"organisation={Organisation}")}&before={Viewed.Invoices[^1].Number}");

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        var viewed = await view.Run(
            Customer is { } customer ? new CustomerId(customer) : null, Organisation is { } organisation ? new OrganisationId(organisation) : null,
            Before, await current.Actor(IndexModel.Purpose), ct);
        if (viewed is null)
            return NotFound();
        Viewed = viewed;
        return Page();
    }
}
