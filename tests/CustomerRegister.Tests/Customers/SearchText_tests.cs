using System.Text;
using CustomerRegister.Customers;
using FsCheck;
using FsCheck.Fluent;

namespace CustomerRegister.Tests.Customers;

public sealed class SearchText_tests
{
    [Theory]
    [InlineData("Hämäläinen", "hamalainen")]
    [InlineData("HA\u0308MA\u0308LA\u0308INEN", "hamalainen")]
    [InlineData("  Anna-Liisa   O'Brien ", "anna liisa o brien")]
    [InlineData("Åström & Søn A/S", "astrom son a s")]
    [InlineData("Ærøskøbing", "aeroskobing")]
    [InlineData("Straße STRAẞE", "strasse strasse")]
    [InlineData("Łódź", "lodz")]
    [InlineData("Đorđe Þórður", "dorde thordur")]
    [InlineData("ﬁn Ｈｅｌｓｉｎｋｉ", "fin helsinki")]
    [InlineData("İstanbul ıspanak", "istanbul ispanak")]
    [InlineData("co\u00adop", "coop")]
    [InlineData("Иванов", "иванов")]
    [InlineData("981-443655", "981 443655")]
    [InlineData("...", "")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void Text_is_folded(string? text, string folded) => Assert.Equal(folded, SearchText.Fold(text));

    [Theory]
    [InlineData("a\ud800b", "a b")]
    [InlineData("\udc00", "")]
    [InlineData("a\uffffb\ufffe", "a b")]
    public void Broken_characters_are_a_gap_and_no_error(string text, string folded) =>
        Assert.Equal(folded, SearchText.Fold(text));

    [Fact]
    public void Folding_what_is_folded_changes_nothing() =>
        Check.QuickThrowOnFailure(Prop.ForAll(AnyText, text => SearchText.Fold(SearchText.Fold(text)) == SearchText.Fold(text)));

    [Fact]
    public void Folded_text_never_depends_on_case_or_on_how_accents_are_encoded() =>
        Check.QuickThrowOnFailure(Prop.ForAll(
                Gen.Elements("Hämäläinen", "Øster Ærø", "ÅNGSTRÖM", "Čeněk", "Ngô", "ŁUKASZ", "İ", "Straße").ToArbitrary(),
                text => SearchText.Fold(text.ToUpperInvariant()).Replace("ß", "ss", StringComparison.Ordinal) == SearchText.Fold(text)
                        && SearchText.Fold(text.Normalize(NormalizationForm.FormD)) == SearchText.Fold(text)));

    [Fact]
    public void Folded_text_has_only_words_with_single_spaces_between() =>
        Check.QuickThrowOnFailure(Prop.ForAll(AnyText, text =>
        {
            var folded = SearchText.Fold(text);
            return folded == folded.Trim() && !folded.Contains("  ", StringComparison.Ordinal) && !folded.Any(char.IsControl);
        }));

    [Fact]
    public void Tokens_are_the_folded_words_each_once() =>
        Assert.Equal(["maki", "matti"], SearchText.Tokens(" Mäki, Matti MÄKI "));

    private static Arbitrary<string> AnyText =>
        Gen.Choose(0, 0x2ff).Or(Gen.Choose(0, char.MaxValue)).Select(code => (char)code)
            .ArrayOf().Select(chars => new string(chars)).ToArbitrary();
}
