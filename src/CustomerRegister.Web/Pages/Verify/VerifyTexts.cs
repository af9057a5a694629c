namespace CustomerRegister.Web.Pages.Verify;

/// <summary>Texts of the public page that tells whether a certificate is unaltered.</summary>
public sealed class VerifyTexts;
