using System.Globalization;
using CustomerRegister.Consents;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace CustomerRegister.Web.Localization;

public static class PurposeChoices
{
    /// <summary>Purposes to tick, by their names in the reader's language.</summary>
    public static IReadOnlyList<SelectListItem> Choices(this IEnumerable<Purpose> purposes) =>
        [.. purposes.Select(p => new SelectListItem(p.NameHere(), p.Id.Value.ToString()))];

    /// <summary>The name in the reader's language.</summary>
    public static string NameHere(this Purpose purpose) => purpose.Name.In(Languages.Of(CultureInfo.CurrentUICulture));
}
