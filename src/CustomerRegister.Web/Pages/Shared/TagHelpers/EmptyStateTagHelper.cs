using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace CustomerRegister.Web.Pages.Shared.TagHelpers;

/// <summary>In the place of a list that has nothing: why, and what to do about it (the content).</summary>
[HtmlTargetElement("empty-state", Attributes = "heading")]
public sealed class EmptyStateTagHelper : TagHelper
{
    public string Heading { get; set; } = "";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "div";
        output.Attributes.SetAttribute("class", "empty-state");
        var heading = new TagBuilder("h2");
        heading.InnerHtml.Append(Heading);
        output.PreContent.SetHtmlContent(heading);
    }
}
