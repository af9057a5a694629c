using System.ComponentModel.DataAnnotations;
using System.Globalization;
using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Staff;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Consents;

/// <summary>Staff record what a customer forbids and consents to, however the word came (N7, N33).</summary>
[RequirePermission(Permission.ManageConsents)]
public sealed class RecordModel(ViewChoices view, RecordChoices record, CurrentStaff current, TermNames terms, IStringLocalizer<ConsentsTexts> texts) : PageModel
{
    private const string Purpose = "customer-care";

    [FromRoute]
    public Guid Id { get; set; }

    [BindProperty, Required]
    public Channel? Channel { get; set; }

    [BindProperty]
    public List<BanKind> Forbidden { get; set; } = [];

    [BindProperty]
    public List<Guid> Consented { get; set; } = [];

    /// <summary>What was in force when the form was shown. Only what is changed on the form is a word of the customer's; the rest may have changed meanwhile.</summary>
    [BindProperty]
    public List<BanKind> ShownForbidden { get; set; } = [];

    [BindProperty]
    public List<Guid> ShownConsented { get; set; } = [];

    public CustomersChoices Customer { get; private set; } = null!;
    public IReadOnlyList<SelectListItem> Channels => terms.Options([.. Enum.GetValues<Channel>().Where(c => c is not (CustomerRegister.Consents.Channel.Portal or CustomerRegister.Consents.Channel.EmailLink))]);
    public IReadOnlyList<SelectListItem> Kinds => terms.Options<BanKind>();
    public IReadOnlyList<SelectListItem> Purposes =>
        [.. Customer.Now.Consents.Select(c => new SelectListItem(c.Purpose.Name.In(Languages.Of(CultureInfo.CurrentUICulture)), c.Purpose.Id.Value.ToString()))];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!await Load(ct))
            return NotFound();
        Forbidden = [.. Customer.Now.Bans.Where(b => b.Forbidden).Select(b => b.Kind)];
        Consented = [.. Customer.Now.Consents.Where(c => c.Given).Select(c => c.Purpose.Id.Value)];
        (ShownForbidden, ShownConsented) = (Forbidden, Consented);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!await Load(ct))
            return NotFound();
        // In the portal the person is signed in; nobody else can say so.
        if (Channel == CustomerRegister.Consents.Channel.Portal)
            ModelState.AddModelError(nameof(Channel), texts["Record.NotPortal"]);
        if (!ModelState.IsValid)
            return Page();

        var bans = Changed(ShownForbidden, Forbidden).ToDictionary(c => c.About, c => c.Yes);
        var consents = Changed(ShownConsented, Consented).ToDictionary(c => new PurposeId(c.About), c => c.Yes);
        var outcome = await record.Run(new(new(Id), bans, consents, Customer.Language, Channel!.Value), await Actor(), ct);
        if (!outcome.Succeeded)
            return NotFound();
        this.SayDone(texts[outcome.Value == 0 ? "Record.Nothing" : "Record.Done"]);
        return Redirect($"/staff/customers/{Id}");
    }

    private static IEnumerable<(T About, bool Yes)> Changed<T>(List<T> before, List<T> after) =>
        [.. after.Except(before).Select(about => (about, true)), .. before.Except(after).Select(about => (about, false))];

    private async Task<bool> Load(CancellationToken ct)
    {
        if (await view.Run(new(Id), await Actor(), ct) is not { } found)
            return false;
        Customer = found;
        return true;
    }

    private async Task<Actor> Actor() => (await current.Actor(Purpose)).On(Id);
}
