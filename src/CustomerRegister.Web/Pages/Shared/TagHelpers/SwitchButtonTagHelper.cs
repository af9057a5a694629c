using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Shared.TagHelpers;

/// <summary>A form's submit button that looks and reads as a switch. Its content is the label; other attributes (name, value) stay on the button.</summary>
[HtmlTargetElement("switch-button", Attributes = "on")]
public sealed class SwitchButtonTagHelper(IStringLocalizer<SharedTexts> texts) : TagHelper
{
    /// <summary>How it stands now; pressing it asks for the opposite.</summary>
    public bool On { get; set; }

    /// <summary>A line of help under the label.</summary>
    public string? Hint { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var content = await output.GetChildContentAsync();
        output.TagName = "button";
        output.Attributes.SetAttribute("type", "submit");
        output.Attributes.SetAttribute("role", "switch");
        output.Attributes.SetAttribute("aria-checked", On ? "true" : "false");
        output.Attributes.SetAttribute("class", "switch");

        var label = new TagBuilder("span");
        label.AddCssClass("switch-label");
        label.InnerHtml.AppendHtml(content);
        if (Hint is not null)
        {
            var hint = new TagBuilder("span");
            hint.AddCssClass("switch-hint");
            hint.InnerHtml.Append(Hint);
            label.InnerHtml.AppendHtml(hint);
        }

        // The state is in aria-checked for those who hear the page; the word and the track are for those who see it.
        var state = new TagBuilder("span") { Attributes = { ["aria-hidden"] = "true" } };
        state.AddCssClass("switch-state");
        state.InnerHtml.Append(texts[On ? "SwitchOn" : "SwitchOff"]);
        var track = new TagBuilder("span") { Attributes = { ["aria-hidden"] = "true" } };
        track.AddCssClass("switch-track");
        output.Content.AppendHtml(label).AppendHtml(state).AppendHtml(track);
    }
}
