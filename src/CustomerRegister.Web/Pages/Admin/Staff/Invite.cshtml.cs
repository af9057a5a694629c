using System.ComponentModel.DataAnnotations;
using CustomerRegister.Customers;
using CustomerRegister.Notices;
using CustomerRegister.Staff;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Admin.Staff;

[RequirePermission(Permission.ManageStaff)]
public sealed class InviteModel(
    InviteStaff invite, CurrentStaff current, ControllerDetails controller, TimeProvider clock, TermNames terms, IStringLocalizer<AdminTexts> texts) : PageModel
{
    [BindProperty, Required, StringLength(200)]
    public string? FullName { get; set; }

    [BindProperty, Required]
    public string? Email { get; set; }

    [BindProperty, Required, StringLength(200)]
    public string? Employer { get; set; }

    [BindProperty, Required]
    public DateOnly? From { get; set; }

    [BindProperty]
    public DateOnly? To { get; set; }

    [BindProperty]
    public List<StaffRole> Roles { get; set; } = [];

    [BindProperty]
    public List<Permission> ExtraPermissions { get; set; } = [];

    [BindProperty]
    public Language MailLanguage { get; set; }

    public string Controller => controller.Name;

    public IEnumerable<SelectListItem> RoleOptions => Enum.GetValues<StaffRole>().Select(r => new SelectListItem(terms[r], r.ToString(), Roles.Contains(r)));

    public IEnumerable<SelectListItem> ExtraOptions => terms.Options(RolePermissions.OnTop);

    public IEnumerable<SelectListItem> LanguageOptions => Enum.GetValues<Language>().Select(l => new SelectListItem(terms[l], l.ToString(), l == MailLanguage));

    public void OnGet() => (Employer, From) = (controller.Name, clock.Today());

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        EmailAddress? email = null;
        if (!string.IsNullOrWhiteSpace(Email) && !EmailAddress.TryParse(Email, out email))
            ModelState.AddModelError(nameof(Email), texts["EmailWrong"]);
        if (!ModelState.IsValid)
            return Page();

        var outcome = await invite.Run(
            new InviteStaffCommand(FullName!, email!, Employer!, From!.Value, To, Roles, ExtraPermissions, MailLanguage), await current.Actor("account"), ct);
        if (outcome.Succeeded)
        {
            this.SayDone(texts["Invite.Done"]);
            return Redirect("/admin/staff");
        }

        ModelState.AddModelError(outcome.Refusal switch
        {
            InviteStaffRefusal.AccountExists => nameof(Email),
            InviteStaffRefusal.RoleMissing => nameof(Roles),
            InviteStaffRefusal.StartDatePassed => nameof(From),
            _ => nameof(To),
        }, terms[outcome.Refusal]);
        return Page();
    }
}
