namespace CustomerRegister.Web.Pages.Admin.Recipients;

/// <summary>Texts of the pages of recipients.</summary>
public sealed class RecipientsTexts;
