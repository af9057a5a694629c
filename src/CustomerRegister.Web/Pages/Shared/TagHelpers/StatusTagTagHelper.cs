using Microsoft.AspNetCore.Razor.TagHelpers;

namespace CustomerRegister.Web.Pages.Shared.TagHelpers;

/// <summary>A state in a word or two, coloured by what it means.</summary>
[HtmlTargetElement("status-tag")]
public sealed class StatusTagTagHelper : TagHelper
{
    public Meaning Meaning { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "span";
        output.Attributes.SetAttribute("class", "ds-tag");
        output.Attributes.SetAttribute("data-color", Meaning.Colour());
    }
}
