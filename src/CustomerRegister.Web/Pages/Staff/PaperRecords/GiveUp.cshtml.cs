using CustomerRegister.PaperRecords;
using CustomerRegister.Staff;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.PaperRecords;

/// <summary>Asks before paper goes on the shredding list: the register then no longer knows whose it was.</summary>
[RequirePermission(Permission.HandlePaperRecords)]
public sealed class GiveUpModel(PaperList list, GiveUpPaperRecord giveUp, CurrentStaff current, TermNames terms, IStringLocalizer<PaperRecordsTexts> texts) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public PaperRow Row { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => await Load(ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var outcome = await giveUp.Run(new(Id), await current.Actor(IndexModel.Purpose), ct);
        if (outcome.Succeeded)
        {
            this.SayDone(texts["GiveUp.Done", outcome.Value.Label]);
            return Redirect("/staff/paper/shredding");
        }

        ModelState.AddModelError("", terms[outcome.Refusal]);
        return await Load(ct) ? Page() : NotFound();
    }

    private async Task<bool> Load(CancellationToken ct)
    {
        if (await list.One(new(Id), await current.Actor(IndexModel.Purpose), ct) is not { Record.State: PaperState.Kept } row)
            return false;
        Row = row;
        return true;
    }
}
