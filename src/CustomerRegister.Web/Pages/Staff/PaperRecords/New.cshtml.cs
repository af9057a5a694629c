using System.ComponentModel.DataAnnotations;
using System.Globalization;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PaperRecords;
using CustomerRegister.Staff;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.PaperRecords;

/// <summary>Takes paper into the register; its label is printed next.</summary>
[RequirePermission(Permission.HandlePaperRecords)]
public sealed class NewModel(RegisterPaperRecord register, RegisterContext db, CurrentStaff current, TermNames terms, TimeProvider clock, IStringLocalizer<PaperRecordsTexts> texts) : PageModel, IPaperFormPage
{
    [BindProperty, Required, StringLength(20)]
    public string? CustomerNumber { get; set; }

    [BindProperty]
    public PaperForm Input { get; set; } = new();

    public IReadOnlyList<SelectListItem> Places { get; private set; } = [];

    /// <param name="customer">Whose card one came from.</param>
    public async Task OnGetAsync(Guid? customer, CancellationToken ct)
    {
        Places = await PaperForm.Places(db, null, ct);
        Input.Since = clock.Today();
        Input.Place = Places is [var only] ? Guid.Parse(only.Value) : null;
        // The number only: the page shows nothing of the person.
        if (customer is { } person)
            CustomerNumber = (await db.Customers.Where(c => c.Id == new CustomerId(person)).Select(c => (long?)c.Number).SingleOrDefaultAsync(ct))?.ToString(CultureInfo.InvariantCulture);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        long number = 0;
        if (!string.IsNullOrWhiteSpace(CustomerNumber) && !long.TryParse(CustomerNumber.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out number))
            ModelState.AddModelError(nameof(CustomerNumber), terms[RegisterPaperRecordRefusal.CustomerUnknown]);
        if (ModelState.IsValid)
        {
            var outcome = await register.Run(
                new(number, Input.Kind!.Value, Input.WrittenDescription, new PaperPlaceId(Input.Place!.Value), Input.Since!.Value), await current.Actor(IndexModel.Purpose), ct);
            if (outcome.Succeeded)
            {
                this.SayDone(texts["New.Done", outcome.Value.Label]);
                return Redirect($"/staff/paper/{outcome.Value.Id.Value}");
            }

            ModelState.AddModelError(outcome.Refusal switch
            {
                RegisterPaperRecordRefusal.CustomerUnknown => nameof(CustomerNumber),
                RegisterPaperRecordRefusal.InFuture => "Input.Since",
                _ => "Input.Place",
            }, terms[outcome.Refusal]);
        }

        Places = await PaperForm.Places(db, null, ct);
        return Page();
    }
}
