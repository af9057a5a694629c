using System.ComponentModel.DataAnnotations;
using CustomerRegister.Customers;
using CustomerRegister.Merging;
using CustomerRegister.Staff;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Merging;

/// <summary>Asks with whom a customer is to be merged.</summary>
[RequirePermission(Permission.EditCustomers)]
public sealed class ChooseModel(ViewCustomerDetails view, FindDuplicates duplicates, CompareCustomers compare, CurrentStaff current, IStringLocalizer<MergingTexts> texts) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty, Required, Range(1, long.MaxValue)]
    public long? Number { get; set; }

    public string FullName { get; private set; } = "";

    public long CustomerNumber { get; private set; }

    public IReadOnlyList<DuplicateCandidate> Candidates { get; private set; } = [];

    public string Card => $"/staff/customers/{Id}";

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        return await Show(ct);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (ModelState.IsValid)
        {
            var other = await compare.OfNumber(Number!.Value, ct);
            if (other is { } found && found.Value != Id)
                return Redirect($"{Card}/merge/{found.Value}");
            ModelState.AddModelError(nameof(Number), texts[other is null ? "Choose.NoSuchNumber" : "Choose.SameNumber"]);
        }

        return await Show(ct);
    }

    private async Task<IActionResult> Show(CancellationToken ct)
    {
        var actor = await current.Actor("customer-care");
        if ((await view.Run(new CustomerId(Id), actor, ct))?.Customer is not { } customer)
            return NotFound();
        (FullName, CustomerNumber) = (customer.FullName, customer.Number);
        Candidates = await duplicates.Beside(customer, actor, ct);
        return Page();
    }
}
