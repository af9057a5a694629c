using System.ComponentModel.DataAnnotations;
using System.Globalization;
using CustomerRegister.PaperRecords;
using CustomerRegister.Staff;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Pages.Shared.TagHelpers;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.PaperRecords;

/// <summary>The shredding list: labels of papers that are nobody's any more, for a named person to destroy and confirm (N21, N22).</summary>
[RequirePermission(Permission.HandlePaperRecords)]
public sealed class ShreddingModel(PaperList list, ConfirmDestruction confirm, FormFields fields, CurrentStaff current, TermNames terms, TimeProvider clock, IStringLocalizer<PaperRecordsTexts> texts) : PageModel
{
    public PaperPage Found { get; private set; } = new([], null);
    public int ToShred { get; private set; }

    /// <summary>Who would confirm.</summary>
    public string Name { get; private set; } = "";

    [BindProperty]
    public List<Guid> Records { get; set; } = [];

    [BindProperty, Required]
    public DateOnly? On { get; set; }

    [FromQuery(Name = "below")]
    public long? Below { get; set; }

    public string? NextUrl => Found.Next is { } next ? string.Create(CultureInfo.InvariantCulture, $"/staff/paper/shredding?below={next}") : null;

    public Task OnGetAsync(CancellationToken ct)
    {
        On = clock.Today();
        ModelState.Clear();
        return Load(ct);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (ModelState.IsValid)
        {
            var outcome = await confirm.Run(new([.. Records.Select(id => new PaperRecordId(id))], On!.Value), await current.Actor(IndexModel.Purpose), ct);
            if (outcome.Succeeded)
            {
                this.SayDone(texts["Shredding.Done", outcome.Value.Count]);
                return Redirect("/staff/paper/shredding");
            }

            ModelState.AddModelError(outcome.Refusal is ConfirmDestructionRefusal.InFuture or ConfirmDestructionRefusal.BeforeTheList ? nameof(On) : nameof(Records), terms[outcome.Refusal]);
        }

        await Load(ct);
        return Page();
    }

    private async Task Load(CancellationToken ct)
    {
        // The boxes stand outside the form, in the table that is printed.
        fields.Add(nameof(Records), nameof(Records), texts["Shredding.Shredded"]);
        Name = (await current.Get()).Account.FullName;
        ToShred = await list.CountToShred(ct);
        Found = await list.Run(new(PaperState.ToShred, Below: Below), await current.Actor(IndexModel.Purpose), ct);
    }
}
