using System.ComponentModel.DataAnnotations;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using CustomerRegister.Retention;
using CustomerRegister.Staff;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Admin.Holds;

/// <summary>Somebody for whom a hold can be placed.</summary>
public sealed record HoldCandidate(CustomerId Id, long Number, string FullName, string? City);

/// <summary>
/// Places legal holds: for the customer from whose card one comes, or for as many of a search's people as the matter concerns. The words of the search are posted, never in the address.
/// </summary>
[RequirePermission(Permission.PlaceHolds)]
public sealed class NewModel(
    RegisterContext db, FindCustomers find, PlaceHolds place, CurrentStaff current, TermNames terms, IStringLocalizer<HoldsTexts> texts, TimeProvider clock) : PageModel
{
    private const int MostShown = 200;

    [FromQuery(Name = "customer")]
    public Guid? Customer { get; set; }

    [BindProperty, StringLength(200)]
    public string? Words { get; set; }

    [BindProperty]
    public List<Guid> Chosen { get; set; } = [];

    /// <summary>Everybody on the page, whether chosen or not, so that an error shows them all again.</summary>
    [BindProperty]
    public List<Guid> Shown { get; set; } = [];

    /// <summary>The categories that are kept; none to keep all.</summary>
    [BindProperty]
    public List<DataCategory> Only { get; set; } = [];

    [BindProperty, Required, StringLength(LegalHold.LongestReason)]
    public string? Reason { get; set; }

    [BindProperty, Required]
    public Guid? Owner { get; set; }

    [BindProperty, Required]
    public DateOnly? ReviewOn { get; set; }

    /// <summary>Null before a search.</summary>
    public IReadOnlyList<HoldCandidate>? Found { get; private set; }

    /// <summary>Whether more people matched than are shown.</summary>
    public bool IsCut { get; private set; }

    public IReadOnlyList<SelectListItem> Owners { get; private set; } = [];

    public bool IsChosen(HoldCandidate person) => Chosen.Contains(person.Id.Value);

    public async Task OnGetAsync(CancellationToken ct)
    {
        await Begin(ct);
        if (Customer is { } customer)
            await Show([customer], ct);
        Chosen = [.. Found?.Select(f => f.Id.Value) ?? []];
    }

    public async Task OnPostSearchAsync(CancellationToken ct)
    {
        await Begin(ct);
        if (string.IsNullOrWhiteSpace(Words))
            return;
        var actor = await current.Actor("retention");
        var result = await find.Run(new FindCustomersQuery(Words) { Rows = MostShown, Everywhere = true }, actor, ct);
        Found = [.. result.Rows.Select(r => new HoldCandidate(r.Id, r.Number, r.FullName, r.City))];
        IsCut = result.Next is not null;
        Chosen = [.. Found.Select(f => f.Id.Value)];
    }

    public async Task<IActionResult> OnPostPlaceAsync(CancellationToken ct)
    {
        if (ModelState.IsValid)
        {
            var outcome = await place.Run(new([.. Chosen.Select(id => new CustomerId(id))], Reason, Owner!.Value, ReviewOn!.Value) { Only = Only }, await current.Actor("retention"), ct);
            if (outcome.Succeeded)
            {
                this.SayDone(outcome.Value.Count == 1 ? texts["PlacedOne"] : texts["Placed", outcome.Value.Count]);
                return Redirect(outcome.Value is [var only] ? $"/admin/holds/{only.Id.Value}" : "/admin/holds");
            }

            ModelState.AddModelError(HoldOwners.FieldOf(outcome.Refusal), terms[outcome.Refusal]);
        }

        Owners = await db.HoldOwnersOn(clock.Today(), ct);
        await Show(Shown, ct);
        return Page();
    }

    private async Task Begin(CancellationToken ct)
    {
        ModelState.Clear();
        Owners = await db.HoldOwnersOn(clock.Today(), ct);
        Owner = (await current.Get()).Account.Id;
        ReviewOn = clock.Today().AddMonths(6);
    }

    private async Task Show(IEnumerable<Guid> ids, CancellationToken ct)
    {
        var keys = ids.Distinct().Take(MostShown).Select(id => new CustomerId(id)).ToList();
        Found = await db.Customers.AsNoTracking().Where(c => keys.Contains(c.Id)).OrderBy(c => c.SortName).ThenBy(c => c.Number)
            .Select(c => new HoldCandidate(c.Id, c.Number, CustomerRegister.Customers.Customer.NameOf(c.FirstName, c.LastName), null)).ToListAsync(ct);
    }
}
