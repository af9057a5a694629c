using CustomerRegister.Web.Mail;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MimeKit;

namespace CustomerRegister.Web.Pages.Development;

/// <summary>What the register has mailed, where mail goes to a folder. Does not exist outside development.</summary>
[AllowAnonymous]
public sealed class MailModel(IWebHostEnvironment environment, IServiceProvider services) : PageModel
{
    private const int Newest = 50;

    public sealed record Line(string Text, string? Link);

    public sealed record Message(string Subject, string To, DateTime At, IReadOnlyList<Line> Lines);

    public string Folder { get; private set; } = "";
    public IReadOnlyList<Message> Messages { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!environment.IsDevelopment() || services.GetService<FolderMailTransport>() is not { } transport)
            return NotFound();
        Folder = transport.Folder;
        var messages = new List<Message>();
        if (Directory.Exists(Folder))
        {
            // Names begin with the mail's time-ordered key.
            foreach (var file in Directory.EnumerateFiles(Folder, "*.eml").OrderByDescending(Path.GetFileName, StringComparer.Ordinal).Take(Newest))
                messages.Add(Read(await MimeMessage.LoadAsync(file, ct)));
        }

        Messages = messages;
        return Page();
    }

    private static Message Read(MimeMessage message) => new(
        message.Subject ?? "",
        string.Join(", ", message.To.Mailboxes.Select(m => m.Address)),
        message.Date.UtcDateTime,
        [.. (message.TextBody ?? "").Split('\n').Select(line => line.Trim()).Select(line => new Line(line, IsLink(line) ? line : null))]);

    private static bool IsLink(string line) => Uri.TryCreate(line, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https");
}
