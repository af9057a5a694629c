using CustomerRegister.Notices;
using CustomerRegister.Retention;
using CustomerRegister.Web.Pages.Admin.Retention;

namespace CustomerRegister.Web.Documents;

/// <summary>What the report of a retention run shows.</summary>
public sealed record RetentionReportDocument(RunHeading Heading, RunCounts Counts, ControllerDetails Controller, Language Language);
