namespace CustomerRegister.Web.Pages.Shared;

/// <summary>A link of an area's navigation.</summary>
/// <param name="Text">Key in <see cref="SharedTexts"/>.</param>
/// <param name="Path">From the application's root, such as <c>/staff/customers</c>.</param>
/// <param name="AnyOf">The policies of which one opens the page behind the link; none when everybody in the area may follow it.</param>
public sealed record NavigationItem(string Text, string Path, params IReadOnlyList<string> AnyOf);
