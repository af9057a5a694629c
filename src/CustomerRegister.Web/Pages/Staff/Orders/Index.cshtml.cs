using System.Globalization;
using CustomerRegister.Data;
using CustomerRegister.Orders;
using CustomerRegister.Staff;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Orders;

/// <summary>Orders, the newest first, by state; and straight to one by its number.</summary>
[RequirePermission(Permission.ViewOrders)]
public sealed class IndexModel(ListOrders list, RegisterContext db, CurrentStaff current, IStringLocalizer<OrdersTexts> texts) : PageModel
{
    /// <summary>Why orders are read and changed, as the log says it.</summary>
    internal const string Purpose = "customer-care";

    [BindProperty(SupportsGet = true)]
    public string? State { get; set; }

    /// <summary>The last order of the page before: day and number, such as <c>2026-11-22_10005</c>.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Before { get; set; }

    [BindProperty]
    public string? Number { get; set; }

    public ListedOrders List { get; private set; } = new([], null, null);
    public bool MayManage { get; private set; }

    public OrderState? Only => Enum.TryParse<OrderState>(State, ignoreCase: true, out var state) && Enum.IsDefined(state) ? state : null;
    public string? PreviousUrl => List.Previous is { } place ? Page(place, "before") : null;
    public string? NextUrl => List.Next is { } place ? Page(place, "after") : null;

    public static string AddressOf(OrderState? state) => state is null ? "/staff/orders" : $"/staff/orders?state={state.Value.ToString().ToLowerInvariant()}";

    public async Task OnGetAsync(CancellationToken ct)
    {
        MayManage = (await current.Get()).Account.Holds(Permission.ManageOrders);
        List = await list.Run(Only, PlaceOf(After, backwards: false) ?? PlaceOf(Before, backwards: true), await current.Actor(Purpose), ct);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var digits = string.Concat((Number ?? "").Where(c => !char.IsWhiteSpace(c)));
        if (long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && await db.Orders.Where(o => o.Number == number).Select(o => (OrderId?)o.Id).SingleOrDefaultAsync(ct) is { } found)
            return Redirect($"/staff/orders/{found.Value}");
        ModelState.AddModelError(nameof(Number), texts[digits.Length == 0 ? "List.FindEmpty" : "List.NotFound"]);
        await OnGetAsync(ct);
        return Page();
    }

    private string Page(OrderPlace place, string direction) => string.Create(CultureInfo.InvariantCulture,
        $"{AddressOf(Only)}{(Only is null ? '?' : '&')}{direction}={place.PlacedOn:yyyy-MM-dd}_{place.Number}");

    // Whoever writes a place by hand and gets it wrong sees the first page.
    private static OrderPlace? PlaceOf(string? text, bool backwards) =>
        text?.Split('_') is [var day, var number]
        && DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var placedOn)
        && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            ? new(placedOn, at, backwards) : null;
}
