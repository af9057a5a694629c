using CustomerRegister.Requests;
using CustomerRegister.Restrictions;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.My.Requests;

/// <summary>A customer takes back a request that is not answered yet.</summary>
[Authorize(Policies.Portal)]
public sealed class WithdrawModel(CurrentCustomer current, OwnRequests own, WithdrawRequest withdraw, EndRestriction endRestriction, IStringLocalizer<MyTexts> texts) : PageModel
{
    [FromRoute]
    public Guid Id { get; set; }

    public DataSubjectRequest Asked { get; private set; } = null!;

    /// <summary>Whether a restriction ends with the request: the person is told before it does.</summary>
    public bool EndsRestriction { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await own.Find(current.Id, new RequestId(Id), current.Actor("own-data"), ct) is not { } found)
            return NotFound();
        if (!found.Request.IsOpen)
            return Redirect($"/my/requests/{Id}");
        Asked = found.Request;
        EndsRestriction = await endRestriction.WouldEnd(Asked.Id, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var outcome = await withdraw.Run(current.Id, new RequestId(Id), current.Actor("own-data"), ct);
        if (outcome is { Succeeded: false, Refusal: WithdrawRequestRefusal.RequestNotFound })
            return NotFound();
        this.SayDone(texts[outcome.Succeeded ? "WithdrawDone" : "WithdrawTooLate"]);
        return Redirect($"/my/requests/{Id}");
    }
}
