using System.Globalization;
using CustomerRegister.Customers;

namespace CustomerRegister.Rectification;

/// <summary>Turns accepted items into the change of the customer that writes them.</summary>
internal static class Correction
{
    /// <param name="request">The number of the request by which the person gave the values: it becomes part of their source.</param>
    /// <returns>Null where what the items point at is no longer there, or what they ask for cannot be written.</returns>
    public static ChangeCustomerCommand? Of(Customer customer, IReadOnlyList<RectificationItem> items, long request)
    {
        if (items.Any(i => !StoredDetails.CanBe(i.Field, i.WrittenValue)))
            return null;
        // Two requests that were merged may name the same: what was said last is written.
        var values = new Dictionary<RectifiedField, string?>();
        foreach (var item in items.Where(i => i.TargetId is null && i.Field != RectifiedField.Phone && !StoredDetails.AddressParts.Contains(i.Field)))
            values[item.Field] = item.WrittenValue;
        if (Phones(customer, items) is not { } phones || Addresses(customer, items) is not { } addresses)
            return null;
        return new(
            customer.Id, customer.Version,
            Text(RectifiedField.FirstName, customer.FirstName) ?? "", Text(RectifiedField.LastName, customer.LastName)!,
            values.TryGetValue(RectifiedField.Language, out var language) ? Enum.Parse<Language>(language!) : null,
            values.TryGetValue(RectifiedField.Email, out var email) ? (email is null ? null : EmailAddress.Parse(email)) : customer.Email,
            values.TryGetValue(RectifiedField.Website, out var website) ? (website is null ? null : WebAddress.Parse(website)) : customer.Website,
            phones, addresses, customer.EInvoice, Text(RectifiedField.Note, customer.Note), SourceKind.DataSubject, string.Create(CultureInfo.InvariantCulture, $"#{request}"));

        string? Text(RectifiedField field, string? otherwise) => values.TryGetValue(field, out var value) ? value : otherwise;
    }

    private static List<PhoneEntry>? Phones(Customer customer, IReadOnlyList<RectificationItem> items)
    {
        var phones = customer.Phones.Select(p => new PhoneEntry(p.Id, p.Kind, p.Number)).ToList();
        foreach (var item in items.Where(i => i.Field == RectifiedField.Phone))
        {
            var at = phones.FindIndex(p => p.Id?.Value == item.TargetId);
            if (item.TargetId is not null && at < 0)
                return null;
            if (item.WrittenValue is not { } number)
                phones.RemoveAll(p => item.TargetId is not null && p.Id?.Value == item.TargetId);
            else if (item.TargetId is null)
                phones.Add(new(null, PhoneKind.Phone, PhoneNumber.Parse(number)));
            else
                phones[at] = phones[at] with { Number = PhoneNumber.Parse(number) };
        }

        return phones;
    }

    private static List<AddressEntry>? Addresses(Customer customer, IReadOnlyList<RectificationItem> items)
    {
        var addresses = customer.Addresses.Select(a => new AddressEntry(a.Id, a.Kind, a.Address)).ToList();
        foreach (var one in items.Where(i => StoredDetails.AddressParts.Contains(i.Field)).GroupBy(i => i.TargetId))
        {
            var at = addresses.FindIndex(a => a.Id?.Value == one.Key && one.Key is not null);
            if (one.Key is not null && at < 0)
                return null;
            var parts = at < 0 ? StoredDetails.AddressParts.ToDictionary(f => f, _ => (string?)null) : StoredDetails.Parts(addresses[at].Address).ToDictionary(p => p.Field, p => p.Value);
            foreach (var item in one)
                parts[item.Field] = item.WrittenValue;
            var isWritten = PostalAddress.TryCreate(parts[RectifiedField.Street], parts[RectifiedField.PostalCode], parts[RectifiedField.City], parts[RectifiedField.Region], parts[RectifiedField.Country], out var address);
            if (at >= 0 && isWritten)
                addresses[at] = addresses[at] with { Address = address! };
            else if (at >= 0)
                // Nothing is left of it.
                addresses.RemoveAt(at);
            else if (isWritten)
                addresses.Add(new(null, AddressKind.Postal, address!));
        }

        return addresses;
    }
}
