using System.Globalization;

namespace CustomerRegister.Imports;

/// <summary>Reads the values of one row, and gathers what is wrong with them. A value is taken whole or not at all: nothing is cut.</summary>
internal sealed class RowReader(CsvRow row, IReadOnlyDictionary<ImportField, int> positions)
{
    private static readonly string[] DayForms = ["yyyy-MM-dd", "d.M.yyyy", "yyyyMMdd", "yyyy/MM/dd"];

    private readonly List<RowProblem> problems = [];

    public IReadOnlyList<RowProblem> Problems => problems;

    public bool Has(ImportField field) => positions.ContainsKey(field);

    public void Refuse(ImportField field, ImportReason reason, int? expected = null, int? found = null) =>
        problems.Add(new(reason, field, positions.TryGetValue(field, out var position) ? position + 1 : null, expected, found));

    /// <summary>The value with its white space tidied; null where there is none.</summary>
    public string? Text(ImportField field, int maxLength)
    {
        if (!positions.TryGetValue(field, out var position))
            return null;
        var text = Tidy(row.Fields[position]);
        if (text.Length == 0)
            return null;
        if (HasControl(text))
            Refuse(field, ImportReason.UnreadableCharacter);
        else if (text.Length > maxLength)
            Refuse(field, ImportReason.ValueTooLong, maxLength, text.Length);
        else
            return text;
        return null;
    }

    private static string Tidy(string field)
    {
        // What we wrote ourselves so that no spreadsheet takes it for a formula.
        var text = CsvOutput.Restore(field);
        var isTidy = true;
        for (var i = 0; i < text.Length && isTidy; i++)
            isTidy = !char.IsWhiteSpace(text[i]) || (text[i] == ' ' && i > 0 && i < text.Length - 1 && text[i - 1] != ' ');
        return isTidy ? text : string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static bool HasControl(string text)
    {
        foreach (var c in text)
        {
            if (char.IsControl(c))
                return true;
        }

        return false;
    }

    public string RequiredText(ImportField field, int maxLength)
    {
        var before = problems.Count;
        var text = Text(field, maxLength);
        if (text is null && problems.Count == before)
            Refuse(field, ImportReason.MissingValue);
        return text ?? "";
    }

    /// <summary>A day: <c>1996-07-04</c>, <c>4.7.1996</c>, <c>19960704</c> or <c>1996/07/04</c>, perhaps with a time of day, which is left out. Forms in which day and month could be confused are refused.</summary>
    public DateOnly? Day(ImportField field)
    {
        if (Text(field, 40) is not { } text)
            return null;
        var day = text.Split(' ', 'T')[0];
        if (DateOnly.TryParseExact(day, DayForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var read) && read.Year is >= 1900 and < 2200)
            return read;
        Refuse(field, ImportReason.UnreadableDay);
        return null;
    }

    public DateOnly RequiredDay(ImportField field)
    {
        var before = problems.Count;
        var day = Day(field);
        if (day is null && problems.Count == before)
            Refuse(field, ImportReason.MissingValue);
        return day ?? default;
    }

    /// <summary>A number that is not negative.</summary>
    public decimal? Number(ImportField field)
    {
        if (Text(field, 60) is not { } text)
            return null;
        if (!WrittenNumber.TryRead(text, out var number))
            Refuse(field, ImportReason.UnreadableNumber);
        else if (number < 0)
            Refuse(field, ImportReason.NegativeNumber);
        // What the columns of the register hold: numeric(19, 4).
        else if (number >= 1_000_000_000_000_000m)
            Refuse(field, ImportReason.NumberTooLarge);
        else if (decimal.Round(number, 4) != number)
            Refuse(field, ImportReason.NumberTooPrecise);
        else
            return number;
        return null;
    }

    public decimal RequiredNumber(ImportField field)
    {
        var before = problems.Count;
        var number = Number(field);
        if (number is null && problems.Count == before)
            Refuse(field, ImportReason.MissingValue);
        return number ?? 0;
    }
}
