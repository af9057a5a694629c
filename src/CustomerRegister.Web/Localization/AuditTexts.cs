namespace CustomerRegister.Web.Localization;

/// <summary>What the log's stable codes mean: actions by their code, purposes as <c>purpose.code</c>, roles that are no staff role as <c>role.name</c>.</summary>
public sealed class AuditTexts;
