using CustomerRegister.PersonalData;
using CustomerRegister.Web.Localization;

namespace CustomerRegister.Web.Pages.My;

/// <summary>A table of the report as a person reads it: words for codes, one column for a source with its name and day, no column that is empty in every row.</summary>
/// <param name="Key">The table's stable name.</param>
/// <param name="Rows">The cells of each row; empty texts where nothing is stored.</param>
/// <param name="More">How many rows are not shown.</param>
public sealed record OwnTable(string Key, string Heading, IReadOnlyList<OwnColumn> Columns, IReadOnlyList<IReadOnlyList<string>> Rows, int More)
{
    private const int MostInSight = 5;
    private const int MostColumnsInSight = 7;

    /// <summary>One row is read downwards; more are a table.</summary>
    public bool IsList => Rows.Count > 1;

    /// <summary>What is long or broad opens when asked for, so that the rest of the page is found.</summary>
    public bool IsFolded => Rows.Count > MostInSight || Columns.Count > MostColumnsInSight;

    public static OwnTable Of(ReportTable table, DataNames names)
    {
        var shown = table.Rows.ToList();
        var groups = table.Columns.Index().GroupBy(c => SourceOf(c.Item.Key) ?? c.Item.Key)
            .Select(g => (Label: names.Column(g.First().Item), Places: g.Select(c => c.Index).ToList()))
            .Where(g => shown.Exists(row => g.Places.Exists(i => row.Cells[i].Value is not null))).ToList();
        return new OwnTable(
            table.Key,
            names.Table(table),
            [.. groups.Select(g => new OwnColumn(g.Label, shown.TrueForAll(row => row.Cells[g.Places[0]].Value is null || DataNames.IsNumber(row.Cells[g.Places[0]].Value))))],
            [.. shown.Select(row => (IReadOnlyList<string>)[.. groups.Select(g => Cell(g.Places, row))])],
            (int)(table.Count - shown.Count));

        string Cell(List<int> places, ReportRow row) =>
            string.Join(", ", places.Select(i => names.Value(table.Columns[i], row.Cells[i].Value)).Where(text => text.Length > 0));
    }

    /// <summary>The group of a source's three columns, <c>emailSource</c>; null for another column.</summary>
    private static string? SourceOf(string key) =>
        key.LastIndexOf('.') is > 0 and var dot && key[..dot] is var group && group.EndsWith("source", StringComparison.OrdinalIgnoreCase) ? group : null;
}

public sealed record OwnColumn(string Label, bool IsNumber);
