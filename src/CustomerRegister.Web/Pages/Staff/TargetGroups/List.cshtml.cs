using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Disclosures;
using CustomerRegister.Imports;
using CustomerRegister.Staff;
using CustomerRegister.TargetGroups;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Microsoft.Net.Http.Headers;

namespace CustomerRegister.Web.Pages.Staff.TargetGroups;

/// <summary>
/// A target group as CSV, streamed. For whom it is, is asked first; it comes when the button is pressed, for each person's entry in the log is written with it. Following a link gives nothing.
/// </summary>
[RequirePermission(Permission.ViewTargetGroups)]
public sealed class ListModel(ExportTargetGroup export, CountTargetGroup count, RegisterContext db, CurrentStaff current, TermNames terms, IStringLocalizer<TargetGroupsTexts> texts) : TargetGroupModel(terms, texts)
{
    private static readonly string[] Address = ["ListStreet", "ListPostalCode", "ListCity", "ListRegion", "ListCountry"];

    [BindProperty(SupportsGet = true)]
    public ReachedBy? By { get; set; }

    [BindProperty]
    public ListReceiver? Receiver { get; set; }

    [BindProperty]
    public Guid? Recipient { get; set; }

    [BindProperty]
    public DisclosureGround? Ground { get; set; }

    public IReadOnlyList<SelectListItem> Recipients { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!IsList())
            return Redirect($"/staff/target-groups{Query}");
        Recipients = await db.Recipients.AsNoTracking().Where(r => r.ClosedOn == null).OrderBy(r => r.Name).Select(r => new SelectListItem(r.Name, r.Id.Value.ToString())).ToListAsync(ct);
        Restricted = await count.LeftOut(Group, [By!.Value], ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!IsList())
            return Redirect($"/staff/target-groups{Query}");
        var by = By!.Value;
        var handling = Receiver is { } receiver ? new ListHandling(receiver, Recipient is { } recipient ? new(recipient) : null, Ground) : null;
        if ((handling is null ? ExportRefusal.ReceiverMissing : await export.Check(handling, ct)) is { } refusal)
        {
            ModelState.AddModelError(refusal switch { ExportRefusal.RecipientMissing => nameof(Recipient), ExportRefusal.GroundMissing => nameof(Ground), _ => nameof(Receiver) }, Terms[refusal]);
            return await OnGetAsync(ct);
        }

        var actor = await current.Actor("target-groups");
        Response.ContentType = CsvOutput.ContentType;
        Response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = Texts["ListFile"].Value }.ToString();
        await using (var csv = new CsvOutput(Response.Body))
        {
            await csv.Row(((string[])["ListFirstName", "ListLastName", .. by == ReachedBy.Post ? Address : ["ListEmail"]]).Select(key => Texts[key].Value));
            await foreach (var person in export.Run(Group, by, handling!, actor, ct))
                await csv.Row([person.FirstName, person.LastName, .. by == ReachedBy.Post ? Parts(person.Address!) : [person.Email!.Readable]]);
        }

        return new EmptyResult();
    }

    // The fields of the form may be wrong while the group is right.
    private bool IsList() => (ModelState.IsValid ? IsGroup() : Use is { } use && TargetGroup.Uses.Contains(use))
        && By is { } by && Enum.IsDefined(by) && (by != ReachedBy.Email || TargetGroup.EmailUses.Contains(Group.Use));

    private static string?[] Parts(PostalAddress address) => [address.Street, address.PostalCode, address.City, address.Region, address.Country];
}
