using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Merging;
using CustomerRegister.Orders;
using CustomerRegister.PersonalData;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace CustomerRegister.Tests.PersonalData;

/// <summary>
/// The promise of the personal data map: whatever the register holds of a person is reported to them and can be erased, whichever table and
/// column it stands in. Nothing here names a table.
/// </summary>
public abstract class PersonalDataMapTests(Engine engine) : DatabaseTest(engine)
{
    private static readonly HashSet<DataCategory> Everything = [.. Enum.GetValues<DataCategory>()];

    [Fact]
    [Clause("N9")]
    public void Every_table_and_column_is_classified()
    {
        using var db = Database.Open();

        Assert.Empty(PersonalDataMap.Unclassified(db.Model));
    }

    [Fact]
    [Clause("N34")]
    public void A_column_of_which_nobody_has_said_what_it_is_whether_it_goes_along_or_whether_it_names_others_is_found()
    {
        using var db = new OneTable(new DbContextOptionsBuilder<OneTable>().UseSqlite("Data Source=:memory:").Options);

        Assert.Equal(
            [
                "Row.both: names others and nobody else.", "Row.both: portable and not portable.", "Row.unclassified: not classified.",
                "Row.undecided: say MayNameOthers or NamesNobodyElse.", "Row.undecided: say Portable or NotPortable.",
            ],
            PersonalDataMap.Unclassified(db.Model).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_a_merge_remembers_may_name_others_where_the_rows_themselves_may()
    {
        using var db = Database.Open();
        var map = PersonalDataMap.Of(db);

        var remembered = MergeTables.Of(db, MergeWay.Chosen, MergeWay.LeftBehind).SelectMany(t => t.Columns.Where(c => c.OthersNamed is not null).Select(c => $"{t.Key}.{c.Key}"));

        Assert.Equal(OthersNamed.Within(remembered), map.Tables.Single(t => t.Key == map.KeyOf<MergedRow>()).Columns.Single(c => c.Key == "values").OthersNamed);
    }

    [Fact]
    [Clause("N12")]
    [Clause("N32")]
    public async Task Every_reported_value_of_a_person_is_in_the_report()
    {
        await using var db = Database.Open();
        var person = await MarkedPerson.In(db, 0);
        await MarkedPerson.In(db, 2000);

        var report = await Report(db, person.Id);

        foreach (var mark in person.Marks.Where(m => m.Column.IsReported))
        {
            var table = Assert.Single(report.Categories.Single(c => c.Category == mark.Column.Category).Tables, t => t.Key == mark.Table.Key);
            var cell = Assert.Single(Assert.Single(table.Rows).Cells, c => c.Key == mark.Column.Key);
            Assert.Equal(mark.Value, cell.Value is not ReportReference reference ? cell.Value : mark.Value switch
            {
                OrganisationId => new OrganisationId(reference.Id),
                PurposeId => new PurposeId(reference.Id),
                _ => reference,
            });
        }
    }

    [Fact]
    [Clause("N32")]
    public async Task A_row_that_is_a_persons_only_one_is_in_the_report_whichever_table_it_stands_in()
    {
        await using var db = Database.Open();
        var everybody = new List<MarkedPerson>();
        foreach (var (place, table) in PersonalDataMap.Of(db).Tables.Index())
            everybody.Add(await MarkedPerson.In(db, place * 1000, only: table));

        foreach (var person in everybody)
        {
            var reported = (await Report(db, person.Id)).Categories.SelectMany(c => c.Tables).Select(t => t.Key);
            Assert.Equal(person.Marks.Where(m => m.Column.IsReported).Select(m => m.Table.Key).ToHashSet(), reported.ToHashSet());
        }
    }

    [Fact]
    public async Task Secrets_the_programs_own_columns_and_other_people_are_not_in_the_report()
    {
        await using var db = Database.Open();
        var person = await MarkedPerson.In(db, 0);
        var other = await MarkedPerson.In(db, 2000);

        var reported = (await Report(db, person.Id)).Categories.SelectMany(c => c.Tables).SelectMany(t => t.Rows).SelectMany(r => r.Cells)
            .Select(c => c.Value).OfType<object>().ToHashSet();

        Assert.Empty(person.Marks.Where(m => !m.Column.IsReported && m.Trace is not null && reported.Contains(m.Value)));
        Assert.Empty(other.Marks.Where(m => m.Trace is not null && reported.Contains(m.Value)));
    }

    [Fact]
    [Clause("N19")]
    [Clause("N42")]
    public async Task When_everything_is_erased_no_personal_value_is_left_in_any_table()
    {
        await using var db = Database.Open();
        var person = await MarkedPerson.In(db, 0);
        var other = await MarkedPerson.In(db, 2000);
        var before = await MarkedPerson.EverythingStored(db);
        Assert.Empty(person.Marks.Concat(other.Marks).Where(m => m.Trace is not null && !MarkedPerson.IsIn(before, m.Trace)));

        await Erase(db, person.Id, Everything);

        var left = await MarkedPerson.EverythingStored(db);
        Assert.Empty(person.Marks.Where(m => m.Column.IsClearedWithRow && m.Trace is not null && MarkedPerson.IsIn(left, m.Trace)));
        Assert.Empty(other.Marks.Where(m => m.Trace is not null && !MarkedPerson.IsIn(left, m.Trace)));
        Assert.Null(await new ReadPersonalData(db, new FakeTimeProvider()).Run(person.Id, default));
    }

    [Fact]
    public async Task After_erasure_only_rows_that_outlive_the_person_hold_their_key()
    {
        await using var db = Database.Open();
        var person = await MarkedPerson.In(db, 0);

        await Erase(db, person.Id, Everything);

        foreach (var table in PersonalDataMap.Of(db).Tables.Where(t => t.Parent is null && t.Erasure != RowErasure.Outlive))
            Assert.Equal(0, await RowsOf(db, table, person.Id));
    }

    [Fact]
    [Clause("N42")]
    public async Task One_category_is_erased_without_the_others()
    {
        await using var db = Database.Open();
        var person = await MarkedPerson.In(db, 0);

        // The days of the relationship, the number and the language are the row itself: they go with all of it.
        foreach (var category in Everything.Except([DataCategory.Relationship]))
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await new ErasePeople(db).Run(PersonScope.One(person.Id), new HashSet<DataCategory> { category }, default);

            var left = await MarkedPerson.EverythingStored(db);
            Assert.Empty(person.Marks.Where(m => m.Column is { Kind: ColumnKind.Personal } && m.Column.Category == category && m.Trace is not null && MarkedPerson.IsIn(left, m.Trace)));
            Assert.Empty(person.Marks.Where(m => m.Column is { Kind: ColumnKind.Personal } && m.Column.Category != category && m.Trace is not null && !MarkedPerson.IsIn(left, m.Trace)));
            await transaction.RollbackAsync();
        }
    }

    [Fact]
    public async Task Orders_come_by_their_numbers_and_lines_after_the_number_of_their_order()
    {
        await using var db = Database.Open();
        var clock = new FakeTimeProvider();
        var person = await MarkedPerson.In(db, 0);
        foreach (var number in (long[])[30, 10, 20])
        {
            var order = Order.Place(EntityKey.New<OrderId>(clock), number, person.Id, null, new DateOnly(2026, 11, 22), "EUR");
            order.AddLine($"Tuote {number}", 1.5m, 2, 0);
            order.AddLine($"Toinen tuote {number}", 1.5m, 2, 0.05m);
            db.Add(order);
        }

        db.Add(AuditEntry.Of(Actor.System("test", "arranging"), AuditAction.DataImported, clock, person.Id));
        await db.SaveChangesAsync();

        var tables = (await Report(db, person.Id)).Categories.Single(c => c.Category == DataCategory.Orders).Tables;

        Assert.Equal([10L, 20L, 30L], tables.Single(t => t.Key == "order").Rows.Select(r => r.Cells.Single(c => c.Key == "number").Value).Take(3));
        var lines = tables.Single(t => t.Key == "orderLine");
        Assert.Equal("order.number", lines.Columns[0].LabelKey);
        Assert.Equal(
            [(10L, "Tuote 10"), (10L, "Toinen tuote 10"), (20L, "Tuote 20")],
            lines.Rows.Select(r => ((long)r.Cells[0].Value!, (string)r.Cells.Single(c => c.Key == "product").Value!)).Take(3));
    }

    [Fact]
    public async Task Nobody_has_no_report()
    {
        await using var db = Database.Open();

        Assert.Null(await new ReadPersonalData(db, new FakeTimeProvider()).Run(new CustomerId(Guid.CreateVersion7()), default));
    }

    private static Task<int> RowsOf(RegisterContext db, PersonalTable table, CustomerId person) =>
        db.Database.SqlQueryRaw<int>($"select count(*) as \"Value\" from \"{table.Name}\" where \"{table.OwnerColumn}\" = {{0}}", person.Value).SingleAsync();

    private static async Task<PersonalDataReport> Report(RegisterContext db, CustomerId person) =>
        await new ReadPersonalData(db, new FakeTimeProvider()).Run(person, default) ?? throw new InvalidOperationException("Nobody is there.");

    private static async Task Erase(RegisterContext db, CustomerId person, IReadOnlySet<DataCategory> categories)
    {
        await using var transaction = await db.Database.BeginTransactionAsync();
        await new ErasePeople(db).Run(PersonScope.One(person), categories, default);
        await transaction.CommitAsync();
    }

    private sealed class Row
    {
        public Guid Id { get; set; }
        public Guid Owner { get; set; }
        public string Goes { get; set; } = "";
        public string Stays { get; set; } = "";
        public string Both { get; set; } = "";
        public string Undecided { get; set; } = "";
        public string Unclassified { get; set; } = "";
    }

    private sealed class OneTable(DbContextOptions<OneTable> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Row>(b =>
        {
            b.HoldsPersonalData(DataCategory.Notes, RowErasure.Delete, r => r.Owner);
            b.Personal(DataCategory.Notes, r => r.Goes, r => r.Stays, r => r.Both, r => r.Undecided);
            b.Technical(r => r.Id, r => r.Owner);
            b.Portable(r => r.Goes, r => r.Both);
            b.NotPortable("Because.", r => r.Stays, r => r.Both);
            b.MayNameOthers(r => r.Goes, r => r.Both);
            b.NamesNobodyElse("Because.", r => r.Stays, r => r.Both);
        });
    }

    public sealed class OnSqlite() : PersonalDataMapTests(Engine.Sqlite)
    {
        [Fact]
        [Clause("N42")]
        public async Task The_search_index_forgets_the_letters_of_a_name()
        {
            await using var db = Database.Open();
            var clock = new FakeTimeProvider();
            var told = new Provenance(SourceKind.DataSubject, null, new DateOnly(2026, 11, 22));
            var forgotten = Customer.Register(EntityKey.New<CustomerId>(clock), 1, "Quirinus", "Quirvolainen", Language.Fi, told.On, told);
            var kept = Customer.Register(EntityKey.New<CustomerId>(clock), 2, "Matti", "Meikäläinen", Language.Fi, told.On, told);
            db.AddRange(forgotten, kept, AuditEntry.Of(Actor.System("test", "arranging"), AuditAction.CustomerRegistered, clock));
            await db.SaveChangesAsync();
            Assert.Contains(await Index(db), block => block.Contains("qui", StringComparison.Ordinal));

            await Erase(db, forgotten.Id, Everything);

            Assert.DoesNotContain(await Index(db), block => block.Contains("qui", StringComparison.Ordinal) || block.Contains("rvo", StringComparison.Ordinal));
            Assert.Equal(kept.Id, (await db.CustomersMatching(["matti"]).SingleAsync()).Id);
        }

        private static async Task<List<string>> Index(RegisterContext db) =>
            (await db.Database.SqlQueryRaw<byte[]>("select block as \"Value\" from \"CustomerSearch_data\"").ToListAsync()).ConvertAll(System.Text.Encoding.Latin1.GetString);
    }

    public sealed class OnPostgres() : PersonalDataMapTests(Engine.Postgres);
}
