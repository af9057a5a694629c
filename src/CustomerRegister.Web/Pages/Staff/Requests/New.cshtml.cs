using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Requests;
using CustomerRegister.Staff;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Requests;

/// <summary>Staff enter a request of a customer.</summary>
[RequirePermission(Permission.HandleRequests)]
[LargestUpload(SentFiles.LargestForm), RequestSizeLimit(SentFiles.LargestForm), RequestFormLimits(MultipartBodyLengthLimit = SentFiles.LargestForm)]
public sealed class NewModel(FileRequest file, ListPurposes purposes, RegisterContext db, CurrentStaff current, TermNames terms, TimeProvider clock, IStringLocalizer<RequestsTexts> texts)
    : NewRequestForm(file, purposes, current, terms, texts)
{
    [FromRoute]
    public Guid Id { get; set; }

    public long CustomerNumber { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await Customer(ct) is not { } customer)
            return NotFound();
        Input.ReceivedOn = clock.Today();
        Input.Language = customer.Language;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (await Customer(ct) is null)
            return NotFound();
        Check();
        return ModelState.IsValid ? await TakeIn(Id, null, ct) : Page();
    }

    // The number and the language only: the page shows nothing of the person.
    private async Task<AskingCustomer?> Customer(CancellationToken ct)
    {
        var id = new CustomerId(Id);
        var found = await db.Customers.Where(c => c.Id == id).Select(c => new AskingCustomer(c.Number, c.Language)).SingleOrDefaultAsync(ct);
        CustomerNumber = found?.Number ?? 0;
        return found;
    }

    private sealed record AskingCustomer(long Number, Language Language);
}
