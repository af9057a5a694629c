using CustomerRegister.Mail;
using CustomerRegister.Rectification;
using CustomerRegister.Staff;
using CustomerRegister.Web.Documents;
using CustomerRegister.Web.Pages.Rectification;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CustomerRegister.Web.Pages.Staff.Rectification;

/// <summary>The certificate of a refused correction, for the printer and a window envelope (N37).</summary>
[RequirePermission(Permission.HandleRequests)]
public sealed class CertificateModel(CurrentStaff current, ReadCertificate read, PublicAddress address) : PageModel
{
    public CertificatePaper Paper { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (await read.Run(new(id), null, await current.Actor("requests"), ct) is not { } certificate)
            return NotFound();
        Paper = CertificatePaper.Of(certificate, $"/staff/requests/{id}/rectification", address);
        return new PaperPage(Paper.FileName);
    }
}
