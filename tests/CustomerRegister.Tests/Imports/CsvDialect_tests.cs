using System.Text;
using CustomerRegister.Imports;

namespace CustomerRegister.Tests.Imports;

public sealed class CsvDialect_tests
{
    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    [Theory]
    [InlineData("utf-8", true)]
    [InlineData("utf-8", false)]
    [InlineData("utf-16", true)]
    [InlineData("utf-16", false)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-16BE", false)]
    [InlineData("utf-32", true)]
    [InlineData("windows-1252", false)]
    public async Task Text_comes_out_right_whatever_its_encoding(string name, bool marked)
    {
        const string text = "nimi;katu\nHämäläinen;Åkerlundinkatu 1\nSöderström;Näsilinnankatu 2 A\n";
        var encoding = name == "windows-1252" ? Windows1252 : Encoding.GetEncoding(name);
        using var file = new MemoryStream([.. marked ? encoding.GetPreamble() : [], .. encoding.GetBytes(text)]);

        using var rows = await CsvRows.OpenAsync(file);

        Assert.Null(rows.Fault);
        Assert.Equal(["nimi", "katu"], rows.Header);
        Assert.Equal(["Hämäläinen", "Söderström"], await rows.ReadAsync().Select(row => row["nimi"]!).ToListAsync());
    }

    [Fact]
    public async Task First_letter_beyond_ascii_decides_wherever_it_stands()
    {
        var ascii = "name\n" + string.Concat(Enumerable.Repeat("Virtanen\n", 30_000));
        foreach (var encoding in (Encoding[])[Encoding.UTF8, Windows1252])
        {
            using var file = new MemoryStream(encoding.GetBytes(ascii + "Hämäläinen\n"));
            using var rows = await CsvRows.OpenAsync(file);
            Assert.Equal("Hämäläinen", (await rows.ReadAsync().LastAsync())["name"]);
        }
    }

    [Fact]
    public async Task Letter_cut_by_the_end_of_the_head_does_not_mislead()
    {
        // 64 KB of head end between the two bytes of an ä.
        var text = "n\n" + new string('a', 64 * 1024 - 3) + "ä\n";
        Assert.Equal("utf-8", (await Guess(Encoding.UTF8.GetBytes(text)))!.Encoding.WebName);
    }

    [Fact]
    public async Task Letter_at_the_very_end_of_the_file_counts() =>
        Assert.Equal("windows-1252", (await Guess(Windows1252.GetBytes("nimi\nYrjö")))!.Encoding.WebName);

    [Fact]
    public async Task One_broken_byte_does_not_make_a_utf8_file_something_else() =>
        Assert.Equal("utf-8", (await Guess([.. Encoding.UTF8.GetBytes("nimi\nHämäläinen\n"), 0xe4, (byte)'\n']))!.Encoding.WebName);

    [Theory]
    [InlineData("a,b,c\n1,2,3\n", ',')]
    [InlineData("a;b;c\n1,5;2,5;3,5\n", ';')]
    [InlineData("a\tb\n1,5\t2;5\n", '\t')]
    [InlineData("name;price, euro;note\nx;1,50;y\nz;2,50;w\n", ';')]
    [InlineData("\"a;x\",\"b;y\"\n\"1;1;1\",2\n", ',')]
    [InlineData("\n\na;b\n1;2", ';')]
    [InlineData("a;b", ';')]
    [InlineData("single\n1\n", ',')]
    [InlineData("", ',')]
    public async Task Delimiter_is_what_divides_most_lines_like_the_first(string text, char delimiter) =>
        Assert.Equal(delimiter, (await Guess(Encoding.UTF8.GetBytes(text)))!.Delimiter);

    [Theory]
    [InlineData("a,b\nNULL,1\n2,NULL\n", "NULL")]
    [InlineData("a,b\nVirtanen,NULL\n2,3\n", null)]
    [InlineData("a,b\nNULLARI,1\nANNULLED,3\n", null)]
    [InlineData("a,b\n\"NULL\",1\n\"NULL\",2\n", null)]
    public async Task Word_for_nothing_is_known_by_coming_more_than_once(string text, string? word) =>
        Assert.Equal(word, (await Guess(Encoding.UTF8.GetBytes(text)))!.NullWord);

    [Fact]
    public async Task What_is_no_text_is_not_guessed()
    {
        Assert.Null(await Guess([(byte)'P', (byte)'K', 3, 4, 20, 0]));
        Assert.Null(await Guess("%PDF-1.7\n"u8.ToArray()));
        Assert.Null(await Guess([.. Enumerable.Range(0, 5000).Select(i => (byte)(i * 7 % 32))]));
    }

    [Fact]
    public async Task Stream_is_put_back_where_it_was()
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes("skip\na;b\n1;2\n")) { Position = 5 };
        await CsvDialect.GuessAsync(file);
        Assert.Equal(5, file.Position);
    }

    private static async Task<CsvDialect?> Guess(byte[] bytes)
    {
        using var file = new MemoryStream(bytes);
        return await CsvDialect.GuessAsync(file);
    }
}
