namespace CustomerRegister.Web.Pages.Staff.ErasureLetters;

/// <summary>Texts of the letters by which people without e-mail learn that they are erased.</summary>
public sealed class ErasureLettersTexts;
