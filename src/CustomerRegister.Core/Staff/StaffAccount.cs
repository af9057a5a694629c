using CustomerRegister.Audit;
using CustomerRegister.PersonalData;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Staff;

/// <summary>The personal account of a named employee of the controller, or of a firm that acts for it (N24).</summary>
public sealed class StaffAccount : IdentityUser<Guid>
{
    private readonly List<StaffRole> roles = [];
    private readonly List<Permission> extraPermissions = [];

    private StaffAccount() { }

    public string FullName { get; private set; } = "";
    public string Employer { get; private set; } = "";
    public DateOnly From { get; private set; }
    /// <summary>The first day on which the account no longer opens anything; required of an outside firm's people.</summary>
    public DateOnly? To { get; private set; }
    public IReadOnlyList<StaffRole> Roles => roles;
    public IReadOnlyList<Permission> ExtraPermissions => extraPermissions;
    /// <summary>Until then no password or code is tried; null where nothing is locked. See <see cref="SignInAttempts"/>.</summary>
    public DateTime? LockedUntil { get; private set; }
    /// <summary>How many times in a row the account was locked: each lasts longer.</summary>
    public int Lockouts { get; private set; }

    public static StaffAccount Open(
        Guid id, string fullName, string email, string employer, DateOnly from, DateOnly? to, IEnumerable<StaffRole> roles, params IEnumerable<Permission> extraPermissions)
    {
        var account = new StaffAccount
        {
            Id = id,
            UserName = email,
            Email = email,
            EmailConfirmed = true,
            LockoutEnabled = true,
            FullName = fullName.Trim(),
            Employer = employer.Trim(),
            From = from,
            To = to,
        };
        account.roles.AddRange(roles.Distinct().Order());
        account.extraPermissions.AddRange(OnTop(extraPermissions));
        return account;
    }

    public Actor AsActor(string purpose) => new(ActorKind.Staff, Id, string.Join('+', roles), purpose) { SeesProtectedAddresses = Holds(Permission.SeeProtectedAddresses) };

    public bool IsActiveOn(DateOnly day) => From <= day && (To is null || day < To);

    public bool Holds(Permission permission) =>
        extraPermissions.Contains(permission) || roles.Exists(role => RolePermissions.Of(role).Contains(permission));

    /// <summary>Takes the new details; the user name, which is the e-mail address, stays.</summary>
    public void Change(string fullName, string employer, DateOnly from, DateOnly? to, IEnumerable<StaffRole> newRoles, IEnumerable<Permission> newExtraPermissions)
    {
        (FullName, Employer, From, To) = (fullName.Trim(), employer.Trim(), from, to);
        roles.Clear();
        roles.AddRange(newRoles.Distinct().Order());
        extraPermissions.Clear();
        extraPermissions.AddRange(OnTop(newExtraPermissions));
    }

    /// <param name="hash">See <see cref="StaffPasswords.Hash"/>.</param>
    public void TakePassword(string hash)
    {
        PasswordHash = hash;
        SecurityStamp = LinkSecret.New().Hash;
        ConcurrencyStamp = LinkSecret.New().Hash;
    }

    /// <summary>Ends the account; sessions that are open close at their next request.</summary>
    public void Close(DateOnly on) => To = on;

    public void Reopen(DateOnly? to) => To = to;

    /// <summary>An account of a firm that acts for the controller ends on a day that is named beforehand (N24).</summary>
    public static bool IsOutside(string employer, string controller) => !string.Equals(employer.Trim(), controller.Trim(), StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<Permission> OnTop(IEnumerable<Permission> permissions) => permissions.Where(RolePermissions.OnTop.Contains).Distinct().Order();
}

internal sealed class StaffAccountMapping : IEntityTypeConfiguration<StaffAccount>
{
    public void Configure(EntityTypeBuilder<StaffAccount> builder)
    {
        builder.ToTable("StaffAccounts");
        builder.Property(a => a.FullName).HasMaxLength(200);
        builder.Property(a => a.Employer).HasMaxLength(200);
        builder.PrimitiveCollection(a => a.Roles).HasField("roles").ElementType().HasConversion<string>();
        builder.PrimitiveCollection(a => a.ExtraPermissions).HasField("extraPermissions").ElementType().HasConversion<string>();
        builder.HoldsNoCustomerData("Staff, not customers.");
        builder.NeedsNoAudit("Identity saves stamps and failed attempts by itself; use cases that change an account write their own entry.");
    }
}
