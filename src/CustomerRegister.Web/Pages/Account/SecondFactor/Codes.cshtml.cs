using CustomerRegister.Staff;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CustomerRegister.Web.Pages.Account.SecondFactor;

/// <summary>New recovery codes, shown in the answer to the form that asked for them and never again.</summary>
[Authorize(Policies.StaffSignedIn)]
public sealed class CodesModel(CurrentStaff current, SignInStaff signIn, MakeRecoveryCodes make) : PageModel
{
    public RecoveryCodes? Codes { get; private set; }

    public string Onwards => "/account/second-factor";

    public void OnGet() { }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var account = (await current.Get()).Account;
        // Codes stand in for a factor; without one they would be a second password.
        if (!await signIn.HasSecondFactor(account.Id, ct))
            return Redirect("/account/second-factor");
        Codes = await make.Run(account.Id, account.AsActor("account"), ct);
        return Page();
    }
}
