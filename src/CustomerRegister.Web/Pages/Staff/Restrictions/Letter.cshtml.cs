using System.Globalization;
using CustomerRegister.Customers;
using CustomerRegister.Restrictions;
using CustomerRegister.Staff;
using CustomerRegister.Web.Documents;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CustomerRegister.Web.Pages.Staff.Restrictions;

/// <summary>The letter that tells of the lifting, for the printer and a window envelope, in the person's language.</summary>
[RequirePermission(Permission.DecideRequests)]
public sealed class LetterModel(ViewRestrictions view, ViewCustomerDetails details, CurrentStaff current, TimeProvider clock) : PageModel
{
    public Guid Id { get; private set; }
    public Restriction Restriction { get; private set; } = null!;
    public Customer Person { get; private set; } = null!;

    public DateOnly Today => clock.Today();

    public IReadOnlyList<string> Address => [
        Person.FullName,
        .. Person.Addresses.FirstOrDefault(a => a.Kind == AddressKind.Postal)?.Address.Lines(language: CultureInfo.GetCultureInfo("fi")) ?? []];

    public async Task<IActionResult> OnGetAsync(Guid id, Guid restrictionId, CancellationToken ct)
    {
        var actor = await current.Actor(IndexModel.Purpose);
        if (await view.Run(new CustomerId(id), actor, ct) is not { } viewed
            || viewed.Restrictions.FirstOrDefault(r => r.Restriction.Id.Value == restrictionId)?.Restriction is not { NoticeWords: not null } restriction
            || await details.Run(new CustomerId(id), actor, ct) is not { } found)
            return NotFound();
        (Id, Restriction, Person) = (id, restriction, found.Customer);
        return new PaperPage("restriction-lifted");
    }
}
