using CustomerRegister.Customers;
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
    private static readonly Dictionary<Type, string> NothingSpared = [];

    private static readonly DataCategory[] InCustomerRow = [DataCategory.Name, DataCategory.ContactDetails, DataCategory.Relationship];

    /// <summary>Erases the categories of everybody in the scope, with one statement a table whatever the number of people.</summary>
    /// <param name="within">Only the rows of this entity and of those that lead through it; null for all.</param>
    public async Task Run(PersonScope scope, IReadOnlySet<DataCategory> categories, CancellationToken ct, Type? within = null)
    {
        if (db.Database.CurrentTransaction is null)
            throw new InvalidOperationException("Erasure happens in the transaction that records it.");
        var sql = new PersonSql(db);
        await sql.Execute([.. Statements(sql, PersonalDataMap.Of(db), scope, categories, within)], scope, ct);
    }

    private IEnumerable<string> Statements(PersonSql sql, PersonalDataMap map, PersonScope scope, IReadOnlySet<DataCategory> categories, Type? within)
    {
        var everythingOfCustomer = InCustomerRow.All(categories.Contains);
        foreach (var cut in CutLinks(sql, map, scope, categories))
            yield return cut;
        // Rows before the rows that they lead through, and the customer last: the links say whose a row is.
        foreach (var table in map.Tables.Where(t => !t.IsCustomer && IsWithin(t, within)).OrderByDescending(Depth))
        {
            var isErased = categories.Contains(table.Category);
            if (isErased && table.Erasure == RowErasure.Delete)
                yield return $"delete from {sql.Quote(table.Name)} where {sql.BelongsTo(table, scope)}";
            if (isErased && table.Erasure == RowErasure.Anonymise && Clear(sql, table, [.. table.Columns.Where(c => c.IsClearedWithRow)], detach: true, scope) is { } clear)
                yield return clear;
            // What is kept of a person who goes keeps its own values, but no link to a customer who is not there. Where nothing was kept there is none left.
            if (everythingOfCustomer && table.Erasure == RowErasure.Anonymise && !(isErased && scope.Spared.Count == 0)
                && Clear(sql, table, [], detach: true, scope with { Spared = NothingSpared }) is { } detach)
                yield return detach;
        }

        if (within is not null)
            yield break;
        var customer = map.Tables.Single(t => t.IsCustomer);
        if (everythingOfCustomer)
            yield return $"delete from {sql.Quote(customer.Name)} where {sql.BelongsTo(customer, scope)}";
        // The number, the language and the days of the relationship are the row itself, and go with it.
        else if (customer.Columns.Where(c => c.Kind == ColumnKind.Personal && c.Category != customer.Category && c.Category != scope.OwnRowKeeps && categories.Contains(c.Category)).ToList() is { Count: > 0 } columns
            && Clear(sql, customer, columns, detach: false, scope) is { } cleared)
            yield return cleared;
    }

    private static bool IsWithin(PersonalTable table, Type? within) =>
        within is null || table.EntityType.ClrType == within || (table.Parent is { } parent && IsWithin(parent, within));

    private static int Depth(PersonalTable table) => table.Parent is null ? 0 : 1 + Depth(table.Parent);

    /// <summary>An anonymised row must not be found again through a row that still names somebody, such as an order through its invoice (N42).</summary>
    private static IEnumerable<string> CutLinks(PersonSql sql, PersonalDataMap map, PersonScope scope, IReadOnlySet<DataCategory> categories)
    {
        foreach (var table in map.Tables.Where(t => t.Erasure == RowErasure.Anonymise && categories.Contains(t.Category)))
        {
            foreach (var link in table.EntityType.GetReferencingForeignKeys().Where(k => !k.IsRequired && k.Properties is [var only] && only.IsNullable))
            {
                if (map.Tables.SingleOrDefault(t => t.EntityType == link.DeclaringEntityType) is not { } from || from.Parent == table)
                    continue;
                var column = sql.Quote(link.Properties[0].GetColumnName());
                yield return $"update {sql.Quote(from.Name)} set {column} = null where {column} in (select {sql.Quote(table.KeyColumn)} from {sql.Quote(table.Name)} where {sql.BelongsTo(table, scope)})";
            }
        }
    }

    /// <returns>Null where there is nothing to clear.</returns>
    private string? Clear(PersonSql sql, PersonalTable table, List<PersonalColumn> columns, bool detach, PersonScope scope)
    {
        var sets = columns.Select(c => $"{sql.Quote(c.Name)} = {Nothing(c.Property)}");
        if (detach && columns.Count > 0)
            sets = sets.Concat(Coarsened(sql, table));
        // Whoever has the row open for editing must not write the erased values back.
        if (typeof(IVersioned).IsAssignableFrom(table.EntityType.ClrType))
            sets = sets.Append($"""{sql.Quote(nameof(IVersioned.Version))} = {sql.Quote(nameof(IVersioned.Version))} + 1""");
        if (detach && table.Parent is null)
            sets = sets.Append($"{sql.Quote(table.OwnerColumn)} = null");
        // A row that leads to the person through another is detached with that one.
        return columns.Count > 0 || (detach && table.Parent is null)
            ? $"update {sql.Quote(table.Name)} set {string.Join(", ", sets)} where {sql.BelongsTo(table, scope)}"
            : null;
    }

    /// <summary>What an anonymised row keeps of days and places: so little that it points at nobody (N42).</summary>
    private IEnumerable<string> Coarsened(PersonSql sql, PersonalTable table)
    {
        foreach (var column in table.Columns)
        {
            var name = sql.Quote(column.Name);
            if (column.Property.FindAnnotation(Classification.MonthKey) is not null)
                yield return $"{name} = {db.FirstOfMonth(name)}";
            if (column.Property.FindAnnotation(Classification.AreaKey)?.Value is string address)
                yield return $"{name} = {Area(sql, table, address)}";
        }
    }

    // The whole code where many people live, else its beginning where many do, else nothing.
    private static string Area(PersonSql sql, PersonalTable table, string address)
    {
        var parts = table.EntityType.FindComplexProperty(address)!.ComplexType;
        var (code, country) = (Part(nameof(PostalAddress.PostalCode)), Part(nameof(PostalAddress.Country)));
        string Listed(string what) => $"""exists (select 1 from "PostalAreas" where "PostalAreas"."Country" = coalesce({country}, '') and "PostalAreas"."Code" = {what})""";
        var beginning = $"substr({code}, 1, 2)";
        return $"case when {Listed(code)} then {code} when {Listed(beginning)} then {beginning} end";

        string Part(string property) => $"{sql.Quote(table.Name)}.{sql.Quote(parts.FindProperty(property)!.GetTableColumnMappings().Single().Column.Name)}";
    }

    /// <summary>A column that may not be null is a text, and nothing of a text is the empty one.</summary>
    private static string Nothing(IProperty property) =>
        property.GetTableColumnMappings().First().Column.IsNullable ? "null"
        : (property.GetTypeMapping().Converter?.ProviderClrType ?? property.ClrType) == typeof(string) ? "''"
        : throw new InvalidOperationException($"{property.DeclaringType.DisplayName()}.{property.Name} is personal: it must be able to be empty.");
}
