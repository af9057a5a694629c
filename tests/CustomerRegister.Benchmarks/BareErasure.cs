using System.Data.Common;
using System.Globalization;

namespace CustomerRegister.Benchmarks;

/// <summary>What the register does to made-up customers who go altogether, by plain SQL: no plan, no grounds, no log, no ledger.</summary>
internal sealed class BareErasure(BenchmarkEngine engine)
{
    /// <param name="people">What stands after a column with a customer's key.</param>
    public string Statements(string people) => $"""
        update "Orders" set "DeliveryName" = null, "DeliveryAddress_Street" = null, "DeliveryAddress_PostalCode" = null, "DeliveryAddress_City" = null, "DeliveryAddress_Country" = null, "SourceKey" = null,
            "PlacedOn" = {Month("PlacedOn")}, "RequiredOn" = {Month("RequiredOn")}, "DeliveredOn" = {Month("DeliveredOn")}, "CancelledOn" = {Month("CancelledOn")}, "CustomerId" = null, "Version" = "Version" + 1
            where "CustomerId" {people};
        delete from "CustomerPhones" where "CustomerId" {people};
        delete from "CustomerAddresses" where "CustomerId" {people};
        delete from "Customers" where "Id" {people}
        """;

    /// <summary>The customers whose period is over by the day, as one query.</summary>
    public static string Due(DateOnly latestEnd) => $"""select "Id" from "Customers" where "RelationshipEnd" <= '{Day(latestEnd)}' order by "Id" """;

    /// <summary>The same with what may keep each of them.</summary>
    public static string DueWithGrounds(DateOnly latestEnd, DateOnly latestFreeVoucher, DateOnly today) => $"""
        select c."Id",
            exists (select 1 from "Invoices" i where i."CustomerId" = c."Id" and (i."State" in ('Open', 'InCollection') or i."InvoicedOn" > '{Day(latestFreeVoucher)}')),
            exists (select 1 from "ContactRoles" r where r."CustomerId" = c."Id" and (r."To" is null or r."To" > '{Day(today)}')),
            exists (select 1 from "Requests" r where r."CustomerId" = c."Id" and r."State" in ('Received', 'WaitingForIdentity', 'InHand')),
            exists (select 1 from "LegalHolds" h where h."CustomerId" = c."Id" and h."LiftedAt" is null),
            exists (select 1 from "Restrictions" r where r."CustomerId" = c."Id" and r."LiftedAt" is null),
            exists (select 1 from "Bans" b where b."CustomerId" = c."Id"),
            exists (select 1 from "RequestedErasures" e where e."CustomerId" = c."Id" and e."State" in ('Waiting', 'PartlyDone'))
        from "Customers" c where c."RelationshipEnd" <= '{Day(latestEnd)}' order by c."Id"
        """;

    public static async Task<int> Read(DbConnection connection, string query, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = query;
        command.CommandTimeout = 0;
        await using var reader = await command.ExecuteReaderAsync(ct);
        var row = new object[reader.FieldCount];
        var rows = 0;
        for (; await reader.ReadAsync(ct); rows++)
            reader.GetValues(row);
        return rows;
    }

    public static async Task Execute(DbConnection connection, string statements, CancellationToken ct, DbTransaction? transaction = null)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = statements;
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(ct);
    }

    private string Month(string column) => engine == BenchmarkEngine.Postgres ? $"date_trunc('month', \"{column}\")::date" : $"date(\"{column}\", 'start of month')";

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
