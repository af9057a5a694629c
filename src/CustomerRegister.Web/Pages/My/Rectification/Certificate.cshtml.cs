using CustomerRegister.Mail;
using CustomerRegister.Rectification;
using CustomerRegister.Web.Documents;
using CustomerRegister.Web.Pages.Rectification;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CustomerRegister.Web.Pages.My.Rectification;

/// <summary>The customer's own certificate of a refused correction, for the printer (N37).</summary>
[Authorize(Policies.Portal)]
[FreshProof]
public sealed class CertificateModel(CurrentCustomer current, ReadCertificate read, PublicAddress address) : PageModel
{
    public CertificatePaper Paper { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (await read.Run(new(id), current.Id, current.Actor("own-data"), ct) is not { } certificate)
            return NotFound();
        Paper = CertificatePaper.Of(certificate, $"/my/requests/{id}/rectification", address);
        return new PaperPage(Paper.FileName);
    }
}
