using CustomerRegister.Staff;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Account;

[AllowAnonymous]
public sealed class SignInModel(SignInManager<StaffAccount> signIn, UserManager<StaffAccount> accounts, TimeProvider clock, IStringLocalizer<AccountTexts> texts) : PageModel
{
    [BindProperty]
    public string? Email { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public void OnGet() { }

    public async Task<IActionResult> OnPostAsync()
    {
        if (string.IsNullOrWhiteSpace(Email))
            ModelState.AddModelError(nameof(Email), texts["SignIn.EmailMissing"]);
        if (string.IsNullOrEmpty(Password))
            ModelState.AddModelError(nameof(Password), texts["SignIn.PasswordMissing"]);
        if (!ModelState.IsValid)
            return Page();

        if (await MayEnter(Email!, Password!))
            return LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl! : "/staff");
        // The same answer for an unknown name, a wrong password, a locked and an ended account.
        ModelState.AddModelError(nameof(Email), texts["SignIn.Refused"]);
        return Page();
    }

    private async Task<bool> MayEnter(string email, string password)
    {
        var account = await accounts.FindByNameAsync(email.Trim());
        if (account is null)
        {
            // An unknown name takes as long as a known one.
            accounts.PasswordHasher.HashPassword(null!, password);
            return false;
        }

        var checkedPassword = await signIn.CheckPasswordSignInAsync(account, password, lockoutOnFailure: true);
        if (!checkedPassword.Succeeded || !account.IsActiveOn(clock.Today()))
            return false;
        await signIn.SignInAsync(account, isPersistent: false);
        return true;
    }
}
