using System.Globalization;
using CustomerRegister.Tests.Support;
using CustomerRegister.Web.Localization;

namespace CustomerRegister.Tests.Localization;

public class ShowTests
{
    [Theory]
    [InlineData("fi", "5.1.2026")]
    [InlineData("sv", "5.1.2026")]
    [InlineData("en", "5 January 2026")]
    public void Days_are_written_as_their_readers_write_them(string language, string expected)
    {
        Speaking.In(language);
        Assert.Equal(expected, new DateOnly(2026, 1, 5).Day());
        Assert.Equal(expected, new DateOnly(2026, 1, 5).ToString("d", CultureInfo.CurrentCulture));
    }

    [Theory]
    [InlineData("fi", "22.11.2026 klo 14.05")]
    [InlineData("sv", "22.11.2026 kl. 14.05")]
    [InlineData("en", "22 November 2026, 14:05")]
    public void Instants_are_shown_by_the_clock_in_Helsinki(string language, string expected)
    {
        Speaking.In(language);
        Assert.Equal(expected, new DateTime(2026, 11, 22, 12, 5, 0, DateTimeKind.Utc).Moment());
    }

    [Theory]
    [InlineData("2026-07-01T20:59:59Z", "1.7.2026")]
    [InlineData("2026-07-01T21:00:00Z", "2.7.2026")]
    [InlineData("2026-12-31T21:59:59Z", "31.12.2026")]
    [InlineData("2026-12-31T22:00:00Z", "1.1.2027")]
    public void An_instant_falls_on_its_day_in_Helsinki_in_summer_and_winter(string utc, string expected)
    {
        Speaking.Finnish();
        Assert.Equal(expected, DateTime.Parse(utc, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal).Day());
    }

    [Theory]
    [InlineData("fi", "EUR", "1234.5", "1\u00a0234,50\u00a0€")]
    [InlineData("sv", "EUR", "1234.5", "1\u00a0234,50\u00a0€")]
    [InlineData("en", "EUR", "1234.5", "€1,234.50")]
    [InlineData("fi", "USD", "1354458.59", "1\u00a0354\u00a0458,59\u00a0USD")]
    [InlineData("en", "USD", "1354458.59", "USD\u00a01,354,458.59")]
    [InlineData("en", "EUR", "-3", "-€3.00")]
    [InlineData("fi", "EUR", "0.005", "0,01\u00a0€")]
    public void Money_is_written_without_a_place_to_break(string language, string currency, string amount, string expected)
    {
        Speaking.In(language);
        Assert.Equal(expected, decimal.Parse(amount, CultureInfo.InvariantCulture).Money(currency));
    }

    [Theory]
    [InlineData("fi")]
    [InlineData("sv")]
    [InlineData("en")]
    public void What_is_shown_can_be_typed_back(string language)
    {
        Speaking.In(language);
        var culture = CultureInfo.CurrentCulture;
        Assert.Equal(new DateOnly(2026, 3, 2), DateOnly.Parse(new DateOnly(2026, 3, 2).Day(), culture));
        Assert.Equal(new DateOnly(2026, 3, 2), DateOnly.Parse("2026-03-02", culture));
        Assert.Equal(1234.5m, decimal.Parse(1234.5m.ToString("N2", culture), NumberStyles.Number, culture));
    }

    [Fact]
    public void A_Finn_may_type_an_ordinary_space_between_thousands_and_a_hyphen_for_minus()
    {
        Speaking.Finnish();
        Assert.Equal(-1234.5m, decimal.Parse("-1 234,5", NumberStyles.Number, CultureInfo.CurrentCulture));
    }
}
