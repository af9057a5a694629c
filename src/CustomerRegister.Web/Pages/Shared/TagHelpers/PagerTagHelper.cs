using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Shared.TagHelpers;

/// <summary>Links to the rows before and after; nothing where all rows are on the page.</summary>
[HtmlTargetElement("pager", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class PagerTagHelper(IStringLocalizer<SharedTexts> texts) : TagHelper
{
    /// <summary>The address of the rows before; null on the first page.</summary>
    public string? Previous { get; set; }

    /// <summary>The address of the rows after; null on the last page.</summary>
    public string? Next { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (string.IsNullOrEmpty(Previous) && string.IsNullOrEmpty(Next))
        {
            output.SuppressOutput();
            return;
        }

        output.TagName = "nav";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "ds-pagination");
        output.Attributes.SetAttribute("aria-label", texts["PagerLabel"].Value);
        var list = new TagBuilder("ul");
        Append(list, Previous, "PagerPrevious", "prev");
        Append(list, Next, "PagerNext", "next");
        output.Content.SetHtmlContent(list);
    }

    private void Append(TagBuilder list, string? address, string text, string relation)
    {
        // A null in the page's attribute arrives as an empty text.
        if (string.IsNullOrEmpty(address))
        {
            // The design system points the first arrow back and the last one on, so the place stays.
            list.InnerHtml.AppendHtml(new TagBuilder("li") { Attributes = { ["hidden"] = "" } });
            return;
        }

        var link = new TagBuilder("a") { Attributes = { ["href"] = address, ["rel"] = relation, ["data-variant"] = "secondary" } };
        link.AddCssClass("ds-button");
        link.InnerHtml.Append(texts[text]);
        var item = new TagBuilder("li");
        item.InnerHtml.AppendHtml(link);
        list.InnerHtml.AppendHtml(item);
    }
}
