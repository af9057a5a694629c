using System.Globalization;
using System.Text.Json;
using CustomerRegister.PersonalData.Packages;

namespace CustomerRegister.PersonalData;

/// <summary>
/// The access report for programs: JSON with the personal data map's keys, days as <c>2026-11-22</c>, instants in UTC as
/// <c>2026-11-22T10:00:00Z</c>, terms by their stable English codes, nothing stored as null.
/// </summary>
internal static class AccessJson
{
    /// <summary>Raised when a reader of the former form would no longer understand it.</summary>
    private const int SchemaVersion = 1;

    // What is not written out yet, in bytes.
    private const int MostPending = 64 * 1024;

    public static async Task Write(Stream stream, AccessDocument document, CancellationToken ct)
    {
        var (report, request, controller) = (document.Report, document.Request, document.Controller);
        await using var json = new Utf8JsonWriter(stream, PackageJson.Options);
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", SchemaVersion);
        json.WriteString("madeAt", PackageJson.Instant(report.MadeAt));
        json.WriteStartObject("controller");
        json.WriteString("name", controller.Name);
        json.WriteString("businessId", controller.BusinessId);
        json.WriteString("register", controller.RegisterName);
        json.WriteEndObject();
        json.WriteStartObject("request");
        json.WriteNumber("number", request.Number);
        json.WriteString("receivedOn", PackageJson.Day(request.ReceivedOn));
        json.WriteString("language", request.Language.Code());
        json.WriteEndObject();
        json.WriteStartArray("purposes");
        foreach (var purpose in document.Purposes)
        {
            json.WriteStartObject();
            json.WriteString("code", purpose.Code);
            json.WriteString("legalBasis", PackageJson.CamelCase(purpose.Basis.ToString()));
            Text(json, "name", purpose.Name);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (document.Withheld.Count > 0)
        {
            json.WriteStartArray("withheld");
            foreach (var (category, ground) in document.Withheld)
            {
                json.WriteStartObject();
                json.WriteString("category", PackageJson.Term(category));
                json.WriteString("ground", PackageJson.Term(ground));
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteStartObject("data");
        foreach (var category in report.Categories)
        {
            json.WriteStartObject(PackageJson.CamelCase(category.Category.ToString()));
            foreach (var table in category.Tables)
                await Table(json, table, ct);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static async Task Table(Utf8JsonWriter json, ReportTable table, CancellationToken ct)
    {
        json.WriteStartArray(table.Key);
        await foreach (var row in table.AllRows(ct))
        {
            json.WriteStartObject();
            foreach (var cell in row.Cells)
            {
                json.WritePropertyName(cell.Key);
                Value(json, cell.Value);
            }

            json.WriteEndObject();
            if (json.BytesPending > MostPending)
                await json.FlushAsync(ct);
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
            case DateOnly day: json.WriteStringValue(PackageJson.Day(day)); break;
            case DateTime instant: json.WriteStringValue(PackageJson.Instant(instant)); break;
            case Enum term: json.WriteStringValue(PackageJson.Term(term)); break;
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
}
