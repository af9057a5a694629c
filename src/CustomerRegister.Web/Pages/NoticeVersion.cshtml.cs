using System.Globalization;
using CustomerRegister.Data;
using CustomerRegister.Notices;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Web.Pages;

/// <summary>The privacy notice as it was published on a day.</summary>
[AllowAnonymous]
public sealed class NoticeVersionModel(RegisterContext db) : PageModel
{
    public NoticeVersion Version { get; private set; } = null!;
    public bool IsInForce { get; private set; }
    public Language Language => Languages.Of(CultureInfo.CurrentUICulture);

    public async Task<IActionResult> OnGetAsync(int version, CancellationToken ct)
    {
        if (await db.NoticeVersions.AsNoTracking().SingleOrDefaultAsync(v => v.Version == version, ct) is not { } found)
            return NotFound();
        Version = found;
        IsInForce = !await db.NoticeVersions.AnyAsync(v => v.Version > version, ct);
        return Page();
    }
}
