namespace CustomerRegister.Web.Pages.Admin.PaperPlaces;

/// <summary>Texts about the places of paper records.</summary>
public sealed class PaperPlacesTexts;
