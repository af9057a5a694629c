using CustomerRegister.Notices;
using CustomerRegister.Requests;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CustomerRegister.Web.Pages.My.Requests;

/// <summary>One of the customer's own requests: where it stands, what has happened, how it was decided and whom to complain to.</summary>
[Authorize(Policies.Portal)]
public sealed class ShowModel(CurrentCustomer current, OwnRequests own, ControllerDetails controller, TimeProvider clock) : PageModel
{
    public OwnRequest Own { get; private set; } = null!;
    public DataSubjectRequest Asked => Own.Request;
    public DateOnly Today => clock.Today();
    public string ControllerName => controller.Name;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (await own.Find(current.Id, new RequestId(id), current.Actor("own-data"), ct) is not { } found)
            return NotFound();
        Own = found;
        return Page();
    }
}
