using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Shared.TagHelpers;

/// <summary>One box to tick, for a <c>bool</c>.</summary>
[HtmlTargetElement("checkbox", Attributes = "for,label", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class CheckboxTagHelper(IHtmlGenerator generator, FormFields fields, IStringLocalizer<SharedTexts> texts)
    : LabelledTagHelper(generator, fields, texts)
{
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        Register(Id);
        ForgetForged();
        var attributes = DescribingAttributes();
        attributes["class"] = "ds-input";
        var isChecked = For.Model as bool?;
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.Clear();
        output.Attributes.SetAttribute("class", "ds-field");
        output.Content.AppendHtml(Generator.GenerateCheckBox(ViewContext, For.ModelExplorer, For.Name, isChecked, attributes));
        var label = LabelText("label");
        label.Attributes["for"] = Id;
        output.Content.AppendHtml(label);
        AppendHint(output.Content);
        AppendErrors(output.Content);
        // An unticked box sends nothing; the hidden value after it says false. Outside the field, whose layout it would disturb.
        output.PostElement.AppendHtml(Generator.GenerateHiddenForCheckbox(ViewContext, For.ModelExplorer, For.Name));
    }

    // What no box sends cannot be shown again as a tick, and would fail the page; its error stays.
    private void ForgetForged()
    {
        if (ViewContext.ModelState.TryGetValue(Name, out var sent) && sent.AttemptedValue is { } value && !bool.TryParse(value.Split(',')[0], out _))
            ViewContext.ModelState.SetModelValue(Name, "false", "false");
    }
}
