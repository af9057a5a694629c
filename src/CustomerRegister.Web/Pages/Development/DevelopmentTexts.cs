namespace CustomerRegister.Web.Pages.Development;

/// <summary>Texts of the pages that exist in development only.</summary>
public sealed class DevelopmentTexts;
