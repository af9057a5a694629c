using System.Text.Json;
using CustomerRegister.Customers;
using CustomerRegister.Web.Security;

namespace CustomerRegister.Web.Pages.Staff.Organisations;

/// <summary>A search among organisations and the place in its results. It stands in addresses only protected: a sole trader's name is a person's.</summary>
public sealed record OrganisationSearch(string? Words, bool Without, OrganisationCursor? From = null)
{
    private const string Purpose = "organisation-search";

    // A working day: a list left open over lunch still turns its page.
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    public string Address(ProtectedText texts) => string.IsNullOrWhiteSpace(Words) && From is null
        ? Without ? "/staff/organisations?without=true" : "/staff/organisations"
        : $"/staff/organisations?s={texts.Protect(Purpose, JsonSerializer.Serialize(this), Lifetime)}";

    /// <returns>Null if the address is too old or not ours.</returns>
    public static OrganisationSearch? Read(ProtectedText texts, string protectedSearch) =>
        texts.Read(Purpose, protectedSearch) is { } text ? JsonSerializer.Deserialize<OrganisationSearch>(text) : null;
}
