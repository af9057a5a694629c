namespace CustomerRegister.Web.Pages.Rectification;

/// <summary>Texts of the pages on which wrong data is pointed at, decided about, and certified as refused.</summary>
public sealed class RectificationTexts;
