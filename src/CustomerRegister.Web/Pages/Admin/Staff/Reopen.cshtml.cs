using CustomerRegister.Data;
using CustomerRegister.Notices;
using CustomerRegister.Staff;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Admin.Staff;

[RequirePermission(Permission.ManageStaff)]
public sealed class ReopenModel(RegisterContext db, ReopenStaffAccount reopen, CurrentStaff current, ControllerDetails controller, TermNames terms, IStringLocalizer<AdminTexts> texts) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public DateOnly? To { get; set; }

    public string Name { get; private set; } = "";

    /// <summary>Whether the account needs an end date.</summary>
    public bool IsOutside { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => await Load(ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!await Load(ct))
            return NotFound();
        if (!ModelState.IsValid)
            return Page();
        var outcome = await reopen.Run(Id, To, await current.Actor("account"), ct);
        if (outcome.Succeeded)
        {
            this.SayDone(texts["Reopen.Done"]);
            return Redirect($"/admin/staff/{Id}");
        }

        ModelState.AddModelError(outcome.Refusal is ReopenStaffRefusal.EndDateMissing or ReopenStaffRefusal.EndDatePassed ? nameof(To) : "", terms[outcome.Refusal]);
        return Page();
    }

    private async Task<bool> Load(CancellationToken ct)
    {
        var account = await db.Users.Where(a => a.Id == Id).Select(a => new { a.FullName, a.Employer }).SingleOrDefaultAsync(ct);
        (Name, IsOutside) = (account?.FullName ?? "", account is not null && StaffAccount.IsOutside(account.Employer, controller.Name));
        return account is not null;
    }
}
