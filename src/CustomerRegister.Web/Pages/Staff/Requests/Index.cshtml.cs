using System.Globalization;
using CustomerRegister.Requests;
using CustomerRegister.Staff;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Requests;

[RequirePermission(Permission.HandleRequests)]
public sealed class IndexModel(ListRequests list, AssignRequest assign, CurrentStaff current, TermNames terms, TimeProvider clock, IStringLocalizer<RequestsTexts> texts) : PageModel
{
    private const string Closed = "closed";
    private const string Mine = "me";
    private const string Nobody = "nobody";

    [BindProperty(SupportsGet = true)]
    public string? Show { get; set; }

    /// <summary>Of the open requests, only those with so many days left.</summary>
    [BindProperty(SupportsGet = true)]
    public RequestDue? Due { get; set; }

    [BindProperty(SupportsGet = true)]
    public RequestType? Type { get; set; }

    [BindProperty(SupportsGet = true)]
    public RequestState? State { get; set; }

    /// <summary>An account, <c>me</c> or <c>nobody</c>.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Who { get; set; }

    /// <summary>The last line of the page before: deadline and number, such as <c>2026-12-22_101</c>.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Before { get; set; }

    public RequestList List { get; private set; } = new([], false, false);
    public DateOnly Today => clock.Today();
    public bool MayMakeEvidence { get; private set; }
    public bool IsClosed => Show == Closed;
    public RequestDue? DueShown => !IsClosed && Due is { } due && Enum.IsDefined(due) ? due : null;
    public bool IsFiltered => Type is not null || State is not null || (!IsClosed && !string.IsNullOrEmpty(Who));
    public string? PreviousUrl => List is { HasPrevious: true, Lines: [var first, ..] } ? Address("before", first) : null;
    public string? NextUrl => List is { HasNext: true, Lines: [.., var last] } ? Address("after", last) : null;

    public IReadOnlyList<SelectListItem> Types => terms.Options<RequestType>();
    public IReadOnlyList<SelectListItem> States => terms.Options([.. Enum.GetValues<RequestState>().Where(s => DataSubjectRequest.OpenStates.Contains(s) != IsClosed)]);
    public IReadOnlyList<SelectListItem> Whos { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        MayMakeEvidence = (await current.Get()).Account.Holds(Permission.DecideRequests);
        // A filter that nobody can choose is none.
        ModelState.Clear();
        if (!IsClosed)
            Whos = [new(texts["List.Me"], Mine), new(texts["List.Nobody"], Nobody), .. (await assign.Assignees(ct)).Select(a => new SelectListItem(a.Name, a.Id.ToString()))];
        var filter = new RequestFilter(!IsClosed, Type, State, IsClosed ? null : await Assignee(), DueShown);
        List = await list.Run(filter, PlaceOf(After), PlaceOf(Before), ct);
    }

    private async Task<Guid?> Assignee() =>
        Who == Mine ? (await current.Get()).Account.Id : Who == Nobody ? Guid.Empty : Guid.TryParse(Who, out var account) ? account : null;

    private string Address(string direction, RequestLine line)
    {
        var parts = new List<string>();
        if (IsClosed)
            parts.Add("show=closed");
        if (Type is { } type)
            parts.Add($"type={type}");
        if (State is { } state)
            parts.Add($"state={state}");
        if (!IsClosed && !string.IsNullOrEmpty(Who))
            parts.Add($"who={Uri.EscapeDataString(Who)}");
        if (DueShown is { } due)
            parts.Add($"due={due}");
        parts.Add(string.Create(CultureInfo.InvariantCulture, $"{direction}={line.DeadlineOn:yyyy-MM-dd}_{line.Number}"));
        return $"/staff/requests?{string.Join('&', parts)}";
    }

    // Whoever writes a place by hand and gets it wrong sees the first page.
    private static RequestPlace? PlaceOf(string? text) =>
        text?.Split('_') is [var day, var number]
        && DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var deadline)
        && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            ? new(deadline, at) : null;
}
