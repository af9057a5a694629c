namespace CustomerRegister.Web.Pages.My.Receipts;

/// <summary>Texts of the record of a consent, on its page and in its file.</summary>
public sealed class ReceiptsTexts;
