namespace CustomerRegister.Web.Pages.Staff.PaperRecords;

/// <summary>Texts about paper records and the places where they are kept.</summary>
public sealed class PaperRecordsTexts;
