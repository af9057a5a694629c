using CustomerRegister.Data;
using CustomerRegister.Staff;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Web.Pages.Admin.Permissions;

/// <summary>Who may do what, as it is enforced: the roles' own sets, and what each page and handler asks for at its door.</summary>
[RequirePermission(Permission.ManageStaff)]
public sealed class IndexModel(RegisterContext db, PageDoors doors, TimeProvider clock) : PageModel
{
    public IReadOnlyList<StaffRole> Roles { get; } = Enum.GetValues<StaffRole>();
    public IReadOnlyList<Permission> Permissions { get; } = [.. Enum.GetValues<Permission>().Except(RolePermissions.OnTop)];

    /// <summary>The addresses that each permission opens; without a permission, those for staff of any role.</summary>
    public IReadOnlyList<(Permission? Permission, IReadOnlyList<string> Pages)> Pages { get; private set; } = [];

    /// <summary>Who has each permission that no role gives.</summary>
    public IReadOnlyDictionary<Permission, IReadOnlyList<string>> Holders { get; private set; } = new Dictionary<Permission, IReadOnlyList<string>>();

    public async Task OnGetAsync(CancellationToken ct)
    {
        var open = doors.All.Where(door => door.IsStaff).ToLookup(door => door.Permission, door => door.Address);
        Pages = [.. Enum.GetValues<Permission>().Cast<Permission?>().Append(null)
            .Select(permission => (permission, (IReadOnlyList<string>)[.. open[permission].Distinct().Order(StringComparer.Ordinal)]))];
        var today = clock.Today();
        var accounts = await db.Users.AsNoTracking().Where(a => a.From <= today && (a.To == null || a.To > today)).OrderBy(a => a.FullName).ToListAsync(ct);
        Holders = RolePermissions.OnTop.ToDictionary(permission => permission, permission => (IReadOnlyList<string>)[.. accounts.Where(a => a.Holds(permission)).Select(a => a.FullName)]);
    }
}
