using CustomerRegister.Web.Pages.Shared.TagHelpers;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace CustomerRegister.Tests.Pages.TagHelpers;

public class ChoiceTagHelperTests : TagTest<ChoiceTagHelperTests.Form>
{
    public enum Channel
    {
        Letter,
        Phone,
    }

    public sealed class Form
    {
        public Channel? Channel { get; set; }

        public List<Channel> Channels { get; set; } = [];
    }

    private static readonly SelectListItem[] _options = [new("Kirje", "Letter"), new("Puhelin", "Phone")];

    [Fact]
    public void One_of_many_is_a_group_of_radio_buttons()
    {
        Model.Channel = Channel.Phone;
        var html = Render(new ChoiceTagHelper(Generator, Fields, Texts) { For = For(form => form.Channel), Label = "Kanava", Options = _options });
        Assert.Equal("Kanava", html.QuerySelector("fieldset > legend")!.TextContent);
        var chosen = html.QuerySelector("input[type=radio][checked]")!;
        Assert.Equal("Phone", chosen.GetAttribute("value"));
        Assert.Equal("Puhelin", html.QuerySelector($"label[for={chosen.Id}]")!.TextContent);
    }

    [Fact]
    public void Several_of_many_are_boxes_to_tick()
    {
        Model.Channels = [Channel.Letter, Channel.Phone];
        var html = Render(new ChoiceTagHelper(Generator, Fields, Texts) { For = For(form => form.Channels), Label = "Kanavat", Options = _options });
        Assert.Equal(2, html.QuerySelectorAll("input[type=checkbox][name=Channels][checked]").Length);
    }

    [Fact]
    public void What_was_chosen_stays_chosen_when_the_form_comes_back()
    {
        Model.Channel = Channel.Phone;
        State.SetModelValue("Channel", new ValueProviderResult("Letter"));
        var html = Render(new ChoiceTagHelper(Generator, Fields, Texts) { For = For(form => form.Channel), Label = "Kanava", Options = _options });
        Assert.Equal("Letter", html.QuerySelector("input[checked]")!.GetAttribute("value"));
    }

    [Fact]
    public void The_group_is_described_by_its_error()
    {
        State.AddModelError("Channel", "Tämä tieto puuttuu.");
        var html = Render(new ChoiceTagHelper(Generator, Fields, Texts) { For = For(form => form.Channel), Label = "Kanava", Options = _options });
        Assert.Equal("Channel-error", html.QuerySelector("fieldset")!.GetAttribute("aria-describedby"));
        Assert.Equal("Channel-0", Fields.Find("Channel")!.Id);
        Assert.NotNull(html.QuerySelector("#Channel-0[aria-invalid=true]"));
    }
}
