namespace CustomerRegister.Web.Pages.Account;

/// <summary>Texts of the pages on which staff sign in.</summary>
public sealed class AccountTexts;
