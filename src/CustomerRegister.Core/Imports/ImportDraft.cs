using CustomerRegister.Customers;

namespace CustomerRegister.Imports;

/// <summary>A row as it would be stored.</summary>
public abstract record ImportDraft;

public sealed record CustomerDraft(
    string Key, string FirstName, string LastName, OrganisationDraft? Organisation, string? JobTitle, EmailAddress? Email, WebAddress? Website,
    PhoneNumber? Phone, PhoneNumber? Mobile, PhoneNumber? Fax, PostalAddress? Address, Language Language, DateOnly RelationshipStart) : ImportDraft;

public sealed record OrganisationDraft(string Key, string Name, BusinessId? BusinessId);

public sealed record OrderDraft(
    string Key, string CustomerKey, DateOnly PlacedOn, DateOnly? RequiredOn, DateOnly? DeliveredOn, string Currency, decimal Freight,
    string? DeliveryName, PostalAddress? DeliveryAddress) : ImportDraft;

public sealed record OrderLineDraft(string OrderKey, string Product, decimal UnitPrice, decimal Quantity, decimal Discount) : ImportDraft;

/// <summary>What a row of an update file says: how to find the person, and the new values; null where it says nothing.</summary>
public sealed record UpdateDraft(
    long? CustomerNumber, string? Key, string? OldFirstName, string? OldLastName, string? OldStreet, string? OldPostalCode,
    string? FirstName, string? LastName, PostalAddress? Address, EmailAddress? Email, PhoneNumber? Phone, PhoneNumber? Mobile) : ImportDraft;

public enum RowFate
{
    New,

    /// <summary>Its key is in the register already: nothing is changed.</summary>
    Unchanged,

    Rejected,
}

/// <param name="Line">The line of the file on which the row begins, from 1.</param>
/// <param name="Draft">Null when rejected.</param>
public sealed record WeighedRow(long Line, RowFate Fate, ImportDraft? Draft, IReadOnlyList<RowProblem> Problems)
{
    internal static WeighedRow Rejected(long line, params IReadOnlyList<RowProblem> problems) => new(line, RowFate.Rejected, null, problems);
}
