using CustomerRegister.Staff;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Localization;

/// <summary>The log's stable codes in the reader's language. A code that nobody has named stands as it is.</summary>
public sealed class AuditNames(IStringLocalizer<AuditTexts> texts, TermNames terms)
{
    public string Action(string code) => Named(code, code);

    public string Purpose(string code) => Named($"purpose.{code}", code);

    /// <summary>The roles of a member of staff, joined by a plus sign, or another actor's.</summary>
    public string Role(string role) => string.Join(", ", role.Split('+').Select(one =>
        Enum.TryParse<StaffRole>(one, out var known) ? terms[known] : Named($"role.{one}", one)));

    /// <summary>What a logged field is that is no column; null where nobody has named it.</summary>
    public string? Field(string field) => texts[$"field.{field}"] is { ResourceNotFound: false } name ? name.Value : null;

    private string Named(string key, string otherwise) => texts[key] is { ResourceNotFound: false } name ? name.Value : otherwise;
}
