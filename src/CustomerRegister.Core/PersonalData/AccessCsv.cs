using System.Globalization;
using CustomerRegister.Imports;
using CustomerRegister.PersonalData.Packages;

namespace CustomerRegister.PersonalData;

/// <summary>One table of the access report as CSV, under the keys of the personal data map and with the values of <see cref="AccessJson"/>.</summary>
internal static class AccessCsv
{
    public static string NameOf(DataCategory category, ReportTable table) => $"csv/{PackageJson.CamelCase(category.ToString())}.{table.Key}.csv";

    public static async Task Write(Stream stream, ReportTable table, CancellationToken ct)
    {
        await using var csv = new CsvOutput(stream);
        await csv.Row(table.Columns.Select(c => c.Key));
        await foreach (var row in table.AllRows(ct))
            await csv.Row(row.Cells.Select(c => Text(c.Value)));
    }

    private static string? Text(object? value) => value switch
    {
        null => null,
        bool yes => yes ? "true" : "false",
        DateOnly day => PackageJson.Day(day),
        DateTime instant => PackageJson.Instant(instant),
        Enum term => PackageJson.Term(term),
        ReportReference reference => reference.Name.En,
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
