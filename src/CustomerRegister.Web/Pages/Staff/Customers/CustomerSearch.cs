using System.Text.Json;
using CustomerRegister.Customers;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Http.Extensions;

namespace CustomerRegister.Web.Pages.Staff.Customers;

/// <summary>A search and the place in its results. It stands in addresses only protected where there are words or names in it: those are personal.</summary>
public sealed record CustomerSearch(string? Words, CustomerCursor? From = null)
{
    /// <summary>Where a page leaves the words for the search box in the header.</summary>
    public const string WordsKey = "SearchWords";

    private const string Purpose = "customer-search";

    // A working day: a list left open over lunch still turns its page.
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    public CustomerFilter Filter { get; init; } = CustomerFilter.None;

    public CustomerOrder Order { get; init; }

    public bool Everywhere { get; init; }

    public string Address(ProtectedText texts) =>
        string.IsNullOrWhiteSpace(Words) && From is null ? "/staff/customers" + Filters() : $"/staff/customers?s={texts.Protect(Purpose, JsonSerializer.Serialize(this), Lifetime)}";

    /// <returns>Null if the address is too old or not ours.</returns>
    public static CustomerSearch? Read(ProtectedText texts, string protectedSearch) =>
        texts.Read(Purpose, protectedSearch) is { } text ? JsonSerializer.Deserialize<CustomerSearch>(text) : null;

    /// <summary>The filters as a query, as their form is bound: <c>?Language=Sv</c>.</summary>
    public string Filters()
    {
        var query = new QueryBuilder();
        if (Filter.Relationship is { } relationship)
            query.Add(nameof(Filter.Relationship), relationship.ToString());
        if (Filter.Language is { } language)
            query.Add(nameof(Filter.Language), language.ToString());
        foreach (var (name, isOn) in new[]
        {
            (nameof(Filter.ContactPersons), Filter.ContactPersons), (nameof(Filter.UnpaidInvoices), Filter.UnpaidInvoices), (nameof(Filter.Protected), Filter.Protected),
            (nameof(Filter.WithoutEmail), Filter.WithoutEmail), (nameof(Filter.UndeliverableMail), Filter.UndeliverableMail), (nameof(Filter.WithoutLanguage), Filter.WithoutLanguage),
            (nameof(Filter.Restricted), Filter.Restricted),
        })
        {
            if (isOn)
                query.Add(name, "true");
        }

        if (Order != CustomerOrder.Name)
            query.Add(nameof(Order), Order.ToString());
        return query.ToString();
    }
}
