using CustomerRegister.Audit;
using CustomerRegister.Customers;

namespace CustomerRegister.Imports;

/// <summary>Takes in the rows of one kind of file, batch by batch; one instance sees one file from its first row to its last.</summary>
internal abstract class ImportedRows(ImportTerms terms)
{
    protected ImportTerms Terms => terms;

    /// <summary>Reads each row that is whole, and rejects the others. Asks nothing of the register, so that the next batch can be read while this one is written.</summary>
    public List<WeighedRow> Read(IReadOnlyList<CsvRow> rows)
    {
        var weighed = new List<WeighedRow>(rows.Count);
        foreach (var row in rows)
        {
            if (row.Error is { } error)
            {
                weighed.Add(WeighedRow.Rejected(row, RowProblem.Of(error)));
                continue;
            }

            var reader = new RowReader(row, terms.Positions);
            var draft = ReadRow(reader);
            weighed.Add(reader.Problems.Count == 0 && draft is not null
                ? new(row, RowFate.New, draft, [])
                : WeighedRow.Rejected(row, reader.Problems));
        }

        return weighed;
    }

    /// <summary>Holds a batch that was read against the register. Stores nothing.</summary>
    public abstract Task<IReadOnlyList<WeighedRow>> Weigh(IReadOnlyList<WeighedRow> rows, CancellationToken ct);

    /// <summary>Adds the new rows of a batch to the register, with their audit entries, or to the context, which is saved afterwards.</summary>
    public abstract Task Add(IReadOnlyList<WeighedRow> rows, Actor actor, CancellationToken ct);

    /// <returns>Null when the row has a problem.</returns>
    protected abstract ImportDraft? ReadRow(RowReader row);

    protected WeighedRow Reject(WeighedRow row, ImportReason reason, ImportField field) =>
        WeighedRow.Rejected(row.Row, new RowProblem(reason, field, terms.Positions.TryGetValue(field, out var position) ? position + 1 : null));
}

/// <summary>What the rows of one import have in common.</summary>
/// <param name="Currency">ISO 4217; for orders whose row names none.</param>
/// <param name="MatchBy">By what people are found who are in an update file.</param>
internal sealed record ImportTerms(
    ImportId Import, string Source, SourceKind SourceKind, string Currency, DateOnly Today, IReadOnlyDictionary<ImportField, int> Positions, IReadOnlyList<ProposalMatch> MatchBy);
