using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace CustomerRegister.Web.Pages.Shared.TagHelpers;

/// <summary>
/// A table that scrolls sideways by itself where the screen is too narrow, reachable by keyboard. With <c>stack</c>,
/// a narrow screen shows each row as a block instead; every cell then names its column in <c>data-label</c>.
/// </summary>
[HtmlTargetElement("data-table", Attributes = "caption")]
public sealed class DataTableTagHelper : TagHelper
{
    /// <summary>What the rows are.</summary>
    public string Caption { get; set; } = "";

    /// <summary>Whether the caption is for screen readers only, because a heading right above says the same.</summary>
    public bool HideCaption { get; set; }

    public bool Stack { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "table";
        output.Attributes.SetAttribute("class", Stack ? "ds-table stacked" : "ds-table");
        var caption = new TagBuilder("caption");
        if (HideCaption)
            caption.AddCssClass("ds-sr-only");
        caption.InnerHtml.Append(Caption);
        output.PreContent.SetHtmlContent(caption);

        var scroll = new TagBuilder("div") { Attributes = { ["role"] = "region", ["aria-label"] = Caption, ["tabindex"] = "0" } };
        scroll.AddCssClass("table-scroll");
        output.PreElement.AppendHtml(scroll.RenderStartTag());
        output.PostElement.AppendHtml(scroll.RenderEndTag());
    }
}
