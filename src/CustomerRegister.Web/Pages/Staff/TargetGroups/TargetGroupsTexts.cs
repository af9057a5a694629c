namespace CustomerRegister.Web.Pages.Staff.TargetGroups;

/// <summary>Texts of the pages on which marketing chooses whom to reach.</summary>
public sealed class TargetGroupsTexts;
