using CustomerRegister.Customers;
using CustomerRegister.Retention;

namespace CustomerRegister.Imports;

/// <summary>A row as it would be stored.</summary>
public abstract record ImportDraft;

/// <param name="LanguageIsSupposed">The file does not tell the language; it is supposed from the country.</param>
public sealed record CustomerDraft(
    string Key, string FirstName, string LastName, OrganisationDraft? Organisation, string? JobTitle, EmailAddress? Email, WebAddress? Website,
    PhoneNumber? Phone, PhoneNumber? Mobile, PhoneNumber? Fax, PostalAddress? Address, Language Language, bool LanguageIsSupposed, DateOnly RelationshipStart) : ImportDraft;

public sealed record OrganisationDraft(string Key, string Name, BusinessId? BusinessId);

public sealed record OrderDraft(
    string Key, string CustomerKey, DateOnly PlacedOn, DateOnly? RequiredOn, DateOnly? DeliveredOn, string Currency, decimal Freight,
    string? DeliveryName, PostalAddress? DeliveryAddress) : ImportDraft;

public sealed record OrderLineDraft(string OrderKey, string Product, decimal UnitPrice, decimal Quantity, decimal Discount) : ImportDraft;

/// <summary>What a row of an update file says: how to find the person, and the new values; null where it says nothing.</summary>
public sealed record UpdateDraft(
    long? CustomerNumber, string? Key, string? OldFirstName, string? OldLastName, string? OldStreet, string? OldPostalCode,
    string? FirstName, string? LastName, PostalAddress? Address, EmailAddress? Email, PhoneNumber? Phone, PhoneNumber? Mobile) : ImportDraft
{
    /// <summary>By what somebody who was erased from the register would be noticed.</summary>
    public IEnumerable<string> Hints(FindForgotten forgotten)
    {
        if (Email is not null)
            yield return forgotten.Hint(Email);
        foreach (var phone in new[] { Phone, Mobile }.OfType<PhoneNumber>())
            yield return forgotten.Hint(phone);
    }
}

/// <summary>What a row of an update file would change.</summary>
public sealed record ProposalDraft(IReadOnlyList<ProposedChange> Changes) : ImportDraft;

/// <param name="New">What differs; null where the register has it so already.</param>
/// <param name="Address">What the register has; not shown where it is protected.</param>
public sealed record ProposedChange(
    CustomerId Customer, long Number, long CustomerVersion, ProposalMatch Match, UpdateDraft New, string Name, PostalAddress? Address, EmailAddress? Email, IReadOnlyList<PhoneNumber> Phones)
{
    internal static ProposedChange Of(Customer customer, ProposalMatch match, UpdateDraft difference) => new(
        customer.Id, customer.Number, customer.Version, match, difference, customer.FullName,
        customer.IsAddressProtected ? null : PostalOf(customer), customer.Email, [.. customer.Phones.Select(p => p.Number)]);

    /// <summary>The address that an update file speaks of: where post goes.</summary>
    internal static PostalAddress? PostalOf(Customer customer) => PostalAddressOf(customer)?.Address;

    internal static CustomerAddress? PostalAddressOf(Customer customer) =>
        customer.Addresses.OrderBy(a => a.Id.Value).FirstOrDefault(a => a.Kind == AddressKind.Postal) ?? customer.Addresses.OrderBy(a => a.Id.Value).FirstOrDefault(a => a.Kind == AddressKind.Visiting);
}

public enum RowFate
{
    New,

    /// <summary>Its key is in the register already: nothing is changed.</summary>
    Unchanged,

    Rejected,
}

/// <param name="Row">As it stands in the file.</param>
/// <param name="Draft">Null when rejected.</param>
public sealed record WeighedRow(CsvRow Row, RowFate Fate, ImportDraft? Draft, IReadOnlyList<RowProblem> Problems)
{
    /// <summary>The line of the file on which the row begins, from 1.</summary>
    public long Line => Row.Line;

    internal static WeighedRow Rejected(CsvRow row, params IReadOnlyList<RowProblem> problems) => new(row, RowFate.Rejected, null, problems);
}
