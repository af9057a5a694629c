namespace CustomerRegister.PersonalData;

/// <summary>The groups of personal data of the privacy notice (N9, N12). Stored as text; the order is the order of reports.</summary>
public enum DataCategory
{
    Name,
    ContactDetails,
    RepresentedOrganisation,
    Relationship,
    Notes,
    Orders,
    InvoicingDetails,
    ConsentsAndBans,
    Requests,
    PortalUse,
    Messages,
    /// <summary>Details as they were before two customers who are one person were merged.</summary>
    FormerDetails,
    /// <summary>Paper material, such as contact details left at a customer event (N21).</summary>
    PaperRecords,
    /// <summary>Visits that the person has let be joined to them (N27, N28).</summary>
    Visits,
    AccessLog,
}
