using System.Globalization;
using CustomerRegister.Customers;

namespace CustomerRegister.Tests.Customers;

public sealed class CountryCode_tests
{
    [Theory]
    [InlineData("Saksa", "DE")]
    [InlineData("Tyskland", "DE")]
    [InlineData("GERMANY", "DE")]
    [InlineData("Deutschland", "DE")]
    [InlineData("de", "DE")]
    [InlineData("DEU", "DE")]
    [InlineData("UK", "GB")]
    [InlineData("U.S.A.", "US")]
    [InlineData("USA", "US")]
    [InlineData("Yhdysvallat", "US")]
    [InlineData("Mexico", "MX")]
    [InlineData("México", "MX")]
    [InlineData("Suomi", "FI")]
    [InlineData("Åland", "AX")]
    public void Country_is_recognised_in_its_usual_names(string written, string code) =>
        Assert.Equal(code, CountryCode.Of(written));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Atlantis")]
    [InlineData("ZZ")]
    public void Unknown_country_has_no_code(string? written) => Assert.Null(CountryCode.Of(written));

    [Fact]
    public void Every_country_of_the_sample_customers_is_recognised()
    {
        foreach (var country in (string[])["Argentina", "Austria", "Belgium", "Brazil", "Canada", "Denmark", "Finland", "France", "Germany", "Ireland", "Italy",
                     "Mexico", "Norway", "Poland", "Portugal", "Spain", "Sweden", "Switzerland", "UK", "USA", "Venezuela"])
            Assert.True(CountryCode.Of(country) is not null, country);
    }

    [Theory]
    [InlineData("fi-FI", "Ruotsi")]
    [InlineData("sv-FI", "Sverige")]
    [InlineData("en-GB", "Sweden")]
    public void Country_is_named_in_the_language_asked_for(string language, string name) =>
        Assert.Equal(name, CountryCode.NameIn("SE", CultureInfo.GetCultureInfo(language)));
}
