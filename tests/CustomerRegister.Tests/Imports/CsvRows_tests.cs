using System.Text;
using CustomerRegister.Imports;

namespace CustomerRegister.Tests.Imports;

public sealed class CsvRows_tests
{
    [Theory]
    [InlineData("northwind-customers.csv", 91)]
    [InlineData("northwind-orders.csv", 830)]
    [InlineData("northwind-order-lines.csv", 2155)]
    public async Task Real_file_is_read_whole(string file, int count)
    {
        using var stream = Open(file);
        using var rows = await CsvRows.OpenAsync(stream);
        var all = await rows.ReadAsync().ToListAsync();
        Assert.Equal(count, all.Count);
        Assert.All(all, row => Assert.Null(row.Error));
        Assert.Equal(count + 1, all[^1].Line);
    }

    [Fact]
    public async Task Rows_with_unquoted_commas_come_out_as_errors_and_the_others_right()
    {
        var right = (await ReadFile("northwind-customers.csv")).ToDictionary(row => row["customerID"]!);
        using var stream = Open("northwind-customers-unquoted.csv");
        using var rows = await CsvRows.OpenAsync(stream);
        var all = await rows.ReadAsync().ToListAsync();

        var broken = all.Where(row => row.Error is not null).ToList();
        Assert.Equal(24, broken.Count);
        Assert.All(broken, row => Assert.Equal(new CsvRowError(CsvRowFault.WrongColumnCount, 11, row.Fields.Count), row.Error));
        Assert.All(broken, row => Assert.True(row.Fields.Count > 11));
        // "24, place Kléber" is the first address with a comma.
        Assert.Equal((8, "BLONP"), (broken[0].Line, broken[0].Fields[0]));

        var usable = all.Where(row => row.Error is null).ToList();
        Assert.Equal(67, usable.Count);
        foreach (var row in usable)
            foreach (var column in rows.Header)
                Assert.Equal(right[row["customerID"]!][column], row[column]);
    }

    [Fact]
    public async Task Row_with_an_error_does_not_give_values_by_column()
    {
        var row = Assert.Single(await Read("a,b\n1,2,3\n"));
        Assert.Equal(new CsvRowError(CsvRowFault.WrongColumnCount, 2, 3), row.Error);
        Assert.Throws<InvalidOperationException>(() => row["a"]);
        Assert.Equal(["1", "2", "3"], row.Fields);
    }

    [Fact]
    public async Task Row_knows_the_line_it_begins_on()
    {
        var rows = await Read("\r\na,b\r\n1,\"x\r\ny\"\r\n\r\n\r\n2,3\r\n4\r\n5,6");
        Assert.Equal([3L, 7L, 8L, 9L], rows.Select(row => row.Line));
        Assert.Equal("x\r\ny", rows[0]["b"]);
        Assert.Equal([null, null, CsvRowFault.WrongColumnCount, null], rows.Select(row => row.Error?.Fault));
    }

    [Fact]
    public async Task Columns_are_found_by_name_in_any_case()
    {
        var row = Assert.Single(await Read(" CustomerID , name,,\nALFKI,,,\n"));
        Assert.Equal("ALFKI", row["customerid"]);
        Assert.Null(row["Name"]);
        Assert.Throws<KeyNotFoundException>(() => row["address"]);
    }

    [Fact]
    public async Task Word_for_nothing_becomes_nothing()
    {
        var rows = await Read("a,b\nNULL,1\n2,NULL\nNULLARI,4\n");
        Assert.Null(rows[0]["a"]);
        Assert.Null(rows[1]["b"]);
        Assert.Equal("NULLARI", rows[2]["a"]);
    }

    [Theory]
    [InlineData("a,b\n1,x\"y\n3,4\n", CsvRowFault.MisplacedQuote)]
    [InlineData("a,b\n\"x\"y,2\n3,4\n", CsvRowFault.MisplacedQuote)]
    [InlineData("a,b\n1,x\0y\n3,4\n", CsvRowFault.NulCharacter)]
    [InlineData("a,b\n1,x\ufffdy\n3,4\n", CsvRowFault.UnreadableCharacter)]
    public async Task Broken_row_is_told_and_reading_goes_on(string text, CsvRowFault fault)
    {
        var rows = await Read(text);
        Assert.Equal(2, rows.Count);
        Assert.Equal(new CsvRowError(fault), rows[0].Error);
        Assert.Equal(2, rows[0].Line);
        Assert.Equal("4", rows[1]["b"]);
    }

