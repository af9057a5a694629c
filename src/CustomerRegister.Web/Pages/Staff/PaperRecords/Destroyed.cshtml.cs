using System.Globalization;
using CustomerRegister.PaperRecords;
using CustomerRegister.Staff;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CustomerRegister.Web.Pages.Staff.PaperRecords;

/// <summary>Which papers were destroyed, when, and who answers for it (N21).</summary>
[RequirePermission(Permission.HandlePaperRecords)]
public sealed class DestroyedModel(PaperList list, CurrentStaff current) : PageModel
{
    public PaperPage Found { get; private set; } = new([], null);
    public int ToShred { get; private set; }

    [FromQuery(Name = "below")]
    public long? Below { get; set; }

    public string? NextUrl => Found.Next is { } next ? string.Create(CultureInfo.InvariantCulture, $"/staff/paper/destroyed?below={next}") : null;

    public async Task OnGetAsync(CancellationToken ct)
    {
        ToShred = await list.CountToShred(ct);
        Found = await list.Run(new(PaperState.Destroyed, Below: Below), await current.Actor(IndexModel.Purpose), ct);
    }
}
