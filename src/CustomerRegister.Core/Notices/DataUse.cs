using CustomerRegister.PersonalData;

namespace CustomerRegister.Notices;

/// <summary>How long data of a category is kept, as the notice promises.</summary>
public enum RetentionPromise
{
    /// <summary>Ten years from the end of the customer relationship (N20).</summary>
    TenYearsFromRelationship,

    /// <summary>Six years from the end of the calendar year in which the financial year ended (Accounting Act 2:10).</summary>
    SixYearsOfAccounting,

    /// <summary>The log stays, but once the person is erased it leads to nobody.</summary>
    LogWithoutPerson,
}

/// <summary>Who receives data (GDPR Art. 13(1)(e), 15(1)(c)).</summary>
public enum RecipientGroup
{
    /// <summary>The controller's own employees, each as far as their work needs it (N10).</summary>
    OwnStaff,

    /// <summary>Whoever keeps the controller's accounts and invoices.</summary>
    FinancePartner,

    /// <summary>Only for an invoice that is not paid.</summary>
    CollectionAgency,

    /// <summary>Only where the law demands it.</summary>
    Authority,
}

/// <summary>What each category of personal data is used for and how long it is kept (GDPR Art. 13(1)(c), 13(2)(a), 15(1)): the same on the notice and on a person's own page.</summary>
public static class DataUse
{
    /// <summary>Codes of the purposes, in the order of the notice.</summary>
    public static IReadOnlyList<string> PurposesOf(DataCategory category) => category switch
    {
        DataCategory.Name => ["customer-relationship", "orders", "marketing"],
        DataCategory.ContactDetails => ["customer-relationship", "orders", "statistics", "marketing"],
        DataCategory.Relationship => ["customer-relationship", "statistics"],
        DataCategory.RepresentedOrganisation or DataCategory.Notes or DataCategory.FormerDetails or DataCategory.PaperRecords => ["customer-relationship"],
        DataCategory.Orders => ["orders", "development", "statistics", "personal-content"],
        DataCategory.InvoicingDetails => ["orders", "accounting"],
        DataCategory.ConsentsAndBans or DataCategory.Requests or DataCategory.AccessLog => ["data-protection"],
        DataCategory.PortalUse or DataCategory.Messages => ["customer-relationship", "data-protection"],
        _ => throw new ArgumentOutOfRangeException(nameof(category), category, null),
    };

    /// <summary>Who receives data of a category, in the order of the notice.</summary>
    public static IReadOnlyList<RecipientGroup> RecipientsOf(DataCategory category) => category switch
    {
        DataCategory.InvoicingDetails => [RecipientGroup.OwnStaff, RecipientGroup.FinancePartner, RecipientGroup.CollectionAgency, RecipientGroup.Authority],
        DataCategory.Name or DataCategory.ContactDetails => [RecipientGroup.OwnStaff, RecipientGroup.FinancePartner, RecipientGroup.CollectionAgency, RecipientGroup.Authority],
        DataCategory.Requests or DataCategory.AccessLog => [RecipientGroup.OwnStaff, RecipientGroup.Authority],
        _ => [RecipientGroup.OwnStaff],
    };

    public static RetentionPromise RetentionOf(DataCategory category) => category switch
    {
        DataCategory.InvoicingDetails => RetentionPromise.SixYearsOfAccounting,
        DataCategory.AccessLog => RetentionPromise.LogWithoutPerson,
        _ => RetentionPromise.TenYearsFromRelationship,
    };
}
