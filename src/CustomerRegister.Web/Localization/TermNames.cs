using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Localization;

/// <summary>An enum value in the reader's language: <c>@Terms[request.State]</c>.</summary>
public sealed class TermNames(IStringLocalizer<TermTexts> texts)
{
    /// <summary>The name; where none is written, its key <c>EnumType.Value</c>.</summary>
    public string this[Enum value] => texts[$"{value.GetType().Name}.{value}"].Value;
}
