namespace CustomerRegister.Web.Pages.My;

/// <summary>Texts of the customer's pages.</summary>
public sealed class MyTexts;
