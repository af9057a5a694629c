using System.Globalization;
using CustomerRegister.Customers;
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

    public IEnumerable<SourceKind> Sources => Enum.GetValues<SourceKind>();

    public async Task OnGetAsync(CancellationToken ct) => Facts = await read.Run(ct);
}
