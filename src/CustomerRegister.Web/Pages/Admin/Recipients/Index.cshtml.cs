using CustomerRegister.Data;
using CustomerRegister.Disclosures;
using CustomerRegister.Staff;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Admin.Recipients;

/// <summary>The organisations to which data is disclosed, and where they are told of what becomes of it. Of no customer anything is shown.</summary>
[RequirePermission(Permission.ManageSettings)]
public sealed class IndexModel(RegisterContext db, AddRecipient add, CurrentStaff current, TermNames terms, IStringLocalizer<RecipientsTexts> texts) : PageModel
{
    internal const string Purpose = "settings";

    /// <summary>More than an organisation discloses to; a page must end somewhere.</summary>
    private const int Most = 500;

    public IReadOnlyList<Recipient> Recipients { get; private set; } = [];

    [BindProperty]
    public RecipientForm Input { get; set; } = new();

    public Task OnGetAsync(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (ModelState.IsValid)
        {
            var outcome = await add.Run(new(Input.WrittenName, Input.Email!, Input.Language!.Value), await current.Actor(Purpose), ct);
            if (outcome.Succeeded)
            {
                this.SayDone(texts["AddDone", outcome.Value.Name]);
                return Redirect("/admin/recipients");
            }

            ModelState.AddModelError(outcome.Refusal == AddRecipientRefusal.NameTaken ? "Input.Name" : "Input.Email", terms[outcome.Refusal]);
        }

        await Load(ct);
        return Page();
    }

    private async Task Load(CancellationToken ct) =>
        Recipients = await db.Recipients.AsNoTracking().OrderBy(r => r.ClosedOn != null).ThenBy(r => r.Name).Take(Most).ToListAsync(ct);
}
