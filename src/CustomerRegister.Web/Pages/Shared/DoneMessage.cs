using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CustomerRegister.Web.Pages.Shared;

/// <summary>Tells on the next page that what was asked has been done.</summary>
public static class DoneMessage
{
    internal const string Key = "Done";

    internal const string Cookie = "done";

    /// <param name="page">The page that did it and now redirects.</param>
    /// <param name="text">What was done, without personal values: it travels in a cookie.</param>
    public static void SayDone(this PageModel page, string text) => page.TempData[Key] = text;
}
