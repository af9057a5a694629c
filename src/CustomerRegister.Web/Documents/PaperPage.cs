using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Net.Http.Headers;

namespace CustomerRegister.Web.Documents;

/// <summary>
/// A page for the printer, and with <c>?pdf=true</c> the very same as a PDF to keep: it is the page's own answer, so whoever may not have the page has no PDF either, and the log
/// tells of both. There is none where no Chromium is configured or found.
/// </summary>
/// <param name="name">Of the file, without its ending.</param>
public sealed partial class PaperPage(string name) : PageResult
{
    public override async Task ExecuteResultAsync(ActionContext context)
    {
        var http = context.HttpContext;
        if (http.Request.Query["pdf"] != "true")
        {
            await base.ExecuteResultAsync(context);
            return;
        }

        var printer = http.RequestServices.GetRequiredService<PdfPrinter>();
        if (!printer.IsAvailable)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var pdf = await printer.Print(await Html(context), http.RequestAborted);
        http.Response.ContentType = "application/pdf";
        http.Response.ContentLength = pdf.Length;
        http.Response.Headers[HeaderNames.CacheControl] = "no-store";
        http.Response.Headers[HeaderNames.ContentDisposition] = new ContentDispositionHeaderValue("attachment") { FileName = $"{name}.pdf" }.ToString();
        await http.Response.Body.WriteAsync(pdf, http.RequestAborted);
    }

    /// <summary>The page with its style inside: the printer has no network.</summary>
    private async Task<string> Html(ActionContext context)
    {
        var response = context.HttpContext.Response;
        var answer = response.Body;
        using var page = new MemoryStream();
        try
        {
            response.Body = page;
            await base.ExecuteResultAsync(context);
        }
        finally
        {
            response.Body = answer;
        }

        page.Position = 0;
        var file = context.HttpContext.RequestServices.GetRequiredService<IWebHostEnvironment>().WebRootFileProvider.GetFileInfo("css/paper.css");
        using var style = new StreamReader(file.CreateReadStream());
        using var html = new StreamReader(page);
        var (css, text) = (await style.ReadToEndAsync(context.HttpContext.RequestAborted), await html.ReadToEndAsync(context.HttpContext.RequestAborted));
        return Stylesheet().Replace(text, _ => $"<style>{css}</style>");
    }

    [GeneratedRegex("""<link rel="stylesheet" href="[^"]*/css/paper\.[^"]*"\s*/?>""")]
    private static partial Regex Stylesheet();
}
