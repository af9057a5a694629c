using CustomerRegister.Customers;
using CustomerRegister.Staff;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Organisations;

/// <summary>Adds an organisation by hand; its contact person comes next.</summary>
[RequirePermission(Permission.EditCustomers)]
public sealed class NewModel(RegisterOrganisation register, CurrentStaff current, IStringLocalizer<OrganisationsTexts> texts) : PageModel
{
    [BindProperty]
    public OrganisationForm Input { get; set; } = new();

    public void OnGet() => ModelState.Clear();

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!Input.TryRead(ModelState, nameof(Input), texts, out var businessId, out var address))
            return Page();
        var outcome = await register.Run(new RegisterOrganisationCommand(Input.Name!, businessId, address), await current.Actor("customer-care"), ct);
        if (outcome.Succeeded)
        {
            this.SayDone(texts["New.Done"]);
            return Redirect($"/staff/organisations/{outcome.Value.Id.Value}");
        }

        if (outcome.Refusal == RegisterOrganisationRefusal.BusinessIdTaken)
            ModelState.AddModelError("Input.BusinessId", texts["Form.BusinessIdTaken"]);
        else
            ModelState.AddModelError("Input.Name", texts["Form.NameMissing"]);
        return Page();
    }
}
