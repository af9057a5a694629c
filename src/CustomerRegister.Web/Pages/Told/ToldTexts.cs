namespace CustomerRegister.Web.Pages.Told;

/// <summary>Texts of the page on which a recipient reads and acknowledges a notice.</summary>
public sealed class ToldTexts;
