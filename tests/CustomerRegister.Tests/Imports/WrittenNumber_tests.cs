using System.Globalization;
using CustomerRegister.Imports;

namespace CustomerRegister.Tests.Imports;

public sealed class WrittenNumber_tests
{
    [Theory]
    [InlineData("14.00", "14")]
    [InlineData("14,50", "14.5")]
    [InlineData("1 234,50", "1234.5")]
    [InlineData("1\u00a0234,50", "1234.5")]
    [InlineData("1'234.50", "1234.5")]
    [InlineData("1,234.50", "1234.5")]
    [InlineData("1.234,50", "1234.5")]
    [InlineData("1,234,567", "1234567")]
    [InlineData("1.234.567", "1234567")]
    [InlineData("0,125", "0.125")]
    [InlineData("1.234", "1.234")]
    [InlineData("1234,567", "1234.567")]
    [InlineData("-3", "-3")]
    [InlineData("\u22123", "-3")]
    [InlineData("5 %", "0.05")]
    public void A_number_is_read_as_it_was_meant(string written, string number)
    {
        Assert.True(WrittenNumber.TryRead(written, out var read));
        Assert.Equal(decimal.Parse(number, CultureInfo.InvariantCulture), read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("%")]
    [InlineData("1,234")]
    [InlineData("1,23,456")]
    [InlineData("1.2,3.4")]
    [InlineData("12 euroa")]
    [InlineData("1e5")]
    [InlineData("99999999999999999999999999999999")]
    public void What_is_no_number_or_could_be_two_is_not_read(string written) => Assert.False(WrittenNumber.TryRead(written, out _));
}
