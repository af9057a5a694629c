using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CustomerRegister.PersonalData;

/// <summary>
/// The access report for programs: JSON with the personal data map's keys, days as <c>2026-11-22</c>, instants in UTC as
/// <c>2026-11-22T10:00:00Z</c>, terms by their stable English codes, nothing stored as null.
/// </summary>
internal static class AccessJson
{
    /// <summary>Raised when a reader of the former form would no longer understand it.</summary>
    private const int SchemaVersion = 1;

    // Finnish letters as they are; the file is never part of a page.
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(Stream stream, AccessDocument document)
    {
        var (report, request, controller) = (document.Report, document.Request, document.Controller);
        using var json = new Utf8JsonWriter(stream, Options);
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", SchemaVersion);
        json.WriteString("madeAt", Instant(report.MadeAt));
        json.WriteStartObject("controller");
        json.WriteString("name", controller.Name);
        json.WriteString("businessId", controller.BusinessId);
        json.WriteString("register", controller.RegisterName);
        json.WriteEndObject();
        json.WriteStartObject("request");
        json.WriteNumber("number", request.Number);
        json.WriteString("receivedOn", Day(request.ReceivedOn));
        json.WriteString("language", request.Language.Code());
        json.WriteEndObject();
        json.WriteStartArray("purposes");
        foreach (var purpose in document.Purposes)
        {
            json.WriteStartObject();
            json.WriteString("code", purpose.Code);
            json.WriteString("legalBasis", CamelCase(purpose.Basis.ToString()));
            Text(json, "name", purpose.Name);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("data");
        foreach (var category in report.Categories)
        {
            json.WriteStartObject(CamelCase(category.Category.ToString()));
            foreach (var table in category.Tables)
                Table(json, table);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Table(Utf8JsonWriter json, ReportTable table)
    {
        json.WriteStartArray(table.Key);
        foreach (var row in table.Rows)
        {
            json.WriteStartObject();
            foreach (var cell in row.Cells)
            {
                json.WritePropertyName(cell.Key);
                Value(json, cell.Value);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Value(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case bool yes: json.WriteBooleanValue(yes); break;
            case int number: json.WriteNumberValue(number); break;
            case long number: json.WriteNumberValue(number); break;
            case decimal number: json.WriteNumberValue(number); break;
            case DateOnly day: json.WriteStringValue(Day(day)); break;
            case DateTime instant: json.WriteStringValue(Instant(instant)); break;
            case Language language: json.WriteStringValue(language.Code()); break;
            case Enum term: json.WriteStringValue(CamelCase(term.ToString())); break;
            case ReportReference reference:
                json.WriteStartObject();
                json.WriteString("id", reference.Id);
                Text(json, "name", reference.Name);
                json.WriteEndObject();
                break;
            default: json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture)); break;
        }
    }

    private static void Text(Utf8JsonWriter json, string name, Data.LocalizedText text)
    {
        json.WriteStartObject(name);
        json.WriteString("fi", text.Fi);
        json.WriteString("sv", text.Sv);
        json.WriteString("en", text.En);
        json.WriteEndObject();
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Instant(DateTime utc) => utc.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);

    private static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
