using System.Collections.Frozen;
using System.Globalization;
using System.Runtime.CompilerServices;
using CsvHelper;
using CsvHelper.Configuration;

namespace CustomerRegister.Imports;

/// <summary>Why a whole file cannot be read.</summary>
public enum CsvFileFault
{
    /// <summary>There is no row at all.</summary>
    Empty,

    /// <summary>It is no text: a workbook, a PDF, an image.</summary>
    NotText,

    /// <summary>The header row has an error, see <see cref="CsvRows.HeaderError"/>.</summary>
    BrokenHeader,

    /// <summary>Two columns have the same name.</summary>
    DuplicateColumn,
}

/// <summary>
/// Reads a CSV file row by row, in memory for one row at a time. The first row that is not empty is the header. Empty lines are passed over;
/// everything else comes out: a row that cannot be used has its <see cref="CsvRow.Error"/>, and none makes reading throw.
/// </summary>
public sealed class CsvRows : IDisposable
{
    private readonly StreamReader? _reader;
    private readonly CsvParser? _parser;
    private readonly CsvDialect? _dialect;
    private FrozenDictionary<string, int> _columns = FrozenDictionary<string, int>.Empty;
    private string? _badField;
    private bool _ended;

    private CsvRows(CsvFileFault fault) => Fault = fault;

    private CsvRows(Stream stream, CsvDialect dialect, CsvLimits limits)
    {
        _dialect = dialect;
        // Bytes that are no characters become U+FFFD and with that an error of their row.
        _reader = new StreamReader(stream, dialect.Encoding, detectEncodingFromByteOrderMarks: true, bufferSize: 64 * 1024, leaveOpen: true);
        _parser = new CsvParser(
            new LineLimitedReader(_reader, limits.Line),
            new CsvConfiguration(CultureInfo.InvariantCulture)
            {
                Delimiter = dialect.Delimiter.ToString(),
                // Counted by us, so that a row knows its line.
                IgnoreBlankLines = false,
                MaxFieldSize = limits.Field,
                BadDataFound = bad => _badField ??= bad.Field,
            });
    }

    /// <summary>Why the file cannot be read; then there are no rows. Null if it can.</summary>
    public CsvFileFault? Fault { get; private set; }

    /// <summary>The names of the columns, trimmed; empty for a column without a name.</summary>
    public IReadOnlyList<string> Header { get; private set; } = [];

    /// <summary>What is wrong with the header, with <see cref="CsvFileFault.BrokenHeader"/>.</summary>
    public CsvRowError? HeaderError { get; private set; }

    /// <summary>How the file is written; null if it is no text.</summary>
    public CsvDialect? Dialect => _dialect;

    /// <summary>Guesses the dialect and reads the header. The stream must be able to seek, and stays open.</summary>
    public static async Task<CsvRows> OpenAsync(Stream stream, CsvLimits? limits = null, CancellationToken cancellationToken = default)
    {
        var dialect = await CsvDialect.GuessAsync(stream, cancellationToken);
        return dialect is null ? new CsvRows(CsvFileFault.NotText) : await OpenAsync(stream, dialect, limits, cancellationToken);
    }

    /// <summary>Reads the header of a file of which something may have been said; the rest is guessed. The stream must be able to seek, and stays open.</summary>
    public static async Task<CsvRows> OpenAsync(Stream stream, CsvFormat format, CancellationToken cancellationToken = default)
    {
        var guess = await CsvDialect.GuessAsync(stream, cancellationToken);
        return guess is null ? new CsvRows(CsvFileFault.NotText) : await OpenAsync(stream, await format.Over(guess, stream, cancellationToken), null, cancellationToken);
    }

    /// <summary>Reads the header of a file in a known dialect. The stream stays open.</summary>
    public static async Task<CsvRows> OpenAsync(Stream stream, CsvDialect dialect, CsvLimits? limits = null, CancellationToken cancellationToken = default)
    {
        var rows = new CsvRows(stream, dialect, limits ?? CsvLimits.Default);
        await rows.ReadHeaderAsync(cancellationToken);
        return rows;
    }

    /// <summary>The rows below the header, once.</summary>
    /// <exception cref="InvalidOperationException">The file has a <see cref="Fault"/>.</exception>
    public async IAsyncEnumerable<CsvRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (Fault is not null)
            throw new InvalidOperationException($"The file cannot be read: {Fault}.");
        while (await NextAsync(cancellationToken) is { } row)
        {
            var error = row.Error ?? (row.Fields.Length == Header.Count
                ? null
                : new CsvRowError(CsvRowFault.WrongColumnCount, Header.Count, row.Fields.Length));
            yield return new CsvRow(row.Line, row.Fields, error, _columns);
        }
    }

    public void Dispose()
    {
        _parser?.Dispose();
        _reader?.Dispose();
    }

    private async Task ReadHeaderAsync(CancellationToken cancellationToken)
    {
        if (await NextAsync(cancellationToken) is not { } row)
        {
            Fault = CsvFileFault.Empty;
            return;
        }

        Header = [.. row.Fields.Select(name => name.Trim())];
        HeaderError = row.Error;
        var named = Header.Select((name, index) => (Name: name, Index: index)).Where(column => column.Name.Length > 0).ToList();
        if (HeaderError is not null)
            Fault = CsvFileFault.BrokenHeader;
        else if (named.DistinctBy(column => column.Name, StringComparer.OrdinalIgnoreCase).Count() < named.Count)
            Fault = CsvFileFault.DuplicateColumn;
        else
            _columns = named.ToFrozenDictionary(column => column.Name, column => column.Index, StringComparer.OrdinalIgnoreCase);
    }

    private async Task<(long Line, string[] Fields, CsvRowError? Error)?> NextAsync(CancellationToken cancellationToken)
    {
        while (!_ended)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var line = _parser!.RawRow + 1;
            _badField = null;
            string[] fields;
            try
            {
                if (!await _parser.ReadAsync())
                    break;
                // Taking the fields is what finds bad quotes.
                fields = [.. _parser.Record!];
            }
            catch (Exception e) when (e is MaxFieldSizeException or LineTooLongException)
            {
                // The parser cannot go on from here. A field that has grown too long over many lines is one whose quotation mark was never closed.
                _ended = true;
                var isOpen = e is MaxFieldSizeException && _parser.RawRow > line;
                return (line, [], new CsvRowError(isOpen ? CsvRowFault.UnclosedQuote : CsvRowFault.TooLong));
            }

            if (fields is [""] && _badField is null)
                continue;
            var error = ErrorIn(fields);
            _ended = error?.EndsReading ?? false;
            if (_dialect!.NullWord is { } nothing)
                for (var i = 0; i < fields.Length; i++)
                    if (fields[i] == nothing)
                        fields[i] = "";
            return (line, fields, error);
        }

        _ended = true;
        return null;
    }

    private CsvRowError? ErrorIn(string[] fields)
    {
        // An open quotation mark swallows the rest of the file, so it is told before what else was swallowed with it.
        if (_badField is not null)
            return new CsvRowError(_badField.StartsWith('"') && _badField.Count(c => c == '"') % 2 == 1 ? CsvRowFault.UnclosedQuote : CsvRowFault.MisplacedQuote);
        if (fields.Any(field => field.Contains('\0')))
            return new CsvRowError(CsvRowFault.NulCharacter);
        return fields.Any(field => field.Contains('\ufffd')) ? new CsvRowError(CsvRowFault.UnreadableCharacter) : null;
    }
}
