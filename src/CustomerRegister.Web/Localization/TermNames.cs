using System.Globalization;
using CustomerRegister.Requests;
using CustomerRegister.Retention;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Localization;

/// <summary>An enum value in the reader's language: <c>@Terms[request.State]</c>.</summary>
public sealed class TermNames(IStringLocalizer<TermTexts> texts, IStringLocalizer<DurationTexts> durations)
{
    /// <summary>The name; where none is written, its key <c>EnumType.Value</c>. A ground in law reads as in the letters.</summary>
    public string this[Enum value] => value is DecisionGround ground
        ? DecisionLetter.Ground(ground, Languages.Of(CultureInfo.CurrentUICulture))
        : texts[$"{value.GetType().Name}.{value}"].Value;

    /// <summary>The name as it stands inside a sentence: with a small first letter.</summary>
    public string InSentence(Enum value) => this[value] is { Length: > 0 } name ? char.ToLower(name[0], CultureInfo.CurrentCulture) + name[1..] : "";

    /// <summary>How long something is kept, as it stands inside a sentence: <c>10 vuotta</c>, <c>vuosi ja 6 kuukautta</c>.</summary>
    public string Duration(RetentionPeriod period)
    {
        string[] parts = [.. new[] { ("Year", period.Years), ("Month", period.Months), ("Day", period.Days) }.Where(part => part.Item2 > 0)
            .Select(part => (part.Item2 == 1 ? durations[part.Item1] : durations[$"{part.Item1}s", part.Item2]).Value)];
        return parts.Length switch
        {
            0 => durations["Days", 0],
            1 => parts[0],
            _ => durations["And", string.Join(", ", parts[..^1]), parts[^1]],
        };
    }

    /// <summary>Choices for a select or for radio buttons, in the order given; all values in the order of the enum where none is given.</summary>
    public IReadOnlyList<SelectListItem> Options<TEnum>(params IReadOnlyList<TEnum> among) where TEnum : struct, Enum =>
        [.. (among.Count == 0 ? Enum.GetValues<TEnum>() : among).Select(value => new SelectListItem(this[value], value.ToString()))];
}
