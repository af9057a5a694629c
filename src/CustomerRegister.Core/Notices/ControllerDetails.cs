namespace CustomerRegister.Notices;

/// <summary>
/// Who keeps the register and whom to turn to (N1, N41; GDPR Art. 13(1)(a,b)): settings, shown on the notice, letters and mails.
/// </summary>
public sealed class ControllerDetails
{
    public string RegisterName { get; set; } = "Asiakasrekisteri";
    public string Name { get; set; } = "Esimerkki Oy";
    public string BusinessId { get; set; } = "";
    public string Address { get; set; } = "";
    public string ContactPerson { get; set; } = "";
    public string Email { get; set; } = "";
    public string Phone { get; set; } = "";
    public string DataProtectionOfficer { get; set; } = "";
    /// <summary>The language in which the house works: of the mails that its own people get from the schedule.</summary>
    public Language StaffLanguage { get; set; } = Language.Fi;
    public SupervisoryAuthority Authority { get; set; } = new();

    /// <summary>Where to turn to, in one line, as far as it is set.</summary>
    public string ContactLine => string.Join(", ", new[] { Address, Email, Phone }.Where(part => part.Length > 0));
}

/// <summary>Where a person may complain (GDPR Art. 77); the defaults are the Finnish authority's of today.</summary>
public sealed class SupervisoryAuthority
{
    public string PostalAddress { get; set; } = "PL 800, 00531 Helsinki";
    public string VisitingAddress { get; set; } = "Lintulahdenkuja 4, 00530 Helsinki";
    public string Phone { get; set; } = "029 566 6700";
    public string Email { get; set; } = "tietosuoja@om.fi";
    public string Website { get; set; } = "tietosuoja.fi";
}
