using CustomerRegister.Rectification;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CustomerRegister.Web.Pages.My.Rectification;

/// <summary>What the customer asked to be corrected, and what became of each.</summary>
[Authorize(Policies.Portal)]
public sealed class ShowModel(CurrentCustomer current, ViewRectification view) : PageModel
{
    public ViewedRectification Viewed { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (await view.Run(new(id), current.Id, current.Actor("own-data"), ct) is not { } viewed)
            return NotFound();
        Viewed = viewed;
        return Page();
    }
}
