namespace CustomerRegister.Web.Pages.Staff.Organisations;

/// <summary>Texts of organisations and their contact persons.</summary>
public sealed class OrganisationsTexts;
