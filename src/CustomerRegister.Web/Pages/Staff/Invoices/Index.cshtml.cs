using System.Globalization;
using CustomerRegister.Orders;
using CustomerRegister.Staff;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Invoices;

/// <summary>Invoices by what is to be done about them; and straight to one by its number or reference.</summary>
[RequirePermission(Permission.ManageInvoices)]
public sealed class IndexModel(ListInvoices list, FindInvoice find, CurrentStaff current, TimeProvider clock, IStringLocalizer<InvoicesTexts> texts) : PageModel
{
    /// <summary>Why invoices are read and changed, as the log says it.</summary>
    internal const string Purpose = "invoicing";

    [BindProperty(SupportsGet = true)]
    public string? Show { get; set; }

    /// <summary>The last invoice of the page before: due date and number, such as <c>2026-11-22_50005</c>.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Before { get; set; }

    [BindProperty]
    public string? Number { get; set; }

    public ListedInvoices List { get; private set; } = new([], null, null);
    public DateOnly Today => clock.Today();

    /// <summary>Of the address: <c>?show=overdue</c>, or shorter <c>?overdue</c>.</summary>
    public InvoiceFilter Filter =>
        Request.Query.ContainsKey("overdue") ? InvoiceFilter.Overdue
        : Enum.TryParse<InvoiceFilter>(Show, ignoreCase: true, out var filter) && Enum.IsDefined(filter) ? filter
        : InvoiceFilter.All;

    public string? PreviousUrl => List.Previous is { } place ? Page(place, "before") : null;
    public string? NextUrl => List.Next is { } place ? Page(place, "after") : null;

    public static string AddressOf(InvoiceFilter filter) => filter == InvoiceFilter.All ? "/staff/invoices" : $"/staff/invoices?show={filter.ToString().ToLowerInvariant()}";

    public async Task OnGetAsync(CancellationToken ct) =>
        List = await list.Run(Filter, PlaceOf(After, backwards: false) ?? PlaceOf(Before, backwards: true), await current.Actor(Purpose), ct);

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (await find.Run(Number, ct) is { } found)
            return Redirect($"/staff/invoices/{found.Value}");
        ModelState.AddModelError(nameof(Number), texts[string.IsNullOrWhiteSpace(Number) ? "List.FindEmpty" : "List.NotFound"]);
        await OnGetAsync(ct);
        return Page();
    }

    private string Page(InvoicePlace place, string direction) => string.Create(CultureInfo.InvariantCulture,
        $"{AddressOf(Filter)}{(Filter == InvoiceFilter.All ? '?' : '&')}{direction}={place.DueOn:yyyy-MM-dd}_{place.Number}");

    // Whoever writes a place by hand and gets it wrong sees the first page.
    private static InvoicePlace? PlaceOf(string? text, bool backwards) =>
        text?.Split('_') is [var day, var number]
        && DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var dueOn)
        && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            ? new(dueOn, at, backwards) : null;
}
