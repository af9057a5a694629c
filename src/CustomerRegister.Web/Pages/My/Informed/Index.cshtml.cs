using System.Globalization;
using CustomerRegister.Notices;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CustomerRegister.Web.Pages.My.Informed;

/// <summary>Gives the customer the notice in force and shows what has changed since the one they were given before (GDPR Art. 13).</summary>
[Authorize(Policies.Portal)]
public sealed class IndexModel(CurrentCustomer current, OwnNotice notice) : PageModel
{
    /// <summary>As it stood before this reading.</summary>
    public NoticeStanding Standing { get; private set; } = null!;
    public NoticeVersion InForce => Standing.InForce!;
    public Language Language => Languages.Of(CultureInfo.CurrentUICulture);

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        Standing = await notice.Give(current.Id, current.Actor("own-data"), ct);
        // While none is published there is only the notice as it reads now.
        return Standing.InForce is null ? Redirect("~/notice") : Page();
    }
}
