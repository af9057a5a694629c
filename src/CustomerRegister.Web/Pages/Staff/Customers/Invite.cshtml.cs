using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Portal;
using CustomerRegister.Staff;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Customers;

/// <summary>Staff have a link into the portal mailed to the customer. The card's button posts here; the page itself asks first.</summary>
[RequirePermission(Permission.EditCustomers)]
public sealed class InviteModel(CurrentStaff current, InviteToPortal invite, RegisterContext db, IStringLocalizer<StaffTexts> texts) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>The key of the text that says why no link was sent; null when nothing was refused.</summary>
    public string? Refused { get; private set; }
    public int Days => InviteToPortal.LinkLifetime.Days;

    /// <summary>Who is invited: the number only, for the page shows nothing of the person.</summary>
    public long? Number { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => await Find(ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var outcome = await invite.Run(new(new CustomerId(Id)), await current.Actor("customer-care"), ct);
        if (outcome.Succeeded)
        {
            this.SayDone(texts["InviteDone"]);
            return Redirect($"~/staff/customers/{Id}");
        }

        Refused = $"Invite{outcome.Refusal}";
        return await Find(ct) ? Page() : NotFound();
    }

    private async Task<bool> Find(CancellationToken ct)
    {
        var id = new CustomerId(Id);
        Number = await db.Customers.Where(c => c.Id == id).Select(c => (long?)c.Number).SingleOrDefaultAsync(ct);
        return Number is not null;
    }
}
