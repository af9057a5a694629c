using System.Text;
using CustomerRegister.Imports;
using CustomerRegister.Tests.Support;

namespace CustomerRegister.Tests.Imports;

public sealed class CsvOutput_tests
{
    [Theory]
    [InlineData("=HYPERLINK(\"http://evil.example\")")]
    [InlineData("+358401234567")]
    [InlineData("-1+1")]
    [InlineData("@SUM(A1)")]
    [InlineData("\tx")]
    [InlineData("\rx")]
    public async Task A_formula_goes_out_as_text_and_comes_in_as_it_was(string value)
    {
        var written = await Written([value, "Aino; \"Ääni\""]);

        Assert.DoesNotContain($"\n{value}", $"\n{written}", StringComparison.Ordinal);
        Assert.StartsWith("\"'", written, StringComparison.Ordinal);
        using var rows = await CsvRows.OpenAsync(new MemoryStream(Encoding.UTF8.GetBytes("a;b\r\n" + written)), cancellationToken: TestContext.Current.CancellationToken);
        await foreach (var row in rows.ReadAsync(TestContext.Current.CancellationToken))
            Assert.Equal((value, "Aino; \"Ääni\""), (CsvOutput.Restore(row.Fields[0]), row.Fields[1]));
    }

    [Fact]
    public async Task Plain_values_are_written_plainly_and_what_holds_any_usual_delimiter_in_quotes() =>
        Assert.Equal("Aino;;4711;\"4 711,5\"\r\n", await Written(["Aino", null, "4711", "4 711,5"]));

    [Fact]
    public void Every_CSV_that_goes_out_is_written_here()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs*", SearchOption.AllDirectories)
            .Where(path => !path.Split(Path.DirectorySeparatorChar).Any(folder => folder is "obj" or "bin" or "node_modules") && !path.EndsWith($"{nameof(CsvOutput)}.cs", StringComparison.Ordinal))
            .Select(path => (Path: path, Text: File.ReadAllText(path))).ToList();

        // A page that answers with CSV names its content type, and only the writer has that name.
        Assert.Empty(sources.Where(s => s.Text.Contains("\"text/csv", StringComparison.OrdinalIgnoreCase) && !s.Text.Contains("accept=", StringComparison.Ordinal)).Select(s => s.Path));
        Assert.Empty(sources.Where(s => s.Text.Contains("CsvWriter", StringComparison.Ordinal)).Select(s => s.Path));
        Assert.Contains(sources, s => s.Text.Contains($"new {nameof(CsvOutput)}(", StringComparison.Ordinal));
    }

    private static async Task<string> Written(params string?[][] rows)
    {
        using var stream = new MemoryStream();
        await using (var csv = new CsvOutput(stream))
        {
            foreach (var row in rows)
                await csv.Row(row);
        }

        Assert.Equal([0xef, 0xbb, 0xbf], stream.ToArray()[..3]);
        return Encoding.UTF8.GetString(stream.ToArray()[3..]);
    }
}
