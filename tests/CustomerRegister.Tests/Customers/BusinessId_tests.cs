using CustomerRegister.Customers;

namespace CustomerRegister.Tests.Customers;

public sealed class BusinessId_tests
{
    [Theory]
    [InlineData("0112038-9", "0112038-9")]
    [InlineData("0245458-3", "0245458-3")]
    [InlineData("0246246-0", "0246246-0")]
    [InlineData("1463611-4", "1463611-4")]
    [InlineData(" 01120389 ", "0112038-9")]
    [InlineData("112038-9", "0112038-9")]
    [InlineData("FI01120389", "0112038-9")]
    [InlineData("fi 0112038-9", "0112038-9")]
    [InlineData("0112038–9", "0112038-9")]
    public void Code_with_a_right_check_digit_is_read(string text, string value) =>
        Assert.Equal(value, BusinessId.Parse(text).Value);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("0112038-8")]
    [InlineData("0112039-9")]
    [InlineData("1012038-9")]
    [InlineData("0000000-0")]
    [InlineData("12038-9")]
    [InlineData("1120389")]
    [InlineData("01120389-9")]
    [InlineData("01-120389")]
    [InlineData("0112038--9")]
    [InlineData("SE01120389")]
    [InlineData("٠112038-9")]
    public void Anything_else_is_refused(string? text)
    {
        Assert.False(BusinessId.TryParse(text, out _));
        Assert.Throws<FormatException>(() => BusinessId.Parse(text));
    }

    [Fact]
    public void Code_whose_remainder_is_one_is_never_valid()
    {
        // 7 * 0 + … + 2 * 6 = 12, and 12 mod 11 = 1.
        for (var check = 0; check <= 9; check++)
            Assert.False(BusinessId.TryParse($"0000006-{check}", out _));
    }

    [Fact]
    public void One_wrong_digit_is_always_noticed()
    {
        const string right = "01120389";
        for (var place = 0; place < 8; place++)
            for (var digit = '0'; digit <= '9'; digit++)
                if (digit != right[place])
                    Assert.False(BusinessId.TryParse(right[..place] + digit + right[(place + 1)..], out _), $"{place}: {digit}");
    }

    [Fact]
    public void Writings_of_one_code_are_equal() =>
        Assert.Equal(BusinessId.Parse("FI01120389"), BusinessId.Parse("0112038-9"));

    [Fact]
    public void Vat_number_is_the_code_without_hyphen() =>
        Assert.Equal("FI01120389", BusinessId.Parse("0112038-9").VatNumber);

    [Fact]
    public void Stored_code_comes_back_unchanged()
    {
        var converter = new BusinessIdConverter();
        var id = BusinessId.Parse("0112038-9");
        Assert.Equal(id, converter.ConvertFromProvider(converter.ConvertToProvider(id)));
    }
}
