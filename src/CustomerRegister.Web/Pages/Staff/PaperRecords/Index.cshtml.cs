using System.Globalization;
using CustomerRegister.Data;
using CustomerRegister.PaperRecords;
using CustomerRegister.Staff;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.PaperRecords;

/// <summary>The register of paper records: what, whose, where, since when (N21). Only for who handles them (N22).</summary>
[RequirePermission(Permission.HandlePaperRecords)]
public sealed class IndexModel(PaperList list, RegisterContext db, CurrentStaff current, IStringLocalizer<PaperRecordsTexts> texts) : PageModel
{
    /// <summary>Why staff look at or change a paper record.</summary>
    internal const string Purpose = "paper-records";

    public PaperPage Found { get; private set; } = new([], null);
    public IReadOnlyList<SelectListItem> Places { get; private set; } = [];
    public int ToShred { get; private set; }

    public IEnumerable<SelectListItem> PlaceChoices => Places
        .Select(place => new SelectListItem(place.Text, place.Value, place.Value == Place?.ToString()))
        .Prepend(new SelectListItem(texts["List.AllPlaces"], "", Place is null));
    public bool HasPlaces => Places.Count > 0;

    /// <summary>A label that somebody has in their hand.</summary>
    [FromQuery(Name = "Label")]
    public string? Label { get; set; }

    [FromQuery(Name = "Place")]
    public Guid? Place { get; set; }

    [FromQuery(Name = "below")]
    public long? Below { get; set; }

    public string? NextUrl => Found.Next is { } next
        ? string.Create(CultureInfo.InvariantCulture, $"/staff/paper?below={next}{(Place is { } place ? $"&Place={place}" : "")}")
        : null;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!string.IsNullOrWhiteSpace(Label))
        {
            if (PaperRecord.NumberOf(Label) is { } number && await db.PaperRecords.Where(p => p.Number == number).Select(p => new { p.Id }).SingleOrDefaultAsync(ct) is { } found)
                return Redirect($"/staff/paper/{found.Id.Value}");
            ModelState.AddModelError(nameof(Label), texts["List.LabelUnknown"]);
        }

        Places = await PaperForm.Places(db, null, ct);
        ToShred = await list.CountToShred(ct);
        Found = await list.Run(new(PaperState.Kept, Place is { } place ? new PaperPlaceId(place) : null, Below), await current.Actor(Purpose), ct);
        return Page();
    }
}
