using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CustomerRegister.PersonalData;

/// <summary>
/// The one way in which values of customers leave the register. Erasure is default-deny: of the given categories all goes,
/// rows and columns, as the personal data map says. Runs inside the caller's transaction, which also writes the audit entry.
/// </summary>
public sealed class ErasePeople(RegisterContext db)
{
    private static readonly DataCategory[] InCustomerRow = [DataCategory.Name, DataCategory.ContactDetails, DataCategory.Relationship];

    /// <summary>Erases the categories of everybody in the scope, with one statement a table whatever the number of people.</summary>
    public async Task Run(PersonScope scope, IReadOnlySet<DataCategory> categories, CancellationToken ct)
    {
        if (db.Database.CurrentTransaction is null)
            throw new InvalidOperationException("Erasure happens in the transaction that records it.");
        var sql = new PersonSql(db);
        var map = PersonalDataMap.Of(db);
        var everythingOfCustomer = InCustomerRow.All(categories.Contains);

        // Rows before the rows that they lead through, and the customer last: the links say whose a row is.
        foreach (var table in map.Tables.Where(t => !t.IsCustomer).OrderByDescending(Depth))
        {
            var statement = table.Erasure switch
            {
                RowErasure.Delete when categories.Contains(table.Category) => $"delete from {sql.Quote(table.Name)} where {sql.BelongsTo(table, scope)}",
                RowErasure.Anonymise when categories.Contains(table.Category) => Clear(sql, table, [.. table.Columns.Where(c => c.IsClearedWithRow)], detach: true, scope),
                // What is kept of a person who goes keeps its own values, but no link to a customer who is not there.
                RowErasure.Anonymise when everythingOfCustomer => Clear(sql, table, [], detach: true, scope),
                _ => null,
            };
            if (statement is not null)
                await sql.Execute(statement, scope, ct);
        }

        var customer = map.Tables.Single(t => t.IsCustomer);
        if (everythingOfCustomer)
            await sql.Execute($"delete from {sql.Quote(customer.Name)} where {sql.BelongsTo(customer, scope)}", scope, ct);
        // The number, the language and the days of the relationship are the row itself, and go with it.
        else if (customer.Columns.Where(c => c.Kind == ColumnKind.Personal && c.Category != customer.Category && categories.Contains(c.Category)).ToList() is { Count: > 0 } columns)
            await sql.Execute(Clear(sql, customer, columns, detach: false, scope)!, scope, ct);
    }

    private static int Depth(PersonalTable table) => table.Parent is null ? 0 : 1 + Depth(table.Parent);

    private static string? Clear(PersonSql sql, PersonalTable table, IReadOnlyList<PersonalColumn> columns, bool detach, PersonScope scope)
    {
        var sets = columns.Select(c => $"{sql.Quote(c.Name)} = {Nothing(c.Property)}");
        // Whoever has the row open for editing must not write the erased values back.
        if (typeof(IVersioned).IsAssignableFrom(table.EntityType.ClrType))
            sets = sets.Append($"""{sql.Quote(nameof(IVersioned.Version))} = {sql.Quote(nameof(IVersioned.Version))} + 1""");
        if (detach && table.Parent is null)
            sets = sets.Append($"{sql.Quote(table.OwnerColumn)} = null");
        // A row that leads to the person through another is detached with that one.
        return !sets.Any() ? null : $"update {sql.Quote(table.Name)} set {string.Join(", ", sets)} where {sql.BelongsTo(table, scope)}";
    }

    /// <summary>A column that may not be null is a text, and nothing of a text is the empty one.</summary>
    private static string Nothing(IProperty property) =>
        property.GetTableColumnMappings().First().Column.IsNullable ? "null"
        : (property.GetTypeMapping().Converter?.ProviderClrType ?? property.ClrType) == typeof(string) ? "''"
        : throw new InvalidOperationException($"{property.DeclaringType.DisplayName()}.{property.Name} is personal: it must be able to be empty.");
}
