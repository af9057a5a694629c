using CustomerRegister.Customers;
using CustomerRegister.Data;

namespace CustomerRegister.PersonalData;

/// <summary>
/// All that the register holds about a person (GDPR Art. 15(1)), as the personal data map says: every category of the notice, with
/// the tables that have rows of the person.
/// </summary>
/// <param name="Number">The customer number.</param>
/// <param name="MadeAt">When it was read, in UTC.</param>
/// <param name="Categories">Every category in the order of <see cref="DataCategory"/>, also the empty ones.</param>
public sealed record PersonalDataReport(CustomerId CustomerId, long Number, string FullName, DateTime MadeAt, IReadOnlyList<ReportCategory> Categories);

/// <param name="Tables">The tables with rows of the person; empty where the register holds nothing of this category.</param>
public sealed record ReportCategory(DataCategory Category, IReadOnlyList<ReportTable> Tables);

/// <summary>The columns of one table that belong to one category, with every row of the person.</summary>
/// <param name="Key">The table's stable name: <see cref="PersonalTable.Key"/>.</param>
/// <param name="Columns">What each cell of a row is, in the order of the cells.</param>
/// <param name="Rows">The rows that are held in memory, oldest first: all of them, unless there is a <see cref="Rest"/>.</param>
public sealed record ReportTable(string Key, IReadOnlyList<ReportColumn> Columns, IReadOnlyList<ReportRow> Rows)
{
    /// <summary>What is known of a table with more rows than are held; null where <see cref="Rows"/> are all.</summary>
    public RestOfTable? Rest { get; init; }

    public long Count => Rest?.Count ?? Rows.Count;

    /// <summary>Whether any row has a value in the column at a place.</summary>
    public bool IsFilled(int place) => Rest?.IsFilled[place] ?? Rows.Any(row => row.Cells[place].Value is not null);

    /// <summary>Every row; those that are not held are read from the register now.</summary>
    public IAsyncEnumerable<ReportRow> AllRows(CancellationToken ct) => Rest is { } rest ? rest.Read(ct) : Rows.ToAsyncEnumerable();
}

/// <param name="Count">Of all rows, also those that are held.</param>
/// <param name="IsFilled">By column: whether any row has a value in it.</param>
/// <param name="Read">Reads all rows from the first one on. One table at a time, and before the transaction ends in which the report was made.</param>
public sealed record RestOfTable(long Count, IReadOnlyList<bool> IsFilled, Func<CancellationToken, IAsyncEnumerable<ReportRow>> Read);

/// <param name="Key">Stable name within the table, <c>address.street</c>: <see cref="PersonalColumn.Key"/>.</param>
/// <param name="LabelKey">Table and column, <c>customerAddress.address.street</c>. A row that leads through another one begins with that one's number, <c>order.number</c>.</param>
public sealed record ReportColumn(string Key, string LabelKey);

public sealed record ReportRow(IReadOnlyList<ReportCell> Cells);

/// <param name="Value">
/// As the register's own types: text, number, <see cref="bool"/>, <see cref="DateOnly"/>, UTC <see cref="DateTime"/>, an enum, a value such as <see cref="EmailAddress"/>,
/// or a <see cref="ReportReference"/>; null where nothing is stored.
/// </param>
public readonly record struct ReportCell(string Key, object? Value);

/// <summary>A row of the controller's own that the person's row points to, such as the organisation represented, by its name.</summary>
public sealed record ReportReference(Guid Id, LocalizedText Name);
