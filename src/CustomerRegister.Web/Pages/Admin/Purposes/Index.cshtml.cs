using System.Globalization;
using CustomerRegister.Consents;
using CustomerRegister.Staff;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CustomerRegister.Web.Pages.Admin.Purposes;

/// <summary>What personal data is processed for, as the notice and the customers' pages say it.</summary>
[RequirePermission(Permission.PublishNotice)]
public sealed class IndexModel(ListPurposes list) : PageModel
{
    public IReadOnlyList<ListedPurpose> Purposes { get; private set; } = [];
    public Language Language => Languages.Of(CultureInfo.CurrentUICulture);

    public async Task OnGetAsync(CancellationToken ct) => Purposes = await list.Run(ct);
}
