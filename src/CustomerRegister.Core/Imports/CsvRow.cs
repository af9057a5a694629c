using System.Collections.Frozen;

namespace CustomerRegister.Imports;

/// <summary>What is wrong with a row.</summary>
public enum CsvRowFault
{
    /// <summary>The row has more or fewer columns than the header; see <see cref="CsvRowError.Expected"/> and <see cref="CsvRowError.Found"/>.</summary>
    WrongColumnCount,

    /// <summary>A quotation mark stands inside a field that is not quoted, or text follows a closing one.</summary>
    MisplacedQuote,

    /// <summary>A quotation mark is opened and never closed. What follows cannot be told apart, so reading ends here.</summary>
    UnclosedQuote,

    /// <summary>A field or a line is longer than <see cref="CsvLimits"/> allow. Reading ends here.</summary>
    TooLong,

    /// <summary>The row contains a zero character.</summary>
    NulCharacter,

    /// <summary>The row contains bytes that are no character in the file's encoding, or were lost before.</summary>
    UnreadableCharacter,
}

/// <summary>Why a row cannot be used.</summary>
/// <param name="Fault">What is wrong.</param>
/// <param name="Expected">Columns of the header, with <see cref="CsvRowFault.WrongColumnCount"/>.</param>
/// <param name="Found">Columns of the row, with <see cref="CsvRowFault.WrongColumnCount"/>.</param>
public sealed record CsvRowError(CsvRowFault Fault, int Expected = 0, int Found = 0)
{
    /// <summary>Are the rows after this one unread?</summary>
    public bool EndsReading => Fault is CsvRowFault.UnclosedQuote or CsvRowFault.TooLong;
}

/// <summary>How long a file's parts may be, in characters.</summary>
public sealed record CsvLimits(int Field = 32_768, int Line = 1_048_576)
{
    public static CsvLimits Default { get; } = new();
}

/// <summary>One row of a CSV file.</summary>
public sealed class CsvRow
{
    private readonly FrozenDictionary<string, int> _columns;

    internal CsvRow(long line, IReadOnlyList<string> fields, CsvRowError? error, FrozenDictionary<string, int> columns)
    {
        Line = line;
        Fields = fields;
        Error = error;
        _columns = columns;
    }

    /// <summary>A whole row that was kept from a file which is gone; its columns have no headings.</summary>
    internal static CsvRow Again(long line, IReadOnlyList<string> fields) => new(line, fields, null, FrozenDictionary<string, int>.Empty);

    /// <summary>The line of the file on which the row begins; the first line is 1.</summary>
    public long Line { get; }

    /// <summary>The fields in the file's order; empty where there is nothing.</summary>
    public IReadOnlyList<string> Fields { get; }

    /// <summary>Why the row cannot be used, or null.</summary>
    public CsvRowError? Error { get; }

    /// <summary>The field of a column, by the header's name in any case; null if it is empty or blank.</summary>
    /// <exception cref="InvalidOperationException">The row has an error: nobody knows which column its values belong to.</exception>
    /// <exception cref="KeyNotFoundException">The header has no such column.</exception>
    public string? this[string column]
    {
        get
        {
            if (Error is not null)
                throw new InvalidOperationException("A row with an error has no columns.");
            var field = Fields[_columns[column]];
            return string.IsNullOrWhiteSpace(field) ? null : field;
        }
    }
}
