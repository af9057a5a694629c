namespace CustomerRegister.Web.Pages.My.Uses;

/// <summary>Texts of the page on which customers see who has used their data.</summary>
public sealed class UsesTexts;
