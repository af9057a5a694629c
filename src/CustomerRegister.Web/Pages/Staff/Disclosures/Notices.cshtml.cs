using CustomerRegister.Disclosures;
using CustomerRegister.Staff;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CustomerRegister.Web.Pages.Staff.Disclosures;

/// <summary>What recipients are told of corrections, erasures and restrictions, and whether they have acknowledged it (N36).</summary>
[RequirePermission(Permission.HandleRequests)]
public sealed class NoticesModel(ListRecipientNotices list, TimeProvider clock) : PageModel
{
    public RecipientNoticeList List { get; private set; } = null!;

    public DateTime Now => clock.Now();

    public async Task OnGetAsync(CancellationToken ct) => List = await list.Run(ct);
}
