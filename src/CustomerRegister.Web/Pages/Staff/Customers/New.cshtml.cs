using System.ComponentModel.DataAnnotations;
using CustomerRegister.Customers;
using CustomerRegister.Staff;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Customers;

/// <summary>Adds a customer by hand.</summary>
[RequirePermission(Permission.EditCustomers)]
public sealed class NewModel(RegisterCustomer register, CurrentStaff current, IStringLocalizer<StaffTexts> texts, TimeProvider clock) : PageModel
{
    [BindProperty]
    public CustomerForm Input { get; set; } = new();

    [BindProperty, Required]
    public DateOnly? RelationshipStart { get; set; }

    public void OnGet()
    {
        RelationshipStart = clock.Today();
        Input = new CustomerForm { Language = Language.Fi, SourceKind = SourceKind.DataSubject }.WithRoomForMore();
        ModelState.Clear();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!Input.TryRead(ModelState, nameof(Input), texts, was: null, out var values))
            return Page();
        var outcome = await register.Run(
            new RegisterCustomerCommand(
                values.FirstName, values.LastName, values.Language, values.Email, values.Website, values.Phones, values.Addresses, RelationshipStart!.Value,
                values.SourceKind, values.SourceName),
            await current.Actor("customer-care"), ct);
        if (outcome.Succeeded)
        {
            this.SayDone(texts["New.Done"]);
            return Redirect($"/staff/customers/{outcome.Value.Id.Value}");
        }

        if (outcome.Refusal == RegisterCustomerRefusal.StartInFuture)
            ModelState.AddModelError(nameof(RelationshipStart), texts["Form.InFuture"]);
        else
            ModelState.AddModelError("Input.LastName", texts["Form.LastNameMissing"]);
        return Page();
    }
}
