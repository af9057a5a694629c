using CustomerRegister.Web.Localization;
using Microsoft.AspNetCore.Http;

namespace CustomerRegister.Tests.Localization;

public class RequestLanguageTests
{
    [Theory]
    [InlineData("sv", "en-GB,fi;q=0.8", "sv-FI")]
    [InlineData("xx", "en-GB,fi;q=0.8", "en-GB")]
    [InlineData(null, "sv-SE,sv;q=0.9,en;q=0.8", "sv-FI")]
    [InlineData(null, "en-US", "en-GB")]
    [InlineData(null, "de-DE,de;q=0.9,en;q=0.5,sv;q=0.7", "sv-FI")]
    [InlineData(null, "sv;q=0,en;q=0.1", "en-GB")]
    [InlineData(null, "de-DE", "fi-FI")]
    [InlineData(null, "*", "fi-FI")]
    [InlineData(null, ";;;=", "fi-FI")]
    [InlineData(null, null, "fi-FI")]
    public async Task The_choice_comes_first_then_the_browser_then_Finnish(string? cookie, string? accepted, string expected)
    {
        var context = new DefaultHttpContext();
        if (cookie is not null)
            context.Request.Headers.Cookie = $"{LanguageCookie.Name}={cookie}";
        context.Request.Headers.AcceptLanguage = accepted;

        var result = await new RequestLanguage().DetermineProviderCultureResult(context);

        Assert.Equal(expected, result!.UICultures.Single().Value);
    }
}
