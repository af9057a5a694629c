namespace CustomerRegister.Web.Pages.My.Security;

/// <summary>Texts of the pages on which customers keep their ways into the portal.</summary>
public sealed class SecurityTexts;
