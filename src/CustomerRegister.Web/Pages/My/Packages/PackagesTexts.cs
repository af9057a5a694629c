namespace CustomerRegister.Web.Pages.My.Packages;

/// <summary>Texts of the pages on which a customer takes their data along.</summary>
public sealed class PackagesTexts;
