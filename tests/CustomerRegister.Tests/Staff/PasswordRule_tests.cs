using CustomerRegister.Credentials;

namespace CustomerRegister.Tests.Staff;

public sealed class PasswordRule_tests
{
    private static readonly string[] Own = ["Aino Palvelija", "aino.palvelija@kauppapoika.example", "Kauppa & Poika Oy", "Asiakasrekisteri"];

    [Theory]
    [InlineData("kolme harmaata kissaa")]
    [InlineData("pitkä ja hyvä salasana")]
    [InlineData("Vihreä polkupyörä ui järvessä")]
    [InlineData("a8#kd93mfs02xq")]
    [InlineData("jag cyklar alltid baklänges")]
    [InlineData("密码是我自己想出来的长句子呀")]
    public void A_long_sentence_or_random_characters_are_accepted(string password) => Assert.Null(PasswordRule.WeaknessOf(password, Own));

    [Theory]
    [InlineData("")]
    [InlineData("lyhyt")]
    [InlineData("elevenchars")]
    [InlineData("😀😀😀😀😀😀")]
    public void Less_than_twelve_characters_are_too_short(string password) => Assert.Equal(PasswordWeakness.TooShort, PasswordRule.WeaknessOf(password, Own));

    [Fact]
    public void More_than_anybody_types_is_too_long() => Assert.Equal(PasswordWeakness.TooLong, PasswordRule.WeaknessOf(string.Concat(Enumerable.Repeat("kolme harmaata kissaa ", 20)), Own));

    [Theory]
    [InlineData("Salasana2026!!")]
    [InlineData("salasana salasana")]
    [InlineData("S4l4s4n4123456")]
    [InlineData("P@ssw0rd!2026")]
    [InlineData("passwordpassword")]
    [InlineData("Tervetuloa2026!")]
    [InlineData("KesäKesäKesä1")]
    [InlineData("kesäloma2026!")]
    [InlineData("Sommaren2026!!")]
    [InlineData("lösenord12345")]
    [InlineData("Welcome2Finland!")]
    [InlineData("qwertyuiop123")]
    [InlineData("1qaz2wsx3edc4rfv")]
    [InlineData("123456789012")]
    [InlineData("aaaaaaaaaaaaaaa")]
    [InlineData("abcabcabcabc")]
    [InlineData("asiakasrekisteri1")]
    [InlineData("correcthorsebatterystaple")]
    [InlineData("iloveyouforever")]
    [InlineData("Helsinki-Tampere-1")]
    [InlineData("poiuytrewq98765")]
    public void What_guessers_try_first_is_too_common(string password) => Assert.Equal(PasswordWeakness.TooCommon, PasswordRule.WeaknessOf(password, Own));

    [Theory]
    [InlineData("ainopalvelija")]
    [InlineData("Palvelija2026!")]
    [InlineData("palvelija.aino99")]
    [InlineData("kauppapoika!kauppapoika?1")]
    public void Ones_own_name_address_or_employer_is_no_password(string password) => Assert.Equal(PasswordWeakness.NamesYou, PasswordRule.WeaknessOf(password, Own));

    [Fact]
    public void A_sentence_may_hold_ones_name() => Assert.Null(PasswordRule.WeaknessOf("aino näki eilen kurjen suolla", Own));
}
