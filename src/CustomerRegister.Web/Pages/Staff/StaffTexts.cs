namespace CustomerRegister.Web.Pages.Staff;

/// <summary>Texts of the staff's pages.</summary>
public sealed class StaffTexts;
