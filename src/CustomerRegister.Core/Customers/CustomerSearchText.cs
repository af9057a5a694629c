using System.Text;

namespace CustomerRegister.Customers;

/// <summary>
/// What the one search box finds a customer by, folded into one text: everything but how the sort name begins. That beginning is looked for in the
/// ordered index instead, so that a family name that tens of thousands share is read in its order and stops early, and the text tells who else there is.
/// </summary>
public static class CustomerSearchText
{
    public static string Of(Customer customer) => Of(
        customer.Number,
        customer.SortName,
        customer.Email,
        customer.Phones.Select(p => p.Number),
        // Who may not see a protected address must not find it either.
        customer.IsAddressProtected ? [] : customer.Addresses.Select(a => a.Address),
        customer.ContactRoles.SelectMany(r => new[] { r.Organisation?.Name, r.Organisation?.BusinessId?.ToString(), r.Organisation?.BusinessId is { } id ? Digits(id.ToString()) : null }));

    /// <summary>The sort name without its first letter, then each folded word of the rest that no word of the sort name begins with.</summary>
    public static string Compose(string sortName, IEnumerable<string?> rest)
    {
        var text = new StringBuilder(sortName.Length == 0 ? "" : sortName[1..], 256);
        var name = " " + sortName;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var part in rest)
        {
            foreach (var word in SearchText.Fold(part).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                if (seen.Add(word) && !name.Contains(" " + word, StringComparison.Ordinal))
                    text.Append(' ').Append(word);
            }
        }

        return text.ToString();
    }

    private static string Of(long number, string sortName, EmailAddress? email, IEnumerable<PhoneNumber> phones, IEnumerable<PostalAddress> addresses, IEnumerable<string?> organisations)
    {
        // A phone is found in any writing: by its international digits and by those dialled at home.
        var digits = phones.SelectMany(p => new[] { p.Digits, DialledAtHome(p) });
        var places = addresses.SelectMany(a => new[] { a.Street, a.PostalCode, a.City });
        IEnumerable<string?> parts = [.. organisations, email?.ToString(), .. digits, .. places, number.ToString(System.Globalization.CultureInfo.InvariantCulture)];
        return Compose(sortName, parts);
    }

    private static string? DialledAtHome(PhoneNumber phone) =>
        phone.IsInternational && phone.Readable.IndexOf(' ', StringComparison.Ordinal) is > 0 and var code ? "0" + Digits(phone.Readable[code..]) : null;

    private static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit));
}
