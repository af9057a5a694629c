using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc.Razor;

namespace CustomerRegister.Web.Pages.Shared;

internal static class OriginalRequest
{
    /// <summary>The path that the browser asked for, also on an error page that answers in another page's place.</summary>
    public static PathString PathOf(HttpContext context) =>
        context.Features.Get<IExceptionHandlerPathFeature>()?.Path
            ?? context.Features.Get<IStatusCodeReExecuteFeature>()?.OriginalPath
            ?? context.Request.Path;

    /// <inheritdoc cref="PathOf"/>
    public static PathString OriginalPath(this RazorPageBase page) => PathOf(page.ViewContext.HttpContext);

    /// <summary>Path and query that the browser asked for.</summary>
    public static string OriginalAddress(this RazorPageBase page)
    {
        var context = page.ViewContext.HttpContext;
        var query = context.Features.Get<IStatusCodeReExecuteFeature>()?.OriginalQueryString ?? context.Request.QueryString.Value;
        return PathOf(context) + query;
    }
}
