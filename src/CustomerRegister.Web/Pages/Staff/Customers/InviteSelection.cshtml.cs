using CustomerRegister.Customers;
using CustomerRegister.Portal;
using CustomerRegister.Staff;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Customers;

/// <summary>Shows how many of the customers whom the filters leave would be invited to the portal, and why others would not; then invites them.</summary>
[RequirePermission(Permission.EditCustomers)]
public sealed class InviteSelectionModel(InviteSelection invite, CurrentStaff current, ProtectedText protectedTexts, IStringLocalizer<StaffTexts> texts) : PageModel
{
    public InvitationPreview Preview { get; private set; } = null!;

    public int Days => InviteToPortal.LinkLifetime.Days;

    /// <summary>The list that the selection was made on.</summary>
    public string List { get; private set; } = "";

    public async Task OnGetAsync([FromQuery] CustomerFilterForm filters, CancellationToken ct)
    {
        var filter = await Allowed(filters);
        List = new CustomerSearch(null) { Filter = filter }.Address(protectedTexts);
        Preview = await invite.Preview(filter, ct);
    }

    public async Task<IActionResult> OnPostAsync([FromQuery] CustomerFilterForm filters, CancellationToken ct)
    {
        var invited = await invite.Run(await Allowed(filters), await current.Actor("customer-care"), ct);
        this.SayDone(invited == 1 ? texts["InviteMany.DoneOne"] : texts["InviteMany.Done", invited]);
        return Redirect("/staff/customers");
    }

    // Who may not see invoices cannot find out by inviting who has unpaid ones.
    private async Task<CustomerFilter> Allowed(CustomerFilterForm filters)
    {
        var account = (await current.Get()).Account;
        var filter = filters.For(words: null).Filter;
        return account.Holds(Permission.ViewOrders) || account.Holds(Permission.ManageInvoices) ? filter : filter with { UnpaidInvoices = false };
    }
}
