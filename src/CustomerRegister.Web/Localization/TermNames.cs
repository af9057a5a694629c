using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Localization;

/// <summary>An enum value in the reader's language: <c>@Terms[request.State]</c>.</summary>
public sealed class TermNames(IStringLocalizer<TermTexts> texts)
{
    /// <summary>The name; where none is written, its key <c>EnumType.Value</c>.</summary>
    public string this[Enum value] => texts[$"{value.GetType().Name}.{value}"].Value;

    /// <summary>The name as it stands inside a sentence: with a small first letter.</summary>
    public string InSentence(Enum value) => this[value] is { Length: > 0 } name ? char.ToLower(name[0], CultureInfo.CurrentCulture) + name[1..] : "";

    /// <summary>Choices for a select or for radio buttons, in the order given; all values in the order of the enum where none is given.</summary>
    public IReadOnlyList<SelectListItem> Options<TEnum>(params IReadOnlyList<TEnum> among) where TEnum : struct, Enum =>
        [.. (among.Count == 0 ? Enum.GetValues<TEnum>() : among).Select(value => new SelectListItem(this[value], value.ToString()))];
}
