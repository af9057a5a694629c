using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Merging;

/// <summary>By what people were known before they were merged, theirs and that of whoever was merged into them, for as long as <see cref="MergedRow"/> remembers it.</summary>
internal sealed record FormerDetails(IReadOnlyList<(string First, string Last)> Names, IReadOnlyList<EmailAddress> Emails, IReadOnlyList<PhoneNumber> Phones)
{
    public static async Task<FormerDetails> Of(RegisterContext db, List<CustomerId> people, CancellationToken ct)
    {
        var map = PersonalDataMap.Of(db);
        var tables = map.Tables.Where(t => t.IsCustomer || t.EntityType.ClrType == typeof(CustomerPhone)).ToDictionary(t => t.Key);
        List<string> keys = [.. tables.Keys];
        var remembered = await db.CustomerMerges.AsNoTracking().Where(m => EF.Parameter(people).Contains(m.CustomerId))
            .Join(db.MergedRows.Where(r => keys.Contains(r.Table)), m => m.Id, r => r.MergeId, (m, r) => new { r.Table, r.Values, r.Rest }).ToListAsync(ct);
        var rows = remembered.ConvertAll(r => StoredRow.Of(tables[r.Table], r.Values, r.Rest));
        return new(
            [.. rows.Where(r => r.Table.IsCustomer).Select(r => (Text(r, nameof(Customer.FirstName)), Text(r, nameof(Customer.LastName))))],
            [.. rows.Where(r => r.Table.IsCustomer).Select(r => Value(r, nameof(Customer.Email))).OfType<EmailAddress>()],
            [.. rows.Where(r => !r.Table.IsCustomer).Select(r => (PhoneNumber)Value(r, nameof(CustomerPhone.Number))!)]);
    }

    private static string Text(StoredRow row, string property) => (string?)Value(row, property) ?? "";

    private static object? Value(StoredRow row, string property) => row.Value(row.Table.Columns.Single(c => c.Property.Name == property && c.Property.DeclaringType == row.Table.EntityType));
}
