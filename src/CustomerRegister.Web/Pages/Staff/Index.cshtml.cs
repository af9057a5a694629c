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

    public RegisterCounts Counts { get; private set; } = null!;

    /// <summary>Whether the role sees nothing that is counted here.</summary>
    public bool IsEmpty => Counts is { Customers: null, Requests: null, OverdueInvoices: null, Dormant: null } && !May(Permission.ViewTargetGroups);

    public DateOnly DormantSince => count.DormantSince;

    public DateOnly Today => clock.Today();

    /// <summary>What the account allows, where that is nothing on this page.</summary>
    public IReadOnlyList<Permission> Permissions => [.. Enum.GetValues<Permission>().Where(account.Holds)];

    public async Task OnGetAsync(CancellationToken ct)
    {
        account = (await current.Get()).Account;
        Counts = await count.Run(account.Holds, ct);
    }

    public bool May(Permission permission) => account.Holds(permission);
}
