using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Imports;
using CustomerRegister.Staff;
using CustomerRegister.TargetGroups;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Microsoft.Net.Http.Headers;

namespace CustomerRegister.Web.Pages.Staff.TargetGroups;

/// <summary>A target group as CSV, streamed. It comes when its button is pressed, for each person's entry in the log is written with it; following a link gives nothing.</summary>
[RequirePermission(Permission.ViewTargetGroups)]
public sealed class ListModel(ExportTargetGroup export, CurrentStaff current, TermNames terms, IStringLocalizer<TargetGroupsTexts> texts) : TargetGroupModel(terms, texts)
{
    private static readonly string[] Address = ["ListStreet", "ListPostalCode", "ListCity", "ListRegion", "ListCountry"];

    [BindProperty]
    public ReachedBy? By { get; set; }

    public IActionResult OnGet() => Redirect($"/staff/target-groups{Query}");

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!IsGroup() || By is not { } by || !Enum.IsDefined(by) || (by == ReachedBy.Email && !TargetGroup.EmailUses.Contains(Group.Use)))
            return Redirect($"/staff/target-groups{Query}");
        var actor = await current.Actor("target-groups");
        Response.ContentType = CsvOutput.ContentType;
        Response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = Texts["ListFile"].Value }.ToString();
        await using (var csv = new CsvOutput(Response.Body))
        {
            await csv.Row(((string[])["ListFirstName", "ListLastName", .. by == ReachedBy.Post ? Address : ["ListEmail"]]).Select(key => Texts[key].Value));
            await foreach (var person in export.Run(Group, by, actor, ct))
                await csv.Row([person.FirstName, person.LastName, .. by == ReachedBy.Post ? Parts(person.Address!) : [person.Email!.Readable]]);
        }

        return new EmptyResult();
    }

    private static string?[] Parts(PostalAddress address) => [address.Street, address.PostalCode, address.City, address.Region, address.Country];
}
