namespace CustomerRegister.Web.Pages.HandOver;

/// <summary>Texts of the page where a receiving controller fetches a package.</summary>
public sealed class HandOverTexts;
