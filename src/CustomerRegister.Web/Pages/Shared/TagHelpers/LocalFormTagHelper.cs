using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace CustomerRegister.Web.Pages.Shared.TagHelpers;

/// <summary>
/// A form that posts to another of our pages carries the antiforgery token too. The framework adds it to
/// forms without an address and to <c>~/</c> addresses only, for another address might be a stranger's.
/// </summary>
[HtmlTargetElement("form", Attributes = "[method=post],[action^='/']")]
public sealed class LocalFormTagHelper(IHtmlGenerator generator) : TagHelper
{
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (context.AllAttributes.ContainsName("asp-antiforgery"))
            return;
        if (generator.GenerateAntiforgery(ViewContext) is { } token)
            output.PostContent.AppendHtml(token);
    }
}
