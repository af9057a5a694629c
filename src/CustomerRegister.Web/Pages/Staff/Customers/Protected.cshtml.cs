using CustomerRegister.Customers;
using CustomerRegister.Staff;
using CustomerRegister.Web.Pages.Shared.TagHelpers;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Customers;

/// <summary>Whose address is protected and until when; never the address.</summary>
[RequirePermission(Permission.ViewCustomers)]
public sealed class ProtectedModel(ListProtections list, CurrentStaff current, IStringLocalizer<StaffTexts> texts, TimeProvider clock) : PageModel
{
    public ProtectedPeople People { get; private set; } = new([], null);

    public string? NextUrl => People.Next is { } last ? $"/staff/customers/protected?after={last.Id.Value}" : null;

    /// <param name="after">The last person of the page before.</param>
    public async Task OnGetAsync(Guid? after, CancellationToken ct) =>
        People = await list.Run(after is { } id ? new CustomerId(id) : null, await current.Actor("customer-care"), ct);

    public (Meaning Meaning, string Text) StateOf(ProtectedPerson person) =>
        person.Until < clock.Today() ? (Meaning.Problem, texts["ProtectedList.Expired"])
        : person.Until <= clock.Today().AddDays(ListProtections.RemindDays) ? (Meaning.Attention, texts["ProtectedList.ExpiresSoon"])
        : (Meaning.Info, texts["ProtectedList.InForce"]);
}
