using System.Globalization;
using CustomerRegister.Customers;

namespace CustomerRegister.Tests.Customers;

public sealed class PostalAddress_tests
{
    private static readonly CultureInfo Finnish = CultureInfo.GetCultureInfo("fi-FI");

    [Fact]
    public void Whitespace_is_trimmed_and_collapsed()
    {
        var address = PostalAddress.Create("  Mataderos  2312 ", "05023\t", " México \u00a0 D.F.", "  ", "");
        Assert.Equal("Mataderos 2312", address.Street);
        Assert.Equal("05023", address.PostalCode);
        Assert.Equal("México D.F.", address.City);
        Assert.Null(address.Region);
        Assert.Null(address.Country);
    }

    [Fact]
    public void Line_break_inside_a_part_becomes_a_comma() =>
        Assert.Equal("c/o Virtanen, Katu 1", PostalAddress.Create("c/o Virtanen\r\n  Katu  1\n", null, null).Street);

    [Fact]
    public void Address_without_any_part_is_refused()
    {
        Assert.False(PostalAddress.TryCreate(null, " ", "\t", "", null, out _));
        Assert.Throws<ArgumentException>(() => PostalAddress.Create(null, null, null));
    }

    [Fact]
    public void Overlong_part_is_refused() =>
        Assert.False(PostalAddress.TryCreate(new string('a', PostalAddress.MaxPartLength + 1), null, "Oulu", null, null, out _));

    [Fact]
    public void Equal_parts_make_equal_addresses()
    {
        Assert.Equal(PostalAddress.Create("Torikatu 38", "90110", "Oulu", null, "Finland"), PostalAddress.Create(" Torikatu  38", "90110", "Oulu ", "", "Finland"));
        Assert.NotEqual(PostalAddress.Create("Torikatu 38", "90110", "Oulu"), PostalAddress.Create("Torikatu 39", "90110", "Oulu"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Finland")]
    [InlineData("Suomi")]
    [InlineData("FI")]
    public void Country_is_left_out_at_home(string? country) =>
        Assert.Equal(["Torikatu 38", "90110 Oulu"], PostalAddress.Create("Torikatu 38", "90110", "Oulu", null, country).Lines(language: Finnish));

    [Fact]
    public void Country_is_last_in_capitals_and_in_the_letters_language()
    {
        var address = PostalAddress.Create("Berguvsvägen 8", "S-958 22", "Luleå", null, "Sweden");
        Assert.Equal(["Berguvsvägen 8", "S-958 22 Luleå", "RUOTSI"], address.Lines(language: Finnish));
        Assert.Equal(["Berguvsvägen 8", "S-958 22 Luleå", "SVERIGE"], address.Lines(language: CultureInfo.GetCultureInfo("sv-FI")));
        Assert.Equal(["Berguvsvägen 8", "S-958 22 Luleå"], address.Lines("SE"));
    }

    [Fact]
    public void Unknown_country_stands_as_written() =>
        Assert.Equal(["Katu 1", "YLÄ-VOLTTA"], PostalAddress.Create("Katu 1", null, null, null, "Ylä-Voltta").Lines(language: Finnish));

    [Fact]
    public void Post_code_stands_where_the_destination_expects_it()
    {
        Assert.Equal(["Garden House Crowther Way", "Cowes", "Isle of Wight", "PO31 7PJ", "ISO-BRITANNIA"],
            PostalAddress.Create("Garden House Crowther Way", "PO31 7PJ", "Cowes", "Isle of Wight", "UK").Lines(language: Finnish));
        Assert.Equal(["2817 Milton Dr.", "Albuquerque NM 87110", "YHDYSVALLAT"],
            PostalAddress.Create("2817 Milton Dr.", "87110", "Albuquerque", "NM", "USA").Lines(language: Finnish));
    }

    [Fact]
    public void One_line_form_has_every_part_that_is_there() =>
        Assert.Equal("Torikatu 38, 90110 Oulu, Finland", PostalAddress.Create("Torikatu 38", "90110", "Oulu", null, "Finland").ToString());
}
