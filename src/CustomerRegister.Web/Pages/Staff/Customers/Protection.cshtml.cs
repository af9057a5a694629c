using System.ComponentModel.DataAnnotations;
using CustomerRegister.Customers;
using CustomerRegister.Staff;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Customers;

/// <summary>Sets, extends or corrects the protection of a customer's address. Nobody needs to see the address for that.</summary>
[RequirePermission(Permission.EditCustomers)]
public sealed class ProtectionModel(ViewCustomerDetails view, ProtectAddress protect, CurrentStaff current, IStringLocalizer<StaffTexts> texts, TimeProvider clock) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty, Required]
    public DateOnly? Since { get; set; }

    [BindProperty, Required]
    public DateOnly? Until { get; set; }

    [BindProperty, Required]
    public SourceKind? SourceKind { get; set; }

    [BindProperty, StringLength(200)]
    public string? SourceName { get; set; }

    public Customer Stored { get; private set; } = null!;

    public bool MayLift { get; private set; }

    public string Card => $"/staff/customers/{Id}";

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!await Load(ct))
            return NotFound();
        ModelState.Clear();
        (Since, Until) = (Stored.ProtectedSince ?? clock.Today(), Stored.ProtectedUntil);
        (SourceKind, SourceName) = (Stored.ProtectionSource?.Kind ?? CustomerRegister.Customers.SourceKind.Authority, Stored.ProtectionSource?.Name);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (ModelState.IsValid)
        {
            var outcome = await protect.Run(
                new ProtectAddressCommand(new CustomerId(Id), Since!.Value, Until!.Value, SourceKind!.Value, WrittenText.OneLine(SourceName)), await current.Actor("customer-care"), ct);
            if (outcome.Succeeded)
            {
                this.SayDone(texts["Protection.Done"]);
                return Redirect(Card);
            }

            var (field, text) = outcome.Refusal switch
            {
                ProtectAddressRefusal.SinceInFuture => (nameof(Since), "Form.InFuture"),
                ProtectAddressRefusal.UntilOver => (nameof(Until), "Protection.UntilOver"),
                ProtectAddressRefusal.UntilTooFar => (nameof(Until), "Protection.UntilTooFar"),
                _ => ("", "EndRelationship.ChangedMeanwhile"),
            };
            ModelState.AddModelError(field, texts[text]);
        }

        return await Load(ct) ? Page() : NotFound();
    }

    private async Task<bool> Load(CancellationToken ct)
    {
        var actor = await current.Actor("customer-care");
        if (await view.Run(new CustomerId(Id), actor, ct) is not { } found)
            return false;
        Stored = found.Customer;
        MayLift = Stored.IsAddressProtected && actor.SeesProtectedAddresses;
        return true;
    }
}
