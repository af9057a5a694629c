using CustomerRegister.Requests;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Net.Http.Headers;

namespace CustomerRegister.Web.Pages.Shared;

public static class PackageDownloads
{
    public const string ContentType = "application/zip";

    /// <summary>Sends a package of somebody's data while it is read from the register; no cache keeps it.</summary>
    public static IActionResult Download(this PageModel page, PackageDownload package)
    {
        page.Response.ContentLength = package.Length;
        page.Response.Headers[HeaderNames.CacheControl] = "no-store";
        return page.File(package.Content, ContentType, package.Name);
    }
}
