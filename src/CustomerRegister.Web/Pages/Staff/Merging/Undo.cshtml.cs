using CustomerRegister.Customers;
using CustomerRegister.Merging;
using CustomerRegister.Staff;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Merging;

/// <summary>Asks whether a merge is undone, and says what stands in the way.</summary>
[RequirePermission(Permission.EditCustomers)]
public sealed class UndoModel(UndoMerge undo, CurrentStaff current, IStringLocalizer<MergingTexts> texts, IStringLocalizer<DataTexts> data) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid MergeId { get; set; }

    public UndoableMerge Undoable { get; private set; } = null!;

    public string Card => $"/staff/customers/{Id}";

    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => await Show(ct);

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var outcome = await undo.Run(new CustomerId(Id), new CustomerMergeId(MergeId), await current.Actor("customer-care"), ct);
        if (!outcome.Succeeded)
            return await Show(ct);
        this.SayDone(texts["Undo.Done", outcome.Value.Number]);
        return Redirect(Card);
    }

    public string NameOf(string table) => data[table].Value;

    private async Task<IActionResult> Show(CancellationToken ct)
    {
        if (await undo.Preview(new CustomerId(Id), new CustomerMergeId(MergeId), await current.Actor("customer-care"), ct) is not { } undoable)
            return NotFound();
        Undoable = undoable;
        return Page();
    }
}
