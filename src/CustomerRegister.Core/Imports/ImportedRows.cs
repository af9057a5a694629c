using CustomerRegister.Audit;

namespace CustomerRegister.Imports;

/// <summary>Takes in the rows of one kind of file, batch by batch; one instance sees one file from its first row to its last.</summary>
internal abstract class ImportedRows
{
    /// <summary>Reads a batch and holds it against the register. Stores nothing.</summary>
    public abstract Task<IReadOnlyList<WeighedRow>> Weigh(IReadOnlyList<CsvRow> rows, CancellationToken ct);

    /// <summary>Adds the new rows of a batch to the context, with their audit entries. Does not save.</summary>
    public abstract Task Add(IReadOnlyList<WeighedRow> rows, Actor actor, CancellationToken ct);

    /// <summary>Reads each row that is whole, and rejects the others.</summary>
    protected static List<WeighedRow> Read(IReadOnlyList<CsvRow> rows, IReadOnlyDictionary<ImportField, int> positions, Func<RowReader, ImportDraft?> read)
    {
        var weighed = new List<WeighedRow>(rows.Count);
        foreach (var row in rows)
        {
            if (row.Error is { } error)
            {
                weighed.Add(WeighedRow.Rejected(row.Line, RowProblem.Of(error)));
                continue;
            }

            var reader = new RowReader(row, positions);
            var draft = read(reader);
            weighed.Add(reader.Problems.Count == 0 && draft is not null
                ? new(row.Line, RowFate.New, draft, [])
                : WeighedRow.Rejected(row.Line, reader.Problems));
        }

        return weighed;
    }

    protected static RowProblem Problem(ImportReason reason, ImportField field, IReadOnlyDictionary<ImportField, int> positions) =>
        new(reason, field, positions[field] + 1);
}

/// <summary>What the rows of one import have in common.</summary>
/// <param name="Currency">ISO 4217; for orders whose row names none.</param>
internal sealed record ImportTerms(string Source, CustomerRegister.Customers.SourceKind SourceKind, string Currency, DateOnly Today, IReadOnlyDictionary<ImportField, int> Positions);
