using System.ComponentModel.DataAnnotations;
using CustomerRegister.Customers;
using CustomerRegister.Staff;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CustomerRegister.Web.Pages.Staff.Organisations;

/// <summary>Organisations by name, those a search finds, or those that nobody represents.</summary>
[RequirePermission(Permission.ViewCustomers)]
public sealed class IndexModel(FindOrganisations find, CurrentStaff current, ProtectedText protectedText) : PageModel
{
    [BindProperty, StringLength(200)]
    public string? Words { get; set; }

    [BindProperty(SupportsGet = true)]
    public bool Without { get; set; }

    /// <summary>Null when the address of the search has grown too old.</summary>
    public FoundOrganisations? Found { get; private set; }

    public string? PreviousUrl { get; private set; }

    public string? NextUrl { get; private set; }

    public bool MayEdit { get; private set; }

    public bool IsSearch => !string.IsNullOrWhiteSpace(Words);

    /// <param name="s">The protected search; none for everybody.</param>
    public async Task OnGetAsync(string? s, CancellationToken ct)
    {
        var search = string.IsNullOrEmpty(s) ? new OrganisationSearch(null, Without) : OrganisationSearch.Read(protectedText, s);
        ModelState.Clear();
        await Show(search, ct);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (ModelState.IsValid)
            return Redirect(new OrganisationSearch(Words?.Trim(), Without).Address(protectedText));
        await Show(new OrganisationSearch(null, Without), ct);
        return Page();
    }

    private async Task Show(OrganisationSearch? search, CancellationToken ct)
    {
        MayEdit = (await current.Get()).Account.Holds(Permission.EditCustomers);
        if (search is null)
            return;
        (Words, Without) = (Words ?? search.Words, search.Without);
        Found = await find.Run(new FindOrganisationsQuery(search.Words, search.Without, search.From), await current.Actor("customer-care"), ct);
        PreviousUrl = Found.Previous is { } previous ? (search with { From = previous }).Address(protectedText) : null;
        NextUrl = Found.Next is { } next ? (search with { From = next }).Address(protectedText) : null;
    }
}
