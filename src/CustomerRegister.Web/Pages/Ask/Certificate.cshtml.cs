using CustomerRegister.Mail;
using CustomerRegister.Rectification;
using CustomerRegister.Requests;
using CustomerRegister.Web.Documents;
using CustomerRegister.Web.Pages.Rectification;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CustomerRegister.Web.Pages.Ask;

/// <summary>The certificate of a refused correction for whoever asked without signing in, for the printer (N37). It opens to a link that was mailed just now.</summary>
[Authorize(Policies.Visitor)]
public sealed class CertificateModel(FollowRequest follow, ReadCertificate read, PublicAddress address, TimeProvider clock) : PageModel
{
    public CertificatePaper Paper { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!VisitorCookie.IsFresh(HttpContext, clock.Now())
            || await follow.View(VisitorCookie.Request(HttpContext), ct) is not { } followed || await read.ByVisitor(followed, ct) is not { } certificate)
            return Redirect("~/request/mine");
        Paper = CertificatePaper.Of(certificate, "/request/mine", address);
        return new PaperPage(Paper.FileName);
    }
}
