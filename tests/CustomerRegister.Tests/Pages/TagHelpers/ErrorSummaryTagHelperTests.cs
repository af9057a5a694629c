using CustomerRegister.Web.Pages.Shared.TagHelpers;

namespace CustomerRegister.Tests.Pages.TagHelpers;

public class ErrorSummaryTagHelperTests : TagTest<ErrorSummaryTagHelperTests.Form>
{
    public sealed class Form
    {
        public string? Name { get; set; }

        public string? Email { get; set; }
    }

    [Fact]
    public void A_form_without_errors_has_no_summary() => Assert.Equal("", Render(new ErrorSummaryTagHelper(Fields, Texts)).InnerHtml);

    [Fact]
    public void It_leads_to_each_field_in_the_order_of_the_page()
    {
        State.AddModelError("Email", "Kirjoita osoite.");
        State.AddModelError("", "Tietoja on muutettu välillä.");
        State.AddModelError("Name", "Tämä tieto puuttuu.");
        // The summary stands above the fields, and is processed before them.
        var summary = Process(new ErrorSummaryTagHelper(Fields, Texts));
        Process(Field(form => form.Name, "Nimi"));
        Process(Field(form => form.Email, "Mikä on sähköpostisi?"));
        var html = Html(summary);

        Assert.Equal(["Tietoja on muutettu välillä.", "Nimi: Tämä tieto puuttuu.", "Mikä on sähköpostisi? Kirjoita osoite."],
            html.QuerySelectorAll("li").Select(line => line.TextContent));
        Assert.Equal(["#Name", "#Email"], html.QuerySelectorAll("a").Select(link => link.GetAttribute("href")!));
    }

    [Fact]
    public void It_takes_the_focus_without_script()
    {
        State.AddModelError("Name", "Tämä tieto puuttuu.");
        var html = Render(new ErrorSummaryTagHelper(Fields, Texts));
        Assert.NotNull(html.QuerySelector(".ds-error-summary[tabindex='-1'][autofocus]"));
        Assert.Equal("Tarkista nämä kohdat", html.QuerySelector("h2")!.TextContent);
    }
}
