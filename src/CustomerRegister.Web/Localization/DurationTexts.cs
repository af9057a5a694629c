namespace CustomerRegister.Web.Localization;

/// <summary>Texts of how long something is kept.</summary>
public sealed class DurationTexts;
