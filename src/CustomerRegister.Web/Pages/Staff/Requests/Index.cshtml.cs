using System.Globalization;
using CustomerRegister.Requests;
using CustomerRegister.Staff;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CustomerRegister.Web.Pages.Staff.Requests;

[RequirePermission(Permission.HandleRequests)]
public sealed class IndexModel(ListRequests list, TimeProvider clock) : PageModel
{
    private const string Closed = "closed";

    [BindProperty(SupportsGet = true)]
    public string? Show { get; set; }

    /// <summary>Of the open requests, only those with so many days left.</summary>
    [BindProperty(SupportsGet = true)]
    public RequestDue? Due { get; set; }

    /// <summary>The last line of the page before: deadline and number, such as <c>2026-12-22_101</c>.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Before { get; set; }

    public RequestList List { get; private set; } = new([], false, false);
    public DateOnly Today => clock.Today();
    public bool IsClosed => Show == Closed;
    public RequestDue? DueShown => !IsClosed && Due is { } due && Enum.IsDefined(due) ? due : null;
    public string? PreviousUrl => List is { HasPrevious: true, Lines: [var first, ..] } ? Address("before", first) : null;
    public string? NextUrl => List is { HasNext: true, Lines: [.., var last] } ? Address("after", last) : null;

    public async Task OnGetAsync(CancellationToken ct) => List = await list.Run(!IsClosed, DueShown, PlaceOf(After), PlaceOf(Before), ct);

    private string Address(string direction, RequestLine line) => string.Create(CultureInfo.InvariantCulture,
        $"/staff/requests?{(IsClosed ? "show=closed&" : DueShown is { } due ? $"due={due}&" : "")}{direction}={line.DeadlineOn:yyyy-MM-dd}_{line.Number}");

    // Whoever writes a place by hand and gets it wrong sees the first page.
    private static RequestPlace? PlaceOf(string? text) =>
        text?.Split('_') is [var day, var number]
        && DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var deadline)
        && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            ? new(deadline, at) : null;
}
