using CustomerRegister.Requests;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CustomerRegister.Web.Pages.Ask;

/// <summary>Where the mailed link leads. Opening it shows a button only, for mail scanners open links; pressing the button makes the request.</summary>
[AllowAnonymous]
public sealed class VerifyModel(AskAsVisitor ask) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Secret { get; set; }

    public bool LinkWorks { get; private set; }

    public long? Number { get; private set; }

    public async Task OnGetAsync(CancellationToken ct) => LinkWorks = await ask.Works(Secret, ct);

    public async Task OnPostAsync(CancellationToken ct) => Number = await ask.Verify(Secret, ct);
}
