namespace CustomerRegister.Web.Pages.Unsubscribe;

/// <summary>Texts of the page to which the link in marketing mail leads.</summary>
public sealed class UnsubscribeTexts;
