using CustomerRegister.Requests;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CustomerRegister.Web.Pages.Ask;

/// <summary>After a request without signing in: what happens next, for everybody in the same words.</summary>
[AllowAnonymous]
public sealed class SentModel : PageModel
{
    public int Hours => (int)AskAsVisitor.LinkLifetime.TotalHours;
}
