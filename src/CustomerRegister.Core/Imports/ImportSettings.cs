using System.Collections.Frozen;
using System.Globalization;

namespace CustomerRegister.Imports;

/// <summary>How one file is read. Columns are known by their place, not by their headings: a file without a heading row has people in its first.</summary>
/// <param name="Encoding">One of <see cref="CsvEncodings"/>; null for what the file itself tells.</param>
/// <param name="Delimiter">Null for what the file itself tells.</param>
/// <param name="Columns">Fields with the places of their columns: see <see cref="Positions"/>.</param>
/// <param name="Currency">ISO 4217; of orders whose row names none.</param>
/// <param name="MatchBy">By what people are found who are in an update file: see <see cref="Matches"/>.</param>
public sealed record ImportSettings(string? Encoding, string? Delimiter, string Columns, string Currency, string MatchBy)
{
    public static ImportSettings Of(CsvFormat format, IReadOnlyDictionary<ImportField, int> positions, string currency, IEnumerable<ProposalMatch> matchBy) => new(
        format.Encoding,
        format.Delimiter?.ToString(),
        string.Join(' ', positions.OrderBy(p => p.Value).Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Key}:{p.Value}"))),
        currency,
        string.Join(' ', matchBy.Distinct().Order()));

    public CsvFormat Format() => new(Encoding, Delimiter?[0]);

    public IReadOnlyDictionary<ImportField, int> Positions() => Columns.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split(':'))
        .ToFrozenDictionary(pair => Enum.Parse<ImportField>(pair[0]), pair => int.Parse(pair[1], CultureInfo.InvariantCulture));

    public IReadOnlyList<ProposalMatch> Matches() => [.. MatchBy.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<ProposalMatch>)];
}

/// <summary>What somebody has said about how a file is written; what is null is guessed.</summary>
public sealed record CsvFormat(string? Encoding, char? Delimiter)
{
    public static CsvFormat Guessed { get; } = new(null, null);

    /// <summary>The guess with what was said in its place.</summary>
    internal async Task<CsvDialect> Over(CsvDialect guess, Stream stream, CancellationToken ct)
    {
        var dialect = Encoding is null ? guess : await CsvDialect.GuessAsync(stream, CsvEncodings.Of(Encoding), ct);
        return Delimiter is { } said ? dialect with { Delimiter = said } : dialect;
    }
}

/// <summary>The encodings that a file can be said to have.</summary>
public static class CsvEncodings
{
    private static readonly FrozenDictionary<string, System.Text.Encoding> Known = new Dictionary<string, System.Text.Encoding>
    {
        ["utf-8"] = new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        ["utf-16"] = System.Text.Encoding.Unicode,
        ["utf-16BE"] = System.Text.Encoding.BigEndianUnicode,
        ["windows-1252"] = System.Text.CodePagesEncodingProvider.Instance.GetEncoding(1252)!,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static IReadOnlyList<string> Names { get; } = ["utf-8", "utf-16", "utf-16BE", "windows-1252"];

    public static bool IsKnown(string? name) => name is not null && Known.ContainsKey(name);

    /// <exception cref="KeyNotFoundException">The name is none of <see cref="Names"/>.</exception>
    public static System.Text.Encoding Of(string name) => Known[name];
}

/// <summary>The first and last number that one import took from a series.</summary>
public sealed record NumberRange(long First, long Last)
{
    public bool Holds(long number) => number >= First && number <= Last;

    public NumberRange With(long number) => new(Math.Min(First, number), Math.Max(Last, number));
}

/// <summary>What one import has taken from each series of numbers.</summary>
internal sealed class NumbersTaken
{
    private readonly Dictionary<string, NumberRange> ranges = [];

    public NumberRange? Of(string series) => ranges.GetValueOrDefault(series);

    public void Note(string series, long first, int count)
    {
        if (count > 0)
            ranges[series] = ranges.TryGetValue(series, out var range) ? range.With(first).With(first + count - 1) : new(first, first + count - 1);
    }
}
