namespace CustomerRegister.Web.Pages.Staff.Portability;

/// <summary>Texts of the pages where a portability package is taken in.</summary>
public sealed class PortabilityTexts;
