using System.ComponentModel.DataAnnotations;
using CustomerRegister.Customers;
using CustomerRegister.Staff;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Customers;

/// <summary>Asks from which day a customer is no longer an organisation's contact person.</summary>
[RequirePermission(Permission.EditCustomers)]
public sealed class EndContactRoleModel(ViewCustomerDetails view, EndContactRole end, CurrentStaff current, IStringLocalizer<StaffTexts> texts, TimeProvider clock) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid RoleId { get; set; }

    [BindProperty, Required]
    public DateOnly? On { get; set; }

    public Customer Customer { get; private set; } = null!;

    public ContactRole Role { get; private set; } = null!;

    public string Card => $"/staff/customers/{Id}";

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!await Load(ct))
            return NotFound();
        if (Role.To is not null)
            return Redirect(Card);
        ModelState.Clear();
        On = clock.Today();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (ModelState.IsValid)
        {
            var outcome = await end.Run(new EndContactRoleCommand(new CustomerId(Id), new ContactRoleId(RoleId), On!.Value), await current.Actor("customer-care"), ct);
            if (outcome.Succeeded || outcome.Refusal == EndContactRoleRefusal.AlreadyEnded)
            {
                this.SayDone(texts["EndContactRole.Done"]);
                return Redirect(Card);
            }

            ModelState.AddModelError(nameof(On), texts[outcome.Refusal == EndContactRoleRefusal.BeforeStart ? "EndContactRole.BeforeStart" : "Form.InFuture"]);
        }

        return await Load(ct) ? Page() : NotFound();
    }

    private async Task<bool> Load(CancellationToken ct)
    {
        var stored = await view.Run(new CustomerId(Id), await current.Actor("customer-care"), ct);
        if (stored?.Customer.ContactRoles.SingleOrDefault(r => r.Id.Value == RoleId) is not { } role)
            return false;
        (Customer, Role) = (stored.Customer, role);
        return true;
    }
}
