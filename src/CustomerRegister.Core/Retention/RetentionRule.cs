namespace CustomerRegister.Retention;

/// <summary>What is kept for a period of its own and then goes, person by person. A run is of one rule, or of all that need approval.</summary>
public enum RetentionRule
{
    /// <summary>Everything of a customer whose relationship has ended (N20). Never without approval.</summary>
    CustomerData,

    /// <summary>Mails that were sent or given up.</summary>
    Mails,

    /// <summary>Requests that were answered or withdrawn.</summary>
    ClosedRequests,

    /// <summary>Invitations and sign-ins to the portal.</summary>
    PortalUse,

    /// <summary>The visit log, also of visits that are joined to nobody.</summary>
    Visits,
}
