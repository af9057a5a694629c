using CustomerRegister.Data;
using CustomerRegister.PaperRecords;
using CustomerRegister.Staff;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.PaperRecords;

/// <summary>Corrects a paper record, or notes that the paper was moved.</summary>
[RequirePermission(Permission.HandlePaperRecords)]
public sealed class EditModel(PaperList list, ChangePaperRecord change, RegisterContext db, CurrentStaff current, TermNames terms, IStringLocalizer<PaperRecordsTexts> texts) : PageModel, IPaperFormPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public long Version { get; set; }

    [BindProperty]
    public PaperForm Input { get; set; } = new();

    public PaperRow Row { get; private set; } = null!;
    public IReadOnlyList<SelectListItem> Places { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!await Load(ct))
            return NotFound();
        var record = Row.Record;
        Version = record.Version;
        Input = new() { Kind = record.Kind, Description = record.Description, Place = record.PlaceId.Value, Since = record.KeptSince };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (ModelState.IsValid)
        {
            var outcome = await change.Run(
                new(new(Id), Input.Kind!.Value, Input.WrittenDescription, new(Input.Place!.Value), Input.Since!.Value, Version), await current.Actor(IndexModel.Purpose), ct);
            if (outcome.Succeeded)
            {
                this.SayDone(texts["Edit.Done"]);
                return Redirect($"/staff/paper/{Id}");
            }

            ModelState.AddModelError(outcome.Refusal switch
            {
                ChangePaperRecordRefusal.InFuture => "Input.Since",
                ChangePaperRecordRefusal.PlaceNotInUse => "Input.Place",
                _ => "",
            }, terms[outcome.Refusal]);
        }

        return await Load(ct) ? Page() : NotFound();
    }

    private async Task<bool> Load(CancellationToken ct)
    {
        if (await list.One(new(Id), await current.Actor(IndexModel.Purpose), ct) is not { Record.State: PaperState.Kept } row)
            return false;
        Row = row;
        Places = await PaperForm.Places(db, row.Record.PlaceId, ct);
        return true;
    }
}
