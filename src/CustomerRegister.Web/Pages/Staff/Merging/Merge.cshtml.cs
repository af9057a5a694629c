using System.Globalization;
using CustomerRegister.Customers;
using CustomerRegister.Merging;
using CustomerRegister.Staff;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Merging;

/// <summary>A value of both customers side by side; a line each where there may be several.</summary>
public sealed record ComparedRow(string Label, IReadOnlyList<string> Kept, IReadOnlyList<string> Gone);

/// <summary>Which single values are not the same, so that one of the two must be chosen.</summary>
public sealed record DifferingFields(bool Name, bool Language, bool Email, bool Website, bool EInvoice, bool Note);

/// <summary>Lays two customers side by side, asks what is kept, and merges them.</summary>
[RequirePermission(Permission.EditCustomers)]
public sealed class MergeModel(
    CompareCustomers compare, MergeCustomers merge, MergeRules rules, CurrentStaff current, IStringLocalizer<MergingTexts> texts, TermNames terms, TimeProvider clock) : PageModel
{
    /// <summary>The customer who stays.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>The customer who is merged into the other.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid Other { get; set; }

    [BindProperty]
    public MergeForm Input { get; set; } = new();

    public Comparison Comparison { get; private set; } = null!;

    public IReadOnlyList<ComparedRow> Rows { get; private set; } = [];

    public DifferingFields Differs { get; private set; } = null!;

    public int UndoDays => rules.UndoDays;

    /// <summary>The last day on which it can be undone.</summary>
    public DateOnly UndoableUntil => clock.Today().AddDays(rules.UndoDays);

    public string Card => $"/staff/customers/{Id}";

    public IReadOnlyList<SelectListItem> PhoneOptions => [.. Both(c => c.Phones.OrderBy(p => p.Kind),
        (c, p) => new SelectListItem(texts["Merge.Phone", p.Number.Readable, terms.InSentence(p.Kind), c.Number], p.Id.Value.ToString()))];

    public IReadOnlyList<SelectListItem> AddressOptions => [.. Both(c => c.Addresses.OrderBy(a => a.Kind),
        (c, a) => new SelectListItem(texts["Merge.Address", terms[a.Kind], a.Address.ToString(), c.Number], a.Id.Value.ToString()))];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!await Load(ct))
            return NotFound();
        ModelState.Clear();
        Input = MergeForm.Suggest(Comparison.Kept.Customer, Comparison.Gone.Customer);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!ModelState.IsValid)
            return BadRequest();
        var outcome = await merge.Run(
            new MergeCustomersCommand(new CustomerId(Id), Input.KeptVersion, new CustomerId(Other), Input.GoneVersion, Input.Choices), await current.Actor("customer-care"), ct);
        if (outcome.Succeeded)
        {
            this.SayDone(texts["Merge.Done", outcome.Value.GoneNumber]);
            return Redirect(Card);
        }

        if (outcome.Refusal is MergeCustomersRefusal.NotFound or MergeCustomersRefusal.SameCustomer || !await Load(ct))
            return NotFound();
        ModelState.AddModelError("", texts[$"Refused.{outcome.Refusal}"]);
        // What has been changed since is shown now, and may be chosen from.
        (Input.KeptVersion, Input.GoneVersion) = (Comparison.Kept.Customer.Version, Comparison.Gone.Customer.Version);
        return Page();
    }

    public IReadOnlyList<SelectListItem> Sides(string? kept, string? gone) =>
    [
        new(texts["Merge.Side", kept ?? texts["Nothing"].Value, Comparison.Kept.Customer.Number], nameof(MergeSide.Kept)),
        new(texts["Merge.Side", gone ?? texts["Nothing"].Value, Comparison.Gone.Customer.Number], nameof(MergeSide.Gone)),
    ];

    private async Task<bool> Load(CancellationToken ct)
    {
        if (await compare.Run(new CustomerId(Id), new CustomerId(Other), await current.Actor("customer-care"), ct) is not { } comparison)
            return false;
        Comparison = comparison;
        var (kept, gone) = (comparison.Kept.Customer, comparison.Gone.Customer);
        Differs = new(
            kept.FirstName != gone.FirstName || kept.LastName != gone.LastName,
            kept.Language != gone.Language,
            kept.Email?.Value != gone.Email?.Value,
            kept.Website != gone.Website,
            kept.EInvoice != gone.EInvoice,
            kept.Note != gone.Note);
        Rows = [.. AllRows()];
        return true;
    }

    private IEnumerable<ComparedRow> AllRows()
    {
        yield return Row("Field.Name", c => [c.Customer.FullName]);
        yield return Row("Field.Email", c => [c.Customer.Email?.Readable]);
        yield return Row("Field.Phones", c => c.Customer.Phones.OrderBy(p => p.Kind).Select(p => p.Number.Readable));
        yield return Row("Field.Addresses", c => Comparison.AddressHidden ? [texts["Protected"].Value] : c.Customer.Addresses.OrderBy(a => a.Kind).Select(a => a.Address.ToString()));
        yield return Row("Field.Organisations", c => c.Customer.ContactRoles.OrderBy(r => r.From).Select(RoleOf));
        yield return Row("Field.Language", c => [terms[c.Customer.Language]]);
        yield return Row("Field.Relationship", c => [c.Customer.RelationshipEnd is { } end
            ? texts["FromTo", c.Customer.RelationshipStart.Day(), end.Day()] : texts["From", c.Customer.RelationshipStart.Day()]]);
        foreach (var rare in new[]
        {
            Row("Field.Website", c => [c.Customer.Website?.Value]),
            Row("Field.EInvoice", c => [c.Customer.EInvoice?.ReadableAddress]),
            Row("Field.Note", c => [c.Customer.Note]),
            Row("Field.Protection", c => [c.Customer.ProtectedUntil?.Day()]),
            Row("Field.Death", c => [c.Customer.DiedOn?.Day() ?? (c.Customer.IsDeceased ? texts["Field.DeathUnknown"].Value : null)]),
        }.Where(row => row.Kept.Count + row.Gone.Count > 0))
        {
            yield return rare;
        }

        yield return Row("Field.Orders", c => [Count(c.Orders)]);
        yield return Row("Field.Invoices", c => [Count(c.Invoices)]);
        yield return Row("Field.Requests", c => [Count(c.Requests)]);
        yield return Row("Field.Bans", c => [Count(c.BansInForce)]);
    }

    private string RoleOf(ContactRole role) => role.To is { } to
        ? texts["RoleFromTo", role.Organisation.Name, role.From.Day(), to.Day()]
        : texts["RoleFrom", role.Organisation.Name, role.From.Day()];

    private ComparedRow Row(string label, Func<ComparedCustomer, IEnumerable<string?>> values) =>
        new(texts[label], [.. values(Comparison.Kept).OfType<string>()], [.. values(Comparison.Gone).OfType<string>()]);

    private static string Count(int count) => count.ToString(CultureInfo.CurrentCulture);

    private IEnumerable<SelectListItem> Both<T>(Func<Customer, IEnumerable<T>> of, Func<Customer, T, SelectListItem> option) =>
        new[] { Comparison.Kept.Customer, Comparison.Gone.Customer }.SelectMany(c => of(c).Select(one => option(c, one)));
}
