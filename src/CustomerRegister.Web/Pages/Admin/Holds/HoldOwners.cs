using CustomerRegister.Data;
using CustomerRegister.Retention;
using CustomerRegister.Staff;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Web.Pages.Admin.Holds;

/// <summary>The members of staff who can answer for a hold.</summary>
internal static class HoldOwners
{
    public static async Task<IReadOnlyList<SelectListItem>> HoldOwnersOn(this RegisterContext db, DateOnly today, CancellationToken ct) =>
        [.. (await db.Users.AsNoTracking().OrderBy(u => u.FullName).ToListAsync(ct))
            .Where(u => u.IsActiveOn(today) && u.Holds(Permission.PlaceHolds))
            .Select(u => new SelectListItem(u.FullName, u.Id.ToString()))];

    /// <summary>The field beside which a refusal is told.</summary>
    public static string FieldOf(HoldRefusal? refusal) => refusal switch
    {
        HoldRefusal.ReasonMissing => "Reason",
        HoldRefusal.ReviewNotAhead or HoldRefusal.ReviewTooFar => "ReviewOn",
        HoldRefusal.OwnerCannotHold => "Owner",
        _ => "",
    };
}
