using CustomerRegister.Disclosures;
using CustomerRegister.Notices;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace CustomerRegister.Web.Pages.Told;

/// <summary>
/// Where the link leads that a recipient of data gets (N36). Opening it says that there is something to read, and nothing of whom it is about, for mail scanners open links; one button shows
/// it, another acknowledges it, and then the link is dead.
/// </summary>
[AllowAnonymous]
[EnableRateLimiting(RateLimits.PortalLinks)]
public sealed class IndexModel(AnswerNotice answer, ControllerDetails controller) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Secret { get; set; }

    /// <summary>Null for a link that leads nowhere any more.</summary>
    public RecipientNoticeKind? Kind { get; private set; }

    public OpenedNotice? Opened { get; private set; }

    public bool IsAcknowledged { get; private set; }

    public string ControllerName => controller.Name;

    public string ContactLine => controller.ContactLine;

    public async Task OnGetAsync(CancellationToken ct) => Kind = await answer.Look(Secret, ct);

    public async Task OnPostOpenAsync(CancellationToken ct) => Opened = await answer.Read(Secret, ct);

    public async Task OnPostAcknowledgeAsync(CancellationToken ct) => IsAcknowledged = await answer.Acknowledge(Secret, ct);
}
