using System.Text.RegularExpressions;
using CustomerRegister.Mail;
using CustomerRegister.Portal;
using MimeKit;

namespace CustomerRegister.Tests.Support;

/// <summary>The mails that the program sent, as their readers get them.</summary>
public static partial class Postbox
{
    /// <summary>Sends what was asked for and what waits in the outbox, as the job would, and opens every mail to this address, oldest first.</summary>
    public static async Task<IReadOnlyList<MimeMessage>> MailsTo(this TestApp app, string address)
    {
        await app.Use((SendAskedLinks links) => links.Run(CancellationToken.None));
        await app.Use((SendWaitingMail send) => send.Run(CancellationToken.None));
        if (!Directory.Exists(app.MailFolder))
            return [];

        var mails = new List<MimeMessage>();
        // Keys follow the clock, and a mail's file is named by its key.
        foreach (var file in Directory.GetFiles(app.MailFolder, "*.eml").Order(StringComparer.Ordinal))
            mails.Add(await MimeMessage.LoadAsync(file));

        return [.. mails.Where(mail => mail.To.Mailboxes.Any(to => string.Equals(to.Address, address, StringComparison.OrdinalIgnoreCase)))];
    }

    /// <summary>The one link in a mail whose path begins like this.</summary>
    public static string LinkIn(MimeMessage mail, string path = "/") =>
        Assert.Single(Link().Matches(mail.TextBody ?? ""), link => new Uri(link.Value).AbsolutePath.StartsWith(path, StringComparison.Ordinal)).Value;

    [GeneratedRegex(@"https?://\S+")]
    private static partial Regex Link();
}
