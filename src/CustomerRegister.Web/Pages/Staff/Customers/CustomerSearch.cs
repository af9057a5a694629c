using System.Text.Json;
using CustomerRegister.Customers;
using CustomerRegister.Web.Security;

namespace CustomerRegister.Web.Pages.Staff.Customers;

/// <summary>A search and the place in its results. It stands in addresses only protected: words and names are personal.</summary>
public sealed record CustomerSearch(string? Words, CustomerCursor? From = null)
{
    /// <summary>Where a page leaves the words for the search box in the header.</summary>
    public const string WordsKey = "SearchWords";

    private const string Purpose = "customer-search";

    // A working day: a list left open over lunch still turns its page.
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    public string Address(ProtectedText texts) =>
        string.IsNullOrWhiteSpace(Words) && From is null ? "/staff/customers" : $"/staff/customers?s={texts.Protect(Purpose, JsonSerializer.Serialize(this), Lifetime)}";

    /// <returns>Null if the address is too old or not ours.</returns>
    public static CustomerSearch? Read(ProtectedText texts, string protectedSearch) =>
        texts.Read(Purpose, protectedSearch) is { } text ? JsonSerializer.Deserialize<CustomerSearch>(text) : null;
}
