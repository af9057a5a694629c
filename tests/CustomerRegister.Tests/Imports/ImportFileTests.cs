using System.Diagnostics;
using System.Text;
using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Imports;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace CustomerRegister.Tests.Imports;

public abstract class ImportFileTests(Engine engine) : DatabaseTest(engine)
{
    private const string People = "id,name,phone,country\n";

    private static readonly Actor Clerk = new(ActorKind.Staff, Guid.Parse("019ab000-0000-7000-8000-000000000001"), "CustomerService", "import");

    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Northwind_comes_in_whole_and_coming_again_changes_nothing()
    {
        Assert.Equal(new(91, 0, 0), await ImportReal(Northwind.Customers));
        Assert.Equal(new(830, 0, 0), await ImportReal(Northwind.Orders));
        var watch = Stopwatch.StartNew();
        Assert.Equal(new(2_155, 0, 0), await ImportReal(Northwind.OrderLines));
        TestContext.Current.TestOutputHelper?.WriteLine($"2,155 lines in {watch.ElapsedMilliseconds} ms");
        await using var register = Database.Open();
        await Northwind.IsWholeIn(register);

        var before = await Northwind.RowsOf(register);
        Assert.Equal(new(0, 91, 0), await ImportReal(Northwind.Customers));
        Assert.Equal(new(0, 830, 0), await ImportReal(Northwind.Orders));
        Assert.Equal(new(0, 2_155, 0), await ImportReal(Northwind.OrderLines));
        await using var again = Database.Open();
        Assert.Equal(before, await Northwind.RowsOf(again));
    }

    [Fact]
    [Clause("N12")]
    [Clause("N13")]
    public async Task A_contact_becomes_a_customer_with_organisation_and_source()
    {
        await ImportReal(Northwind.Customers);
        await ImportReal(Northwind.Orders);

        await using var register = Database.Open();
        var pirkko = await register.Customers.Include(c => c.Addresses).Include(c => c.Phones).Include(c => c.ContactRoles).ThenInclude(r => r.Organisation)
            .SingleAsync(c => c.SourceKey == "northwind:WARTH");
        Assert.Equal(("Pirkko", "Koskitalo", Language.Fi), (pirkko.FirstName, pirkko.LastName, pirkko.Language));
        var source = new Provenance(SourceKind.Controller, "northwind", new(2026, 11, 22));
        Assert.Equal(source, pirkko.NameSource);
        var address = Assert.Single(pirkko.Addresses);
        Assert.Equal(PostalAddress.Create("Torikatu 38", "90110", "Oulu", null, "Finland"), address.Address);
        Assert.Equal(source, address.Source);
        Assert.Equal([(PhoneKind.Fax, "981-443655"), (PhoneKind.Phone, "981-443655")], pirkko.Phones.Select(p => (p.Kind, p.Number.Value)).OrderBy(p => p.Kind.ToString()));
        var role = Assert.Single(pirkko.ContactRoles);
        Assert.Equal(("Wartian Herkku", "Accounting Manager"), (role.Organisation.Name, role.Title));
        Assert.Contains("wartian herkku", pirkko.SearchText, StringComparison.Ordinal);
        // Her first order is older than the day on which the register heard of her.
        var first = await register.Orders.Where(o => o.CustomerId == pirkko.Id).MinAsync(o => o.PlacedOn);
        Assert.True(first.Year == 1996);
        Assert.Equal((first, first), (pirkko.RelationshipStart, role.From));
        Assert.True(await register.Orders.Where(o => o.CustomerId == pirkko.Id).AllAsync(o => o.OrganisationId == role.OrganisationId));
        // Two customers have no order: theirs began today.
        Assert.Equal(["FISSA", "PARIS"], await register.Customers.Where(c => c.RelationshipStart == new DateOnly(2026, 11, 22)).Select(c => c.SourceKey!.Substring(10)).OrderBy(k => k).ToListAsync());
    }

