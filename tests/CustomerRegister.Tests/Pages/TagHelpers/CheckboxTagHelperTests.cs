using CustomerRegister.Web.Pages.Shared.TagHelpers;

namespace CustomerRegister.Tests.Pages.TagHelpers;

public class CheckboxTagHelperTests : TagTest<CheckboxTagHelperTests.Form>
{
    public sealed class Form
    {
        public bool Agreed { get; set; }
    }

    [Fact]
    public void The_box_has_its_label_and_sends_false_when_left_empty()
    {
        var html = Render(new CheckboxTagHelper(Generator, Fields, Texts) { For = For(form => form.Agreed), Label = "Hyväksyn" });
        var box = html.QuerySelector("input[type=checkbox]")!;
        Assert.Null(box.GetAttribute("checked"));
        Assert.Equal("Hyväksyn", html.QuerySelector($"label[for={box.Id}]")!.TextContent);
        Assert.Equal("false", html.QuerySelector("input[type=hidden][name=Agreed]")!.GetAttribute("value"));
    }

    [Fact]
    public void A_ticked_box_stays_ticked()
    {
        Model.Agreed = true;
        var html = Render(new CheckboxTagHelper(Generator, Fields, Texts) { For = For(form => form.Agreed), Label = "Hyväksyn" });
        Assert.NotNull(html.QuerySelector("input[type=checkbox][checked]"));
    }
}
