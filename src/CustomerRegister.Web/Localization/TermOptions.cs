using Microsoft.AspNetCore.Mvc.Rendering;

namespace CustomerRegister.Web.Localization;

public static class TermOptions
{
    /// <summary>Every value of an enum, for a select or for choices.</summary>
    public static IReadOnlyList<SelectListItem> Options<TEnum>(this TermNames terms) where TEnum : struct, Enum =>
        [.. Enum.GetValues<TEnum>().Select(value => new SelectListItem(terms[value], value.ToString()))];
}
