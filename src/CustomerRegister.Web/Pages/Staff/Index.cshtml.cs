using CustomerRegister.Customers;
using CustomerRegister.Staff;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CustomerRegister.Web.Pages.Staff;

/// <summary>The staff's front page: what waits, as far as the role may see it.</summary>
[Authorize(Policies.Staff)]
public sealed class IndexModel(CountRegister count, CurrentStaff current, TimeProvider clock) : PageModel
{
    private StaffAccount account = null!;

    /// <summary>Null for a role that sees neither customers nor requests.</summary>
    public RegisterCounts? Counts { get; private set; }

    public DateOnly Today => clock.Today();

    /// <summary>What the account allows, where that is nothing on this page.</summary>
    public IReadOnlyList<Permission> Permissions => [.. Enum.GetValues<Permission>().Where(account.Holds)];

    public async Task OnGetAsync(CancellationToken ct)
    {
        account = (await current.Get()).Account;
        if (May(Permission.ViewCustomers) || May(Permission.HandleRequests))
            Counts = await count.Run(ct);
    }

    public bool May(Permission permission) => account.Holds(permission);
}
