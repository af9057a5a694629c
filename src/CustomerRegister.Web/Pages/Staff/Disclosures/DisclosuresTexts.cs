namespace CustomerRegister.Web.Pages.Staff.Disclosures;

/// <summary>Texts of the pages about disclosures and what their recipients are told.</summary>
public sealed class DisclosuresTexts;
