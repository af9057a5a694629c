using System.Buffers;
using System.Text;

namespace CustomerRegister.Imports;

/// <summary>
/// The one way in which CSV leaves the register (RFC 4180; UTF-8 with a byte order mark, for spreadsheets). A value that a spreadsheet would take for a
/// formula gets an apostrophe in front: it begins with <c>=</c>, <c>+</c>, <c>-</c>, <c>@</c>, a tab or a carriage return (OWASP, CSV injection).
/// </summary>
public sealed class CsvOutput : IAsyncDisposable
{
    public const string ContentType = "text/csv; charset=utf-8";

    private static readonly SearchValues<char> Formula = SearchValues.Create("=+-@\t\r");
    private static readonly SearchValues<char> Quoted = SearchValues.Create("\"\r\n\t,;'");

    private readonly StreamWriter writer;
    private readonly char delimiter;

    /// <param name="stream">Stays open.</param>
    /// <param name="delimiter">A semicolon is what spreadsheets in Finland and Sweden expect.</param>
    public CsvOutput(Stream stream, char delimiter = ';')
    {
        writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), bufferSize: 4 * 1024, leaveOpen: true) { NewLine = "\r\n" };
        this.delimiter = delimiter;
    }

    public async Task Row(IEnumerable<string?> values)
    {
        var row = new StringBuilder();
        var isFirst = true;
        foreach (var value in values)
        {
            if (!isFirst)
                row.Append(delimiter);
            isFirst = false;
            Append(row, Neutral(value ?? ""));
        }

        await writer.WriteLineAsync(row);
    }

    /// <summary>The value as no spreadsheet takes it for a formula.</summary>
    public static string Neutral(string value) => value.Length > 0 && Formula.Contains(value[0]) ? $"'{value}" : value;

    /// <summary>Takes back what <see cref="Neutral"/> did, so that a file we gave comes in again as it was.</summary>
    public static string Restore(string value) => value.Length > 1 && value[0] == '\'' && Formula.Contains(value[1]) ? value[1..] : value;

    public ValueTask DisposeAsync() => writer.DisposeAsync();

    private static void Append(StringBuilder row, string value)
    {
        if (value.AsSpan().ContainsAny(Quoted) || value.Length > 0 && (value[0] == ' ' || value[^1] == ' '))
            row.Append('"').Append(value.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        else
            row.Append(value);
    }
}
