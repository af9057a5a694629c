using System.Globalization;
using System.Reflection;
using System.Resources;
using CustomerRegister.Tests.Support;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Tests.Localization;

/// <summary>The texts are found at run time, not only in the files.</summary>
public class TextResourcesTests
{
    private static readonly ServiceProvider _services = new ServiceCollection().AddLogging().AddRegisterLocalization().BuildServiceProvider();

    public static TheoryData<string> Markers() => [.. typeof(SharedTexts).Assembly.GetTypes()
        .Where(type => type.Name.EndsWith("Texts", StringComparison.Ordinal) && type.GetConstructor(Type.EmptyTypes) is not null
            && type.Assembly.GetManifestResourceInfo(type.FullName + ".resources") is not null)
        .Select(type => type.FullName!)];

    [Theory]
    [InlineData("fi", "Siirry sisältöön")]
    [InlineData("sv", "Gå till innehållet")]
    [InlineData("en", "Skip to content")]
    public void A_text_comes_in_the_language_of_the_reader(string language, string expected)
    {
        Speaking.In(language);
        Assert.Equal(expected, _services.GetRequiredService<IStringLocalizer<SharedTexts>>()["SkipToContent"].Value);
    }

    [Theory]
    [MemberData(nameof(Markers))]
    public void Every_family_is_found_in_every_language(string marker)
    {
        var texts = new ResourceManager(typeof(SharedTexts).Assembly.GetType(marker)!);
        Assert.NotNull(texts.GetResourceSet(CultureInfo.InvariantCulture, createIfNotExists: true, tryParents: false));
        Assert.NotNull(texts.GetResourceSet(CultureInfo.GetCultureInfo("sv"), createIfNotExists: true, tryParents: false));
        Assert.NotNull(texts.GetResourceSet(CultureInfo.GetCultureInfo("en"), createIfNotExists: true, tryParents: false));
    }

    [Fact]
    public void Choices_bear_the_names_of_the_values()
    {
        Speaking.Swedish();
        var terms = _services.GetRequiredService<TermNames>();

        Assert.Equal(["Finska", "Svenska", "Engelska"], terms.Options<Language>().Select(option => option.Text));
        Assert.Equal(["En"], terms.Options(Language.En).Select(option => option.Value));
    }

    [Fact]
    public void A_term_without_a_name_shows_its_key()
    {
        var terms = _services.GetRequiredService<TermNames>();
        Assert.Equal("BindingFlags.Public", terms[BindingFlags.Public]);
    }
}
