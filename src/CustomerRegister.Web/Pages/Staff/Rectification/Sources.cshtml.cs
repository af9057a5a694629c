using CustomerRegister.Rectification;
using CustomerRegister.Staff;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CustomerRegister.Web.Pages.Staff.Rectification;

/// <summary>Corrections that are still to be told to whoever the wrong value came from (N36).</summary>
[RequirePermission(Permission.HandleRequests)]
public sealed class SourcesModel(ListSourcesToTell list) : PageModel
{
    public IReadOnlyList<SourceToTell> Waiting { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct) => Waiting = await list.Run(ct);
}
