namespace CustomerRegister.Web.Localization;

/// <summary>What stands beside a field whose value was missing or not understood, where the page has no words of its own for it.</summary>
public sealed class ValidationTexts;
