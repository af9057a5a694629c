using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace CustomerRegister.Web.Pages.Shared;

/// <summary>
/// Answers a form that is larger than allowed with status 413 and its page, before anything reads it. What the browser still sends is read and
/// thrown away, up to a limit: a browser whose sending is cut off shows its own error instead of ours.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class LargestUploadAttribute(long bytes) : Attribute, IAsyncAuthorizationFilter, IOrderedFilter
{
    /// <summary>In bytes.</summary>
    private const long MostThrownAway = 2L * 1024 * 1024 * 1024;

    public long Bytes => bytes;

    // Before the antiforgery token is looked for in the form.
    public int Order => int.MinValue;

    public async Task OnAuthorizationAsync(AuthorizationFilterContext context)
    {
        var request = context.HttpContext.Request;
        if (request.ContentLength is not { } length || length <= bytes)
            return;
        if (length <= MostThrownAway && context.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
            await request.Body.CopyToAsync(Stream.Null, context.HttpContext.RequestAborted);
        }

        // The error page must not look for a form either.
        context.HttpContext.Features.Set<IFormFeature>(new FormFeature(FormCollection.Empty));
        context.Result = new StatusCodeResult(StatusCodes.Status413PayloadTooLarge);
    }
}
