namespace CustomerRegister.Web.Pages.Shared;

/// <summary>Texts of the layout, the navigation and the tag helpers.</summary>
public sealed class SharedTexts;
