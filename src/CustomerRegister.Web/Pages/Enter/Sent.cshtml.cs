using CustomerRegister.Portal;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CustomerRegister.Web.Pages.Enter;

/// <summary>After asking for a link: what happens next, for everybody in the same words.</summary>
[AllowAnonymous]
public sealed class SentModel : PageModel
{
    public int Minutes => (int)AskForPortalLink.LinkLifetime.TotalMinutes;
}
