using CustomerRegister.Data;
using CustomerRegister.Staff;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Web.Pages.Admin.Staff;

[RequirePermission(Permission.ManageStaff)]
public sealed class IndexModel(RegisterContext db, TimeProvider clock) : PageModel
{
    public sealed record Row(
        Guid Id, string Name, string Email, string Employer, IReadOnlyList<StaffRole> Roles, IReadOnlyList<Permission> ExtraPermissions, DateOnly From, DateOnly? To,
        bool HasJoined, bool HasSecondFactor, DateTime? LockedUntil, DateTime? SignedAt, AccountLook Look);

    public IReadOnlyList<Row> Accounts { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        var (today, now) = (clock.Today(), clock.Now());
        // Accounts are as many as there are employees: one page holds them.
        Accounts = await db.Users.AsNoTracking().OrderBy(a => a.FullName).ThenBy(a => a.Id)
            .Select(a => new Row(
                a.Id, a.FullName, a.Email!, a.Employer, a.Roles, a.ExtraPermissions, a.From, a.To, a.PasswordHash != null,
                db.StaffAuthenticators.Any(x => x.StaffId == a.Id && x.ConfirmedAt != null) || db.UserPasskeys.Any(p => p.UserId == a.Id),
                a.LockedUntil, db.UndertakingSignatures.Where(s => s.StaffId == a.Id && s.UndertakingVersion == db.Undertakings.Max(u => u.Version)).Max(s => (DateTime?)s.SignedAt),
                AccountLook.Of(a.From, a.To, a.PasswordHash != null, a.LockedUntil, today, now)))
            .ToListAsync(ct);
    }
}
