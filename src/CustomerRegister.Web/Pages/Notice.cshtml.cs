using System.Globalization;
using CustomerRegister.Notices;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CustomerRegister.Web.Pages;

/// <summary>The privacy notice: its facts are read from the register, so that it says what is true.</summary>
[AllowAnonymous]
public sealed class NoticeModel(ReadNotice read, ControllerDetails controller) : PageModel
{
    public NoticeFacts Facts { get; private set; } = new([], []);
    public ControllerDetails Controller => controller;
    public Language Language => Languages.Of(CultureInfo.CurrentUICulture);

    /// <summary>The newest published version; null while there is none.</summary>
    public PublishedNotice? Published { get; private set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        Facts = await read.Run(ct);
        Published = await read.NewestVersion(ct);
    }
}
