using System.Globalization;
using CustomerRegister.Consents;
using CustomerRegister.TargetGroups;
using CustomerRegister.Web.Localization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.TargetGroups;

/// <summary>A page about a target group, which stands in its address: criteria, never people.</summary>
public abstract class TargetGroupModel(TermNames terms, IStringLocalizer<TargetGroupsTexts> texts) : PageModel
{
    protected TermNames Terms => terms;
    protected IStringLocalizer<TargetGroupsTexts> Texts => texts;

    [BindProperty(SupportsGet = true)]
    public BanKind? Use { get; set; }

    [BindProperty(SupportsGet = true)]
    public Language? Language { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? PostalCodeFrom { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? PostalCodeTo { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? CustomerBy { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? OrderedSince { get; set; }

    public TargetGroup Group => new(Use!.Value, Language, Blank(PostalCodeFrom), Blank(PostalCodeTo), CustomerBy, OrderedSince);

    /// <summary>How many are left out because the processing of their data is restricted.</summary>
    public int Restricted { get; protected set; }

    /// <summary>The group as the end of an address.</summary>
    public string Query => QueryHelpers.AddQueryString("", new Dictionary<string, string?>
    {
        ["use"] = Use?.ToString(),
        ["language"] = Language?.ToString(),
        ["postalCodeFrom"] = Blank(PostalCodeFrom),
        ["postalCodeTo"] = Blank(PostalCodeTo),
        ["customerBy"] = CustomerBy?.ToString("O", CultureInfo.InvariantCulture),
        ["orderedSince"] = OrderedSince?.ToString("O", CultureInfo.InvariantCulture),
    });

    /// <summary>The group in words, for whoever is about to reach it.</summary>
    public string Words => string.Join("; ", new[]
    {
        Use is { } use ? terms[use] : null,
        Language is { } language ? texts["WordsLanguage", terms.InSentence(language)].Value : null,
        Blank(PostalCodeFrom) is not null || Blank(PostalCodeTo) is not null ? texts["WordsPostalCode", Blank(PostalCodeFrom) ?? "00000", Blank(PostalCodeTo) ?? "99999"].Value : null,
        CustomerBy is { } day ? texts["WordsCustomerBy", day.Day()].Value : null,
        OrderedSince is { } since ? texts["WordsOrderedSince", since.Day()].Value : null,
    }.OfType<string>());

    /// <summary>Whether the criteria make a group. What is wrong is told beside its field.</summary>
    protected bool IsGroup()
    {
        if (Use is not { } use || !TargetGroup.Uses.Contains(use))
            ModelState.AddModelError(nameof(Use), texts["UseMissing"]);
        foreach (var (field, code) in new[] { (nameof(PostalCodeFrom), Blank(PostalCodeFrom)), (nameof(PostalCodeTo), Blank(PostalCodeTo)) })
        {
            if (code is not null && !TargetGroup.IsPostalCode(code))
                ModelState.AddModelError(field, texts["PostalCodeWrong"]);
        }

        if (ModelState.IsValid && Blank(PostalCodeFrom) is { } from && Blank(PostalCodeTo) is { } to && string.CompareOrdinal(from, to) > 0)
            ModelState.AddModelError(nameof(PostalCodeTo), texts["PostalCodesTurned"]);
        return ModelState.IsValid;
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
