namespace CustomerRegister.Web.Pages.Ask;

/// <summary>Texts of the pages on which somebody makes a request without signing in.</summary>
public sealed class AskTexts;
