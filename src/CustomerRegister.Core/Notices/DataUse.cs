using CustomerRegister.Consents;
using CustomerRegister.PersonalData;
using CustomerRegister.Retention;
using CustomerRegister.Visits;

namespace CustomerRegister.Notices;

/// <summary>From what the time is counted for which data of a category is kept, as the notice promises. How long it is, the settings say.</summary>
public enum RetentionPromise
{
    /// <summary>From the end of the customer relationship (N20).</summary>
    Relationship,

    /// <summary>From the end of the calendar year in which the financial year ended (Accounting Act 2:10).</summary>
    Accounting,

    /// <summary>From the answer to a request, or its withdrawal.</summary>
    ClosedRequests,

    /// <summary>From the day on which a mail was made.</summary>
    Mails,

    /// <summary>From the end of an invitation or a sign-in.</summary>
    PortalUse,

    /// <summary>From the beginning of a visit.</summary>
    Visits,

    /// <summary>From what is logged; once the person is erased, the log leads to nobody.</summary>
    Log,
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

    /// <summary>Whoever prints and posts for the controller, or keeps its data on a server of theirs (N5).</summary>
    Processor,

    /// <summary>Whoever gets a list on which nobody is who has forbidden it (N7).</summary>
    ListReader,
}

/// <summary>What each category of personal data is used for and how long it is kept (GDPR Art. 13(1)(c), 13(2)(a), 15(1)): the same on the notice and on a person's own page.</summary>
public static class DataUse
{
    /// <summary>Codes of the purposes, in the order of the notice.</summary>
    public static IReadOnlyList<string> PurposesOf(DataCategory category) => category switch
    {
        DataCategory.Name => ["customer-relationship", "orders", "marketing", .. BanPurposes.Codes],
        DataCategory.ContactDetails => ["customer-relationship", "orders", "statistics", "marketing", .. BanPurposes.Codes],
        DataCategory.Relationship => ["customer-relationship", "statistics"],
        DataCategory.RepresentedOrganisation or DataCategory.Notes or DataCategory.FormerDetails or DataCategory.PaperRecords => ["customer-relationship"],
        DataCategory.Orders => ["orders", "development", "statistics", "personal-content"],
        DataCategory.InvoicingDetails => ["orders", "accounting"],
        DataCategory.ConsentsAndBans or DataCategory.Requests or DataCategory.AccessLog => ["data-protection"],
        DataCategory.Visits => [JoinedVisits.Purpose],
        DataCategory.PortalUse or DataCategory.Messages => ["customer-relationship", "data-protection"],
        _ => throw new ArgumentOutOfRangeException(nameof(category), category, null),
    };

    /// <summary>Who receives data of a category, in the order of the notice.</summary>
    public static IReadOnlyList<RecipientGroup> RecipientsOf(DataCategory category) => category switch
    {
        DataCategory.InvoicingDetails => [RecipientGroup.OwnStaff, RecipientGroup.FinancePartner, RecipientGroup.CollectionAgency, RecipientGroup.Authority],
        DataCategory.Name or DataCategory.ContactDetails =>
            [RecipientGroup.OwnStaff, RecipientGroup.FinancePartner, RecipientGroup.Processor, RecipientGroup.ListReader, RecipientGroup.CollectionAgency, RecipientGroup.Authority],
        DataCategory.Requests or DataCategory.AccessLog => [RecipientGroup.OwnStaff, RecipientGroup.Authority],
        _ => [RecipientGroup.OwnStaff],
    };

    public static RetentionPromise RetentionOf(DataCategory category) => category switch
    {
        DataCategory.InvoicingDetails => RetentionPromise.Accounting,
        DataCategory.Requests => RetentionPromise.ClosedRequests,
        DataCategory.Messages => RetentionPromise.Mails,
        DataCategory.PortalUse => RetentionPromise.PortalUse,
        DataCategory.Visits => RetentionPromise.Visits,
        DataCategory.AccessLog => RetentionPromise.Log,
        _ => RetentionPromise.Relationship,
    };

    public static RetentionPeriod PeriodOf(RetentionPromise promise, RetentionRules rules) => promise switch
    {
        RetentionPromise.Relationship => rules.CustomerData,
        RetentionPromise.Accounting => rules.Vouchers,
        RetentionPromise.ClosedRequests => rules.ClosedRequests,
        RetentionPromise.Mails => rules.Mails,
        RetentionPromise.PortalUse => rules.PortalUse,
        RetentionPromise.Visits => rules.Visits,
        RetentionPromise.Log => rules.AuditLog,
        _ => throw new ArgumentOutOfRangeException(nameof(promise), promise, null),
    };
}
