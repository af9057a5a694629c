using CustomerRegister.PaperRecords;

namespace CustomerRegister.Web.Pages.Staff.PaperRecords;

/// <param name="Shown">The list that one is looking at.</param>
/// <param name="ToShred">How many papers wait to be shredded.</param>
public sealed record PaperTabs(PaperState Shown, int ToShred);