    [Fact]
    public async Task Byte_that_is_no_character_is_an_error_of_its_row_only()
    {
        using var file = new MemoryStream([.. "a,b\n1,ä\n"u8, (byte)'2', (byte)',', 0xe4, (byte)'\n', .. "3,ö\n"u8]);
        using var rows = await CsvRows.OpenAsync(file);
        Assert.Equal([null, CsvRowFault.UnreadableCharacter, null], (await rows.ReadAsync().ToListAsync()).Select(row => row.Error?.Fault));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(50_000)]
    public async Task Quote_that_is_never_closed_is_told_with_the_line_it_was_opened_on(int rowsAfter)
    {
        var rows = await Read("a,b\n1,2\n3,\"x\n" + string.Concat(Enumerable.Repeat("4,5\n", rowsAfter)));
        Assert.Equal(2, rows.Count);
        Assert.Null(rows[0].Error);
        Assert.Equal(3, rows[1].Line);
        Assert.Equal(CsvRowFault.UnclosedQuote, rows[1].Error!.Fault);
        Assert.True(rows[1].Error!.EndsReading);
    }

    [Fact]
    public async Task Overlong_field_is_told_after_the_rows_before_it()
    {
        var rows = await Read("a,b\n1,2\n3," + new string('x', 200) + "\n5,6\n", new CsvLimits(Field: 100));
        Assert.Equal([null, CsvRowFault.TooLong], rows.Select(row => row.Error?.Fault));
        Assert.Equal(3, rows[1].Line);
        Assert.True(rows[1].Error!.EndsReading);
    }

    [Theory]
    [InlineData(0, 10_000)]
    [InlineData(20_000, 10_000)]
    [InlineData(100, 1_000)] // found in the same buffer as the rows before
    public async Task Overlong_line_is_told_after_the_rows_before_it(int rowsBefore, int limit)
    {
        var text = "a,b\n" + string.Concat(Enumerable.Repeat("1,2\n", rowsBefore)) + new string(',', 50_000) + "\n5,6\n";
        var rows = await Read(text, new CsvLimits(Line: limit));
        Assert.Equal(rowsBefore + 1, rows.Count);
        Assert.All(rows.SkipLast(1), row => Assert.Null(row.Error));
        Assert.Equal(CsvRowFault.TooLong, rows[^1].Error!.Fault);
        Assert.Equal(rowsBefore + 2, rows[^1].Line);
    }

    [Theory]
    [InlineData("", CsvFileFault.Empty)]
    [InlineData("\n\r\n\n", CsvFileFault.Empty)]
    [InlineData("%PDF-1.7\n", CsvFileFault.NotText)]
    [InlineData("a,b,A\n1,2,3\n", CsvFileFault.DuplicateColumn)]
    [InlineData("a,b\"c\n1,2\n", CsvFileFault.BrokenHeader)]
    [InlineData("a,\"b\n1,2\n", CsvFileFault.BrokenHeader)]
    public async Task File_that_cannot_be_read_says_why(string text, CsvFileFault fault)
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(text));
        using var rows = await CsvRows.OpenAsync(file);
        Assert.Equal(fault, rows.Fault);
        Assert.Equal(fault == CsvFileFault.BrokenHeader, rows.HeaderError is not null);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await rows.ReadAsync().ToListAsync());
    }

    [Fact]
    public async Task Header_alone_is_a_file_without_rows() => Assert.Empty(await Read("a,b\n"));

    [Fact]
    public async Task Corrected_dialect_is_obeyed()
    {
        using var file = new MemoryStream("a,b;c\n1,2;3\n"u8.ToArray());
        var dialect = await CsvDialect.GuessAsync(file);
        using var rows = await CsvRows.OpenAsync(file, dialect! with { Delimiter = ';' });
        Assert.Equal(["a,b", "c"], rows.Header);
        Assert.Equal(["1,2", "3"], (await rows.ReadAsync().SingleAsync()).Fields);
    }

    [Fact]
    public async Task Reading_can_be_cancelled()
    {
        using var stop = new CancellationTokenSource();
        using var stream = Open("northwind-order-lines.csv");
        using var rows = await CsvRows.OpenAsync(stream);
        await Assert.ThrowsAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in rows.ReadAsync(stop.Token))
                await stop.CancelAsync();
        });
    }

    [Fact]
    public async Task Stream_stays_open_for_its_owner()
    {
        using var file = new MemoryStream("a\n1\n"u8.ToArray());
        (await CsvRows.OpenAsync(file)).Dispose();
        Assert.True(file.CanRead);
    }

    private static FileStream Open(string file) => File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Imports", "Data", file));

    private static async Task<List<CsvRow>> ReadFile(string file)
    {
        using var stream = Open(file);
        using var rows = await CsvRows.OpenAsync(stream);
        return await rows.ReadAsync().ToListAsync();
    }

    private static async Task<List<CsvRow>> Read(string text, CsvLimits? limits = null)
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(text));
        using var rows = await CsvRows.OpenAsync(file, limits);
        Assert.Null(rows.Fault);
        return await rows.ReadAsync().ToListAsync();
    }
}
