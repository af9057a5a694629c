using CustomerRegister.Orders;
using FsCheck;
using FsCheck.Fluent;

namespace CustomerRegister.Tests.Orders;

public sealed class ReferenceNumber_tests
{
    [Theory]
    [InlineData(123456, "1234561")]
    [InlineData(1234567, "12345672")]
    [InlineData(100, "1009")]
    [InlineData(10248, "102487")]
    public void Check_digit_is_appended(long number, string value) =>
        Assert.Equal(value, ReferenceNumber.For(number).Value);

    [Fact]
    public void Number_of_less_than_three_digits_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ReferenceNumber.For(99));

    [Theory]
    [InlineData("1234561", "1234561")]
    [InlineData("12 34561", "1234561")]
    [InlineData("00 12 34561", "1234561")]
    [InlineData("1009", "1009")]
    public void Spaces_and_leading_zeros_mean_nothing(string text, string value) =>
        Assert.Equal(value, ReferenceNumber.Parse(text).Value);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0000")]
    [InlineData("109")]
    [InlineData("1234562")]
    [InlineData("123-4561")]
    [InlineData("RF1234561")]
    [InlineData("١٢٣٤٥٦١")]
    [InlineData("123456789012345678901")]
    public void Anything_else_is_refused(string? text)
    {
        Assert.False(ReferenceNumber.TryParse(text, out _));
        Assert.Throws<FormatException>(() => ReferenceNumber.Parse(text));
    }

    [Theory]
    [InlineData(123456, "12 34561")]
    [InlineData(1234, "12344")]
    [InlineData(123456789, "12345 67897")]
    public void Number_is_printed_in_groups_of_five_from_the_right(long number, string readable)
    {
        Assert.Equal(readable, ReferenceNumber.For(number).Readable);
        Assert.Equal(ReferenceNumber.For(number), ReferenceNumber.Parse(readable));
    }

    [Fact]
    public void Made_numbers_are_always_valid_and_one_changed_digit_is_always_noticed()
    {
        var cases =
            from number in Gen.Choose(100, int.MaxValue)
            from place in Gen.Choose(0, 3)
            from change in Gen.Choose(1, 9)
            select (Value: ReferenceNumber.For(number).Value, place, change);
        Check.QuickThrowOnFailure(Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var changed = c.Value.ToCharArray();
            var at = changed.Length - 1 - c.place;
            changed[at] = (char)('0' + (changed[at] - '0' + c.change) % 10);
            return ReferenceNumber.TryParse(c.Value, out _) && !ReferenceNumber.TryParse(new string(changed), out _);
        }));
    }

    [Fact]
    public void Stored_number_comes_back_unchanged()
    {
        var converter = new ReferenceNumberConverter();
        var number = ReferenceNumber.For(10248);
        Assert.Equal(number, converter.ConvertFromProvider(converter.ConvertToProvider(number)));
    }
}
