using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CustomerRegister.Customers;

/// <summary>
/// A postal address in five parts, each of which may be missing but not all. Whitespace is trimmed and collapsed; a line
/// break inside a part becomes a comma. The country stands as it was written; <see cref="CountryCode"/> tells which it is.
/// </summary>
public sealed record PostalAddress
{
    /// <summary>The longest a part may be, in characters.</summary>
    public const int MaxPartLength = 200;

    // For TryCreate and for the mapping, which binds parameters to properties by name.
    private PostalAddress(string? street, string? postalCode, string? city, string? region, string? country)
    {
        Street = street;
        PostalCode = postalCode;
        City = city;
        Region = region;
        Country = country;
    }

    /// <summary>Street and number, box, c/o.</summary>
    public string? Street { get; private init; }

    public string? PostalCode { get; private init; }

    public string? City { get; private init; }

    /// <summary>State, province or county, where addresses have one.</summary>
    public string? Region { get; private init; }

    public string? Country { get; private init; }

    /// <summary>ISO 3166-1 alpha-2 code of <see cref="Country"/>; null if none is written or it isn't known.</summary>
    public string? CountryCode => Customers.CountryCode.Of(Country);

    /// <summary>Fails if every part is empty, or one is longer than <see cref="MaxPartLength"/>.</summary>
    public static bool TryCreate(
        string? street, string? postalCode, string? city, string? region, string? country,
        [NotNullWhen(true)] out PostalAddress? address)
    {
        var made = new PostalAddress(Tidy(street), Tidy(postalCode), Tidy(city), Tidy(region), Tidy(country));
        string?[] parts = [made.Street, made.PostalCode, made.City, made.Region, made.Country];
        address = parts.Any(part => part is not null) && parts.All(part => part is null || part.Length <= MaxPartLength) ? made : null;
        return address is not null;
    }

    /// <exception cref="ArgumentException">Every part is empty, or one is too long.</exception>
    public static PostalAddress Create(string? street, string? postalCode, string? city, string? region = null, string? country = null) =>
        TryCreate(street, postalCode, city, region, country, out var address)
            ? address
            : throw new ArgumentException($"An address needs at least one part, and none longer than {MaxPartLength} characters.");

    /// <summary>
    /// The lines as they go on an envelope below the name. The country is last, in capitals and in the given language
    /// (Universal Postal Convention Regulations, addressing), and left out inside <paramref name="homeCountry"/>.
    /// Post code and town stand in the order of the destination: before the town on the Continent, after it where English is the post's language.
    /// </summary>
    /// <param name="homeCountry">ISO code of the country that the letter is posted in.</param>
    /// <param name="language">The language of the country's name; without it, the current one.</param>
    public IReadOnlyList<string> Lines(string homeCountry = Customers.CountryCode.Finland, CultureInfo? language = null)
    {
        language ??= CultureInfo.CurrentUICulture;
        var code = CountryCode;
        var lines = new List<string?> { Street };
        switch (code)
        {
            case "GB" or "IE":
                lines.AddRange([City, Region, PostalCode]);
                break;
            case "US" or "CA" or "AU" or "NZ":
                lines.Add(Join(" ", City, Region, PostalCode));
                break;
            default:
                lines.AddRange([Join(" ", PostalCode, City), Region]);
                break;
        }

        if (Country is not null && code != homeCountry)
            lines.Add((code is null ? Country : Customers.CountryCode.NameIn(code, language)).ToUpper(language));
        return [.. lines.Where(line => !string.IsNullOrEmpty(line)).Select(line => line!)];
    }

    /// <summary>All in one line, with commas.</summary>
    public override string ToString() => Join(", ", Street, Join(" ", PostalCode, City), Region, Country);

    private static string Join(string separator, params string?[] parts) =>
        string.Join(separator, parts.Where(part => !string.IsNullOrEmpty(part)));

    private static bool IsTidy(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == ' ' ? i == 0 || i == text.Length - 1 || text[i - 1] == ' ' : char.IsWhiteSpace(text[i]) || char.IsControl(text[i]))
                return false;
        }

        return true;
    }

    private static string? Tidy(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        if (IsTidy(text))
            return text;
        var lines = text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries)
            .Select(line => string.Join(' ', line.Split([.. line.Where(c => char.IsWhiteSpace(c) || char.IsControl(c)).Distinct()], StringSplitOptions.RemoveEmptyEntries)))
            .Where(line => line.Length > 0);
        var tidy = string.Join(", ", lines);
        return tidy.Length == 0 ? null : tidy;
    }
}
