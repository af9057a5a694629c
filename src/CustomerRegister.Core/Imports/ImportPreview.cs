namespace CustomerRegister.Imports;

/// <summary>What an import would do, told from the beginning of its file.</summary>
/// <param name="FirstValues">Of the first whole row, by column; empty when there is none.</param>
/// <param name="Faults">What must be mended in the mapping first; then there are no rows.</param>
/// <param name="Rows">The first rows that are not rejected, as they would be stored.</param>
/// <param name="Rejected">The first rows that would be rejected.</param>
/// <param name="Counts">Of the rows looked at.</param>
/// <param name="IsWholeFile">Whether all rows were looked at.</param>
public sealed record ImportPreview(
    CsvDialect Dialect, IReadOnlyList<string> Header, IReadOnlyList<string> FirstValues, ImportMapping Mapping, IReadOnlyList<(ImportField Field, MappingFault Fault)> Faults,
    IReadOnlyList<WeighedRow> Rows, IReadOnlyList<WeighedRow> Rejected, ImportCounts Counts, bool IsWholeFile);
