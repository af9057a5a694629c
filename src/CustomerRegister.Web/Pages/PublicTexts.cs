namespace CustomerRegister.Web.Pages;

/// <summary>Texts of the public pages.</summary>
public sealed class PublicTexts;
