namespace CustomerRegister.Customers;

/// <summary>What the one search box finds a customer by, folded into one text.</summary>
public static class CustomerSearchText
{
    public static string Of(Customer customer) => Of(
        customer.Number,
        [customer.FirstName, customer.LastName],
        customer.Email,
        customer.Phones.Select(p => p.Number),
        // Who may not see a protected address must not find it either.
        customer.IsAddressProtected ? [] : customer.Addresses.Select(a => a.Address),
        customer.ContactRoles.Select(r => r.Organisation?.Name));

    private static string Of(long number, IEnumerable<string?> names, EmailAddress? email, IEnumerable<PhoneNumber> phones, IEnumerable<PostalAddress> addresses, IEnumerable<string?> organisations)
    {
        // A phone is found in any writing: by its international digits and by those dialled at home.
        var digits = phones.SelectMany(p => new[] { p.Digits, DialledAtHome(p) });
        var places = addresses.SelectMany(a => new[] { a.Street, a.PostalCode, a.City });
        IEnumerable<string?> parts = [.. names, .. organisations, email?.ToString(), .. digits, .. places, number.ToString(System.Globalization.CultureInfo.InvariantCulture)];
        return string.Join(' ', parts.Where(p => !string.IsNullOrWhiteSpace(p)).Select(p => SearchText.Fold(p!)).Distinct());
    }

    private static string? DialledAtHome(PhoneNumber phone) =>
        phone.IsInternational && phone.Readable.IndexOf(' ', StringComparison.Ordinal) is > 0 and var code ? "0" + Digits(phone.Readable[code..]) : null;

    private static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit));
}
