using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Shared.TagHelpers;

/// <summary>
/// A labelled input, text area (<c>rows</c>) or select (<c>options</c>), with its hint above and its error below.
/// Attributes it does not know, such as autocomplete, inputmode or maxlength, go to the control.
/// </summary>
[HtmlTargetElement("field", Attributes = "for,label", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class FieldTagHelper(IHtmlGenerator generator, FormFields fields, IStringLocalizer<SharedTexts> texts)
    : LabelledTagHelper(generator, fields, texts)
{
    /// <summary>The input's type. When not given it follows the property: date for a day, decimal keyboard for a number.</summary>
    public string? Type { get; set; }

    /// <summary>Makes it a text area of so many rows.</summary>
    public int? Rows { get; set; }

    /// <summary>Makes it a select.</summary>
    public IEnumerable<SelectListItem>? Options { get; set; }

    /// <summary>How wide the control looks: short (a number), medium (a name). When not given, the whole line.</summary>
    public string? Width { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        Register(Id);
        var control = Control(output);
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.Clear();
        output.Attributes.SetAttribute("class", "ds-field");
        if (Width is not null)
            output.Attributes.SetAttribute("data-width", Width);

        var label = LabelText("label");
        label.Attributes["for"] = Id;
        output.Content.AppendHtml(label);
        AppendHint(output.Content);
        output.Content.AppendHtml(control);
        AppendErrors(output.Content);
    }

    private TagBuilder Control(TagHelperOutput output)
    {
        var attributes = DescribingAttributes();
        attributes["class"] = "ds-input";
        foreach (var attribute in output.Attributes)
            attributes[attribute.Name] = attribute.Value;

        if (Options is not null)
        {
            // Where one of the options stands for no value, there is nothing left to choose first.
            var isAsked = (Optional || For.Model is null) && !Options.Any(option => string.IsNullOrEmpty(option.Value));
            return Generator.GenerateSelect(ViewContext, For.ModelExplorer, isAsked ? Texts["ChooseOne"].Value : null, For.Name,
                Options, allowMultiple: false, attributes);
        }

        return Rows is { } rows
            ? Generator.GenerateTextArea(ViewContext, For.ModelExplorer, For.Name, rows, columns: 40, attributes)
            : Input(attributes);
    }

    private TagBuilder Input(Dictionary<string, object?> attributes)
    {
        var valueType = For.Metadata.UnderlyingOrModelType;
        var type = Type ?? (valueType == typeof(DateOnly) ? "date" : "text");
        attributes["type"] = type;
        if (type == "text" && (valueType == typeof(decimal) || valueType == typeof(int)))
            attributes.TryAdd("inputmode", valueType == typeof(decimal) ? "decimal" : "numeric");

        if (type is "password" or "file")
        {
            // What was typed or chosen never comes back to the page.
            attributes["id"] = Id;
            attributes["name"] = Name;
            var input = new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing };
            input.MergeAttributes(attributes);
            return input;
        }

        // A date input takes its value in ISO order, whatever the language.
        var format = type == "date" ? "{0:yyyy-MM-dd}" : null;
        return Generator.GenerateTextBox(ViewContext, For.ModelExplorer, For.Name, For.Model, format, attributes);
    }
}
