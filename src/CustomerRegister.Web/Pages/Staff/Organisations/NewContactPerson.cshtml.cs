using System.ComponentModel.DataAnnotations;
using CustomerRegister.Customers;
using CustomerRegister.Staff;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Organisations;

/// <summary>Makes a customer the contact person of an organisation, perhaps in another's place: first whom, then from when.</summary>
[RequirePermission(Permission.EditCustomers)]
public sealed class NewContactPersonModel(
    ViewOrganisation view, ViewCustomerDetails viewCustomer, FindCustomers find, BeginContactRole begin, CurrentStaff current, IStringLocalizer<OrganisationsTexts> texts, TimeProvider clock) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>The role that is handed over.</summary>
    [FromQuery]
    public Guid? SuccessorOf { get; set; }

    /// <summary>Who has been chosen.</summary>
    [FromQuery(Name = "customer")]
    public Guid? CustomerKey { get; set; }

    [BindProperty]
    public string? Words { get; set; }

    [BindProperty]
    public RoleForm Input { get; set; } = new();

    public Organisation Organisation { get; private set; } = null!;

    public ContactPerson? Predecessor { get; private set; }

    public Customer? Chosen { get; private set; }

    public FoundCustomers? Found { get; private set; }

    public string Card => $"/staff/organisations/{Id}";

    public string NewCustomer => $"/staff/customers/new?organisation={Id}{(SuccessorOf is { } role ? $"&successorOf={role}" : "")}";

    public string Here(CustomerId? customer = null)
    {
        string?[] query = [SuccessorOf is { } role ? $"successorOf={role}" : null, customer is { } chosen ? $"customer={chosen.Value}" : null];
        var asked = string.Join('&', query.OfType<string>());
        return asked.Length == 0 ? $"{Card}/contact-persons/new" : $"{Card}/contact-persons/new?{asked}";
    }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!await Load(ct))
            return NotFound();
        ModelState.Clear();
        Input = new() { Title = Predecessor?.Title, From = clock.Today(), SourceKind = SourceKind.Controller };
        return Page();
    }

    public async Task<IActionResult> OnPostSearchAsync(CancellationToken ct)
    {
        ModelState.Clear();
        if (!await Load(ct))
            return NotFound();
        if (string.IsNullOrWhiteSpace(Words) || Words.Length > 200)
            ModelState.AddModelError(nameof(Words), texts[string.IsNullOrWhiteSpace(Words) ? "Begin.WordsMissing" : "Begin.WordsTooLong"]);
        else
            Found = await find.Run(new FindCustomersQuery(Words, null), await current.Actor("customer-care"), ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (CustomerKey is not { } customer)
            return Redirect(Here());
        if (ModelState.IsValid)
        {
            var outcome = await begin.Run(
                new BeginContactRoleCommand(new OrganisationId(Id), new CustomerId(customer), Input.Title, Input.From!.Value, Input.SourceKind!.Value, null,
                    SuccessorOf is { } role ? new ContactRoleId(role) : null),
                await current.Actor("customer-care"), ct);
            if (outcome.Succeeded)
            {
                this.SayDone(texts[SuccessorOf is null ? "Begin.Done" : "HandOver.Done"]);
                return Redirect(Card);
            }

            if (outcome.Refusal == BeginContactRoleRefusal.NotFound)
                return NotFound();
            ModelState.AddModelError(
                outcome.Refusal is BeginContactRoleRefusal.InFuture or BeginContactRoleRefusal.BeforePredecessor ? "Input.From" : "",
                texts[$"Begin.{outcome.Refusal}"]);
        }

        return await Load(ct) ? Page() : NotFound();
    }

    private async Task<bool> Load(CancellationToken ct)
    {
        var actor = await current.Actor("customer-care");
        if (await view.Run(new OrganisationId(Id), actor, ct) is not { } card)
            return false;
        Organisation = card.Organisation;
        if (SuccessorOf is { } role)
        {
            Predecessor = card.ContactPersons.SingleOrDefault(p => p.Role.Value == role);
            if (Predecessor is null)
                return false;
        }

        if (CustomerKey is not { } customer)
            return true;
        Chosen = (await viewCustomer.Run(new CustomerId(customer), actor, ct))?.Customer;
        return Chosen is not null;
    }
}

public sealed class RoleForm
{
    [StringLength(100)]
    public string? Title { get; set; }

    [Required]
    public DateOnly? From { get; set; }

    [Required]
    public SourceKind? SourceKind { get; set; }
}
