using CustomerRegister.Requests;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CustomerRegister.Web.Pages.My.Requests;

/// <summary>A customer's own requests, with their states and time limits.</summary>
[Authorize(Policies.Portal)]
public sealed class IndexModel(CurrentCustomer current, OwnRequests own, TimeProvider clock) : PageModel
{
    public IReadOnlyList<OwnRequestLine> Requests { get; private set; } = [];
    public DateOnly Today => clock.Today();

    public async Task OnGetAsync(CancellationToken ct) => Requests = await own.List(current.Id, current.Actor("own-data"), ct);
}