    [Fact]
    public async Task Rows_with_unquoted_commas_are_rejected_and_no_value_lands_in_a_wrong_column()
    {
        Assert.Equal(new(67, 0, 24), await ImportReal(Northwind.Unquoted));

        await using var register = Database.Open();
        var rejections = await register.ImportRejections.OrderBy(r => r.Position).ToListAsync();
        Assert.Equal(24, rejections.Count);
        Assert.All(rejections, r => Assert.Equal((ImportReason.WrongColumnCount, 11, (ImportField?)null), (r.Reason, r.Expected, r.Field)));
        Assert.Equal(8, rejections[0].Line);
        Assert.Equal(24, rejections.Select(r => r.Line).Distinct().Count());

        // The well-formed file says what the 67 must look like.
        await using var right = await TestDatabase.Create(Engine);
        await Import(right, await File.ReadAllBytesAsync(Northwind.PathOf(Northwind.Customers)));
        await using var rightRegister = right.Open();
        var expected = (await rightRegister.Customers.Include(c => c.Addresses).Include(c => c.Phones).ToListAsync()).ToDictionary(c => c.SourceKey!);
        foreach (var customer in await register.Customers.Include(c => c.Addresses).Include(c => c.Phones).ToListAsync())
        {
            var same = expected[customer.SourceKey!];
            Assert.Equal((same.FullName, same.Language), (customer.FullName, customer.Language));
            Assert.Equal(same.Addresses.Select(a => a.Address), customer.Addresses.Select(a => a.Address));
            Assert.Equal(same.Phones.Select(p => $"{p.Kind} {p.Number}").Order(), customer.Phones.Select(p => $"{p.Kind} {p.Number}").Order());
        }

        Assert.False(await register.Customers.AnyAsync(c => c.SearchText.Contains("null")));
    }

    [Fact]
    public async Task Finnish_headings_semicolons_and_Windows_1252_are_understood()
    {
        var file = CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetBytes(
            "Asiakasnumero;Etunimi;Sukunimi;Yritys;Y-tunnus;Osoite;Postinumero;Postitoimipaikka;Puhelin;Sähköposti;Kieli;Asiakkuus alkoi\r\n" +
            "7;Väinö;Öhman-Mäkelä;Kone Oyj;0112038-9;\"Kärkitie 1; as. 2\";02150;Espoo;040 123 4567;vaino@example.fi;ruotsi;1.2.2003\r\n");

        Assert.Equal(new(1, 0, 0), await Import(Database, file));

        await using var register = Database.Open();
        var customer = await register.Customers.Include(c => c.Addresses).Include(c => c.Phones).Include(c => c.ContactRoles).ThenInclude(r => r.Organisation).SingleAsync();
        Assert.Equal(("Väinö", "Öhman-Mäkelä", Language.Sv, new DateOnly(2003, 2, 1)), (customer.FirstName, customer.LastName, customer.Language, customer.RelationshipStart));
        Assert.Equal(("vaino@example.fi", "+358401234567"), (customer.Email!.Value, customer.Phones[0].Number.Value));
        Assert.Equal(("Kärkitie 1; as. 2", "Espoo"), (customer.Addresses[0].Address.Street, customer.Addresses[0].Address.City));
        Assert.Equal("0112038-9", customer.ContactRoles[0].Organisation.BusinessId!.Value);
    }

    [Fact]
    public async Task UTF_16_quotes_and_formulas_stay_the_text_they_are()
    {
        var file = Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("id\tname\tcompany\n1\tAino Åberg\t\"Kahvila \"\"Ääni\"\"\"\n2\tOlli Otso\t=HYPERLINK(1)\n")).ToArray();

        Assert.Equal(new(2, 0, 0), await Import(Database, file));

