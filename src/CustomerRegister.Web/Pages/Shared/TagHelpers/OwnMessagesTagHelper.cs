using Microsoft.AspNetCore.Razor.TagHelpers;

namespace CustomerRegister.Web.Pages.Shared.TagHelpers;

/// <summary>
/// Keeps the browser from checking forms itself: its messages are in the browser's language, not the page's, vanish while
/// one reads them, and come one at a time. The server's stand beside the fields.
/// </summary>
[HtmlTargetElement("form")]
public sealed class OwnMessagesTagHelper : TagHelper
{
    public override void Process(TagHelperContext context, TagHelperOutput output) =>
        output.Attributes.SetAttribute(new TagHelperAttribute("novalidate", null, HtmlAttributeValueStyle.Minimized));
}
