using System.ComponentModel.DataAnnotations;
using CustomerRegister.Customers;
using CustomerRegister.Staff;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Customers;

/// <summary>Asks on which day a customer relationship ended.</summary>
[RequirePermission(Permission.EditCustomers)]
public sealed class EndRelationshipModel(ViewCustomerDetails view, EndRelationship end, CurrentStaff current, IStringLocalizer<StaffTexts> texts, TimeProvider clock) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty, Required]
    public DateOnly? On { get; set; }

    [BindProperty, Required]
    public RelationshipEndReason? Reason { get; set; }

    public CustomerForChange Stored { get; private set; } = null!;

    public string Card => $"/staff/customers/{Id}";

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!await Load(ct))
            return NotFound();
        ModelState.Clear();
        var customer = Stored.Customer;
        On = customer.RelationshipEnd ?? (customer.IsDeceased ? customer.DiedOn ?? customer.DeathSource!.On : Stored.LastOrderOn ?? clock.Today());
        Reason = customer.RelationshipEndReason ?? (customer.IsDeceased ? RelationshipEndReason.Deceased : null);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (ModelState.IsValid)
        {
            var outcome = await end.Run(new EndRelationshipCommand(new CustomerId(Id), On!.Value, Reason!.Value), await current.Actor("customer-care"), ct);
            if (outcome.Succeeded)
            {
                this.SayDone(texts["EndRelationship.Done"]);
                return Redirect(Card);
            }

            ModelState.AddModelError(outcome.Refusal == EndRelationshipRefusal.Restricted ? "" : nameof(On), texts[outcome.Refusal switch
            {
                EndRelationshipRefusal.Restricted => "Form.Restricted",
                EndRelationshipRefusal.BeforeStart => "EndRelationship.BeforeStart",
                EndRelationshipRefusal.InFuture => "Form.InFuture",
                _ => "EndRelationship.ChangedMeanwhile",
            }]);
        }

        return await Load(ct) ? Page() : NotFound();
    }

    private async Task<bool> Load(CancellationToken ct)
    {
        if (await view.Run(new CustomerId(Id), await current.Actor("customer-care"), ct) is not { } stored)
            return false;
        Stored = stored;
        return true;
    }
}
