using System.ComponentModel.DataAnnotations;
using CustomerRegister.Customers;
using CustomerRegister.Restrictions;
using CustomerRegister.Staff;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Restrictions;

/// <summary>Tells the person that a restriction is about to be lifted, by mail or by a letter that has been posted.</summary>
[RequirePermission(Permission.DecideRequests)]
public sealed class NoticeModel(ViewRestrictions view, TellOfLifting tell, CurrentStaff current, TermNames terms, IStringLocalizer<RestrictionsTexts> texts, TimeProvider clock) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid RestrictionId { get; set; }

    [BindProperty]
    public RestrictionNotice? By { get; set; }

    [BindProperty]
    public DateOnly? PostedOn { get; set; }

    [BindProperty, StringLength(Restriction.LongestWords)]
    public string? Words { get; set; }

    public CustomersRestrictions Viewed { get; private set; } = null!;

    public string Home => $"/staff/customers/{Id}/restrictions";

    /// <summary>By mail only where there is an address to send it to.</summary>
    public IReadOnlyList<SelectListItem> Ways => terms.Options([.. new[] { RestrictionNotice.Email, RestrictionNotice.Letter }.Where(by => by == RestrictionNotice.Letter || Viewed.HasEmail)]);

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!await Load(ct))
            return NotFound();
        ModelState.Clear();
        PostedOn = clock.Today();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (By is null)
            ModelState.AddModelError(nameof(By), texts["ByMissing"]);
        if (!ModelState.IsValid)
            return await Load(ct) ? Page() : NotFound();
        var outcome = await tell.Run(new(new CustomerId(Id), new(RestrictionId), By!.Value, PostedOn, Words), await current.Actor(IndexModel.Purpose), ct);
        if (outcome.Succeeded)
        {
            this.SayDone(texts[By == RestrictionNotice.Email ? "ToldDoneMail" : "ToldDoneLetter"]);
            return Redirect(Home);
        }

        if (outcome.Refusal == TellOfLiftingRefusal.NotFound || !await Load(ct))
            return NotFound();
        ModelState.AddModelError(
            outcome.Refusal switch
            {
                TellOfLiftingRefusal.WordsMissing => nameof(Words),
                TellOfLiftingRefusal.NoEmail => nameof(By),
                TellOfLiftingRefusal.PostedOnMissing or TellOfLiftingRefusal.InFuture => nameof(PostedOn),
                _ => "",
            },
            texts[$"Tell.{outcome.Refusal}"]);
        return Page();
    }

    private async Task<bool> Load(CancellationToken ct)
    {
        if (await view.Run(new CustomerId(Id), await current.Actor(IndexModel.Purpose), ct) is not { } viewed
            || viewed.Restrictions.All(r => r.Restriction.Id.Value != RestrictionId || !r.Restriction.IsInForce))
            return false;
        Viewed = viewed;
        return true;
    }
}
