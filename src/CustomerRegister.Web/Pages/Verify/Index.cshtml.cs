using CustomerRegister.Rectification;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace CustomerRegister.Web.Pages.Verify;

/// <summary>Tells whoever has a certificate's code when, by whom and as what it was issued, and whether it is unaltered; nothing about whom it concerns.</summary>
[AllowAnonymous, EnableRateLimiting(RateLimits.Verifications)]
public sealed class IndexModel(VerifyCertificate verify) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Code { get; set; }

    /// <summary>Null where no certificate has the code.</summary>
    public VerifiedCertificate? Verified { get; private set; }

    public bool IsAsked => !string.IsNullOrWhiteSpace(Code);

    public async Task OnGetAsync(CancellationToken ct)
    {
        if (IsAsked)
            Verified = await verify.Run(Code, ct);
    }
}
