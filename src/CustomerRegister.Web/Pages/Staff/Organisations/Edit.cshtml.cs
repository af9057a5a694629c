using CustomerRegister.Customers;
using CustomerRegister.Staff;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Organisations;

/// <summary>Changes an organisation's details. Who saves second is told what the first saved, and loses nothing.</summary>
[RequirePermission(Permission.EditCustomers)]
public sealed class EditModel(ViewOrganisation view, ChangeOrganisation change, CurrentStaff current, IStringLocalizer<OrganisationsTexts> texts) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public long Version { get; set; }

    [BindProperty]
    public OrganisationForm Input { get; set; } = new();

    /// <summary>What somebody else has saved meanwhile, where it is not what was typed: labels and values.</summary>
    public IReadOnlyList<(string Label, string Value)> Stored { get; private set; } = [];

    public string Card => $"/staff/organisations/{Id}";

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await Read(ct) is not { } organisation)
            return NotFound();
        ModelState.Clear();
        (Version, Input) = (organisation.Version, OrganisationForm.Of(organisation));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!Input.TryRead(ModelState, nameof(Input), texts, out var businessId, out var address))
            return Page();
        var outcome = await change.Run(new ChangeOrganisationCommand(new OrganisationId(Id), Version, Input.Name!, businessId, address), await current.Actor("customer-care"), ct);
        if (outcome.Succeeded)
        {
            this.SayDone(outcome.Value.Count > 0 ? texts["Edit.Done"] : texts["Edit.Nothing"]);
            return Redirect(Card);
        }

        switch (outcome.Refusal)
        {
            case ChangeOrganisationRefusal.BusinessIdTaken:
                ModelState.AddModelError("Input.BusinessId", texts["Form.BusinessIdTaken"]);
                return Page();
            case ChangeOrganisationRefusal.NameMissing:
                ModelState.AddModelError("Input.Name", texts["Form.NameMissing"]);
                return Page();
            default:
                return await ShowBoth(ct);
        }
    }

    private async Task<IActionResult> ShowBoth(CancellationToken ct)
    {
        if (await Read(ct) is not { } organisation)
            return NotFound();
        var (stored, typed) = (OrganisationForm.Of(organisation), Input);
        ModelState.AddModelError("", texts["Edit.ChangedMeanwhile"]);
        Version = organisation.Version;
        Stored = [.. new (string Label, string? Stored, string? Typed)[]
        {
            (texts["Form.Name"], stored.Name, typed.Name),
            (texts["BusinessId"], stored.BusinessId, typed.BusinessId),
            (texts["Form.Street"], stored.Street, typed.Street),
            (texts["Form.PostalCode"], stored.PostalCode, typed.PostalCode),
            (texts["City"], stored.City, typed.City),
            (texts["Form.Region"], stored.Region, typed.Region),
            (texts["Form.Country"], stored.Country, typed.Country),
        }.Where(f => (f.Stored ?? "") != (f.Typed ?? "").Trim()).Select(f => (f.Label, f.Stored ?? ""))];
        return Page();
    }

    private async Task<Organisation?> Read(CancellationToken ct) =>
        (await view.Run(new OrganisationId(Id), await current.Actor("customer-care"), ct))?.Organisation;
}
