using CustomerRegister.Customers;

namespace CustomerRegister.Rectification;

/// <summary>One value of a customer that can be pointed at, whether it is there or missing.</summary>
/// <param name="TargetId">The phone or address of which it is one.</param>
/// <param name="Value">As it is written; null where there is none.</param>
/// <param name="Source">Where it came from, where that is known.</param>
public sealed record StoredDetail(RectifiedField Field, Guid? TargetId, string? Value, Provenance? Source)
{
    /// <summary>In which address or as which phone it stands; null for the rest.</summary>
    public Enum? Kind { get; init; }
}

/// <summary>Reads what is stored about a customer as values that can be pointed at, and says what each of them can become.</summary>
internal static class StoredDetails
{
    public static readonly IReadOnlyList<RectifiedField> AddressParts = [RectifiedField.Street, RectifiedField.PostalCode, RectifiedField.City, RectifiedField.Region, RectifiedField.Country];

    /// <summary>Everything, with one more phone and, where there is none, one address for what is missing.</summary>
    public static IReadOnlyList<StoredDetail> Of(Customer customer)
    {
        List<StoredDetail> details =
        [
            new(RectifiedField.FirstName, null, customer.FirstName.Length == 0 ? null : customer.FirstName, customer.NameSource),
            new(RectifiedField.LastName, null, customer.LastName, customer.NameSource),
            new(RectifiedField.Email, null, customer.Email?.Readable, customer.EmailSource),
            .. customer.Phones.OrderBy(p => p.Kind).ThenBy(p => p.Id.Value).Select(p => new StoredDetail(RectifiedField.Phone, p.Id.Value, p.Number.Readable, p.Source) { Kind = p.Kind }),
            new(RectifiedField.Phone, null, null, null),
            .. customer.Addresses.OrderBy(a => a.Kind).ThenBy(a => a.Id.Value).SelectMany(a => Parts(a.Address).Select(part => new StoredDetail(part.Field, a.Id.Value, part.Value, a.Source) { Kind = a.Kind })),
        ];
        if (customer.Addresses.Count == 0 && !customer.AddressesAreHidden)
            details.AddRange(AddressParts.Select(field => new StoredDetail(field, null, null, null) { Kind = AddressKind.Postal }));
        details.Add(new(RectifiedField.Website, null, customer.Website?.Value, customer.WebsiteSource));
        details.Add(new(RectifiedField.Language, null, customer.Language.ToString(), customer.LanguageSource));
        if (customer.Note is { } note)
            details.Add(new(RectifiedField.Note, null, note, customer.NoteSource));
        return details;
    }

    /// <summary>Whether a value can be written into a field; null takes the value away.</summary>
    public static bool CanBe(RectifiedField field, string? value) => value is null
        ? field is not (RectifiedField.LastName or RectifiedField.Language)
        : value.Length <= RectificationItem.LongestValue && field switch
        {
            RectifiedField.FirstName or RectifiedField.LastName => value.Length <= 100,
            RectifiedField.Email => EmailAddress.TryParse(value, out _),
            RectifiedField.Phone => PhoneNumber.TryParse(value, out _),
            RectifiedField.Website => WebAddress.TryParse(value, out _),
            RectifiedField.Language => Enum.GetNames<Language>().Contains(value),
            RectifiedField.Note => value.Length <= Customer.LongestNote,
            _ => value.Length <= PostalAddress.MaxPartLength,
        };

    public static IEnumerable<(RectifiedField Field, string? Value)> Parts(PostalAddress address) =>
    [
        (RectifiedField.Street, address.Street), (RectifiedField.PostalCode, address.PostalCode), (RectifiedField.City, address.City),
        (RectifiedField.Region, address.Region), (RectifiedField.Country, address.Country),
    ];
}
