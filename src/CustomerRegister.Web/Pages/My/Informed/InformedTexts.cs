namespace CustomerRegister.Web.Pages.My.Informed;

/// <summary>Texts of the page on which a customer is given the privacy notice.</summary>
public sealed class InformedTexts;
