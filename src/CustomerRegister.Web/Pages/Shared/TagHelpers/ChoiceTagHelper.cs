using System.Collections;
using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Shared.TagHelpers;

/// <summary>Choices that are all in sight: radio buttons, or boxes to tick where the property is a collection.</summary>
[HtmlTargetElement("choice", Attributes = "for,label,options", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class ChoiceTagHelper(IHtmlGenerator generator, FormFields fields, IStringLocalizer<SharedTexts> texts)
    : LabelledTagHelper(generator, fields, texts)
{
    public IEnumerable<SelectListItem> Options { get; set; } = [];

    private bool IsMany => For.Metadata.IsEnumerableType;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        Register(Id + "-0");
        var describing = DescribingAttributes();
        describing.Remove("aria-invalid", out var invalid);
        output.TagName = "fieldset";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.Clear();
        output.Attributes.SetAttribute("class", "ds-fieldset");
        foreach (var (name, value) in describing)
            output.Attributes.SetAttribute(name, value);

        output.Content.AppendHtml(LabelText("legend"));
        AppendHint(output.Content);
        var chosen = Chosen();
        var position = 0;
        foreach (var option in Options)
            output.Content.AppendHtml(Option(option, $"{Id}-{position++}", chosen.Contains(option.Value ?? option.Text), invalid is not null));
        AppendErrors(output.Content);
    }

    private TagBuilder Option(SelectListItem option, string id, bool isChosen, bool isInvalid)
    {
        var input = new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing };
        input.AddCssClass("ds-input");
        input.MergeAttributes(new Dictionary<string, string?>
        {
            ["type"] = IsMany ? "checkbox" : "radio",
            ["id"] = id,
            ["name"] = Name,
            ["value"] = option.Value ?? option.Text,
        });
        if (isChosen)
            input.Attributes["checked"] = "checked";
        if (option.Disabled)
            input.Attributes["disabled"] = "disabled";
        if (isInvalid)
            input.Attributes["aria-invalid"] = "true";

        var label = new TagBuilder("label") { Attributes = { ["for"] = id } };
        label.AddCssClass("ds-label");
        label.InnerHtml.Append(option.Text);
        var field = new TagBuilder("div");
        field.AddCssClass("ds-field");
        field.InnerHtml.AppendHtml(input).AppendHtml(label);
        return field;
    }

    // What was posted wins over the model, so that a mistake elsewhere on the form does not undo a choice.
    private HashSet<string?> Chosen()
    {
        if (ViewContext.ModelState.TryGetValue(Name, out var entry) && entry.RawValue is not null)
            return entry.RawValue is string[] many ? [.. many] : [entry.AttemptedValue];
        return For.Model switch
        {
            null => [],
            IEnumerable values when IsMany => [.. values.Cast<object?>().Select(Text)],
            var value => [Text(value)],
        };
    }

    private static string? Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture);
}
