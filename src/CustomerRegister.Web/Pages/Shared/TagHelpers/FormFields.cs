namespace CustomerRegister.Web.Pages.Shared.TagHelpers;

/// <summary>The fields written on the page being answered, so that the error summary can name them and lead to them.</summary>
public sealed class FormFields
{
    private readonly Dictionary<string, FormField> _byName = new(StringComparer.OrdinalIgnoreCase);

    public void Add(string name, string id, string label) => _byName[name] = new FormField(id, label, _byName.Count);

    /// <param name="name">The form name, such as <c>Input.Email</c>.</param>
    /// <returns>The field; null when the page shows none of that name.</returns>
    public FormField? Find(string name) => _byName.GetValueOrDefault(name);
}

/// <param name="Id">Of the element that takes the focus.</param>
/// <param name="Label">As the reader sees it.</param>
/// <param name="Position">Among the page's fields, from 0.</param>
public sealed record FormField(string Id, string Label, int Position);
