using System.ComponentModel.DataAnnotations;
using CustomerRegister.Customers;
using CustomerRegister.Staff;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Organisations;

/// <summary>Puts right a contact person's title and days.</summary>
[RequirePermission(Permission.EditCustomers)]
public sealed class ContactPersonModel(ViewOrganisation view, ChangeContactRole change, CurrentStaff current, IStringLocalizer<OrganisationsTexts> texts) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid RoleId { get; set; }

    [BindProperty]
    public TermsForm Input { get; set; } = new();

    /// <summary>The terms as they were shown.</summary>
    [BindProperty]
    public TermsForm Was { get; set; } = new();

    public Organisation Organisation { get; private set; } = null!;

    public ContactPerson Person { get; private set; } = null!;

    public string Card => $"/staff/organisations/{Id}";

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!await Load(ct))
            return NotFound();
        ModelState.Clear();
        Input = Was = TermsForm.Of(Person);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (ModelState.IsValid)
        {
            var outcome = await change.Run(new(new OrganisationId(Id), new ContactRoleId(RoleId), Was.Terms(), Input.Terms()), await current.Actor("customer-care"), ct);
            if (outcome.Succeeded)
            {
                this.SayDone(outcome.Value.Count > 0 ? texts["Edit.Done"] : texts["Edit.Nothing"]);
                return Redirect(Card);
            }

            if (outcome.Refusal == ChangeContactRoleRefusal.NotFound || !await Load(ct))
                return NotFound();
            if (outcome.Refusal == ChangeContactRoleRefusal.ChangedMeanwhile)
                Was = TermsForm.Of(Person);
            ModelState.AddModelError(
                outcome.Refusal switch
                {
                    ChangeContactRoleRefusal.StartInFuture => "Input.From",
                    ChangeContactRoleRefusal.EndInFuture or ChangeContactRoleRefusal.EndBeforeStart => "Input.To",
                    _ => "",
                },
                outcome.Refusal == ChangeContactRoleRefusal.ChangedMeanwhile
                    ? texts["Change.ChangedMeanwhile", Person.Title ?? texts["Missing"].Value, Person.From.Day(), Person.To?.Day() ?? "–"]
                    : texts[$"Change.{outcome.Refusal}"]);
            return Page();
        }

        return await Load(ct) ? Page() : NotFound();
    }

    private async Task<bool> Load(CancellationToken ct)
    {
        if (await view.Run(new OrganisationId(Id), await current.Actor("customer-care"), ct) is not { } card || card.ContactPersons.SingleOrDefault(p => p.Role.Value == RoleId) is not { } person)
            return false;
        (Organisation, Person) = (card.Organisation, person);
        return true;
    }
}

public sealed class TermsForm
{
    [StringLength(100)]
    public string? Title { get; set; }

    [Required]
    public DateOnly? From { get; set; }

    public DateOnly? To { get; set; }

    // No property: validation would read it, also of a form without a day.
    public ContactRoleTerms Terms() => new(Title, From!.Value, To);

    public static TermsForm Of(ContactPerson person) => new() { Title = person.Title, From = person.From, To = person.To };
}
