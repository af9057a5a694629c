using CustomerRegister.Web.Pages.Shared;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CustomerRegister.Web.Pages;

/// <summary>Answers in the place of a page that failed, or isn't there, or isn't for this user.</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
public sealed class ErrorModel : PageModel
{
    /// <summary>The HTTP status, from the route: no handler runs when a form's POST is answered here.</summary>
    [FromRoute]
    public int Code { get; set; }

    /// <summary>A page that was asked for by its own address, as after a redirect, is an error too.</summary>
    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        if (Response.StatusCode == StatusCodes.Status200OK && Code is >= 400 and < 600)
            Response.StatusCode = Code;
    }

    /// <summary>The part of the text keys that tells the cases apart.</summary>
    public string Kind => Code switch
    {
        400 => "Expired",
        401 or 403 => "Forbidden",
        404 => "NotFound",
        413 => "TooLarge",
        429 => "TooMany",
        _ => "Failure",
    };

    /// <summary>The start of the area where the error came up; the public home when that is what failed.</summary>
    public string WayBack
    {
        get
        {
            var path = OriginalRequest.PathOf(HttpContext);
            var area = AreaNavigation.Of(path, User);
            return path.Equals(area.Home, StringComparison.OrdinalIgnoreCase) ? "~/" : "~" + area.Home;
        }
    }
}
