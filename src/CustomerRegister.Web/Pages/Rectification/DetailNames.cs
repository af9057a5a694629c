using CustomerRegister.Rectification;
using CustomerRegister.Web.Localization;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Rectification;

/// <summary>The names and values of details in the reader's language.</summary>
public sealed class DetailNames(TermNames terms, IStringLocalizer<RectificationTexts> texts)
{
    /// <summary>Katuosoite, postiosoite; or just Etunimi.</summary>
    public string Of(RectifiedField field, Enum? kind) => kind is null ? terms[field] : texts["OfKind", terms[field], terms.InSentence(kind)];

    /// <summary>The value as it reads; a language by its name.</summary>
    public string? Value(RectifiedField field, string? value) =>
        field == RectifiedField.Language && Enum.TryParse<Language>(value, out var language) ? terms[language] : value;

    /// <summary>A detail as part of an address: the field, and which one of several.</summary>
    public static string Key(RectifiedField field, Guid? target) => target is { } id ? $"{field}:{id}" : $"{field}";

    public static (RectifiedField Field, Guid? Target)? Read(string? key) => key?.Split(':') switch
    {
        [var field] when Known(field) is { } known => (known, null),
        [var field, var id] when Known(field) is { } known && Guid.TryParse(id, out var target) => (known, target),
        _ => null,
    };

    private static RectifiedField? Known(string name) => Enum.GetNames<RectifiedField>().Contains(name) ? Enum.Parse<RectifiedField>(name) : null;
}
