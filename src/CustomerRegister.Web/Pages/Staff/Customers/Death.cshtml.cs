using System.ComponentModel.DataAnnotations;
using CustomerRegister.Customers;
using CustomerRegister.Staff;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Customers;

/// <summary>Records that a customer has died, corrects the day, or takes it back.</summary>
[RequirePermission(Permission.EditCustomers)]
public sealed class DeathModel(ViewCustomerDetails view, RecordDeath record, WithdrawDeath withdraw, CurrentStaff current, IStringLocalizer<StaffTexts> texts) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public DateOnly? On { get; set; }

    [BindProperty, Required]
    public SourceKind? SourceKind { get; set; }

    [BindProperty, StringLength(200)]
    public string? SourceName { get; set; }

    public Customer Stored { get; private set; } = null!;

    public string Card => $"/staff/customers/{Id}";

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!await Load(ct))
            return NotFound();
        ModelState.Clear();
        (On, SourceKind, SourceName) = (Stored.DiedOn, Stored.DeathSource?.Kind, Stored.DeathSource?.Name);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!await Load(ct))
            return NotFound();
        if (!ModelState.IsValid)
            return Page();
        var outcome = await record.Run(new RecordDeathCommand(new CustomerId(Id), On, SourceKind!.Value, WrittenText.OneLine(SourceName)), await current.Actor("customer-care"), ct);
        if (outcome.Succeeded)
        {
            this.SayDone(texts["Death.Done"]);
            return Redirect(Card);
        }

        var (field, text) = outcome.Refusal switch
        {
            RecordDeathRefusal.InFuture => (nameof(On), texts["Form.InFuture"]),
            RecordDeathRefusal.BeforeRelationship => (nameof(On), texts["Death.BeforeRelationship", Stored.RelationshipStart.Day()]),
            _ => ("", texts["EndRelationship.ChangedMeanwhile"]),
        };
        ModelState.AddModelError(field, text);
        return Page();
    }

    public async Task<IActionResult> OnPostWithdrawAsync(CancellationToken ct)
    {
        ModelState.Clear();
        var outcome = await withdraw.Run(new CustomerId(Id), await current.Actor("customer-care"), ct);
        if (outcome.Succeeded)
        {
            this.SayDone(texts["Death.Withdrawn"]);
            return Redirect(Card);
        }

        if (!await Load(ct))
            return NotFound();
        ModelState.AddModelError("", texts["EndRelationship.ChangedMeanwhile"]);
        return Page();
    }

    private async Task<bool> Load(CancellationToken ct)
    {
        if (await view.Run(new CustomerId(Id), await current.Actor("customer-care"), ct) is not { } found)
            return false;
        Stored = found.Customer;
        return true;
    }
}
