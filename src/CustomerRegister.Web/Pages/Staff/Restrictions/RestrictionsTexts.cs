namespace CustomerRegister.Web.Pages.Staff.Restrictions;

/// <summary>Texts of the pages on which processing is restricted, and the restriction lifted.</summary>
public sealed class RestrictionsTexts;
