namespace CustomerRegister.Web.Pages.Staff.Consents;

/// <summary>Marks the texts of the pages on which staff record bans and consents.</summary>
public sealed class ConsentsTexts;
