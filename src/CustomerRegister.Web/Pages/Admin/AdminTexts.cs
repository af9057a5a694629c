namespace CustomerRegister.Web.Pages.Admin;

/// <summary>Texts of the administration pages.</summary>
public sealed class AdminTexts;
