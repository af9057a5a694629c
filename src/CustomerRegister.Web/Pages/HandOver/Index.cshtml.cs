using CustomerRegister.Notices;
using CustomerRegister.PersonalData.Packages;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace CustomerRegister.Web.Pages.HandOver;

/// <summary>
/// Where the link leads that a person gave to another controller. Opening it shows a button only, for mail scanners open links; pressing the button
/// downloads the package, once. It says nothing of whose data it is.
/// </summary>
[AllowAnonymous]
[EnableRateLimiting(RateLimits.PortalLinks)]
public sealed class IndexModel(FetchHandedOver fetch, ControllerDetails controller) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Secret { get; set; }

    public HandedOver? Package { get; private set; }

    public string ControllerName => controller.Name;

    public async Task OnGetAsync(CancellationToken ct) => Package = await fetch.Look(Secret, ct);

    public async Task<IActionResult> OnPostAsync(CancellationToken ct) =>
        await fetch.Run(Secret, ct) is { } download ? this.Download(download) : Page();
}
