using CustomerRegister.PaperRecords;

namespace CustomerRegister.Web.Pages.Staff.PaperRecords;

/// <summary>The paper records of one customer, on the card of who handles them.</summary>
/// <param name="Kept">How long they are kept, in words.</param>
public sealed record PapersOnCard(Guid Customer, IReadOnlyList<PaperRow> Rows, string? Kept);
