namespace CustomerRegister.Web.Pages.Staff.Imports;

/// <summary>Texts of the import pages.</summary>
public sealed class ImportsTexts;
