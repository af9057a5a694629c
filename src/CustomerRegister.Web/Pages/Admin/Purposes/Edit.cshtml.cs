using System.ComponentModel.DataAnnotations;
using System.Globalization;
using CustomerRegister.Consents;
using CustomerRegister.Data;
using CustomerRegister.Staff;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Admin.Purposes;

/// <summary>Writes a new purpose, or other words of one; whoever consented to the words in force until now is asked again.</summary>
[RequirePermission(Permission.PublishNotice)]
public sealed class EditModel(ListPurposes list, EditPurpose edit, CurrentStaff current, IStringLocalizer<PurposesTexts> texts) : PageModel
{
    private const int LongestName = 120, LongestText = 2000;

    /// <summary>Null for a new one.</summary>
    [FromRoute]
    public Guid? Id { get; set; }

    [BindProperty]
    public int Version { get; set; }

    [BindProperty, StringLength(60)]
    public string? Code { get; set; }

    [BindProperty]
    public LegalBasis Basis { get; set; }

    [BindProperty, Required, StringLength(LongestName)]
    public string? NameFi { get; set; }

    [BindProperty, Required, StringLength(LongestName)]
    public string? NameSv { get; set; }

    [BindProperty, Required, StringLength(LongestName)]
    public string? NameEn { get; set; }

    [BindProperty, Required, StringLength(LongestText)]
    public string? DescriptionFi { get; set; }

    [BindProperty, Required, StringLength(LongestText)]
    public string? DescriptionSv { get; set; }

    [BindProperty, Required, StringLength(LongestText)]
    public string? DescriptionEn { get; set; }

    /// <summary>Null for a new one.</summary>
    public PurposeHistory? History { get; private set; }
    public Language Language => Languages.Of(CultureInfo.CurrentUICulture);

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        if (!await Load(ct))
            return NotFound();
        if (History?.Purpose is { } purpose)
        {
            (Version, Basis) = (purpose.Version, purpose.Basis);
            (NameFi, NameSv, NameEn) = (purpose.Name.Fi, purpose.Name.Sv, purpose.Name.En);
            (DescriptionFi, DescriptionSv, DescriptionEn) = (purpose.Description.Fi, purpose.Description.Sv, purpose.Description.En);
        }

        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!await Load(ct))
            return NotFound();
        if (!Enum.IsDefined(Basis))
            ModelState.AddModelError(nameof(Basis), texts["BasisMissing"]);
        if (!ModelState.IsValid)
            return Page();
        var command = new EditPurposeCommand(
            Id is { } id ? new PurposeId(id) : null, Version, Code, Basis, new LocalizedText(NameFi!, NameSv!, NameEn!), new LocalizedText(DescriptionFi!, DescriptionSv!, DescriptionEn!));
        var outcome = await edit.Run(command, await current.Actor("data-protection"), ct);
        if (outcome.Succeeded)
        {
            this.SayDone(texts[Id is null ? "Added" : "Changed"]);
            return Redirect("/admin/purposes");
        }

        ModelState.AddModelError(outcome.Refusal switch
        {
            EditPurposeRefusal.CodeWrong or EditPurposeRefusal.CodeTaken => nameof(Code),
            EditPurposeRefusal.BasisIsOfBan => nameof(Basis),
            _ => "",
        }, texts[$"Refused{outcome.Refusal}"]);
        return Page();
    }

    private async Task<bool> Load(CancellationToken ct)
    {
        if (Id is { } id)
            History = await list.One(new PurposeId(id), ct);
        return Id is null || History is not null;
    }
}
