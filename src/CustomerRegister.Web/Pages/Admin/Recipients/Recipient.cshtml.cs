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

/// <summary>Corrects a recipient, or takes it out of use.</summary>
[RequirePermission(Permission.ManageSettings)]
public sealed class RecipientModel(RegisterContext db, ChangeRecipient change, CurrentStaff current, TermNames terms, IStringLocalizer<RecipientsTexts> texts) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public RecipientForm Input { get; set; } = new();

    [BindProperty]
    public bool InUse { get; set; }

    [BindProperty]
    public long Version { get; set; }

    /// <summary>As it is stored.</summary>
    public string Name { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await Stored(ct) is not { } recipient)
            return NotFound();
        (Name, Version, InUse) = (recipient.Name, recipient.Version, recipient.ClosedOn is null);
        Input = new() { Name = recipient.Name, Email = recipient.Email.Readable, Language = recipient.Language };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (ModelState.IsValid)
        {
            var outcome = await change.Run(new(new(Id), Input.WrittenName, Input.Email!, Input.Language!.Value, InUse, Version), await current.Actor(IndexModel.Purpose), ct);
            if (outcome.Succeeded)
            {
                this.SayDone(texts["EditDone"]);
                return Redirect("/admin/recipients");
            }

            ModelState.AddModelError(outcome.Refusal switch
            {
                ChangeRecipientRefusal.NameTaken => "Input.Name",
                ChangeRecipientRefusal.EmailNotValid => "Input.Email",
                _ => "",
            }, terms[outcome.Refusal]);
        }

        if (await Stored(ct) is not { } stored)
            return NotFound();
        Name = stored.Name;
        return Page();
    }

    private Task<Recipient?> Stored(CancellationToken ct) => db.Recipients.AsNoTracking().SingleOrDefaultAsync(r => r.Id == new RecipientId(Id), ct);
}
