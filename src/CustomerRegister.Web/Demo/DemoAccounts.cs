using CustomerRegister.Audit;
using CustomerRegister.Data;
using CustomerRegister.Staff;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Web.Demo;

/// <summary>One account for each role, and a second privacy officer to approve what the first one prepares. Development only.</summary>
public sealed class DemoAccounts(RegisterContext db, UserManager<StaffAccount> accounts, TimeProvider clock)
{
    public const string Password = "kokeilusalasana 1";

    /// <summary>Who of them may see protected addresses.</summary>
    public const string SeesProtectedAddresses = "tietosuoja@demo.example";

    private const string Employer = "Esimerkki Oy";

    public static readonly IReadOnlyList<(string Name, string Email, string Employer, StaffRole Role)> All =
    [
        ("Aino Palvelija", "asiakaspalvelu@demo.example", Employer, StaffRole.CustomerService),
        ("Mauno Markkinoija", "markkinointi@demo.example", Employer, StaffRole.Marketing),
        ("Taina Tilaaja", "talous@demo.example", "Tilitoimisto Tarkka Oy", StaffRole.Finance),
        ("Tuula Suojanen", "tietosuoja@demo.example", Employer, StaffRole.PrivacyOfficer),
        ("Veikko Varjola", "tietosuoja2@demo.example", Employer, StaffRole.PrivacyOfficer),
        ("Paavo Pääkäyttäjä", "yllapito@demo.example", Employer, StaffRole.Administrator),
    ];

    public async Task Open(CancellationToken ct)
    {
        if (await db.Users.AnyAsync(ct))
            return;
        var today = clock.Today();
        foreach (var (name, email, employer, role) in All)
        {
            var account = StaffAccount.Open(Guid.CreateVersion7(clock.GetUtcNow()), name, email, employer, today, employer == Employer ? null : today.AddYears(1), [role],
                email == SeesProtectedAddresses ? [Permission.SeeProtectedAddresses, Permission.HandlePaperRecords] : []);
            account.NormalizedUserName = accounts.NormalizeName(email);
            account.NormalizedEmail = accounts.NormalizeEmail(email);
            account.SecurityStamp = LinkSecret.New().Hash;
            account.PasswordHash = accounts.PasswordHasher.HashPassword(account, Password);
            db.Add(account);
            db.Add(AuditEntry.Of(Actor.System("demo", "demo"), AuditAction.StaffInvited, clock, subject: account.Id));
        }

        await db.SaveChangesAsync(ct);
    }
}
