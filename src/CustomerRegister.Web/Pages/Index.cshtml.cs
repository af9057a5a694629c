using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CustomerRegister.Web.Pages;

/// <summary>The public home: what a customer, or anybody, can do here.</summary>
[AllowAnonymous]
public sealed class IndexModel : PageModel;
