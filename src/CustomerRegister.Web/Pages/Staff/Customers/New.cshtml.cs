using System.ComponentModel.DataAnnotations;
using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Merging;
using CustomerRegister.Retention;
using CustomerRegister.Staff;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Customers;

/// <summary>Adds a customer by hand.</summary>
[RequirePermission(Permission.EditCustomers)]
public sealed class NewModel(RegisterCustomer register, FindDuplicates duplicates, FindForgotten forgotten, CurrentStaff current, IStringLocalizer<StaffTexts> texts, TimeProvider clock) : PageModel
{
    [BindProperty]
    public CustomerForm Input { get; set; } = new();

    [BindProperty, Required]
    public DateOnly? RelationshipStart { get; set; }

    /// <summary>The customers who were shown as possibly the same person before the form was sent: their keys, separated by commas.</summary>
    [BindProperty]
    public string? Seen { get; set; }

    /// <summary>Whether it was told that somebody with this address or number was erased from the register once, before the form was sent.</summary>
    [BindProperty]
    public bool ForgottenSeen { get; set; }

    /// <summary>Somebody with this address or number was erased from the register; whoever adds them again must have a ground.</summary>
    public bool IsForgotten { get; private set; }

    /// <summary>The organisation whose contact person the new customer is to be; the page about that comes next.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? Organisation { get; set; }

    /// <summary>The role in that organisation that the new customer takes over.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? SuccessorOf { get; set; }

    /// <summary>Who may be the same person. While there is one whom nobody has seen, no customer is added.</summary>
    public IReadOnlyList<DuplicateCandidate> Candidates { get; private set; } = [];

    /// <summary>Which button for a row was pressed; null when the form was saved.</summary>
    [BindProperty]
    public string? Rows { get; set; }

    public void OnGet()
    {
        RelationshipStart = clock.Today();
        Input = new CustomerForm { Language = Language.Fi, SourceKind = SourceKind.DataSubject }.WithRoomForMore();
        ModelState.Clear();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (Rows is { } rows)
        {
            Input.Rearrange(rows);
            ModelState.Clear();
            return Page();
        }

        if (!Input.TryRead(ModelState, nameof(Input), texts, was: null, out var values))
            return Page();
        var actor = await current.Actor("customer-care");
        if (await IsWarned(values, actor, ct))
            return Page();
        var outcome = await register.Run(
            new RegisterCustomerCommand(
                values.FirstName, values.LastName, values.Language!.Value, values.Email, values.Website, values.Phones, values.Addresses, RelationshipStart!.Value,
                values.SourceKind, values.SourceName, values.EInvoice, values.Note),
            actor, ct);
        if (outcome.Succeeded)
        {
            this.SayDone(texts["New.Done"]);
            return Redirect(Organisation is { } organisation
                ? $"/staff/organisations/{organisation}/contact-persons/new?customer={outcome.Value.Id.Value}{(SuccessorOf is { } role ? $"&successorOf={role}" : "")}"
                : $"/staff/customers/{outcome.Value.Id.Value}");
        }

        if (outcome.Refusal == RegisterCustomerRefusal.StartInFuture)
            ModelState.AddModelError(nameof(RelationshipStart), texts["Form.InFuture"]);
        else
            ModelState.AddModelError("Input.LastName", texts["Form.LastNameMissing"]);
        return Page();
    }

    private async Task<bool> IsWarned(CustomerValues values, Actor actor, CancellationToken ct)
    {
        var sought = new PersonSought(values.FirstName, values.LastName, values.Email,
            [.. values.Phones.Select(p => p.Number)], [.. values.Addresses.Select(a => a.Address.PostalCode).OfType<string>()]);
        var found = await duplicates.Run(sought, actor, ct);
        var seen = (Seen ?? "").Split(',');
        IsForgotten = await forgotten.Run(values.Email, sought.Phones, ct);
        if (found.All(c => seen.Contains(c.Id.Value.ToString())) && (ForgottenSeen || !IsForgotten))
            return false;
        Candidates = found;
        return true;
    }
}
