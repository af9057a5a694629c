using CustomerRegister.Customers;
using CustomerRegister.Staff;
using CustomerRegister.Web.Pages.Staff.Customers;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff;

/// <summary>Where the search box and the filters post: the words leave the form's body only to be protected in the address of the results.</summary>
[RequirePermission(Permission.ViewCustomers)]
public sealed class SearchModel(ProtectedText texts, FindCustomers find, CurrentStaff current, SuggestionsPerAccount limit, IStringLocalizer<StaffTexts> words) : PageModel
{
    private const int Suggested = 6;

    public IActionResult OnGet() => Redirect("/staff/customers");

    /// <param name="everywhere">Whether to look beyond the customer or order whose number was typed.</param>
    public IActionResult OnPost(string? query, CustomerFilterForm filters, bool everywhere) =>
        Redirect((filters.For(Cut(query)) with { Everywhere = everywhere }).Address(texts));

    /// <summary>The first customers that the words find, for the box to suggest. Each answer is logged as a search.</summary>
    public async Task<IActionResult> OnPostSuggestAsync(string? query, CancellationToken ct)
    {
        var actor = await current.Actor("customer-care");
        if (!limit.Allows(actor))
            return StatusCode(StatusCodes.Status429TooManyRequests);
        if (Cut(query) is not { Length: > 1 } typed)
            return new JsonResult(Array.Empty<Suggestion>());
        var found = await find.Run(new FindCustomersQuery(typed) { Rows = Suggested, NamesFirst = true }, actor, ct);
        return new JsonResult(found.Rows.Select(c => new Suggestion(c.FullName, Detail(c), $"/staff/customers/{c.Id.Value}")));
    }

    private string Detail(FoundCustomer customer) => string.Join(", ",
        customer.Organisations.Select(o => o.IsCurrent ? o.Name : words["Customers.Formerly", o.Name].Value).Take(2).Append(customer.City).Append(customer.Number.ToString(System.Globalization.CultureInfo.InvariantCulture))
            .Where(part => !string.IsNullOrEmpty(part)));

    // Far more than a search can use is not carried along.
    private static string? Cut(string? query) => query?.Trim() is { Length: > 200 } words ? words[..200] : query?.Trim();

    private sealed record Suggestion(string Name, string Detail, string Address);
}
