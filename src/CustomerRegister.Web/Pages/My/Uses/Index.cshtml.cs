using CustomerRegister.Audit;
using CustomerRegister.Requests;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CustomerRegister.Web.Pages.My.Uses;

/// <summary>Who has used the customer's data: when, in which role and for what.</summary>
[Authorize(Policies.Portal)]
public sealed class IndexModel(CurrentCustomer current, ViewOwnUses view) : PageModel
{
    public UsesPage Uses { get; private set; } = new([], false);

    /// <summary>On which ground the log is not shown; null where it is.</summary>
    public DecisionGround? Withheld { get; private set; }

    /// <summary>Whether one's own acts are shown too.</summary>
    public bool IsAll { get; private set; }

    public bool IsFirst { get; private set; }

    public string? NextUrl => Uses.HasMore ? $"/my/uses?after={Uses.Rows[^1].Id.Value}{(IsAll ? "&all=true" : "")}" : null;

    /// <param name="after">The last entry of the page before.</param>
    /// <param name="all">Whether one's own acts are shown too.</param>
    public async Task OnGetAsync(Guid? after, bool all, CancellationToken ct)
    {
        (IsAll, IsFirst) = (all, after is null);
        (Uses, Withheld) = await view.Run(new(current.Id, after is { } entry ? new AuditEntryId(entry) : null, OthersOnly: !all), current.Actor("own-data"), ct);
    }
}
