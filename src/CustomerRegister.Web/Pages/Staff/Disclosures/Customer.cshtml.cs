using System.ComponentModel.DataAnnotations;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Disclosures;
using CustomerRegister.Staff;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Disclosures;

/// <summary>To whom a customer's data was given, and what they were told since; staff record what was given (N36).</summary>
[RequirePermission(Permission.HandleRequests)]
public sealed class CustomerModel(
    ViewDisclosures view, RecordDisclosure record, TakeBackDisclosure takeBack, RegisterContext db, CurrentStaff current, TermNames terms, TimeProvider clock, IStringLocalizer<DisclosuresTexts> texts) : PageModel
{
    /// <summary>Why the data is used, as the log says it.</summary>
    internal const string Purpose = "requests";

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public DisclosureForm Input { get; set; } = new();

    public CustomersDisclosures Viewed { get; private set; } = null!;

    public IReadOnlyList<SelectListItem> Recipients { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        Input.On = clock.Today();
        return await Shown(ct);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!ModelState.IsValid)
            return await Shown(ct);
        var outcome = await record.Run(new(new CustomerId(Id), new(Input.Recipient!.Value), Input.Categories!, Input.On!.Value, Input.Ground!.Value, Input.Reference), await current.Actor(Purpose), ct);
        if (outcome.Refusal == RecordDisclosureRefusal.CustomerNotFound)
            return NotFound();
        if (outcome.Succeeded)
        {
            this.SayDone(texts["RecordDone"]);
            return Redirect($"/staff/customers/{Id}/disclosures");
        }

        ModelState.AddModelError(outcome.Refusal switch
        {
            RecordDisclosureRefusal.InFuture => "Input.On",
            RecordDisclosureRefusal.Restricted => "Input.Ground",
            RecordDisclosureRefusal.RecipientNotInUse => "Input.Recipient",
            _ => "Input.Categories",
        }, terms[outcome.Refusal]);
        return await Shown(ct);
    }

    public async Task<IActionResult> OnPostTakeBackAsync([Required] Guid disclosure, CancellationToken ct)
    {
        // Pressed twice is taken back once.
        await takeBack.Run(new CustomerId(Id), new(disclosure), await current.Actor(Purpose), ct);
        this.SayDone(texts["TakeBackDone"]);
        return Redirect($"/staff/customers/{Id}/disclosures");
    }

    private async Task<IActionResult> Shown(CancellationToken ct)
    {
        if (await view.Run(new CustomerId(Id), await current.Actor(Purpose), ct) is not { } viewed)
            return NotFound();
        Viewed = viewed;
        Recipients = [.. (await db.Recipients.AsNoTracking().Where(r => r.ClosedOn == null).OrderBy(r => r.Name).Take(500).ToListAsync(ct)).Select(r => new SelectListItem(r.Name, r.Id.Value.ToString()))];
        return Page();
    }
}
