using CustomerRegister.Data;
using CustomerRegister.Staff;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Web.Pages.Admin.Undertaking;

/// <summary>One version: its words, and who signed it, when and in which language.</summary>
[RequirePermission(Permission.ManageStaff)]
public sealed class VersionModel(RegisterContext db) : PageModel
{
    public sealed record Signature(Guid Id, string Name, string Employer, DateTime At, string TextHash);

    public CustomerRegister.Staff.Undertaking Undertaking { get; private set; } = null!;
    public IReadOnlyList<Signature> Signatures { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(int version, CancellationToken ct)
    {
        if (await db.Undertakings.AsNoTracking().SingleOrDefaultAsync(u => u.Version == version, ct) is not { } found)
            return NotFound();
        Undertaking = found;
        Signatures = await (
            from signature in db.UndertakingSignatures.AsNoTracking()
            join account in db.Users on signature.StaffId equals account.Id
            where signature.UndertakingVersion == version
            orderby signature.SignedAt, account.Id
            select new Signature(account.Id, account.FullName, account.Employer, signature.SignedAt, signature.TextHash)).ToListAsync(ct);
        return Page();
    }

    /// <summary>The language whose text was shown; null if the words stored now are not those that were signed.</summary>
    public Language? LanguageOf(string textHash)
    {
        foreach (var language in Enum.GetValues<Language>())
        {
            if (Sha256.Hex(Undertaking.Text.In(language)) == textHash)
                return language;
        }

        return null;
    }
}
