using CustomerRegister.Requests;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CustomerRegister.Web.Pages.My.Requests;

/// <summary>The first step of a new request: which right it is about, each in a plain sentence.</summary>
[Authorize(Policies.Portal)]
public sealed class ChooseModel(CurrentCustomer current, OwnRequests own) : PageModel
{
    public IReadOnlyDictionary<RequestType, RequestId> Open { get; private set; } = new Dictionary<RequestType, RequestId>();

    public async Task OnGetAsync(CancellationToken ct) => Open = await own.OpenOnes(current.Id, ct);
}
