using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Shared.TagHelpers;

/// <summary>At the top of a page whose form was not accepted: what to mend, with a link to each field. Takes the focus.</summary>
[HtmlTargetElement("error-summary", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class ErrorSummaryTagHelper(FormFields fields, IStringLocalizer<SharedTexts> texts) : TagHelper
{
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagMode = TagMode.StartTagAndEndTag;
        if (ViewContext.ModelState.IsValid)
        {
            output.SuppressOutput();
            return;
        }

        output.TagName = "div";
        output.Attributes.SetAttribute("class", "ds-error-summary");
        output.Attributes.SetAttribute("tabindex", "-1");
        output.Attributes.SetAttribute("role", "alert");
        output.Attributes.SetAttribute(new TagHelperAttribute("autofocus", null, HtmlAttributeValueStyle.Minimized));
        var heading = new TagBuilder("h2");
        heading.InnerHtml.Append(texts["ErrorSummaryHeading"]);
        output.Content.AppendHtml(heading);
        output.Content.AppendHtml(new Lines(fields, ViewContext.ModelState));
    }

    // Written only when the page has run to its end: the fields below the summary are known by then.
    private sealed class Lines(FormFields fields, ModelStateDictionary state) : IHtmlContent
    {
        public void WriteTo(TextWriter writer, HtmlEncoder encoder)
        {
            var list = new TagBuilder("ul");
            list.AddCssClass("ds-list");
            var lines =
                from entry in state
                where entry.Value is not null
                let field = fields.Find(entry.Key)
                orderby field?.Position ?? -1
                from error in entry.Value.Errors
                select Line(field, error.ErrorMessage);
            foreach (var line in lines)
                list.InnerHtml.AppendHtml(line);

            list.WriteTo(writer, encoder);
        }

        private static TagBuilder Line(FormField? field, string message)
        {
            var item = new TagBuilder("li");
            if (field is null)
            {
                item.InnerHtml.Append(message);
                return item;
            }

            var link = new TagBuilder("a") { Attributes = { ["href"] = "#" + field.Id } };
            link.AddCssClass("ds-link");
            link.InnerHtml.Append(field.Label.EndsWith('?') ? $"{field.Label} {message}" : $"{field.Label}: {message}");
            item.InnerHtml.AppendHtml(link);
            return item;
        }
    }
}
