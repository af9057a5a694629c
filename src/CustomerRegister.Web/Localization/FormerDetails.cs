using System.Globalization;
using System.Text.Json;
using CustomerRegister.Customers;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Localization;

/// <summary>A row as it was before two customers were merged, in the reader's language: <c>Katuosoite: Kuja 1; Postinumero: 00100</c>.</summary>
public sealed class FormerDetails(IStringLocalizer<DataTexts> texts, TermNames terms)
{
    // The terms that stand in the rows as their names.
    private static readonly (string Ending, Type Type)[] Terms =
    [
        ("customer.language", typeof(Language)),
        ("customer.relationshipEndReason", typeof(RelationshipEndReason)),
        ("customerAddress.kind", typeof(AddressKind)),
        ("customerPhone.kind", typeof(PhoneKind)),
        ("ource.kind", typeof(SourceKind)),
    ];

    /// <param name="stored">A JSON object with the values by the columns' keys, under the table's key.</param>
    public string InWords(string stored)
    {
        try
        {
            using var row = JsonDocument.Parse(stored);
            var table = row.RootElement.EnumerateObject().Single();
            return string.Join("; ", table.Value.EnumerateObject()
                .Select(value => (Key: $"{table.Name}.{value.Name}", value.Value))
                // The key of an organisation tells a reader nothing.
                .Where(value => value.Value.ValueKind != JsonValueKind.String || !Guid.TryParse(value.Value.GetString(), out _))
                .Select(value => $"{texts[value.Key].Value}: {Value(value.Key, value.Value)}"));
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            // A person's answer is never held up by a form that a former version stored.
            return stored;
        }
    }

    /// <param name="stored">A JSON object of a portability package, as another controller wrote it: its codes stay codes.</param>
    public string BroughtInWords(string stored)
    {
        try
        {
            using var row = JsonDocument.Parse(stored);
            return string.Join("; ", row.RootElement.EnumerateObject().Where(value => value.Name != "controller")
                .Select(value => $"{texts[$"brought.{value.Name}"].Value}: {Brought(value.Value)}"));
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return stored;
        }
    }

    private string Brought(JsonElement value) =>
        value.ValueKind is JsonValueKind.True or JsonValueKind.False ? texts[value.GetBoolean() ? "yes" : "no"].Value
        : value.ValueKind == JsonValueKind.String && value.GetString()!.EndsWith('Z') && value.TryGetDateTime(out var instant) ? instant.Moment()
        : DateOnly.TryParseExact(value.ToString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day.Day()
        : value.ToString();

    private string Value(string key, JsonElement value)
    {
        var text = value.ToString();
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day.Day();
        if (Terms.FirstOrDefault(t => key.EndsWith(t.Ending, StringComparison.Ordinal)).Type is not { } type || !Enum.TryParse(type, text, out var term))
            return text;
        return term is SourceKind.Controller ? texts["source.controller"].Value : terms[(Enum)term];
    }
}
