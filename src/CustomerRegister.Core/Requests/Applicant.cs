using CustomerRegister.Customers;

namespace CustomerRegister.Requests;

public enum Representation
{
    /// <summary>Somebody whom the person has given a mandate.</summary>
    Representative,

    /// <summary>A guardian, or who has the custody of a child.</summary>
    Guardian,
}

/// <summary>Somebody who asks without being signed in, and where the answer goes.</summary>
public sealed record Applicant(string Name, EmailAddress? Email, PostalAddress? Address = null)
{
    /// <summary>Whether a link that was mailed there has been used.</summary>
    public bool EmailIsVerified { get; init; }
}

/// <summary>Who acts for the person.</summary>
public sealed record Representative(Representation As, string Name);
