using System.Text;
using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Imports;
using CustomerRegister.PersonalData;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Imports;

/// <summary>Rows written past the change tracker are the rows that the entities are.</summary>
public abstract class BulkImportTests(Engine engine) : ImportTest(engine)
{
    [Fact]
    public async Task A_long_file_into_an_empty_register_leaves_every_index_and_key_in_place()
    {
        var before = await Indexes();
        var file = Encoding.UTF8.GetBytes("id,first name,last name,address,postal code,city,phone,email,company\n"
            + string.Concat(Enumerable.Range(1, 12_000).Select(i => $"{i},Etunimi{i},Sukunimi{i % 700},Katu {i},00100,Helsinki,040{i:0000000},n{i}@esimerkki.example,{(i % 3 == 0 ? $"Yritys {i}" : "")}\n"))
            + "17,Toinen,Kerta,,,,,,\n");
        Assert.True(file.Length > 1024 * 1024);

        var import = await Import(file);

        Assert.Equal((12_000, 0, 1), (import.Imported, import.Unchanged, import.Rejected));
        Assert.Equal(ImportReason.RepeatedKey, (await Stored(db => db.ImportRejections.SingleAsync(Ct))).Reason);
        Assert.Equal(before, await Indexes());
        var last = await Stored(db => db.Customers.AsNoTracking().Include(c => c.Addresses).Include(c => c.Phones).Include(c => c.ContactRoles).ThenInclude(r => r.Organisation).AsSplitQuery().SingleAsync(c => c.SourceKey == "northwind:12000", Ct));
        Assert.Equal(("Yritys 12000", "+358400012000", "Katu 12000"), (last.ContactRoles[0].Organisation.Name, last.Phones[0].Number.Value, last.Addresses[0].Address.Street));
        var stored = last.SearchText;
        last.RefreshSearchText();
        Assert.Equal(last.SearchText, stored);
        Assert.Equal(12_000, await Stored(db => db.Customers.Select(c => c.Number).Distinct().CountAsync(Ct)));
        Assert.Equal(12_000, await Stored(db => db.AuditEntries.CountAsync(e => e.Action == AuditAction.CustomerRegistered, Ct)));
        Assert.Equal(1, await Stored(db => db.CustomersMatching(["yritys", "sukunimi", "12000"]).CountAsync(Ct)));
        Assert.Equal((0, 12_001, 0), await Import(file) is var again ? (again.Imported, again.Unchanged, again.Rejected) : default);
    }

    [Fact]
    [Clause("N14")]
    public async Task Data_from_a_subcontractor_is_reported_to_the_person_with_its_source()
    {
        await Import("id,name,email,address\n1,Aino Aalto,aino@example.fi,Kotitie 1\n", sourceKind: SourceKind.Subcontractor, source: "Asennus Oy");

        await using var db = Database.Open();
        var aino = await db.Customers.Select(c => c.Id).SingleAsync(Ct);
        var report = await new ReadPersonalData(db, Clock).Run(aino, Ct);

        var cells = report!.Categories.SelectMany(c => c.Tables).SelectMany(t => t.Rows.SelectMany(r => r.Cells.Select(c => ($"{t.Key}.{c.Key}", c.Value)))).ToList();
        foreach (var source in new[] { "customer.nameSource", "customer.emailSource", "customerAddress.source" })
        {
            Assert.Contains(($"{source}.kind", (object?)SourceKind.Subcontractor), cells);
            Assert.Contains(($"{source}.name", (object?)"Asennus Oy"), cells);
            Assert.Contains(($"{source}.on", (object?)Today), cells);
        }
    }

    /// <summary>Definitions of all indexes and foreign keys.</summary>
    private Task<List<string>> Indexes() => Stored(db => db.Database.SqlQueryRaw<string>(Engine == Engine.Postgres
        ? """select indexdef as "Value" from pg_indexes where schemaname = 'public' union all select conname || ' ' || pg_get_constraintdef(oid) from pg_constraint where contype = 'f' order by 1"""
        : """select sql as "Value" from sqlite_master where type in ('index', 'trigger') and sql is not null order by 1""").ToListAsync(Ct));

    public sealed class OnSqlite() : BulkImportTests(Engine.Sqlite);

    public sealed class OnPostgres() : BulkImportTests(Engine.Postgres);
}
