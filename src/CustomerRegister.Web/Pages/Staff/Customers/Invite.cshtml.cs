using CustomerRegister.Customers;
using CustomerRegister.Portal;
using CustomerRegister.Staff;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Customers;

/// <summary>Staff have a link into the portal mailed to the customer. The card's button posts here; the page itself asks first.</summary>
[RequirePermission(Permission.EditCustomers)]
public sealed class InviteModel(CurrentStaff current, InviteToPortal invite, IStringLocalizer<StaffTexts> texts) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>The key of the text that says why no link was sent; null when nothing was refused.</summary>
    public string? Refused { get; private set; }
    public int Days => InviteToPortal.LinkLifetime.Days;

    public void OnGet() { }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var outcome = await invite.Run(new(new CustomerId(Id)), await current.Actor("customer-care"), ct);
        if (outcome.Succeeded)
        {
            this.SayDone(texts["InviteDone"]);
            return Redirect($"~/staff/customers/{Id}");
        }

        if (outcome.Refusal == InviteRefusal.CustomerNotFound)
            return NotFound();
        Refused = $"Invite{outcome.Refusal}";
        return Page();
    }
}
