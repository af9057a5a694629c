namespace CustomerRegister.Web.Pages.Staff.Merging;

/// <summary>Texts of duplicates and merging.</summary>
public sealed class MergingTexts;
