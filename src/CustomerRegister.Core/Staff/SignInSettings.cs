namespace CustomerRegister.Staff;

/// <summary>Settings under <c>Security</c>.</summary>
public sealed class SignInSettings
{
    /// <summary>A session that nobody uses for so long ends.</summary>
    public TimeSpan SessionIdle { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>After so long one signs in anew, however busy.</summary>
    public TimeSpan SessionLongest { get; set; } = TimeSpan.FromHours(10);

    /// <summary>Whether everybody needs a second factor, not only those who could do most harm.</summary>
    public bool SecondFactorForAll { get; set; }

    /// <summary>False only while developing: privacy officers and administrators always need a second factor.</summary>
    public bool SecondFactorForPrivileged { get; set; } = true;

    public bool NeedsSecondFactor(StaffAccount account) =>
        SecondFactorForAll || (SecondFactorForPrivileged && account.Roles.Any(role => role is StaffRole.PrivacyOfficer or StaffRole.Administrator));
}
