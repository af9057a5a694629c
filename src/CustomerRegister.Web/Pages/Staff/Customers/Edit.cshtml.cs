using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Restrictions;
using CustomerRegister.Staff;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Customers;

/// <summary>Changes a customer's details. Who saves second is told what the first saved, and loses nothing.</summary>
[RequirePermission(Permission.EditCustomers)]
public sealed class EditModel(ViewCustomerDetails view, ChangeCustomer change, RegisterContext db, CurrentStaff current, IStringLocalizer<StaffTexts> texts, TermNames terms) : PageModel
{
    [BindProperty]
    public CustomerForm Input { get; set; } = new();

    [BindProperty]
    public long Version { get; set; }

    /// <summary>The form as it was shown, so that a second editor's own changes can be told from old values.</summary>
    [BindProperty]
    public string? Was { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>Which button for a row was pressed; null when the form was saved.</summary>
    [BindProperty]
    public string? Rows { get; set; }

    public string FullName { get; private set; } = "";

    /// <summary>Null unless somebody else saved meanwhile.</summary>
    public IReadOnlyList<ChangedField>? Conflicts { get; private set; }

    public string Card => $"/staff/customers/{Id}";

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await Stored(ct) is not { } customer)
            return NotFound();
        ModelState.Clear();
        Show(customer, CustomerForm.Of(customer));
        Input.SourceKind = SourceKind.Controller;
        // Said before anybody fills in what would not be saved.
        if (await db.IsRestricted(new(Id), ct))
            ModelState.AddModelError("", texts["Form.Restricted"]);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var was = CustomerForm.FromJson(Was);
        if (Rows is { } rows)
        {
            if (await Stored(ct) is not { } shown)
                return NotFound();
            Input.Rearrange(rows);
            // The rows have new places, so what was sent for the old ones would stand in the wrong fields.
            ModelState.Clear();
            return AskAgain(shown);
        }

        if (!Input.TryRead(ModelState, nameof(Input), texts, was, out var values))
            return await Stored(ct) is { } customer ? AskAgain(customer) : NotFound();

        var outcome = await change.Run(
            new ChangeCustomerCommand(
                new CustomerId(Id), Version, values.FirstName, values.LastName, values.Language, values.Email, values.Website, values.Phones, values.Addresses,
                values.EInvoice, values.Note, values.SourceKind, values.SourceName),
            await current.Actor("customer-care"), ct);
        if (outcome.Succeeded)
        {
            this.SayDone(texts[outcome.Value.Count == 0 ? "Edit.Unchanged" : "Edit.Done"]);
            return Redirect(Card);
        }

        if (await Stored(ct) is not { } stored)
            return NotFound();
        if (outcome.Refusal == ChangeCustomerRefusal.ChangedMeanwhile)
        {
            Conflicts = new CustomerFormMerge(texts, terms).Merge(Input, was ?? CustomerForm.Of(stored), CustomerForm.Of(stored));
            // The merged values are shown, not those that were sent.
            ModelState.Clear();
            Show(stored, Input);
            ModelState.AddModelError("", texts["Edit.ChangedMeanwhile"]);
            return Page();
        }

        if (outcome.Refusal == ChangeCustomerRefusal.Restricted)
            ModelState.AddModelError("", texts["Form.Restricted"]);
        else
            ModelState.AddModelError("Input.LastName", texts["Form.LastNameMissing"]);
        return AskAgain(stored);
    }

    private async Task<Customer?> Stored(CancellationToken ct) =>
        (await view.Run(new CustomerId(Id), await current.Actor("customer-care"), ct))?.Customer;

    private PageResult AskAgain(Customer stored)
    {
        FullName = stored.FullName;
        Input.HidingWhat(stored);
        return Page();
    }

    private void Show(Customer stored, CustomerForm form)
    {
        FullName = stored.FullName;
        Version = stored.Version;
        Was = CustomerForm.Of(stored).ToJson();
        Input = form.HidingWhat(stored).WithRoomForMore();
    }
}
