using CustomerRegister.Customers;
using CustomerRegister.Staff;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Customers;

/// <summary>Asks before an ended customer relationship is taken up again.</summary>
[RequirePermission(Permission.EditCustomers)]
public sealed class ReopenModel(ViewCustomerDetails view, ReopenRelationship reopen, CurrentStaff current, IStringLocalizer<StaffTexts> texts) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public Customer Stored { get; private set; } = null!;

    public string Card => $"/staff/customers/{Id}";

    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => await Load(ct)
        ? Stored.RelationshipEnd is null ? Redirect(Card) : Page()
        : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var outcome = await reopen.Run(new CustomerId(Id), await current.Actor("customer-care"), ct);
        if (outcome.Succeeded || outcome.Refusal == ReopenRelationshipRefusal.NotEnded)
        {
            this.SayDone(texts["Reopen.Done"]);
            return Redirect(Card);
        }

        ModelState.AddModelError("", texts[outcome.Refusal switch
        {
            ReopenRelationshipRefusal.Deceased => "Reopen.Deceased",
            ReopenRelationshipRefusal.Restricted => "Form.Restricted",
            _ => "EndRelationship.ChangedMeanwhile",
        }]);
        return await Load(ct) ? Page() : NotFound();
    }

    private async Task<bool> Load(CancellationToken ct)
    {
        if (await view.Run(new CustomerId(Id), await current.Actor("customer-care"), ct) is not { } found)
            return false;
        Stored = found.Customer;
        return true;
    }
}
