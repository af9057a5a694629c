using CustomerRegister.PersonalData;

namespace CustomerRegister.Retention;

/// <summary>What happens to one category of a person's data.</summary>
public enum CategoryOutcome
{
    /// <summary>Its rows and values go.</summary>
    Erased,

    /// <summary>Its rows live on without anything that leads to the person (N42).</summary>
    Anonymised,

    /// <summary>Grounds keep it, or the rows of it that they name.</summary>
    Kept,
}

/// <summary>What is decided of one category: gone when no ground keeps it.</summary>
/// <param name="InPart">Whether the grounds keep only the rows that they need, and the other rows of the category go.</param>
public sealed record CategoryDecision(DataCategory Category, IReadOnlyList<Ground> Grounds, bool InPart = false)
{
    // The sums of orders and vouchers, and that a request was answered in time, say nothing about anybody once they are detached.
    private static readonly DataCategory[] LiveOn = [DataCategory.Orders, DataCategory.InvoicingDetails, DataCategory.Requests];

    public bool IsErased => Grounds.Count == 0;

    public CategoryOutcome Outcome => !IsErased ? CategoryOutcome.Kept : LiveOn.Contains(Category) ? CategoryOutcome.Anonymised : CategoryOutcome.Erased;
}

/// <summary>Rows that go although a ground keeps other rows of their category. Stored as bits beside those of the categories.</summary>
[Flags]
public enum ErasedParts
{
    None = 0,

    /// <summary>Invoices that are neither owed nor inside their voucher period.</summary>
    FreeInvoices = 1 << 24,

    /// <summary>Roles of a contact person that are over.</summary>
    EndedRoles = 1 << 25,

    /// <summary>All requests but the one whose erasure is under way.</summary>
    OtherRequests = 1 << 26,

    /// <summary>Consents and their withdrawals, while bans are kept.</summary>
    Consents = 1 << 27,

    /// <summary>A contact person's own addresses, while the organisation's is where they are written to.</summary>
    OwnAddresses = 1 << 28,

    /// <summary>All notes but the legal hold itself, which keeps other categories.</summary>
    OtherNotes = 1 << 29,
}
