using CustomerRegister.Requests;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CustomerRegister.Web.Pages.Ask;

/// <summary>Where a mail about a visitor's request leads. Opening it shows a button only, for mail scanners open links; pressing the button uses it.</summary>
[AllowAnonymous]
public sealed class OpenModel(FollowRequest follow) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Secret { get; set; }

    public bool LinkWorks { get; private set; }

    public async Task OnGetAsync(CancellationToken ct) => LinkWorks = await follow.Works(Secret, ct);

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (await follow.Open(Secret, ct) is not { } opened)
            return Page();
        await VisitorCookie.SignIn(HttpContext, opened);
        return Redirect("~/request/mine");
    }
}
