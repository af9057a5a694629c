namespace CustomerRegister.Web.Pages.Staff.Statistics;

/// <summary>Texts of the page of statistics.</summary>
public sealed class StatisticsTexts;
