using System.Globalization;
using CustomerRegister.Requests;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CustomerRegister.Web.Pages.My.Requests;

/// <summary>A customer's own requests, with their states and time limits.</summary>
[Authorize(Policies.Portal)]
public sealed class IndexModel(CurrentCustomer current, OwnRequests own, TimeProvider clock) : PageModel
{
    public OwnRequestPage Requests { get; private set; } = new([], 0, null, null);
    public DateOnly Today => clock.Today();

    public string? NewerUrl => Requests.Newer is { } number ? string.Create(CultureInfo.InvariantCulture, $"/my/requests?above={number}") : null;
    public string? OlderUrl => Requests.Older is { } number ? string.Create(CultureInfo.InvariantCulture, $"/my/requests?below={number}") : null;

    public async Task OnGetAsync(long? below, long? above, CancellationToken ct) => Requests = await own.List(current.Id, below, above, current.Actor("own-data"), ct);
}
