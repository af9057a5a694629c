using CustomerRegister.Customers;
using CustomerRegister.Staff;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CustomerRegister.Web.Pages.Staff.Customers;

/// <summary>Everybody, whom the filters leave, or whom a search finds.</summary>
[RequirePermission(Permission.ViewCustomers)]
public sealed class IndexModel(FindCustomers find, CurrentStaff current, ProtectedText texts) : PageModel
{
    private StaffAccount account = null!;

    public string? Words { get; private set; }

    /// <summary>Null when the address of the search has grown too old.</summary>
    public FoundCustomers? Found { get; private set; }

    public CustomerFilterForm Filters { get; private set; } = new();

    public bool IsFiltered { get; private set; }

    public string? PreviousUrl { get; private set; }

    public string? NextUrl { get; private set; }

    /// <summary>Where those whom the filters leave are invited to the portal; null where words were searched for.</summary>
    public string? InviteUrl { get; private set; }

    public bool MayEdit => account.Holds(Permission.EditCustomers);

    /// <summary>Who sees orders on the card sees its invoices beside them.</summary>
    public bool MayFilterByInvoices => account.Holds(Permission.ViewOrders) || account.Holds(Permission.ManageInvoices);

    public bool IsSearch => !string.IsNullOrWhiteSpace(Words);

    /// <param name="s">The protected search; none for everybody, or for filters alone.</param>
    public async Task OnGetAsync(string? s, [FromQuery] CustomerFilterForm filters, CancellationToken ct)
    {
        account = (await current.Get()).Account;
        var search = string.IsNullOrEmpty(s) ? filters.For(words: null) : CustomerSearch.Read(texts, s);
        if (search is null)
            return;
        if (!MayFilterByInvoices)
            search = search with { Filter = search.Filter with { UnpaidInvoices = false } };
        (Words, Filters, IsFiltered) = (search.Words, CustomerFilterForm.Of(search), search.Filter != CustomerFilter.None);
        InviteUrl = IsSearch ? null : "/staff/customers/invite-selection" + (search with { Order = CustomerOrder.Name }).Filters();
        ViewData[CustomerSearch.WordsKey] = Words;
        Found = await find.Run(
            new FindCustomersQuery(Words, search.From)
            {
                Filter = search.Filter,
                Order = search.Order,
                Everywhere = search.Everywhere,
                MaySeeOrders = account.Holds(Permission.ViewOrders),
                MaySeeInvoices = account.Holds(Permission.ManageInvoices),
            },
            await current.Actor("customer-care"), ct);
        PreviousUrl = Found.Previous is { } previous ? (search with { From = previous }).Address(texts) : null;
        NextUrl = Found.Next is { } next ? (search with { From = next }).Address(texts) : null;
    }
}
