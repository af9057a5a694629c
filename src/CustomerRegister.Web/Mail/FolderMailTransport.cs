using CustomerRegister.Mail;
using CustomerRegister.Web.Data;

namespace CustomerRegister.Web.Mail;

/// <summary>Writes each message as an .eml file that any mail program opens.</summary>
public sealed class FolderMailTransport(MailSettings settings, EmailMessages messages, DataFolder data) : IMailTransport
{
    public string Folder { get; } = settings.Folder ?? data.File("mail");

    public async Task Send(OutgoingEmailId id, string recipient, string subject, string body, Language language, string? unsubscribe, CancellationToken ct)
    {
        Directory.CreateDirectory(Folder);
        var path = Path.Combine(Folder, $"{id.Value:N}.eml");
        // Written aside and renamed: a reader never sees half a message.
        await using (var file = File.Create(path + ".part"))
            await messages.Build(id, recipient, subject, body, language, unsubscribe).WriteToAsync(file, ct);
        File.Move(path + ".part", path, overwrite: true);
    }
}
