namespace CustomerRegister.Web.Pages.Staff.Requests;

/// <summary>Texts of the request desk.</summary>
public sealed class RequestsTexts;
