using CustomerRegister.Customers;
using CustomerRegister.Staff;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Customers;

/// <summary>Asks before the protection of an address ends. Only for who may see the address.</summary>
[RequirePermission(Permission.EditCustomers)]
public sealed class LiftProtectionModel(ViewCustomerDetails view, LiftProtection lift, CurrentStaff current, IStringLocalizer<StaffTexts> texts) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public Customer Stored { get; private set; } = null!;

    public string Card => $"/staff/customers/{Id}";

    [AlsoRequires(Permission.SeeProtectedAddresses)]
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!await Load(ct))
            return NotFound();
        return Stored.IsAddressProtected ? Page() : Redirect(Card);
    }

    [AlsoRequires(Permission.SeeProtectedAddresses)]
    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var outcome = await lift.Run(new CustomerId(Id), await current.Actor("customer-care"), ct);
        if (outcome.Succeeded || outcome.Refusal == LiftProtectionRefusal.NotProtected)
        {
            this.SayDone(texts["Protection.Lifted"]);
            return Redirect(Card);
        }

        ModelState.AddModelError("", texts[outcome.Refusal switch
        {
            LiftProtectionRefusal.NotPermitted => "Protection.LiftNotPermitted",
            LiftProtectionRefusal.Restricted => "Form.Restricted",
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
