using CustomerRegister.Data;
using CustomerRegister.Staff;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Admin.Staff;

/// <summary>For somebody who has lost phone, passkey and recovery codes.</summary>
[RequirePermission(Permission.ManageStaff)]
public sealed class SecondFactorModel(RegisterContext db, RemoveSecondFactor remove, CurrentStaff current, TermNames terms, IStringLocalizer<AdminTexts> texts) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public string Name { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => await Load(ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!await Load(ct))
            return NotFound();
        var outcome = await remove.All(Id, await current.Actor("account"), ct);
        if (!outcome.Succeeded)
        {
            ModelState.AddModelError("", terms[outcome.Refusal]);
            return Page();
        }

        this.SayDone(texts["RemoveSecond.Done"]);
        return Redirect($"/admin/staff/{Id}");
    }

    private async Task<bool> Load(CancellationToken ct)
    {
        var name = await db.Users.Where(a => a.Id == Id).Select(a => a.FullName).SingleOrDefaultAsync(ct);
        Name = name ?? "";
        return name is not null;
    }
}
