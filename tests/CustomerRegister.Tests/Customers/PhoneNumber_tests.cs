using CustomerRegister.Customers;

namespace CustomerRegister.Tests.Customers;

public sealed class PhoneNumber_tests
{
    [Theory]
    [InlineData("+358 40 123 4567")]
    [InlineData("+358401234567")]
    [InlineData("00358 40 123 4567")]
    [InlineData("040 1234567")]
    [InlineData("040-123 4567")]
    [InlineData("(040) 123 4567")]
    [InlineData("040.123.4567")]
    [InlineData("+358 (0)40 123 4567")]
    [InlineData("+358 040 123 4567")]
    [InlineData(" 040\u00a0123\u00a04567 ")]
    [InlineData("٠٤٠ ١٢٣ ٤٥٦٧")]
    public void All_writings_of_a_finnish_number_are_one_number(string text)
    {
        var number = PhoneNumber.Parse(text);
        Assert.Equal("+358401234567", number.Value);
        Assert.True(number.IsInternational);
        Assert.Equal(PhoneNumber.Parse("0401234567"), number);
    }

    [Theory]
    [InlineData("SE", "0921-12 34 65", "+46921123465")]
    [InlineData("NO", "22 12 34 56", "+4722123456")]
    [InlineData("DK", "31 12 34 56", "+4531123456")]
    [InlineData("EE", "5123 4567", "+37251234567")]
    [InlineData("DE", "030-0074321", "+49300074321")]
    [InlineData("DE", "0621-08460", "+4962108460")]
    [InlineData("BE", "(02) 201 24 67", "+3222012467")]
    [InlineData("CH", "0452-076545", "+41452076545")]
    [InlineData("ES", "(93) 203 4560", "+34932034560")]
    [InlineData("IT", "011-4988260", "+390114988260")]
    [InlineData("PL", "(26) 642-7012", "+48266427012")]
    [InlineData("US", "(503) 555-7555", "+15035557555")]
    [InlineData("US", "1-503-555-7555", "+15035557555")]
    [InlineData("CA", "(604) 555-4729", "+16045554729")]
    [InlineData("HU", "06 1 234 5678", "+3612345678")]
    [InlineData("GB", "020 7946 0018", "+442079460018")]
    [InlineData("FI", "+44 (0)20 7946 0018", "+442079460018")]
    [InlineData("FI", "+39 011 4988260", "+390114988260")]
    [InlineData("FI", "+233 30 212 3456", "+233302123456")]
    [InlineData(null, "+46 921 12 34 65", "+46921123465")]
    public void Country_tells_which_number_in_the_world_it_is(string? country, string text, string value) =>
        Assert.Equal(value, PhoneNumber.Parse(text, country).Value);

    [Theory]
    [InlineData("MX", "(5) 555-4729", "55554729")]
    [InlineData("FI", "981-443655", "981443655")]
    [InlineData("FI", "90-224 8858", "902248858")]
    [InlineData("GB", "(171) 555-7788", "1715557788")]
    [InlineData("FR", "88.60.15.31", "88601531")]
    [InlineData("FR", "(1) 42.34.22.66", "142342266")]
    [InlineData("NO", "07-98 92 35", "07989235")]
    [InlineData("AT", "7675-3425", "76753425")]
    [InlineData("IE", "2967 542", "2967542")]
    [InlineData("BE", "(071) 23 67 22 20", "07123672220")]
    [InlineData("BR", "(11) 555-7647", "115557647")]
    [InlineData(null, "030-0074321", "0300074321")]
    [InlineData("XX", "030-0074321", "0300074321")]
    [InlineData("FI", "116 117", "116117")]
    [InlineData("FI", "09 1234567 ext. 12", "09123456712")]
    [InlineData("FI", "040 123 / 050 123", "040123050123")]
    [InlineData("FI", "+358 40", "35840")]
    public void Number_that_cannot_be_placed_is_kept_as_written(string? country, string text, string digits)
    {
        var number = PhoneNumber.Parse(text, country);
        Assert.Equal(text, number.Value);
        Assert.Equal(digits, number.Digits);
        Assert.False(number.IsInternational);
    }

    [Fact]
    public void Numbers_kept_as_written_are_equal_if_their_digits_are()
    {
        Assert.Equal(PhoneNumber.Parse("981-443655"), PhoneNumber.Parse("981 443655"));
        Assert.NotEqual(PhoneNumber.Parse("981-443655"), PhoneNumber.Parse("981-443656"));
        Assert.NotEqual(PhoneNumber.Parse("0401234567"), PhoneNumber.Parse("0401234567", country: null));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("12")]
    [InlineData("ei ole")]
    [InlineData("soita 123")]
    [InlineData("040 1234567\r\nBcc: x")]
    [InlineData("12345678901234567890123456789012345678901")]
    public void What_cannot_be_a_number_is_refused(string? text)
    {
        Assert.False(PhoneNumber.TryParse(text, out _));
        Assert.Throws<FormatException>(() => PhoneNumber.Parse(text));
    }

    [Theory]
    [InlineData("040 123")]
    [InlineData("+358 40 1234567")]
    [InlineData("00358401234567")]
    [InlineData("123 4567")]
    [InlineData("+358 (0)40")]
    public void Typing_part_of_a_number_finds_it(string typed) =>
        Assert.Contains(PhoneNumber.SearchDigits(typed), PhoneNumber.Parse("040 1234567").Digits, StringComparison.Ordinal);

    [Fact]
    public void Typing_an_old_number_as_it_was_written_finds_it()
    {
        Assert.Contains(PhoneNumber.SearchDigits("981-443655"), PhoneNumber.Parse("981-443655").Digits, StringComparison.Ordinal);
        Assert.Contains(PhoneNumber.SearchDigits("030-0074321"), PhoneNumber.Parse("030-0074321", country: null).Digits, StringComparison.Ordinal);
        Assert.Equal("", PhoneNumber.SearchDigits("koskitalo"));
    }

    [Theory]
    [InlineData("0401234567", "+358 40 123 4567")]
    [InlineData("0295666700", "+358 295 666 700")]
    [InlineData("+46 921 12 34 65", "+46 921 123 465")]
    [InlineData("981-443655", "981-443655")]
    public void Number_is_shown_in_groups(string text, string readable) =>
        Assert.Equal(readable, PhoneNumber.Parse(text).Readable);

    [Theory]
    [InlineData("0401234567")]
    [InlineData("(5) 555-4729")]
    public void Stored_number_comes_back_unchanged(string text)
    {
        var converter = new PhoneNumberConverter();
        var number = PhoneNumber.Parse(text);
        var loaded = Assert.IsType<PhoneNumber>(converter.ConvertFromProvider(converter.ConvertToProvider(number)));
        Assert.Equal(number, loaded);
        Assert.Equal(number.Value, loaded.Value);
    }
}
