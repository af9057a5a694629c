using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Staff;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Customers;

/// <summary>Everybody who has used a customer's data, beyond the newest on the card.</summary>
[RequirePermission(Permission.ViewCustomers)]
public sealed class UsesModel(ViewUses view, CurrentStaff current, IStringLocalizer<StaffTexts> texts) : PageModel
{
    public CustomerUses Uses { get; private set; } = null!;

    public bool HasNames { get; private set; }

    public string Heading => texts["Uses.Of", Uses.FullName];

    public string Card => $"/staff/customers/{Uses.Customer.Value}";

    public string? NextUrl => Uses.Page.HasMore ? $"{Card}/uses?after={Uses.Page.Rows[^1].Id.Value}" : null;

    /// <param name="after">The last entry of the page before.</param>
    public async Task<IActionResult> OnGetAsync(Guid id, Guid? after, CancellationToken ct)
    {
        var query = new ViewUsesQuery(new CustomerId(id), ChangesOnly: false, after is { } entry ? new AuditEntryId(entry) : null);
        if (await view.Run(query, await current.Actor("customer-care"), ct) is not { } uses)
            return NotFound();
        Uses = uses;
        HasNames = (await current.Get()).Account.Holds(Permission.ViewAudit);
        return Page();
    }
}
