namespace CustomerRegister.Web.Pages.Admin.Purposes;

/// <summary>Texts of the pages on which the controller's purposes are kept.</summary>
public sealed class PurposesTexts;
