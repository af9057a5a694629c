using CustomerRegister.Data;
using CustomerRegister.Orders;
using CustomerRegister.Staff;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Orders;

/// <summary>Asks before an order is cancelled or archived: neither can be taken back.</summary>
[RequirePermission(Permission.ManageOrders)]
public sealed class EndModel(CancelOrder cancel, ArchiveOrder archive, RegisterContext db, CurrentStaff current, TermNames terms, IStringLocalizer<OrdersTexts> texts) : PageModel
{
    [FromRoute]
    public Guid Id { get; set; }

    [FromRoute]
    public string How { get; set; } = "";

    public long Number { get; private set; }
    public bool IsCancelling => How == "cancel";
    public string Heading => texts[IsCancelling ? "Cancel.Title" : "Archive.Title", Number];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => await Find(ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!await Find(ct))
            return NotFound();
        var actor = await current.Actor(IndexModel.Purpose);
        var outcome = IsCancelling ? await cancel.Run(new(Id), actor, ct) : await archive.Run(new(Id), actor, ct);
        if (outcome.Succeeded)
        {
            this.SayDone(texts[IsCancelling ? "Cancel.Done" : "Archive.Done"]);
            return Redirect($"/staff/orders/{Id}");
        }

        ModelState.AddModelError("", terms[outcome.Refusal]);
        return Page();
    }

    // The number only: the page shows nothing of the person.
    private async Task<bool> Find(CancellationToken ct)
    {
        var id = new OrderId(Id);
        Number = await db.Orders.Where(o => o.Id == id).Select(o => o.Number).SingleOrDefaultAsync(ct);
        return Number > 0;
    }
}