        await using var register = Database.Open();
        Assert.Equal(["=HYPERLINK(1)", "Kahvila \"Ääni\""], await register.Organisations.Select(o => o.Name).OrderBy(n => n).ToListAsync());
    }

    [Theory]
    [InlineData("1,,040123,Finland", ImportReason.MissingValue, ImportField.ContactName, 2)]
    [InlineData(",Aino Aalto,,", ImportReason.MissingValue, ImportField.CustomerKey, 1)]
    [InlineData("1,Aino Aalto,numero,", ImportReason.UnreadablePhone, ImportField.Phone, 3)]
    [InlineData("1,Ai\u0001no Aalto,,", ImportReason.UnreadableCharacter, ImportField.ContactName, 2)]
    [InlineData("1,Aino \0Aalto,,", ImportReason.NulCharacter, null, null)]
    [InlineData("1,Aino,Aalto,,", ImportReason.WrongColumnCount, null, null)]
    public async Task A_bad_row_is_rejected_with_line_column_and_reason_and_the_others_go_in(string row, ImportReason reason, ImportField? field, int? column)
    {
        var file = $"{People}{row}\n2,Olli Otso,,\n";

        Assert.Equal(new(1, 0, 1), await Import(Database, Encoding.UTF8.GetBytes(file)));

        await using var register = Database.Open();
        var rejection = await register.ImportRejections.SingleAsync();
        Assert.Equal((2L, reason, field, column), (rejection.Line, rejection.Reason, rejection.Field, rejection.Column));
        Assert.Equal("Otso", (await register.Customers.SingleAsync()).LastName);
    }

    [Fact]
    public async Task A_value_is_never_cut()
    {
        var file = $"{People}1,Aino {new string('a', 101)},,\n2,Olli Otso,,{new string('b', 201)}\n";

        Assert.Equal(new(0, 0, 2), await Import(Database, Encoding.UTF8.GetBytes(file)));

        await using var register = Database.Open();
        Assert.Equal([(100, 101), (200, 201)], (await register.ImportRejections.OrderBy(r => r.Line).ToListAsync()).Select(r => (r.Expected!.Value, r.Found!.Value)));
    }

    [Fact]
    public async Task A_key_that_comes_twice_in_a_file_is_taken_once()
    {
        Assert.Equal(new(1, 0, 1), await Import(Database, Encoding.UTF8.GetBytes($"{People}1,Aino Aalto,,\n1,Olli Otso,,\n")));

        await using var register = Database.Open();
        Assert.Equal((3L, ImportReason.RepeatedKey), (await register.ImportRejections.Select(r => new { r.Line, r.Reason }).ToListAsync()).Select(r => (r.Line, r.Reason)).Single());
    }

    [Theory]
    [InlineData("99,Tee,1,1,0", ImportReason.UnknownOrder, ImportField.OrderKey)]
    [InlineData("7,Tee,1,-1,0", ImportReason.NegativeNumber, ImportField.Quantity)]
    [InlineData("7,Tee,1,1,1.5", ImportReason.DiscountOutOfRange, ImportField.Discount)]
    [InlineData("7,Tee,one,1,0", ImportReason.UnreadableNumber, ImportField.UnitPrice)]
    [InlineData("7,Tee,1.00001,1,0", ImportReason.NumberTooPrecise, ImportField.UnitPrice)]
    [InlineData("7,Tee,1,9999999999999999,0", ImportReason.NumberTooLarge, ImportField.Quantity)]
    [InlineData("7,,1,1,0", ImportReason.MissingValue, ImportField.Product)]
    public async Task A_bad_order_line_is_rejected(string row, ImportReason reason, ImportField field)
    {
        await Import(Database, Encoding.UTF8.GetBytes($"{People}1,Aino Aalto,,\n"));
        await Import(Database, Encoding.UTF8.GetBytes("orderID,customerID,orderDate\n7,1,2026-01-31\n"));

        Assert.Equal(new(1, 0, 1), await Import(Database, Encoding.UTF8.GetBytes($"orderID,product,unitPrice,quantity,discount\n{row}\n7,Kahvi,\"4,50\",2,10 %\n")));

        await using var register = Database.Open();
        var rejection = await register.ImportRejections.SingleAsync();
        Assert.Equal((reason, field, 2L), (rejection.Reason, rejection.Field!.Value, rejection.Line));
        Assert.Equal(8.1m, (await register.OrderLines.SingleAsync()).Total);
    }

    [Theory]
    [InlineData("1,2,2026-01-31", ImportReason.UnknownCustomer, ImportField.CustomerKey)]
    [InlineData("1,1,31/01/2026", ImportReason.UnreadableDay, ImportField.OrderedOn)]
    [InlineData("1,1,", ImportReason.MissingValue, ImportField.OrderedOn)]
    public async Task A_bad_order_is_rejected(string row, ImportReason reason, ImportField field)
    {
        await Import(Database, Encoding.UTF8.GetBytes($"{People}1,Aino Aalto,,\n"));

        Assert.Equal(new(0, 0, 1), await Import(Database, Encoding.UTF8.GetBytes($"orderID,customerID,orderDate\n{row}\n")));

        await using var register = Database.Open();
        var rejection = await register.ImportRejections.SingleAsync();
        Assert.Equal((reason, field), (rejection.Reason, rejection.Field!.Value));
        Assert.False(await register.Orders.AnyAsync());
    }

    [Fact]
    public async Task Lines_that_were_rejected_can_come_mended_and_alone()
    {
        const string header = "orderID,product,unitPrice,quantity\n";
        await Import(Database, Encoding.UTF8.GetBytes($"{People}1,Aino Aalto,,\n"));
        await Import(Database, Encoding.UTF8.GetBytes("orderID,customerID,orderDate\n7,1,2026-01-31\n"));
        Assert.Equal(new(2, 0, 1), await Import(Database, Encoding.UTF8.GetBytes($"{header}7,Tee,1,1\n7,Tee,1,1\n7,Kahvi,neljä,1\n")));

        Assert.Equal(new(1, 0, 0), await Import(Database, Encoding.UTF8.GetBytes($"{header}7,Kahvi,4,1\n")));
        Assert.Equal(new(0, 3, 0), await Import(Database, Encoding.UTF8.GetBytes($"{header}7,Tee,1,1\n7,Tee,1,1\n7,Kahvi,4,1\n")));

        await using var register = Database.Open();
        Assert.Equal(["1 Tee", "2 Tee", "3 Kahvi"], (await register.OrderLines.OrderBy(l => l.Position).ToListAsync()).Select(l => $"{l.Position} {l.Product}"));
    }

    [Fact]
    public async Task Equal_lines_of_an_order_count_each_however_far_apart_they_stand_in_the_file()
    {
        const string header = "orderID,product,unitPrice,quantity\n";
        await Import(Database, Encoding.UTF8.GetBytes($"{People}1,Aino Aalto,,\n"));
        await Import(Database, Encoding.UTF8.GetBytes("orderID,customerID,orderDate\n7,1,2026-01-31\n8,1,2026-01-31\n"));
        var between = string.Concat(Enumerable.Range(1, 5_000).Select(i => $"8,Tuote {i},1,1\n"));
        var file = Encoding.UTF8.GetBytes($"{header}7,Tee,1,1\n{between}7,Tee,1,1\n99,Tee,1,1\n");

        Assert.Equal(new(5_002, 0, 1), await Import(Database, file));
        Assert.Equal(new(0, 5_002, 1), await Import(Database, file));
        Assert.Equal(new(1, 5_002, 0), await Import(Database, Encoding.UTF8.GetBytes($"{header}7,Tee,1,1\n{between}7,Tee,1,1\n7,Tee,1,1\n")));
    }

    [Fact]
    public async Task An_archived_order_takes_no_more_lines()
    {
        await Import(Database, Encoding.UTF8.GetBytes($"{People}1,Aino Aalto,,\n"));
        await Import(Database, Encoding.UTF8.GetBytes("orderID,customerID,orderDate,shippedDate\n7,1,2026-01-31,2026-02-01\n"));
        await using (var register = Database.Open())
        {
            (await register.Orders.SingleAsync()).Archive();
            register.Add(AuditEntry.Of(Clerk, AuditAction.OrderChanged, clock));
            await register.SaveChangesAsync();
        }

        Assert.Equal(new(0, 0, 1), await Import(Database, Encoding.UTF8.GetBytes("orderID,product,unitPrice,quantity\n7,Tee,1,1\n")));
    }

    [Fact]
    public async Task An_import_that_breaks_off_leaves_nothing_and_can_be_run_again()
    {
        var rows = string.Concat(Enumerable.Range(1, 2_500).Select(i => $"{i},Aino Aalto,,\n"));
        var file = Encoding.UTF8.GetBytes(People + rows);
        var import = await Prepare(Database, file, null);
        await using (var register = Database.Open())
        {
            // The first two thousand rows are saved when the third batch cannot be read.
            await using var torn = new TornStream(file, file.Length - 100);
            await Assert.ThrowsAsync<IOException>(() => Importing(register).Run(new(import.Id, Guess(ImportKind.Customers, "id", "name", "phone", "country")), torn, Clerk, CancellationToken.None));
        }

        await using (var after = Database.Open())
        {
            Assert.False(await after.Customers.AnyAsync());
            Assert.Equal(ImportState.Ready, (await after.Imports.SingleAsync()).State);
            Assert.False(await after.AuditEntries.AnyAsync(e => e.Action == AuditAction.CustomerRegistered));
            using var whole = new MemoryStream(file);
            var outcome = await Importing(after).Run(new(import.Id, Guess(ImportKind.Customers, "id", "name", "phone", "country")), whole, Clerk, CancellationToken.None);
            Assert.Equal(new ImportCounts(2_500, 0, 0), outcome.Value);
        }

        await using var again = Database.Open();
        using var once = new MemoryStream(file);
        Assert.Equal(ImportFileRefusal.NotReady, (await Importing(again).Run(new(import.Id, ImportMapping.None), once, Clerk, CancellationToken.None)).Refusal);
    }

    [Fact]
    public async Task Two_who_confirm_at_once_import_once()
    {
        var file = await File.ReadAllBytesAsync(Northwind.PathOf(Northwind.Customers));
        var import = await Prepare(Database, file, null);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            await using var register = Database.Open();
            using var rows = await CsvRows.OpenAsync(new MemoryStream(file));
            using var stream = new MemoryStream(file);
            return await Importing(register).Run(new(import.Id, ImportMapping.Guess(ImportKind.Customers, rows.Header)), stream, Clerk, CancellationToken.None);
        })));

        Assert.Equal(new ImportCounts(91, 0, 0), Assert.Single(outcomes, o => o.Succeeded).Value);
        Assert.Equal(ImportFileRefusal.NotReady, Assert.Single(outcomes, o => !o.Succeeded).Refusal);
        await using var after = Database.Open();
        Assert.Equal(91, await after.Customers.CountAsync());
    }

    [Theory]
    [InlineData("", PrepareImportRefusal.Empty)]
    [InlineData("\n\n", PrepareImportRefusal.Empty)]
    [InlineData("%PDF-1.7 and so on", PrepareImportRefusal.NotText)]
    [InlineData("Maria Anders,Obere Str. 57,Berlin\nAna Trujillo,Avda. 2,México\n", PrepareImportRefusal.KindUnclear)]
    [InlineData("id,name,ID\n1,Aino,2\n", PrepareImportRefusal.DuplicateColumn)]
    public async Task A_file_that_is_no_table_is_refused_and_leaves_no_import(string text, PrepareImportRefusal refusal)
    {
        await using var register = Database.Open();
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(text));

        Assert.Equal(refusal, (await new PrepareImport(register, clock).Run(new(null, "hostile", SourceKind.Partner), file, Clerk, CancellationToken.None)).Refusal);
        Assert.False(await register.Imports.AnyAsync());
    }

    [Fact]
    public async Task Five_hundred_columns_are_no_trouble()
    {
        var header = string.Join(',', Enumerable.Range(1, 498).Select(i => $"c{i}").Append("id").Append("name"));
        var row = string.Join(',', Enumerable.Repeat("x", 498).Append("1").Append("Aino Aalto"));

        Assert.Equal(new(1, 0, 1), await Import(Database, Encoding.UTF8.GetBytes($"{header}\n{row}\n{row},x\n")));
    }

    [Fact]
    public async Task A_preview_shows_the_first_rows_and_stores_nothing()
    {
        var file = await File.ReadAllBytesAsync(Northwind.PathOf(Northwind.Unquoted));
        var import = await Prepare(Database, file, null);
        await using var register = Database.Open();
        var before = await Northwind.RowsOf(register);

        var preview = (await Importing(register).Preview(import, new MemoryStream(file), null, "EUR", Clerk, CancellationToken.None))!;

        Assert.Equal((new(67, 0, 24), true, ','), (preview.Counts, preview.IsWholeFile, preview.Dialect.Delimiter));
        Assert.Equal(10, preview.Rows.Count);
        Assert.Equal(10, preview.Rejected.Count);
        var first = Assert.IsType<CustomerDraft>(preview.Rows[0].Draft);
        Assert.Equal(("Maria", "Anders", "Alfreds Futterkiste", "+49300074321"), (first.FirstName, first.LastName, first.Organisation!.Name, first.Phone!.Value));
        Assert.Equal("contactName", preview.Mapping.Columns[ImportField.ContactName]);
        Assert.Equal(before, await Northwind.RowsOf(register));
    }

    private Task<ImportCounts> ImportReal(string file) => Import(Database, File.ReadAllBytes(Northwind.PathOf(file)), SourceName.FromFileName(file));

    private async Task<ImportCounts> Import(TestDatabase database, byte[] file, string source = "northwind")
    {
        var import = await Prepare(database, file, source);
        await using var register = database.Open();
        using var rows = await CsvRows.OpenAsync(new MemoryStream(file));
        using var stream = new MemoryStream(file);
        var outcome = await Importing(register).Run(new(import.Id, ImportMapping.Guess(import.Kind, rows.Header)), stream, Clerk, CancellationToken.None);
        Assert.True(outcome.Succeeded, outcome.Refusal.ToString());
        return outcome.Value;
    }

    private async Task<Import> Prepare(TestDatabase database, byte[] file, string? source)
    {
        await using var register = database.Open();
        using var stream = new MemoryStream(file);
        var prepared = await new PrepareImport(register, clock).Run(new(null, source ?? "northwind", SourceKind.Controller), stream, Clerk, CancellationToken.None);
        Assert.True(prepared.Succeeded, prepared.Refusal.ToString());
        return prepared.Value;
    }

    private ImportFile Importing(RegisterContext db) => ImportsGiven.ImportFile(db, clock);

    private static ImportMapping Guess(ImportKind kind, params string[] header) => ImportMapping.Guess(kind, header);

    /// <summary>A file on a disk that fails.</summary>
    private sealed class TornStream(byte[] content, int tornAt) : MemoryStream(content)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position >= tornAt ? throw new IOException("torn") : await base.ReadAsync(buffer[..(int)Math.Min(buffer.Length, Math.Min(30_000, tornAt - Position))], cancellationToken);
    }

    public sealed class OnSqlite() : ImportFileTests(Engine.Sqlite);

    public sealed class OnPostgres() : ImportFileTests(Engine.Postgres);
}
