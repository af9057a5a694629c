using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Shared.TagHelpers;

/// <summary>What fields, checkboxes and choices have in common: a label, a hint, and errors that the control points to.</summary>
public abstract class LabelledTagHelper(IHtmlGenerator generator, FormFields fields, IStringLocalizer<SharedTexts> texts) : TagHelper
{
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    /// <summary>The bound property.</summary>
    public ModelExpression For { get; set; } = null!;

    public string Label { get; set; } = "";

    /// <summary>Which of several like it on the page this one is: the error summary says so before the label.</summary>
    public string? About { get; set; }

    /// <summary>A line of help under the label.</summary>
    public string? Hint { get; set; }

    /// <summary>Says so after the label. What is not marked must be filled in.</summary>
    public bool Optional { get; set; }

    protected IHtmlGenerator Generator { get; } = generator;

    protected IStringLocalizer<SharedTexts> Texts { get; } = texts;

    protected string Name => ViewContext.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name);

    protected string Id => TagBuilder.CreateSanitizedId(Name, "_");

    private string HintId => Id + "-hint";

    private string ErrorId => Id + "-error";

    private string[] Errors => ViewContext.ModelState.TryGetValue(Name, out var entry) && entry.ValidationState == ModelValidationState.Invalid
        ? [.. entry.Errors.Select(error => error.ErrorMessage)]
        : [];

    /// <summary>Makes the field known to the error summary.</summary>
    /// <param name="focusId">The id of the element to which the summary's link leads.</param>
    protected void Register(string focusId) => fields.Add(Name, focusId, About is null ? Label : $"{About}: {Label}");

    /// <summary>The attributes that tie a control to its hint and errors.</summary>
    protected Dictionary<string, object?> DescribingAttributes()
    {
        var attributes = new Dictionary<string, object?>();
        var describedBy = string.Join(' ', new[] { Hint is null ? null : HintId, Errors.Length == 0 ? null : ErrorId }.OfType<string>());
        if (describedBy.Length > 0)
            attributes["aria-describedby"] = describedBy;
        if (Errors.Length > 0)
            attributes["aria-invalid"] = "true";
        return attributes;
    }

    /// <summary>The label's text, with the mark of what may be left empty.</summary>
    protected TagBuilder LabelText(string element)
    {
        var label = new TagBuilder(element);
        label.AddCssClass("ds-label");
        label.InnerHtml.Append(Label);
        if (Optional)
        {
            var mark = new TagBuilder("span");
            mark.AddCssClass("optional");
            mark.InnerHtml.Append(Texts["Optional"]);
            label.InnerHtml.Append(" ").AppendHtml(mark);
        }

        return label;
    }

    protected void AppendHint(TagHelperContent content)
    {
        if (Hint is null)
            return;
        var hint = new TagBuilder("p") { Attributes = { ["id"] = HintId, ["data-field"] = "description" } };
        hint.InnerHtml.Append(Hint);
        content.AppendHtml(hint);
    }

    protected void AppendErrors(TagHelperContent content)
    {
        if (Errors.Length == 0)
            return;
        var message = new TagBuilder("p") { Attributes = { ["id"] = ErrorId, ["data-field"] = "validation" } };
        message.AddCssClass("ds-validation-message");
        message.InnerHtml.Append(string.Join(' ', Errors));
        content.AppendHtml(message);
    }
}
