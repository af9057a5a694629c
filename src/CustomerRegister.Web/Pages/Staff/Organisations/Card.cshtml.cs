using CustomerRegister.Customers;
using CustomerRegister.Staff;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CustomerRegister.Web.Pages.Staff.Organisations;

/// <summary>An organisation and who represents it.</summary>
[RequirePermission(Permission.ViewCustomers)]
public sealed class CardModel(ViewOrganisation view, CurrentStaff current, TimeProvider clock) : PageModel
{
    public OrganisationCard Card { get; private set; } = null!;

    public bool MayEdit { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (await view.Run(new OrganisationId(id), await current.Actor("customer-care"), ct) is not { } card)
            return NotFound();
        Card = card;
        MayEdit = (await current.Get()).Account.Holds(Permission.EditCustomers);
        return Page();
    }

    public bool IsHeldNow(ContactPerson person) => person.From <= clock.Today() && (person.To is null || person.To > clock.Today());
}
