using CustomerRegister.Consents;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CustomerRegister.Web.Pages.Unsubscribe;

/// <summary>
/// Where the link in marketing mail leads. Opening it shows a button only, for mail scanners open links; a POST acts at once, from the button or from the
/// reader's mail program (RFC 8058), which has neither cookies nor a token. Nobody can be made to forbid what they want, for nobody else has the link.
/// </summary>
[AllowAnonymous, IgnoreAntiforgeryToken]
public sealed class IndexModel(TargetGroups.Unsubscribe unsubscribe) : PageModel
{
    /// <summary>What the link forbids; null for a link that is none of ours.</summary>
    public BanKind? Kind { get; private set; }

    public bool IsForbidden { get; private set; }

    public async Task OnGetAsync(string? secret, CancellationToken ct)
    {
        if (await unsubscribe.Find(secret, ct) is { } link)
            (Kind, IsForbidden) = (link.Kind, link.Forbidden);
    }

    public async Task OnPostAsync(string? secret, CancellationToken ct)
    {
        Kind = await unsubscribe.Run(secret, ct);
        IsForbidden = Kind is not null;
    }
}
