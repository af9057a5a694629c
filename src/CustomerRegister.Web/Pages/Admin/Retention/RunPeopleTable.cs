using CustomerRegister.Retention;

namespace CustomerRegister.Web.Pages.Admin.Retention;

/// <summary>Rows of a run's list.</summary>
public sealed record RunPeopleTable(Guid Run, IReadOnlyList<RunPersonRow> People);
