using CustomerRegister.Customers;
using CustomerRegister.Staff;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CustomerRegister.Web.Pages.Staff.Customers;

/// <summary>Everybody by name, or whom a search finds.</summary>
[RequirePermission(Permission.ViewCustomers)]
public sealed class IndexModel(FindCustomers find, CurrentStaff current, ProtectedText texts, TimeProvider clock) : PageModel
{
    public string? Words { get; private set; }

    /// <summary>Null when the address of the search has grown too old.</summary>
    public FoundCustomers? Found { get; private set; }

    public string? PreviousUrl { get; private set; }

    public string? NextUrl { get; private set; }

    public bool MayEdit { get; private set; }

    public DateOnly Today => clock.Today();

    public bool IsSearch => !string.IsNullOrWhiteSpace(Words);

    /// <param name="s">The protected search; none for everybody.</param>
    public async Task OnGetAsync(string? s, CancellationToken ct)
    {
        MayEdit = (await current.Get()).Account.Holds(Permission.EditCustomers);
        var search = string.IsNullOrEmpty(s) ? new CustomerSearch(null) : CustomerSearch.Read(texts, s);
        if (search is null)
            return;
        Words = search.Words;
        ViewData[CustomerSearch.WordsKey] = Words;
        Found = await find.Run(new FindCustomersQuery(Words, search.From), await current.Actor("customer-care"), ct);
        PreviousUrl = Found.Previous is { } previous ? (search with { From = previous }).Address(texts) : null;
        NextUrl = Found.Next is { } next ? (search with { From = next }).Address(texts) : null;
    }
}
