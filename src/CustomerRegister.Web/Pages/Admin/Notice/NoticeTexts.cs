namespace CustomerRegister.Web.Pages.Admin.Notice;

/// <summary>Texts of the pages on which versions of the privacy notice are published.</summary>
public sealed class NoticeTexts;
