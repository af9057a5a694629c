using CustomerRegister.Staff;
using CustomerRegister.Web.Pages.Staff.Customers;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CustomerRegister.Web.Pages.Staff;

/// <summary>Where the search box posts: the words leave the form's body only to be protected in the address of the results.</summary>
[RequirePermission(Permission.ViewCustomers)]
public sealed class SearchModel(ProtectedText texts) : PageModel
{
    public IActionResult OnGet() => Redirect("/staff/customers");

    public IActionResult OnPost(string? query)
    {
        // Far more than a search can use is not carried along.
        var words = query?.Trim();
        return Redirect(new CustomerSearch(words is { Length: > 200 } ? words[..200] : words).Address(texts));
    }
}
