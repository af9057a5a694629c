using System.Globalization;
using CustomerRegister.Consents;
using CustomerRegister.Staff;
using CustomerRegister.TargetGroups;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.TargetGroups;

/// <summary>Label sheets for the printer: A4, 3 × 8 labels of 70 × 37 mm.</summary>
[RequirePermission(Permission.ViewTargetGroups)]
public sealed class LabelsModel(PrintLabels print, CountTargetGroup count, CurrentStaff current, TermNames terms, IStringLocalizer<TargetGroupsTexts> texts) : TargetGroupModel(terms, texts)
{
    public AddressLabels Labels { get; private set; } = new([], null);

    /// <summary>The sheets, each with its labels; on the first one places may be free because a begun sheet is used up.</summary>
    public IEnumerable<AddressLabel?[]> Sheets => Enumerable.Repeat<AddressLabel?>(null, First - 1).Concat(Labels.Labels).Chunk(PrintLabels.OnSheet);

    /// <summary>The place on the first sheet with which to begin: 1 to 24.</summary>
    [BindProperty(SupportsGet = true, Name = "first")]
    public int? FirstPlace { get; set; }

    public int First => Math.Clamp(FirstPlace ?? 1, 1, PrintLabels.OnSheet);

    public string? NextUrl => Labels.Next is { } last ? $"/staff/target-groups/labels{Query}&after={last.Value}" : null;

    /// <summary>The group's address with another first place.</summary>
    public string Address(int first) => string.Create(CultureInfo.InvariantCulture, $"/staff/target-groups/labels{Query}&first={first}");

    public async Task<IActionResult> OnGetAsync(Guid? after, CancellationToken ct)
    {
        if (!IsGroup())
            return Redirect($"/staff/target-groups{Query}");
        Labels = await print.Run(Group, after is { } id ? new(id) : null, await current.Actor("target-groups"), ct);
        Restricted = await count.LeftOut(Group, [ReachedBy.Post], ct);
        return Page();
    }
}
