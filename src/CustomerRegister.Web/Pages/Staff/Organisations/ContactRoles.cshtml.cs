using System.Globalization;
using CustomerRegister.Customers;
using CustomerRegister.Staff;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Organisations;

/// <summary>Chooses contact roles by the organisation's country, shows them, and ends them all.</summary>
[RequirePermission(Permission.EditCustomers)]
public sealed class ContactRolesModel(FindContactRoles find, EndContactRoles end, CurrentStaff current, IStringLocalizer<StaffTexts> texts, TimeProvider clock) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public List<string> Countries { get; set; } = [];

    [BindProperty(SupportsGet = true)]
    public bool AllBut { get; set; }

    /// <summary>The first day on which the roles are no longer held.</summary>
    [BindProperty(SupportsGet = true)]
    public DateOnly? On { get; set; }

    public IReadOnlyList<SelectListItem> CountryOptions { get; private set; } = [];

    public IReadOnlyList<SelectListItem> AllButOptions { get; private set; } = [];

    /// <summary>Null until something is chosen.</summary>
    public ContactRoles? Found { get; private set; }

    private ContactRoleFilter Filter => new(Countries, AllBut);

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        await ReadOptions(ct);
        var isAsked = On is not null;
        if (isAsked && On > clock.Today())
            ModelState.AddModelError(nameof(On), texts["Form.InFuture"]);
        if (ModelState.IsValid && isAsked)
            Found = await find.Run(Filter, On!.Value, await current.Actor("customer-care"), ct);
        On ??= clock.Today();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!ModelState.IsValid || On is not { } on)
            return BadRequest();
        var outcome = await end.Run(new EndContactRolesCommand(Filter, on), await current.Actor("customer-care"), ct);
        if (!outcome.Succeeded)
            return BadRequest();
        this.SayDone(outcome.Value == 1 ? texts["ContactRoles.DoneOne"] : texts["ContactRoles.Done", outcome.Value]);
        return Redirect("/staff/organisations/contact-roles");
    }

    public string CountryName(string? country) => string.IsNullOrEmpty(country) || country == ContactRoleFilter.NoCountry
        ? texts["ContactRoles.NoCountry"]
        : CountryCode.Of(country) is { } code ? CountryCode.NameIn(code, CultureInfo.CurrentUICulture) : country;

    private async Task ReadOptions(CancellationToken ct)
    {
        var byName = StringComparer.Create(CultureInfo.CurrentCulture, ignoreCase: true);
        CountryOptions = [.. (await find.Countries(ct)).Select(c => new SelectListItem(texts["ContactRoles.Country", CountryName(c.Key), c.Organisations], c.Key)).OrderBy(o => o.Text, byName)];
        AllButOptions = [new(texts["ContactRoles.OnlyThese"], bool.FalseString), new(texts["ContactRoles.AllButThese"], bool.TrueString)];
    }
}
