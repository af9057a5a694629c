using CustomerRegister.Data;
using CustomerRegister.PaperRecords;
using CustomerRegister.Staff;
using CustomerRegister.Web.Pages.Shared.TagHelpers;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Web.Pages.Staff.PaperRecords;

/// <summary>One paper record: kept, waiting to be shredded, or destroyed.</summary>
[RequirePermission(Permission.HandlePaperRecords)]
public sealed class RecordModel(PaperList list, RegisterContext db, CurrentStaff current) : PageModel
{
    public PaperRow Row { get; private set; } = null!;
    public PaperPlace Place { get; private set; } = null!;
    public bool MaySeeCustomers { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (await list.One(new(id), await current.Actor(IndexModel.Purpose), ct) is not { } row)
            return NotFound();
        Row = row;
        Place = await db.PaperPlaces.AsNoTracking().SingleAsync(p => p.Id == row.Record.PlaceId, ct);
        MaySeeCustomers = (await current.Get()).Account.Holds(Permission.ViewCustomers);
        return Page();
    }

    public static Meaning MeaningOf(PaperState state) => state switch
    {
        PaperState.Kept => Meaning.Good,
        PaperState.ToShred => Meaning.Attention,
        _ => Meaning.Neutral,
    };
}
