using CustomerRegister.Audit;

namespace CustomerRegister.Web.Pages.Staff.Customers;

/// <summary>Log entries about one customer, for the card and for the pages of all of them.</summary>
public sealed record UsesTable(string Caption, IReadOnlyList<UseOfData> Rows, bool HasNames = false);
