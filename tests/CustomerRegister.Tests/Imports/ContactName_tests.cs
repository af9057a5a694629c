using CustomerRegister.Imports;

namespace CustomerRegister.Tests.Imports;

public sealed class ContactName_tests
{
    [Theory]
    [InlineData("Pirkko Koskitalo", "Pirkko", "Koskitalo")]
    [InlineData("José Pedro Freyre", "José Pedro", "Freyre")]
    [InlineData("Isabel de Castro", "Isabel", "de Castro")]
    [InlineData("Ludwig van der Rohe", "Ludwig", "van der Rohe")]
    [InlineData("Carl af Forselles", "Carl", "af Forselles")]
    [InlineData("Anna-Maija Virtanen-Mäkelä", "Anna-Maija", "Virtanen-Mäkelä")]
    [InlineData("Sammy Davis Jr.", "Sammy", "Davis Jr.")]
    [InlineData("Koskitalo, Pirkko Maria", "Pirkko Maria", "Koskitalo")]
    [InlineData("Davis, Jr.", "", "Davis Jr.")]
    [InlineData("Madonna", "", "Madonna")]
    [InlineData("von Trapp", "von", "Trapp")]
    [InlineData("  Aino \u00a0 Aalto ", "Aino", "Aalto")]
    public void The_last_word_with_its_particles_is_the_family_name(string written, string first, string last) =>
        Assert.Equal((first, last), ContactName.Split(written));
}
