using CustomerRegister.Customers;
using CustomerRegister.Data;

namespace CustomerRegister.Merging;

/// <summary>
/// How a customer looks right after a merge, without a value: of the details every column, of orders and the like only which there are. An invoice that
/// is paid since is paid for whomever it belongs to; a new one belongs to the customer that the two have become.
/// </summary>
internal static class Fingerprints
{
    /// <summary>SHA-256 by table key.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> Of(RegisterContext db, CustomerId customer, CancellationToken ct)
    {
        var rows = new StoredRows(db);
        var prints = new Dictionary<string, string>();
        foreach (var table in MergeTables.Of(db, MergeWay.Chosen))
            prints[table.Key] = Sha256.Hex(string.Join('\n', (await rows.Read(table, customer, ct)).Select(Details)));
        foreach (var table in MergeTables.Of(db, MergeWay.Moved))
            prints[table.Key] = Sha256.Hex(string.Join('\n', await rows.Keys(table, customer, ct)));
        return prints;
    }

    // The version counts looks at the row, and what is made from values follows an organisation's name: neither is a change of the person's details.
    private static string Details(StoredRow row)
    {
        var key = row.Table.Columns.First(c => c.Property.IsPrimaryKey());
        return $"{row.Value(key)} {row.ValuesText}";
    }
}
