using CustomerRegister.Tests.Support;
using CustomerRegister.Web.Pages.Shared.TagHelpers;

namespace CustomerRegister.Tests.Pages.TagHelpers;

public class SmallTagHelperTests : TagTest<object>
{
    private static readonly DateOnly _today = new(2026, 11, 22);

    [Theory]
    [InlineData(Meaning.Neutral, "neutral")]
    [InlineData(Meaning.Info, "info")]
    [InlineData(Meaning.Good, "success")]
    [InlineData(Meaning.Attention, "warning")]
    [InlineData(Meaning.Problem, "danger")]
    public void A_status_is_coloured_by_its_meaning_and_says_it_in_words(Meaning meaning, string colour)
    {
        var tag = Render(new StatusTagTagHelper { Meaning = meaning }, "Avoin").QuerySelector("span.ds-tag")!;
        Assert.Equal(colour, tag.GetAttribute("data-color"));
        Assert.Equal("Avoin", tag.TextContent);
    }

    [Theory]
    [InlineData("fi", 12, false, "12 päivää jäljellä", "info")]
    [InlineData("fi", 8, false, "8 päivää jäljellä", "info")]
    [InlineData("fi", 7, false, "7 päivää jäljellä", "warning")]
    [InlineData("fi", 1, false, "1 päivä jäljellä", "warning")]
    [InlineData("fi", 0, false, "Viimeinen päivä tänään", "warning")]
    [InlineData("fi", -1, false, "Myöhässä 1 päivän", "danger")]
    [InlineData("fi", -3, false, "Myöhässä 3 päivää", "danger")]
    [InlineData("fi", -3, true, "Keskeytetty", "neutral")]
    [InlineData("sv", 1, false, "1 dag kvar", "warning")]
    [InlineData("sv", -3, false, "3 dagar försenad", "danger")]
    [InlineData("en", 12, false, "12 days left", "info")]
    [InlineData("en", 0, false, "Due today", "warning")]
    public void A_deadline_says_how_much_is_left(string language, int days, bool paused, string text, string colour)
    {
        Speaking.In(language);
        var tag = Render(new DeadlineTagTagHelper(Texts) { Deadline = _today.AddDays(days), Today = _today, Paused = paused }).QuerySelector("span")!;
        Assert.Equal(text, tag.TextContent);
        Assert.Equal(colour, tag.GetAttribute("data-color"));
    }

    [Fact]
    public void A_list_on_one_page_has_no_pager() => Assert.Equal("", Render(new PagerTagHelper(Texts)).InnerHtml);

    [Fact]
    public void A_pager_leads_only_where_there_are_rows()
    {
        var links = Render(new PagerTagHelper(Texts) { Next = "/staff/customers?after=7" }).QuerySelectorAll("nav[aria-label] a");
        var link = Assert.Single(links);
        Assert.Equal("/staff/customers?after=7", link.GetAttribute("href"));
        Assert.Equal("Seuraavat", link.TextContent);
    }

    [Theory]
    [InlineData(true, "true", "Päällä")]
    [InlineData(false, "false", "Pois")]
    public void A_switch_submits_its_form_and_tells_how_it_stands(bool on, string isChecked, string state)
    {
        var button = Render(new SwitchButtonTagHelper(Texts) { On = on }, "Kiellä suoramarkkinointi", ("name", "kind"), ("value", "x")).QuerySelector("button")!;
        Assert.Equal("submit", button.GetAttribute("type"));
        Assert.Equal("switch", button.GetAttribute("role"));
        Assert.Equal(isChecked, button.GetAttribute("aria-checked"));
        Assert.Equal("x", button.GetAttribute("value"));
        Assert.Equal("Kiellä suoramarkkinointi", button.QuerySelector(".switch-label")!.TextContent);
        Assert.Equal(state, button.QuerySelector("[aria-hidden=true].switch-state")!.TextContent);
    }

    [Fact]
    public void An_empty_list_says_what_to_do()
    {
        var html = Render(new EmptyStateTagHelper { Heading = "Ei pyyntöjä" }, "Tee pyyntö.").QuerySelector(".empty-state")!;
        Assert.Equal("Ei pyyntöjä", html.QuerySelector("h2")!.TextContent);
        Assert.EndsWith("Tee pyyntö.", html.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_scrolls_by_itself_and_by_keyboard()
    {
        var html = Render(new DataTableTagHelper { Caption = "Tilaukset <1>", HideCaption = true });
        var region = html.QuerySelector("div[role=region][tabindex='0']")!;
        Assert.Equal("Tilaukset <1>", region.GetAttribute("aria-label"));
        Assert.Equal("Tilaukset <1>", region.QuerySelector("table > caption.ds-sr-only")!.TextContent);
    }
}
