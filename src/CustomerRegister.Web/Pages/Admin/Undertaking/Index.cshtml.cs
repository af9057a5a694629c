using CustomerRegister.Data;
using CustomerRegister.Staff;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Web.Pages.Admin.Undertaking;

/// <summary>The versions of the undertaking, and who has yet to sign the one in force (N25).</summary>
[RequirePermission(Permission.ManageStaff)]
public sealed class IndexModel(RegisterContext db, TimeProvider clock) : PageModel
{
    public sealed record VersionRow(int Version, DateOnly From, int Signatures);

    public sealed record Person(Guid Id, string Name, string Employer);

    public IReadOnlyList<VersionRow> Versions { get; private set; } = [];
    public IReadOnlyList<Person> Missing { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        var today = clock.Today();
        Versions = await db.Undertakings.AsNoTracking().OrderByDescending(u => u.Version)
            .Select(u => new VersionRow(u.Version, u.From, db.UndertakingSignatures.Count(s => s.UndertakingVersion == u.Version))).ToListAsync(ct);
        var newest = Versions.Count > 0 ? Versions[0].Version : 0;
        Missing = await db.Users.AsNoTracking()
            .Where(a => a.From <= today && (a.To == null || a.To > today) && !db.UndertakingSignatures.Any(s => s.StaffId == a.Id && s.UndertakingVersion == newest))
            .OrderBy(a => a.FullName).ThenBy(a => a.Id).Select(a => new Person(a.Id, a.FullName, a.Employer)).ToListAsync(ct);
    }
}
