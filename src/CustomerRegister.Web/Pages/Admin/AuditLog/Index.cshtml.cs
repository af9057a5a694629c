using CustomerRegister.Audit;
using CustomerRegister.Staff;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CustomerRegister.Web.Pages.Admin.AuditLog;

/// <summary>How far the audit log is sealed, and on demand whether it is unbroken.</summary>
[RequirePermission(Permission.ViewAudit)]
public sealed class IndexModel(ViewSeals view, VerifyAuditLog verify, CurrentStaff current) : PageModel
{
    public SealsState State { get; private set; } = null!;

    /// <summary>What was found just now; null until somebody asks.</summary>
    public AuditVerification? Found { get; private set; }

    public async Task OnGetAsync(CancellationToken ct) => State = await view.Run(ct);

    public async Task OnPostAsync(CancellationToken ct)
    {
        Found = await verify.Run(await current.Actor("data-protection"), ct);
        State = await view.Run(ct);
    }
}
