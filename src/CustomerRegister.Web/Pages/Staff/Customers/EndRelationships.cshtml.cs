using CustomerRegister.Customers;
using CustomerRegister.Staff;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Customers;

/// <summary>Suggests to end the relationships of those who have not ordered for long, shows whom it concerns, and ends them.</summary>
[RequirePermission(Permission.EditCustomers)]
public sealed class EndRelationshipsModel(
    FindDormantRelationships find, EndDormantRelationships end, CurrentStaff current, IStringLocalizer<StaffTexts> texts, TimeProvider clock) : PageModel
{
    private const int YearsSuggested = 2;

    /// <summary>Who has ordered on this day or later is left alone.</summary>
    [BindProperty(SupportsGet = true)]
    public DateOnly? Since { get; set; }

    /// <summary>Null while the day is not one.</summary>
    public DormantRelationships? Found { get; private set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        if (!ModelState.IsValid)
            return;
        Since ??= clock.Today().AddYears(-YearsSuggested);
        Found = await find.Run(Since.Value, await current.Actor("customer-care"), ct);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!ModelState.IsValid || Since is not { } since)
            return BadRequest();
        var ended = await end.Run(new EndDormantRelationshipsCommand(since), await current.Actor("customer-care"), ct);
        this.SayDone(ended == 1 ? texts["EndRelationships.DoneOne"] : texts["EndRelationships.Done", ended]);
        return Redirect("/staff/customers/end-relationships");
    }
}
