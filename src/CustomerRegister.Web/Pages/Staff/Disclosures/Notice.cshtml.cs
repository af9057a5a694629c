using System.ComponentModel.DataAnnotations;
using CustomerRegister.Disclosures;
using CustomerRegister.Staff;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Disclosures;

/// <summary>One notice to a recipient: sent once more, or ended by staff who told it in another way or cannot tell it.</summary>
[RequirePermission(Permission.HandleRequests)]
public sealed class NoticeModel(ViewRecipientNotice view, SettleNotice settle, CurrentStaff current, TermNames terms, TimeProvider clock, IStringLocalizer<DisclosuresTexts> texts) : PageModel
{
    internal static IReadOnlyList<NoticeOutcome> Outcomes { get; } = [NoticeOutcome.ToldOtherwise, NoticeOutcome.Impossible, NoticeOutcome.Disproportionate];

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty, Required]
    public NoticeOutcome? Outcome { get; set; }

    [BindProperty]
    public DateOnly? ToldOn { get; set; }

    public ListedNotice Listed { get; private set; } = null!;

    public DateTime Now => clock.Now();

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        ToldOn = clock.Today();
        return await Shown(ct);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!ModelState.IsValid)
            return await Shown(ct);
        var outcome = await settle.Run(new(new(Id), Outcome!.Value, ToldOn), await current.Actor(CustomerModel.Purpose), ct);
        if (outcome.Succeeded)
        {
            this.SayDone(texts["SettleDone"]);
            return Redirect("/staff/requests/recipients");
        }

        ModelState.AddModelError(outcome.Refusal switch
        {
            SettleNoticeRefusal.ToldOnMissing or SettleNoticeRefusal.InFuture => nameof(ToldOn),
            SettleNoticeRefusal.NotSuchOutcome => nameof(Outcome),
            _ => "",
        }, terms[outcome.Refusal]);
        return await Shown(ct);
    }

    public async Task<IActionResult> OnPostSendAgainAsync(CancellationToken ct)
    {
        var outcome = await settle.SendAgain(new(Id), await current.Actor(CustomerModel.Purpose), ct);
        this.SayDone(outcome.Succeeded ? texts["SendAgainDone"] : terms[outcome.Refusal]);
        return Redirect("/staff/requests/recipients");
    }

    private async Task<IActionResult> Shown(CancellationToken ct)
    {
        if (await view.Run(new(Id), await current.Actor(CustomerModel.Purpose), ct) is not { } listed)
            return NotFound();
        Listed = listed;
        return Page();
    }
}
