using CustomerRegister.Customers;

namespace CustomerRegister.Tests.Customers;

public sealed class WebAddress_tests
{
    [Theory]
    [InlineData("www.example.fi", "https://www.example.fi")]
    [InlineData("HTTP://WWW.Example.FI/", "http://www.example.fi")]
    [InlineData("https://example.fi/Sivu?q=1#x", "https://example.fi/Sivu?q=1#x")]
    [InlineData("https://example.fi:443/a/", "https://example.fi/a/")]
    [InlineData("example.fi:8080/a", "https://example.fi:8080/a")]
    [InlineData("https://hämäläinen.fi/ä", "https://xn--hmlinen-5wabb.fi/%C3%A4")]
    public void Address_is_kept_normalised(string text, string value) =>
        Assert.Equal(value, WebAddress.Parse(text).Value);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("example")]
    [InlineData("localhost")]
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://[::1]/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("javascript://example.fi/%0aalert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://example.fi")]
    [InlineData("https://user:password@example.fi")]
    [InlineData("https://example.fi@evil.example")]
    [InlineData("https://example.fi/a b")]
    [InlineData("https://example.fi/\r\nx")]
    [InlineData("https:\\\\example.fi")]
    [InlineData("https://example.fi/\"onclick")]
    [InlineData("maija@example.fi")]
    public void What_is_no_safe_web_address_is_refused(string? text)
    {
        Assert.False(WebAddress.TryParse(text, out _));
        Assert.Throws<FormatException>(() => WebAddress.Parse(text));
    }

    [Fact]
    public void Normalising_twice_changes_nothing()
    {
        foreach (var text in (string[])["www.example.fi", "https://hämäläinen.fi/ä?ö=å#é", "http://example.fi/%7Ea/../b"])
            Assert.Equal(WebAddress.Parse(text), WebAddress.Parse(WebAddress.Parse(text).Value));
    }

    [Fact]
    public void Overlong_address_is_refused() =>
        Assert.False(WebAddress.TryParse("https://example.fi/" + new string('a', WebAddress.MaxLength), out _));

    [Fact]
    public void Stored_address_comes_back_unchanged()
    {
        var converter = new WebAddressConverter();
        var address = WebAddress.Parse("www.example.fi/a");
        Assert.Equal(address, converter.ConvertFromProvider(converter.ConvertToProvider(address)));
    }
}
