using CustomerRegister.Customers;

namespace CustomerRegister.Tests.Customers;

public sealed class EmailAddress_tests
{
    [Theory]
    [InlineData("maija@example.fi", "maija@example.fi")]
    [InlineData("  Maija.Meikalainen@EXAMPLE.fi ", "Maija.Meikalainen@example.fi")]
    [InlineData("o'brien+news@mail.example.co.uk", "o'brien+news@mail.example.co.uk")]
    [InlineData("info@hämäläinen.fi", "info@xn--hmlinen-5wabb.fi")]
    [InlineData("a@b.fi", "a@b.fi")]
    public void Address_is_kept_with_its_domain_in_lower_case_ascii(string text, string value) =>
        Assert.Equal(value, EmailAddress.Parse(text).Value);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("maija")]
    [InlineData("@example.fi")]
    [InlineData("maija@")]
    [InlineData("maija@example")]
    [InlineData("maija@@example.fi")]
    [InlineData("maija@example..fi")]
    [InlineData("maija@.example.fi")]
    [InlineData("maija@example.fi.")]
    [InlineData("maija@-example.fi")]
    [InlineData("maija@exa_mple.fi")]
    [InlineData("maija@exam ple.fi")]
    [InlineData("maija@192.0.2.1")]
    [InlineData("maija@[192.0.2.1]")]
    [InlineData("maija@example.1")]
    [InlineData(".maija@example.fi")]
    [InlineData("maija.@example.fi")]
    [InlineData("ma..ija@example.fi")]
    [InlineData("mai ja@example.fi")]
    [InlineData("määttä@example.fi")]
    [InlineData("\"mai ja\"@example.fi")]
    [InlineData("Maija Meikäläinen <maija@example.fi>")]
    [InlineData("maija@example.fi, matti@example.fi")]
    [InlineData("maija@exam\u00adple.fi")]
    public void What_is_no_plain_address_is_refused(string? text)
    {
        Assert.False(EmailAddress.TryParse(text, out _));
        Assert.Throws<FormatException>(() => EmailAddress.Parse(text));
    }

    [Theory]
    [InlineData("maija@example.fi\r\nBcc: all@example.fi")]
    [InlineData("maija@example.fi\n")]
    [InlineData("\rmaija@example.fi")]
    [InlineData("mai\0ja@example.fi")]
    [InlineData("maija@example.fi\u0085")]
    [InlineData("maija@example.fi\u2028x.fi")]
    public void Characters_that_could_start_a_new_mail_header_are_refused(string text) =>
        Assert.False(EmailAddress.TryParse(text, out _));

    [Fact]
    public void Local_part_has_at_most_64_characters_and_the_whole_254()
    {
        Assert.True(EmailAddress.TryParse(new string('a', 64) + "@example.fi", out _));
        Assert.False(EmailAddress.TryParse(new string('a', 65) + "@example.fi", out _));
        var label = new string('b', 60);
        Assert.True(EmailAddress.TryParse($"aaaaaa@{label}.{label}.{label}.{new string('b', 61)}.fi", out var longest));
        Assert.Equal(EmailAddress.MaxLength, longest.Value.Length);
        Assert.False(EmailAddress.TryParse($"aaaaaaa@{label}.{label}.{label}.{new string('b', 61)}.fi", out _));
    }

    [Fact]
    public void Addresses_that_differ_in_case_only_are_equal()
    {
        var one = EmailAddress.Parse("Maija@Example.fi");
        var other = EmailAddress.Parse("maija@example.FI");
        Assert.Equal(one, other);
        Assert.True(one == other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.Equal(one.Key, other.Key);
        Assert.NotEqual(one, EmailAddress.Parse("matti@example.fi"));
    }

    [Fact]
    public void International_domain_is_shown_in_its_own_letters() =>
        Assert.Equal("info@hämäläinen.fi", EmailAddress.Parse("info@HÄMÄLÄINEN.fi").Readable);

    [Fact]
    public void Stored_address_comes_back_unchanged()
    {
        var converter = new EmailAddressConverter();
        var address = EmailAddress.Parse("Maija@example.fi");
        var stored = converter.ConvertToProvider(address);
        Assert.Equal("Maija@example.fi", stored);
        Assert.Equal(address, converter.ConvertFromProvider(stored));
    }
}
