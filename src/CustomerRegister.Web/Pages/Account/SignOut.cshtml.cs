using CustomerRegister.Staff;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CustomerRegister.Web.Pages.Account;

[AllowAnonymous]
public sealed class SignOutModel(CurrentStaff current, EndStaffSessions end) : PageModel
{
    public void OnGet() { }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        // The row ends too: a copy of the cookie opens nothing either.
        if (await current.Find() is { } staff)
            await end.Run(staff.Account.Id, staff.Account.AsActor("account"), ct, only: staff.Session.Id);
        await HttpContext.SignOutAsync(Schemes.Staff);
        return Redirect("/account/signin");
    }
}
