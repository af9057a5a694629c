using CustomerRegister.Audit;
using CustomerRegister.Data;
using CustomerRegister.Staff;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Web.Cli;

/// <summary>The member of staff in whose name a command is given: bound by the same rules as on the pages.</summary>
internal static class NamedStaff
{
    /// <returns>The actor, or why this person may not give the command.</returns>
    public static async Task<(Actor? Actor, string? Refusal)> Find(IServiceProvider services, string email, Permission permission, CancellationToken ct)
    {
        var db = services.GetRequiredService<RegisterContext>();
        var name = services.GetRequiredService<ILookupNormalizer>().NormalizeEmail(email);
        var account = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.NormalizedEmail == name, ct);
        if (account is null || !account.IsActiveOn(services.GetRequiredService<TimeProvider>().Today()))
            return (null, "No member of staff with that e-mail address has an account in force.");
        if (!account.Holds(permission))
            return (null, $"The account has no permission {permission}.");
        var newest = await db.Undertakings.MaxAsync(u => (int?)u.Version, ct);
        return await db.UndertakingSignatures.AnyAsync(s => s.StaffId == account.Id && s.UndertakingVersion == newest, ct)
            ? (account.AsActor("retention"), null)
            : (null, "The account's owner has not signed the undertaking in force.");
    }
}
