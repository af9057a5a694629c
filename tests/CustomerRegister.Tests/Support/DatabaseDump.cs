using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace CustomerRegister.Tests.Support;

/// <summary>Everything that stands in a database.</summary>
/// <param name="Values">Each value of each column of each table, as text.</param>
/// <param name="Text">What the database's own program dumps; empty where there is none.</param>
public sealed record DatabaseDump(IReadOnlySet<string> Values, string Text)
{
    private readonly Lazy<HashSet<string>> fields = new(() =>
        [.. Text.Split('\t', '\n').Select(field => field.EndsWith("+00", StringComparison.Ordinal) ? field[..^3] : field)]);

    /// <summary>Whether a word stands anywhere, whatever the case of its letters.</summary>
    public bool Holds(string word) =>
        Values.Any(v => v.Contains(word, StringComparison.OrdinalIgnoreCase)) || Text.Contains(word, StringComparison.OrdinalIgnoreCase) || Text.Contains(Hex(word), StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a number or a day is the value of some column.</summary>
    public bool HoldsValue(string value) => Values.Contains(value) || fields.Value.Contains(value);

    // So a dump writes bytes.
    private static string Hex(string text) => Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>The text that <c>pg_dump</c> makes, schema and data.</summary>
    public static async Task<string> OfPostgres(string connectionString, CancellationToken ct)
    {
        var connection = new NpgsqlConnectionStringBuilder(connectionString);
        var start = new ProcessStartInfo(Path.Combine(PostgresBinaries.Find()!, "pg_dump")) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["--host", connection.Host!, "--port", connection.Port.ToString(CultureInfo.InvariantCulture), "--username", connection.Username!, "--no-password", connection.Database!])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var said = process.StandardError.ReadToEndAsync(ct);
        var text = await process.StandardOutput.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        return process.ExitCode == 0 ? text : throw new InvalidOperationException($"pg_dump ended with {process.ExitCode}: {await said}");
    }
}
