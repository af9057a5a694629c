namespace CustomerRegister.Web.Pages.Admin.Holds;

/// <summary>Texts of legal holds.</summary>
public sealed class HoldsTexts;
