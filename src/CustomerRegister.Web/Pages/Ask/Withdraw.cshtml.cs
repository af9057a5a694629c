using CustomerRegister.Requests;
using CustomerRegister.Web.Pages.My;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Ask;

/// <summary>
/// Whoever asked without signing in takes the request back. Whether a restriction ends with it is said for either case: until the identity is established the page tells nobody whether there is one.
/// </summary>
[Authorize(Policies.Visitor)]
public sealed class WithdrawModel(FollowRequest follow, WithdrawRequest withdraw, IStringLocalizer<MyTexts> texts) : PageModel
{
    public DataSubjectRequest Asked { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await follow.View(VisitorCookie.Request(HttpContext), ct) is not { Request.IsOpen: true, ShowsOwn: true } found)
            return Redirect("~/request/mine");
        Asked = found.Request;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (await follow.View(VisitorCookie.Request(HttpContext), ct) is not { } found)
            return Redirect("~/request/mine");
        var outcome = await withdraw.ByVisitor(found.Request.Id, ct);
        this.SayDone(texts[outcome.Succeeded ? "WithdrawDone" : "WithdrawTooLate"]);
        return Redirect("~/request/mine");
    }
}
