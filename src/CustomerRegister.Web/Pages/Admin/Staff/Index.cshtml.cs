using CustomerRegister.Data;
using CustomerRegister.Staff;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Web.Pages.Admin.Staff;

[RequirePermission(Permission.ManageStaff)]
public sealed class IndexModel(RegisterContext db, CurrentStaff current, TimeProvider clock) : PageModel
{
    public sealed record Row(Guid Id, string Name, string Email, string Employer, IReadOnlyList<StaffRole> Roles, DateOnly From, DateOnly? To, bool IsActive, DateTime? SignedAt);

    public IReadOnlyList<Row> Accounts { get; private set; } = [];
    public Guid Own { get; private set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        var today = clock.Today();
        Own = (await current.Get()).Account.Id;
        // Accounts are as many as there are employees: one page holds them.
        Accounts = await db.Users.AsNoTracking().OrderBy(a => a.FullName).ThenBy(a => a.Id)
            .Select(a => new Row(a.Id, a.FullName, a.Email!, a.Employer, a.Roles, a.From, a.To, a.From <= today && (a.To == null || a.To > today),
                db.UndertakingSignatures.Where(s => s.StaffId == a.Id).Max(s => (DateTime?)s.SignedAt)))
            .ToListAsync(ct);
    }
}
