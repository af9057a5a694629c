using System.Net;
using CustomerRegister.Tests.Support;

namespace CustomerRegister.Tests.Pages;

public class LanguageTests() : AppTest(Engine.Sqlite)
{
    [Theory]
    [InlineData("Suomi", "fi", "Kirjaudu sisään")]
    [InlineData("Svenska", "sv", "Logga in")]
    [InlineData("English", "en", "Sign in")]
    public async Task The_switch_shows_the_same_page_in_the_chosen_language(string button, string language, string heading)
    {
        var browser = App.Browser();
        await browser.Get("/account/signin?returnUrl=%2Fstaff");

        await browser.Press(button);

        Assert.Equal("/account/signin?returnUrl=%2Fstaff", browser.Address);
        Assert.Equal(language, browser.Page.DocumentElement.GetAttribute("lang"));
        Assert.Equal(heading, browser.Page.QuerySelector("h1")!.TextContent);
        Assert.Equal(button, browser.Page.QuerySelector("[action='/language'] [aria-current]")!.TextContent);
    }

    [Fact]
    public async Task The_choice_is_remembered_against_the_browsers_wish()
    {
        var browser = App.Browser();
        await browser.Get("/");
        await browser.Press("English");
        browser.Languages = "sv";

        await browser.Get("/account/signin");

        Assert.Equal("en", browser.Page.DocumentElement.GetAttribute("lang"));
    }

    [Fact]
    public async Task No_language_cookie_is_set_before_a_choice()
    {
        var browser = App.Browser();
        browser.Languages = "sv-SE";

        await browser.Get("/");

        Assert.Equal("sv", browser.Page.DocumentElement.GetAttribute("lang"));
        Assert.DoesNotContain("language", browser.Cookies.Keys);
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example/")]
    [InlineData("javascript:alert(1)")]
    public async Task The_switch_leads_nowhere_else(string back)
    {
        var browser = App.Browser();
        await browser.Get("/account/signin");
        var token = browser.Page.QuerySelector("[name=__RequestVerificationToken]")!.GetAttribute("value")!;

        await browser.Post("/language", ("__RequestVerificationToken", token), ("language", "sv"), ("back", back));

        Assert.Equal("/", browser.Address);
        Assert.Equal(HttpStatusCode.OK, browser.Status);
    }

    [Fact]
    public async Task An_empty_form_comes_back_with_an_error_at_each_field_and_a_summary_that_leads_there()
    {
        var browser = App.Browser();
        await browser.Get("/account/signin");

        await browser.Submit(Given.SignInForm);

        Assert.Equal(["#Email", "#Password"], browser.Page.QuerySelectorAll(".ds-error-summary a").Select(link => link.GetAttribute("href")!));
        Assert.Equal(2, browser.Errors.Count);
        Assert.All(browser.Page.QuerySelectorAll("#Email, #Password"), field => Assert.Equal("true", field.GetAttribute("aria-invalid")));
    }
}
