using CustomerRegister.Requests;
using CustomerRegister.Staff;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Requests;

/// <summary>The evidence file of a year for the supervisory authority.</summary>
[RequirePermission(Permission.DecideRequests)]
public sealed class EvidenceModel(EvidenceFile evidence, CurrentStaff current, TimeProvider clock, IStringLocalizer<RequestsTexts> texts) : PageModel
{
    [BindProperty]
    public int? Year { get; set; }

    public void OnGet() => Year = clock.Today().Year;

    public async Task<IActionResult> OnPostAsync()
    {
        if (ModelState.IsValid && Year is not (>= 2000 and < 9999))
            ModelState.AddModelError(nameof(Year), texts["Evidence.YearWrong"]);
        if (!ModelState.IsValid)
            return Page();

        var (year, actor) = (Year!.Value, await current.Actor(RequestModel.Purpose));
        return new StreamedZip($"evidence-{year}.zip", (stream, stop) => evidence.Write(year, stream, actor, stop));
    }
}
