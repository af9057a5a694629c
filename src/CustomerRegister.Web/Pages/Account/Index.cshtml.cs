using CustomerRegister.Data;
using CustomerRegister.Staff;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Account;

/// <summary>One's own account: what it may do, and in which browsers one is signed in.</summary>
[Authorize(Policies.StaffSignedIn)]
public sealed class IndexModel(
    CurrentStaff current, RegisterContext db, SignInStaff signIn, EndStaffSessions end, SignInSettings settings, TimeProvider clock, IStringLocalizer<AccountTexts> texts) : PageModel
{
    public StaffAccount Account { get; private set; } = null!;
    public StaffSessionId Current { get; private set; }
    public bool HasSecondFactor { get; private set; }
    public IReadOnlyList<StaffSession> Sessions { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        var staff = await current.Get();
        (Account, Current) = (staff.Account, staff.Session.Id);
        HasSecondFactor = await signIn.HasSecondFactor(Account.Id, ct);
        var now = clock.Now();
        var idleSince = now - settings.SessionIdle;
        Sessions = await db.StaffSessions.AsNoTracking().Where(s => s.StaffId == Account.Id && s.EndedAt == null && s.EndsAt > now && s.LastSeenAt > idleSince)
            .OrderByDescending(s => s.StartedAt).Take(50).ToListAsync(ct);
    }

    public async Task<IActionResult> OnPostEndAsync(Guid session, CancellationToken ct)
    {
        var staff = await current.Get();
        await end.Run(staff.Account.Id, staff.Account.AsActor("account"), ct, only: new StaffSessionId(session));
        this.SayDone(texts["Own.EndDone"]);
        return Redirect("/account");
    }

    public async Task<IActionResult> OnPostEndAllAsync(CancellationToken ct)
    {
        var staff = await current.Get();
        await end.Run(staff.Account.Id, staff.Account.AsActor("account"), ct);
        await HttpContext.SignOutAsync(Schemes.Staff);
        this.SayDone(texts["Own.EndAllDone"]);
        return Redirect("/account/signin");
    }
}
