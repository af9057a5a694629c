using System.Net.Mime;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace CustomerRegister.Web.Pages.Shared;

/// <summary>A ZIP file that is written to the reader as it is made: it needs no memory for the whole.</summary>
public sealed class StreamedZip(string name, Func<Stream, CancellationToken, Task> write) : IActionResult
{
    public async Task ExecuteResultAsync(ActionContext context)
    {
        var response = context.HttpContext.Response;
        response.ContentType = MediaTypeNames.Application.Zip;
        response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = name }.ToString();
        // The archive writes some of its headers, a few bytes each, without waiting for the network.
        if (context.HttpContext.Features.Get<IHttpBodyControlFeature>() is { } control)
            control.AllowSynchronousIO = true;
        await write(response.Body, context.HttpContext.RequestAborted);
    }
}
