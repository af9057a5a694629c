using System.Globalization;
using CustomerRegister.Retention;
using CustomerRegister.Staff;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CustomerRegister.Web.Pages.Admin.Holds;

/// <summary>Legal holds: those in force by their review day, or the lifted ones.</summary>
[RequirePermission(Permission.PlaceHolds)]
public sealed class IndexModel(ListHolds list, CurrentStaff current, TimeProvider clock) : PageModel
{
    [FromQuery(Name = "lifted")]
    public bool Lifted { get; set; }

    /// <summary>The page begins after the hold with this review day and number.</summary>
    [FromQuery(Name = "review")]
    public DateOnly? Review { get; set; }

    [FromQuery(Name = "after")]
    public long? After { get; set; }

    public HoldPage Holds { get; private set; } = new([], false);

    public DateOnly Today => clock.Today();

    public string? PreviousUrl { get; private set; }

    public string? NextUrl { get; private set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        var after = After is { } number ? new HoldPlace(Review ?? DateOnly.MinValue, number) : null;
        Holds = await list.Run(Lifted, after, await current.Actor("retention"), ct);
        var home = Lifted ? "/admin/holds?lifted=true" : "/admin/holds";
        PreviousUrl = after is null ? null : home;
        if (Holds.HasMore && Holds.Rows[^1].Hold is var last)
            NextUrl = string.Create(CultureInfo.InvariantCulture, $"/admin/holds?lifted={(Lifted ? "true" : "false")}&review={last.ReviewOn:yyyy-MM-dd}&after={last.Number}");
    }
}
