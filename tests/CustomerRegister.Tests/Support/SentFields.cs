using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace CustomerRegister.Tests.Support;

/// <summary>What a form sends (HTML Living Standard, section 4.10.21.4), with what a person has entered.</summary>
internal static class SentFields
{
    /// <param name="entered">Every name must be that of a field that a person can fill in.</param>
    /// <param name="fileFields">Names of fields in which a file was chosen; they must be on the form too.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(
        IHtmlFormElement form, IElement? button, IReadOnlyList<(string Field, string? Value)> entered, IReadOnlyList<string> fileFields)
    {
        var values = entered.ToLookup(e => e.Field, e => e.Value);
        var controls = form.Elements.Cast<IElement>().Where(e => !IsDisabled(e) && e.GetAttribute("name") is { Length: > 0 }).ToList();
        foreach (var name in values.Select(v => v.Key))
            Require(controls.Exists(c => Name(c) == name && CanBeFilledIn(c)), name, controls);
        foreach (var name in fileFields)
            Require(controls.Exists(c => Name(c) == name && c is IHtmlInputElement { Type: "file" }), name, controls);

        return [.. controls.SelectMany(control => Sent(control, button, values))];
    }

    private static IEnumerable<KeyValuePair<string, string>> Sent(IElement control, IElement? button, ILookup<string, string?> values)
    {
        var name = Name(control);
        var entered = values.Contains(name) ? values[name].Where(v => v is not null).Select(v => v!).ToList() : null;
        return (control switch
        {
            IHtmlButtonElement pressed => pressed == button ? [pressed.GetAttribute("value") ?? ""] : [],
            IHtmlInputElement { Type: "submit" or "image" or "button" or "reset" } pressed => pressed == button ? [pressed.Value] : [],
            IHtmlInputElement { Type: "file" } => [],
            IHtmlInputElement { Type: "checkbox" or "radio" } box => Box(box, entered),
            IHtmlSelectElement select => Options(select, entered),
            IHtmlTextAreaElement area => Text(area.Value, entered),
            IHtmlInputElement { Type: "hidden" } hidden => [hidden.GetAttribute("value") ?? ""],
            IHtmlInputElement input => Text(input.Value, entered),
            _ => Enumerable.Empty<string>(),
        }).Select(value => KeyValuePair.Create(name, value));
    }

    private static IEnumerable<string> Box(IHtmlInputElement box, List<string>? entered)
    {
        var value = box.GetAttribute("value") ?? "on";
        return (entered is null ? box.IsChecked : entered.Contains(value)) ? [value] : [];
    }

    private static IEnumerable<string> Options(IHtmlSelectElement select, List<string>? entered)
    {
        if (entered is null)
            return select.Options.Where(o => o.IsSelected && !o.IsDisabled).Select(o => o.Value);

        foreach (var value in entered)
            Assert.Contains(value, select.Options.Select(o => o.Value));
        return entered;
    }

    private static IEnumerable<string> Text(string value, List<string>? entered) =>
        entered switch
        {
            null => [value],
            [] => [""],
            _ => [entered[0]],
        };

    private static string Name(IElement control) => control.GetAttribute("name")!;

    // Whoever sits before the page can't write into a hidden field.
    private static bool CanBeFilledIn(IElement control) => control is IHtmlSelectElement or IHtmlTextAreaElement
        || control is IHtmlInputElement { Type: not ("hidden" or "submit" or "button" or "image" or "reset" or "file") };

    private static bool IsDisabled(IElement control) => control.HasAttribute("disabled") || control.Closest("fieldset[disabled]") is not null;

    private static void Require(bool holds, string name, List<IElement> controls)
    {
        if (!holds)
            throw new InvalidOperationException($"The form has no field {name} to fill in, but {string.Join(", ", controls.Select(Name).Distinct())}.");
    }
}
