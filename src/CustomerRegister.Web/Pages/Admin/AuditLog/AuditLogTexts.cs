namespace CustomerRegister.Web.Pages.Admin.AuditLog;

/// <summary>Texts of the page that shows whether the audit log is unbroken.</summary>
public sealed class AuditLogTexts;
